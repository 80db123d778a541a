"""Choices that are made beforehand: the question *what if* as a rule."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from leaderplan.domain.base import Id, Text
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Coaching, Hosting, SessionDay


class Forced(Rule):
    """Somebody is at that host, has that coach; a session is on that day.

    Parameters
    ----------
    hosts, coaches
        By participant.
    days
        By session, as ``activity/audience/occurrence``.
    """

    kind: ClassVar[str] = "forced"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "det er, som der er spurgt om", "it is as was asked about"
    )
    said: ClassVar[Words] = Words("{what} er {found}", "{what} is {found}")
    hard_only: ClassVar[bool] = True
    judges: ClassVar[tuple[type, ...]] = (Hosting, Coaching, SessionDay)

    hosts: Mapping[Id, Id] = {}
    coaches: Mapping[Id, Id] = {}
    days: Mapping[Text, date] = {}

    def alike(self, choice: Any) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        if isinstance(choice, SessionDay):
            name = str(choice.session)
            return name if name in self.days else None
        return super().alike(choice)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for any other choice."""

        def excess(choice: Hosting | Coaching | SessionDay) -> int:
            if isinstance(choice, Hosting):
                made = choice.host.unit
                return int(self.hosts.get(choice.participant.id, made) != made)
            if isinstance(choice, Coaching):
                made = choice.coach.id
                return int(self.coaches.get(choice.participant.id, made) != made)
            return int(self.days.get(str(choice.session), choice.day) != choice.day)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every other choice."""
        for wanted, held in (
            (self.hosts, view.host_of),
            (self.coaches, view.coach_of),
        ):
            for who, what in wanted.items():
                if held.get(who) != what:
                    found = str(held.get(who))
                    yield self.broken((who, found), what=who, found=found)
        for key, day in view.dated.items():
            if self.days.get(str(key), day) != day:
                yield self.broken((str(key),), what=str(key), found=day.isoformat())
