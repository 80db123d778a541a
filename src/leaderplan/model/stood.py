"""What a replanning leaves as it is, as rules: so that a clash with it is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from leaderplan.domain.base import Text
from leaderplan.domain.plan import Lock
from leaderplan.domain.rule import Rule
from leaderplan.domain.states import Stands, State
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.model.forced import (
    ForcedCoaches,
    ForcedDays,
    ForcedHosts,
    ForcedLeaders,
    ForcedPlaces,
    Stood,
    role_of,
)
from leaderplan.model.forced_company import ForcedGroups

LOCKED = Words("det, der er låst, står, som det er", "what is locked stands as it is")
FROZEN = Words(
    "det, der ligger inden for varslet, står, som det er",
    "what lies inside the notice period stands as it is",
)


class LockedDays(ForcedDays):
    """A session or due date that is locked is on its day."""

    kind: ClassVar[str] = "locked"
    words: ClassVar[Words] = LOCKED

    locks: Mapping[Text, Lock] = {}


class LockedPlaces(ForcedPlaces):
    """A session that is locked is at its place."""

    kind: ClassVar[str] = "locked_places"
    words: ClassVar[Words] = LOCKED

    locks: Mapping[Text, Lock] = {}


class LockedLeaders(ForcedLeaders):
    """A session that is locked is led by whoever leads it."""

    kind: ClassVar[str] = "locked_leaders"
    words: ClassVar[Words] = LOCKED

    locks: Mapping[Text, Lock] = {}


class LockedHosts(ForcedHosts):
    """A practicum that is locked is at its host."""

    kind: ClassVar[str] = "locked_hosts"
    words: ClassVar[Words] = LOCKED

    locks: Mapping[Text, Lock] = {}


class LockedCoaches(ForcedCoaches):
    """A match that is locked is with its coach."""

    kind: ClassVar[str] = "locked_coaches"
    words: ClassVar[Words] = LOCKED

    locks: Mapping[Text, Lock] = {}


class LockedGroups(ForcedGroups):
    """Those in a group that is locked are in it together."""

    kind: ClassVar[str] = "locked_groups"
    words: ClassVar[Words] = LOCKED

    locks: Mapping[Text, Lock] = {}


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
    """Yield the same, with places, leaders and choices that are locked or frozen."""
    yield from days_that_stand(view, stands)
    locks = {str(key): lock for key, lock in stands.locks.items()}
    for state in (State.LOCKED, State.FROZEN):
        rows = [view.by_key[k] for k in stands.in_state(state) if k in view.by_key]
        places = {row.id: row.place for row in rows if row.place}
        leaders = {
            row.id: seat.staff
            for row in rows
            for seat in row.staff
            if role_of(view.programme, view.activity(row.key), seat.staff) == seat.role
        }
        if state is State.LOCKED:
            yield from _asking(
                LockedPlaces(wanted=places, locks=locks),
                LockedLeaders(wanted=leaders, locks=locks),
            )
        else:
            yield from _asking(
                FrozenPlaces(wanted=places), FrozenLeaders(wanted=leaders)
            )
    yield from _choices(view)


def _choices(view: PlanView) -> Iterator[Rule]:
    """Yield that choices which are locked are as they are."""
    plan = view.plan
    hosts = {row.participant: row for row in plan.placements if row.locked}
    coaches = {row.participant: row for row in plan.matches if row.locked}
    groups = [row for row in plan.groups if row.locked and len(row.participants) > 1]
    next_ = {
        who: (row.participants[number - 1],)
        for row in groups
        for number, who in enumerate(row.participants)
    }
    yield from _asking(
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


def _asking(*rules: ForcedDays | ForcedPlaces | ForcedLeaders | ForcedHosts
            | ForcedCoaches | ForcedGroups) -> Iterator[Rule]:  # fmt: skip
    return (rule for rule in rules if rule.wanted)
