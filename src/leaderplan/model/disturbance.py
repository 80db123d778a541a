"""What a replanning disturbs: priced by who, how soon and what, as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import ClassVar, NamedTuple

from leaderplan.domain.base import title
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Level
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.model.as_before import AsBefore

DISTURBANCE = Level(id="disturbance", title=title("forstyrrelse", "disturbance"))
"""The first level of a replanning."""

DETAILS = ("time", "place", "leader")


class Known(NamedTuple):
    """What is known of a session of the plan: day, people there, price of its kind.

    ``draft`` says that nobody was told of it.
    """

    day: date
    people: tuple[str, ...]
    kind: str
    draft: bool = False


Nexts = dict[tuple[str, str], list[Known]]
"""What somebody has of a kind."""


class Disturbance(AsBefore):
    """What people know of their year stays: each difference has a price.

    Parameters
    ----------
    as_of
        The day on which it is decided.
    policy
        The prices.
    """

    kind: ClassVar[str] = "disturbance"
    words: ClassVar[Words] = Words(
        "det, folk har fået at vide, står ved magt", "what people were told stands"
    )

    as_of: date
    policy: ReplanPolicy = ReplanPolicy()

    def amount(
        self, programme: Programme, about: tuple[str, ...], after: str | None = None
    ) -> int:
        """Return price of the kind times people touched times shortness of notice.

        Of what nobody was told of it is one, all in all.
        """
        what, whom, policy = about[0], about[1], self.policy
        known, nexts = self._of(programme)
        if what in ("day", *DETAILS):
            row = known[whom]
            if row.draft:
                return 1
            soonest = row.day
            if what == "day" and after is not None:
                soonest = min(soonest, date.fromisoformat(after))
            price = getattr(policy, row.kind) if what == "day" else policy.detail
            return price * policy.people(row.people) * self._dearer(soonest)
        kind = {"host": "practicum", "coach": "coach"}.get(what, "group")
        coming = [row for row in nexts.get((kind, whom), []) if row.day >= self.as_of]
        told = [row.day for row in coming if not row.draft]
        if coming and not told:
            return 1
        soonest = min(told, default=date.max)
        return (
            int(getattr(policy, kind)) * policy.people((whom,)) * self._dearer(soonest)
        )

    def _moved(
        self,
        programme: Programme,
        about: tuple[str, ...],
        kept: date,
        days: Sequence[date],
    ) -> list[int]:
        """Return the price of each day but the plan's, by the shorter notice."""
        row = self._of(programme)[0][about[1]]
        if row.draft:
            return [int(day != kept) for day in days]
        once = getattr(self.policy, row.kind) * self.policy.people(row.people)
        dearer = self._by_day(programme)
        return [0 if day == kept else once * dearer[min(day, kept)] for day in days]

    def _by_day(self, programme: Programme) -> dict[date, int]:
        """Tell how many times dearer each day of the horizon is, and the plan's."""
        if not self._dear:
            days = (
                *programme.calendar.days(),
                *(row.day for row in self._of(programme)[0].values()),
            )
            self._dear.update({day: self._dearer(day) for day in days})
        return self._dear

    def _dearer(self, day: date) -> int:
        return self.policy.times((day - self.as_of).days)

    @cached_property
    def _dear(self) -> dict[date, int]:
        return {}

    @cached_property
    def _read(self) -> list[tuple[Programme, dict[str, Known], Nexts]]:
        return []

    def _of(self, programme: Programme) -> tuple[dict[str, Known], Nexts]:
        """Read the plan's sessions by name, and when people meet whom, once."""
        if not self._read or self._read[0][0] is not programme:
            view, nexts = PlanView(programme, self.plan), Nexts()
            known = {
                str(key): Known(
                    day,
                    view.attendees(key, day),
                    kind_of(programme, key),
                    self.policy.is_draft(key.activity, day),
                )
                for key, day in view.dated.items()
            }
            for row in known.values():
                for who in row.people:
                    nexts.setdefault((row.kind, who), []).append(row)
            self._read[:] = [(programme, known, nexts)]
        return self._read[0][1:]


def kind_of(programme: Programme, key: SessionKey) -> str:
    """Tell which price of a policy a session has."""
    activity = programme.activity(key.activity)
    if activity.kind in ("exam", "re_exam", "practicum"):
        return "practicum" if activity.kind == "practicum" else "exam"
    if activity.audience in ("network_group", "class"):
        return "group"
    coached = activity.led_by("coach")
    return "coach" if coached else "day"
