"""What a replanning leaves as it is, as rules: so that a clash with it is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from leaderplan.domain.base import Text
from leaderplan.domain.plan import Lock
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.states import Stands, State
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.model.forced import (
    Forced,
    ForcedCoaches,
    ForcedDays,
    ForcedHosts,
    ForcedLeaders,
    ForcedPlaces,
    Onward,
    Stood,
    StoodLeaders,
    StoodPlaces,
    role_of,
)
from leaderplan.model.forced_company import ForcedClasses, ForcedGroups
from leaderplan.rules._base import Decisions, Posting

LOCKED = Words("det, der er låst, står, som det er", "what is locked stands as it is")
KEPT = Words(
    "det, der ligger fast, er med dem, det er aftalt med",
    "what stands is with those with whom it was agreed",
)
CLASSES = Words(
    "den, hvis hold er begyndt, fortsætter på det",
    "whoever is in a class that has begun goes on in it",
)
FROZEN = Words(
    "det, der ligger inden for varslet, står, som det er",
    "what lies inside the notice period stands as it is",
)


class LockedDays(ForcedDays):
    """A session or due date that is locked is on its day."""

    kind: ClassVar[str] = "locked"
    words: ClassVar[Words] = LOCKED


class LockedPlaces(ForcedPlaces):
    """A session that is locked is at its place."""

    kind: ClassVar[str] = "locked_places"
    words: ClassVar[Words] = LOCKED


class LockedLeaders(ForcedLeaders):
    """A session that is locked is led by whoever leads it."""

    kind: ClassVar[str] = "locked_leaders"
    words: ClassVar[Words] = LOCKED


class LockedHosts(ForcedHosts):
    """A practicum that is locked is at its host."""

    kind: ClassVar[str] = "locked_hosts"
    words: ClassVar[Words] = LOCKED


class LockedCoaches(ForcedCoaches):
    """A match that is locked is with its coach."""

    kind: ClassVar[str] = "locked_coaches"
    words: ClassVar[Words] = LOCKED


class LockedGroups(ForcedGroups):
    """Those in a group that is locked are in it together."""

    kind: ClassVar[str] = "locked_groups"
    words: ClassVar[Words] = LOCKED

    locks: Mapping[Text, Lock] = {}


class KeptHosts(ForcedHosts):
    """Of a stay that is locked or frozen the host is as it is."""

    kind: ClassVar[str] = "kept_hosts"
    words: ClassVar[Words] = KEPT


class KeptCoaches(ForcedCoaches):
    """Of a talk that is locked or frozen the coach is as they are."""

    kind: ClassVar[str] = "kept_coaches"
    words: ClassVar[Words] = KEPT


class KeptClasses(ForcedClasses):
    """Whoever is in a class that is locked, or has begun, goes on in it."""

    kind: ClassVar[str] = "kept_classes"
    words: ClassVar[Words] = CLASSES

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State that they are in the class of that name, whose days have begun."""
        for label in self._labels(decisions):
            members = decisions.members(label)
            for who, kept in self.wanted.items():
                if kept == label and who in members:
                    posting.at_least(members[who], 1, self.about(who))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody who is in another."""
        held = self._held(view)
        for who, kept in self.wanted.items():
            if held.get(who, kept) != kept:
                yield self.broken(self.about(who), what=who, found=held[who])


class FrozenDays(ForcedDays):
    """A session or due date that is frozen is on its day."""

    kind: ClassVar[str] = "frozen"
    words: ClassVar[Words] = FROZEN


class FrozenPlaces(ForcedPlaces):
    """A session that is frozen is at its place."""

    kind: ClassVar[str] = "frozen_places"
    words: ClassVar[Words] = FROZEN


class FrozenLeaders(ForcedLeaders):
    """A session that is frozen is led by whoever leads it."""

    kind: ClassVar[str] = "frozen_leaders"
    words: ClassVar[Words] = FROZEN


def days_that_stand(view: PlanView, stands: Stands) -> Iterator[Rule]:
    """Yield that what was before, is locked or frozen is on its day."""
    days = {
        state: {str(key): view.dated[key].isoformat() for key in stands.in_state(state)}
        for state in (State.PAST, State.LOCKED, State.FROZEN)
    }
    locks = {str(key): lock for key, lock in stands.locks.items()}
    yield from _asking(
        Stood(wanted=days[State.PAST]),
        LockedDays(wanted=days[State.LOCKED], locks=locks),
        FrozenDays(wanted=days[State.FROZEN]),
    )


def all_that_stands(view: PlanView, stands: Stands) -> Iterator[Rule]:
    """Yield the same with places, leaders and choices, and that all else is to come."""
    yield from days_that_stand(view, stands)
    for state, rules in DETAILS.items():
        rows = [view.by_key[k] for k in stands.in_state(state) if k in view.by_key]
        locks = {str(key): lock for key, lock in stands.locks.items()}
        held = locks if state is State.LOCKED else {}
        places = {row.id: row.place for row in rows if row.place}
        leaders = {
            row.id: seat.staff
            for row in rows
            for seat in row.staff
            if role_of(view.programme, view.activity(row.key), seat.staff) == seat.role
        }
        at, led = rules
        yield from _asking(
            at(wanted=places, locks=held), led(wanted=leaders, locks=held)
        )
    yield from _choices(view, stands)
    keys = (key for key in view.programme.session_keys if key not in stands.keys)
    first = stands.as_of.isoformat()
    yield from _asking(Onward(wanted={str(key): first for key in keys}))


DETAILS: dict[State, tuple[type[ForcedPlaces], type[ForcedLeaders]]] = {
    State.PAST: (StoodPlaces, StoodLeaders),
    State.LOCKED: (LockedPlaces, LockedLeaders),
    State.FROZEN: (FrozenPlaces, FrozenLeaders),
}
"""Of what stands for a reason, the rules about its place and its leaders."""


FAMILIES = ("hosts", "coaches", "classes")
"""Families in which somebody's choice stands with what rests on it."""


