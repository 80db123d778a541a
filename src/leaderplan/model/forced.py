"""Choices that are made beforehand: the question *what if* as rules."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Text
from leaderplan.domain.plan import Lock, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.domain.waiver import Subject
from leaderplan.locale import Words
from leaderplan.rules._base import (
    Coaching,
    Decisions,
    Hosting,
    Leading,
    Literal_,
    Location,
    Posting,
    SessionDay,
)


class Forced(Rule):
    """What is asked about is so: one requirement for each choice made.

    Parameters
    ----------
    wanted
        By participant or session, what was asked about.
    locks
        Of those for whom it is so because somebody locked it, the lock.
    """

    by_cohort: ClassVar[bool] = True
    said: ClassVar[Words] = Words("{what}: {found}", "{what}: {found}")
    hard_only: ClassVar[bool] = True
    repeated: ClassVar[bool] = True
    what: ClassVar[str] = ""
    """What is chosen: a part of each requirement's subject."""

    wanted: Mapping[Text, Text] = {}
    locks: Mapping[Text, Lock] = {}

    def about(self, who: str) -> Subject:
        """Return the subject of the requirement about somebody or a session."""
        return who, self.what, self.wanted[who]

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for any other choice."""

        def excess(choice: Any) -> int:
            who, made = self._choice(choice)
            return int(self.wanted.get(who, made) != made)

        return excess

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State of each choice in view that it is the one asked about."""
        for who, made in self.wanted.items():
            options = self._options(decisions, who)
            if options:
                posting.at_least(options.get(made, False), 1, self.about(who))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every other choice."""
        made = self._made(view)
        for who, wanted in self.wanted.items():
            found = made.get(who, wanted)
            if found != wanted:
                yield self.broken(self.about(who), what=who, found=found)

    @abstractmethod
    def _choice(self, choice: Any) -> tuple[str, str]:
        """Tell of whom a single choice is, and which one."""

    @abstractmethod
    def _options(self, decisions: Decisions, who: str) -> Mapping[str, Literal_]:
        """Return literals of the choices in view, nothing where it is out of view."""

    @abstractmethod
    def _made(self, view: PlanView) -> Mapping[str, str | None]:
        """Return what a plan has chosen."""


class ForcedHosts(Forced):
    """A participant does the practicum at the host asked about."""

    kind: ClassVar[str] = "forced_hosts"
    what: ClassVar[str] = "host"
    words: ClassVar[Words] = Words(
        "praktikken er hos den vært, der er spurgt om",
        "the practicum is at the host that was asked about",
    )
    judges: ClassVar[tuple[type, ...]] = (Hosting,)

    def _choice(self, choice: Hosting) -> tuple[str, str]:
        return choice.participant.id, choice.host.unit

    def _options(self, decisions: Decisions, who: str) -> Mapping[str, Literal_]:
        return decisions.hosts(who)

    def _made(self, view: PlanView) -> Mapping[str, str | None]:
        return view.host_of


class ForcedCoaches(Forced):
    """A participant has the coach asked about."""

    kind: ClassVar[str] = "forced_coaches"
    what: ClassVar[str] = "coach"
    words: ClassVar[Words] = Words(
        "coachen er den, der er spurgt om", "the coach is the one that was asked about"
    )
    judges: ClassVar[tuple[type, ...]] = (Coaching,)

    def _choice(self, choice: Coaching) -> tuple[str, str]:
        return choice.participant.id, choice.coach.id

    def _options(self, decisions: Decisions, who: str) -> Mapping[str, Literal_]:
        return decisions.coaches(who)

    def _made(self, view: PlanView) -> Mapping[str, str | None]:
        return view.coach_of


class ForcedDays(Forced):
    """A session or due date is on the day asked about."""

    kind: ClassVar[str] = "forced_days"
    what: ClassVar[str] = "day"
    words: ClassVar[Words] = Words(
        "dagen er den, der er spurgt om", "the day is the one that was asked about"
    )
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)

    def alike(self, choice: SessionDay) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        name = str(choice.session)
        return name if name in self.wanted else None

    def _choice(self, choice: SessionDay) -> tuple[str, str]:
        return str(choice.session), choice.day.isoformat()

    def _options(self, decisions: Decisions, who: str) -> Mapping[str, Literal_]:
        key, day = SessionKey.parse(who), date.fromisoformat(self.wanted[who])
        if not decisions.sessions((key.activity,)).count(key):
            return {}
        return {self.wanted[who]: decisions.on_days(key, (day,))}

    def _made(self, view: PlanView) -> Mapping[str, str | None]:
        return {str(key): day.isoformat() for key, day in view.dated.items()}


class Stood(ForcedDays):
    """A session or due date of the past is on the day that it was on."""

    kind: ClassVar[str] = "stood"
    words: ClassVar[Words] = Words(
        "det, der var før, står, hvor det var", "what was before stands where it was"
    )


class Onward(ForcedDays):
    """A session or due date that is to come is not before the day asked about."""

    kind: ClassVar[str] = "onward"
    words: ClassVar[Words] = Words(
        "det, der er tilbage, kan ikke ligge før den dag, der planlægges fra",
        "what is to come cannot be before the day from which it is planned",
    )

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for any day before."""

        def excess(choice: SessionDay) -> int:
            who, made = self._choice(choice)
            return int(made < self.wanted.get(who, made))

        return excess

    def _options(self, decisions: Decisions, who: str) -> Mapping[str, Literal_]:
        key, first = SessionKey.parse(who), date.fromisoformat(self.wanted[who])
        if not decisions.sessions((key.activity,)).count(key):
            return {}
        days = [day for day in decisions.programme.calendar.days() if day >= first]
        return {self.wanted[who]: decisions.on_days(key, days)}

    def _made(self, view: PlanView) -> Mapping[str, str | None]:
        """Return the day, or the first that it may be on where it is later."""
        made = super()._made(view)
        return {who: min(made.get(who) or day, day) for who, day in self.wanted.items()}


