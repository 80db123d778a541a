"""Sessions keep away from the days beside a holiday."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import SessionDay


class HolidayNeighbours(Rule):
    r"""No session stands on the last working day before a holiday or the first after.

    .. math:: \text{prev}(d_s) \notin C \;\land\; \text{next}(d_s) \notin C
              \qquad \text{for each session } s

    with :math:`\text{prev}` and :math:`\text{next}` the nearest days on the
    calendar's weekdays, and :math:`C` the days closed from morning to evening in the
    default profile: a Monday is beside the Friday before it.

    Broken by a closed day on either side; the amount is 1 for each session. Due dates
    count only where their activity is named.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all sessions.
    """

    kind: ClassVar[str] = "holiday_neighbours"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "møderne ligger ikke lige op til en ferie eller helligdag",
        "sessions are not right beside a holiday",
    )
    said: ClassVar[Words] = Words(
        "{session} ligger {day_da}, lige op til en lukkedag",
        "{session} is on {day_en}, right beside a closed day",
    )
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)

    activities: tuple[Id, ...] | None = None

    def alike(self, choice: SessionDay) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        activity = choice.activity
        if self.activities is None:
            return bool(activity.length)
        return activity.id in self.activities

    def judge(self, programme: Programme) -> Judge:
        """Return 1 beside a closed day."""
        calendar = programme.calendar
        rows, blocks = calendar.closures_of(None), range(len(calendar.blocks))
        reach = range(-7, len(calendar.days()) + 7)
        working = [
            day
            for offset in reach
            if (day := calendar.first + timedelta(days=offset)).weekday()
            in calendar.weekdays
        ]
        shut = {
            day
            for day in working
            if all(any(row.covers(day, block) for row in rows) for block in blocks)
        }
        beside: set[date] = set()
        for before, after in pairwise(working):
            for days in (timedelta(days=k) for k in range((after - before).days)):
                if after in shut:
                    beside.add(before + days)
                if before in shut:
                    beside.add(after - days)
        bound = {
            a.id
            for a in programme.activities
            if (a.length if self.activities is None else a.id in self.activities)
        }

        def excess(choice: SessionDay) -> int:
            return int(choice.activity.id in bound and choice.day in beside)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session beside a closed day."""
        for key, day in view.dated.items():
            if self.activities is None:
                if view.activity(key).is_milestone:
                    continue
            elif key.activity not in self.activities:
                continue
            if _closed_beside(view.programme, day, 1) or _closed_beside(
                view.programme, day, -1
            ):
                yield self.broken(
                    (str(key),),
                    session=key,
                    day_da=day_text(day, "da"),
                    day_en=day_text(day, "en"),
                )


def _closed_beside(programme: Programme, day: date, step: int) -> bool:
    """Whether the nearest working day on one side is closed."""
    calendar = programme.calendar
    near = (day + timedelta(days=step * k) for k in range(1, 8))
    other = next((d for d in near if d.weekday() in calendar.weekdays), None)
    return other is not None and all(
        any(row.covers(other, block) for row in calendar.closures_of(None))
        for block in range(len(calendar.blocks))
    )
