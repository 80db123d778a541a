"""Sessions stand on the weekdays that suit."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id, Weekday
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import SessionDay


class WeekdayPreference(Rule):
    r"""Sessions stand on some days of the week.

    .. math:: w(d_s) \in W \qquad \text{for each session } s

    with :math:`w(d_s)` the weekday of the session's day and :math:`W` the weekdays
    that suit.

    Broken by another weekday; the amount is 1 for each session. Due dates count
    only where their activity is named.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all sessions.
    weekdays
        Days that suit, Monday 0 to Sunday 6, at least one. Tuesday to Thursday is
        what most units can spare people on.
    """

    kind: ClassVar[str] = "weekday_preference"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "møderne ligger på de ugedage, der passer",
        "sessions stand on the weekdays that suit",
    )
    said: ClassVar[Words] = Words(
        "{session} ligger {day_da}, som er en mindre god ugedag",
        "{session} is on {day_en}, a less suitable weekday",
    )
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)

    activities: tuple[Id, ...] | None = None
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] = (1, 2, 3)

    def alike(self, choice: SessionDay) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        activity = choice.activity
        if self.activities is None:
            return bool(activity.length)
        return activity.id in self.activities

    def judge(self, programme: Programme) -> Judge:
        """Return 1 on a weekday that does not suit."""
        suitable = frozenset(self.weekdays)
        bound = {
            a.id
            for a in programme.activities
            if (a.length if self.activities is None else a.id in self.activities)
        }

        def excess(choice: SessionDay) -> int:
            return int(
                choice.activity.id in bound and choice.day.weekday() not in suitable
            )

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session on another weekday."""
        for key, day in view.dated.items():
            if self.activities is None:
                if view.activity(key).is_milestone:
                    continue
            elif key.activity not in self.activities:
                continue
            if day.weekday() not in self.weekdays:
                yield self.broken(
                    (str(key),),
                    session=key,
                    day_da=day_text(day, "da"),
                    day_en=day_text(day, "en"),
                )