class ForcedPlaces(Forced):
    """A session is held at the place asked about."""

    kind: ClassVar[str] = "forced_places"
    what: ClassVar[str] = "place"
    words: ClassVar[Words] = Words(
        "mødet holdes det sted, der er spurgt om",
        "the session is held at the place that was asked about",
    )
    judges: ClassVar[tuple[type, ...]] = (Location,)

    def _choice(self, choice: Location) -> tuple[str, str]:
        return str(choice.session), choice.place

    def _options(self, decisions: Decisions, who: str) -> Mapping[str, Literal_]:
        key = SessionKey.parse(who)
        seen = decisions.sessions((key.activity,)).count(key)
        return decisions.places(key) if seen else {}

    def _made(self, view: PlanView) -> Mapping[str, str | None]:
        return {s.id: s.place for s in view.plan.sessions}


class StoodPlaces(ForcedPlaces):
    """A session of the past is where it was."""

    kind: ClassVar[str] = "stood_places"
    words: ClassVar[Words] = Words(
        "det, der var før, blev holdt, hvor det blev holdt",
        "what was before was held where it was held",
    )


def role_of(programme: Programme, activity: Activity, who: str) -> str | None:
    """Return the first role in which somebody may be picked to lead an activity."""
    held = {load.role for load in programme.member(who).roles}
    picked = (lead.role for lead in activity.leads if lead.relation == "pick")
    return next((role for role in picked if role in held), None)


class ForcedLeaders(Forced):
    """A session is led by whoever was asked about, in the first role they hold."""

    kind: ClassVar[str] = "forced_leaders"
    what: ClassVar[str] = "leader"
    words: ClassVar[Words] = Words(
        "mødet ledes af den, der er spurgt om",
        "the session is led by whoever was asked about",
    )
    judges: ClassVar[tuple[type, ...]] = (Leading,)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for anybody else in the role."""

        def excess(choice: Leading) -> int:
            who, made = self._choice(choice)
            wanted = self.wanted.get(who, made)
            if wanted == made:
                return 0
            return int(role_of(programme, choice.activity, wanted) == choice.role)

        return excess

    def _choice(self, choice: Leading) -> tuple[str, str]:
        key = SessionKey(choice.activity.id, choice.audience, choice.occurrence)
        return str(key), choice.staff.id

    def _options(self, decisions: Decisions, who: str) -> Mapping[str, Literal_]:
        key = SessionKey.parse(who)
        if not decisions.sessions((key.activity,)).count(key):
            return {}
        asked = decisions.programme, decisions.activity(key), self.wanted[who]
        return decisions.leaders(key, role_of(*asked) or "")

    def _made(self, view: PlanView) -> Mapping[str, str | None]:
        found: dict[str, str | None] = {}
        for name, wanted in self.wanted.items():
            key = SessionKey.parse(name)
            if key in view.by_key:
                role = role_of(view.programme, view.activity(key), wanted)
                found[name] = view.by_key[key].leader(role or "")
        return found


class StoodLeaders(ForcedLeaders):
    """A session of the past was led by whoever led it."""

    kind: ClassVar[str] = "stood_leaders"
    words: ClassVar[Words] = Words(
        "det, der var før, blev ledet af den, der ledede det",
        "what was before was led by whoever led it",
    )