def _choices(view: PlanView, stands: Stands) -> Iterator[Rule]:
    """Yield that choices that are locked, or on which a lock rests, are as they are."""
    plan = view.plan
    hosts = {row.participant: row for row in plan.placements if row.locked}
    coaches = {row.participant: row for row in plan.matches if row.locked}
    groups = [row for row in plan.groups if row.locked and len(row.participants) > 1]
    next_ = {
        who: (row.participants[number - 1],)
        for row in groups
        for number, who in enumerate(row.participants)
    }
    kept = {family: stands.choices.get(family, ()) for family in FAMILIES}
    at = {who: view.host_of[who] for who in kept["hosts"] if who in view.host_of}
    with_ = {who: view.coach_of[who] for who in kept["coaches"] if who in view.coach_of}
    in_ = {who: view.class_of[who] for who in kept["classes"] if who in view.class_of}
    yield from _asking(
        KeptClasses(wanted=in_),
        KeptHosts(wanted={who: unit for who, unit in at.items() if who not in hosts}),
        KeptCoaches(wanted={who: c for who, c in with_.items() if who not in coaches}),
        LockedHosts(
            wanted={who: row.host for who, row in hosts.items()},
            locks={who: row.locked for who, row in hosts.items() if row.locked},
        ),
        LockedCoaches(
            wanted={who: row.coach for who, row in coaches.items()},
            locks={who: row.locked for who, row in coaches.items() if row.locked},
        ),
        LockedGroups(
            wanted={who: row.id for row in groups for who in row.participants},
            mates=next_,
            locks={row.id: row.locked for row in groups if row.locked},
        ),
    )


def _asking(*rules: Forced | KeptClasses | LockedGroups) -> Iterator[Rule]:
    return (rule for rule in rules if rule.wanted)
