"""Which decisions a model may take, how it represents them, what is left of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme

FAMILIES = frozenset({"groups", "classes", "hosts", "coaches", "facilitators"})
"""Decision families beside the dates, places and staff of sessions."""


DaysLeft = Mapping[SessionKey, frozenset[int]]
"""Day numbers left to some sessions."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is open in a model; all else is fixed or out of view.

    Parameters
    ----------
    dates
        Activities whose sessions are open: day, slot, place and staff.
    families
        Open families, of :data:`FAMILIES`.
    context
        Activities seen only through their days, so that what is decided leaves
        room for them; a relaxation of the rest.
    indexed
        Open activities given one literal for each day (strong bounds).
    placeless
        Activities whose place is left out of view; a relaxation too.
    loose
        Whether priced loads of people whose groups are open are left out, too.
    only
        The sessions in view, of all of these activities; ``None`` is all of them.
    people
        The participants whose choices of the open families are in view; a relaxation
        of the rest, in which no rule about a whole family is stated. ``None`` is all.
    """

    dates: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    indexed: frozenset[str] = frozenset()
    placeless: frozenset[str] = frozenset()
    loose: bool = False
    only: frozenset[SessionKey] | None = None
    people: frozenset[str] | None = None

    def unplaced(self, programme: Programme) -> frozenset[tuple[str, str]]:
        """Return activities and audiences whose place is out of view.

        Also because somebody is out of view at whose unit they may meet.
        """
        rows = [(name, programme.audiences(name)) for name in self.placeless]
        if self.people is not None:
            people = programme.participants
            unseen = {who.cohort for who in people if who.id not in self.people}
            rows += [
                (activity.id, programme.audiences_of(activity.id, cohort))
                for activity in programme.activities
                if "member_unit" in activity.where
                for cohort in unseen
            ]
        return frozenset((name, audience) for name, row in rows for audience in row)


class Column(NamedTuple):
    """A possible network group: its people and what it costs at least."""

    people: tuple[str, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """The possible groups of each label, and the most that all chosen may cost."""

    columns: Mapping[str, Sequence[Column]]
    most: int

    def labels(self) -> dict[str, frozenset[str]]:
        """Labels left to each person."""
        found: dict[str, set[str]] = {}
        for label, columns in self.columns.items():
            for who in {who for column in columns for who in column.people}:
                found.setdefault(who, set()).add(label)
        return {who: frozenset(labels) for who, labels in found.items()}


Attended = Mapping[SessionKey, frozenset[str]]
"""Sessions that were before, with who was at them, guests of others aside."""

NOBODY: Attended = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of open decisions; what is not named is left as the rules allow.

    Parameters
    ----------
    days
        Day numbers of a session.
    labels
        By family and owner (a participant, or a group for its facilitator): the
        groups, classes, hosts, coaches or facilitators left.
    closer
        Sessions of the context that have a literal a day and their coach in view,
        however many days they may stand on.
    grouped
        The network groups left, each as a whole; ``None`` where all are.
    stood
        Sessions that were before, with who was at them: whoever is coach, facilitator
        or host later, or in the group or class, has nothing to do with them.
    """

    days: DaysLeft = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    closer: frozenset[SessionKey] = frozenset()
    grouped: Grouped | None = None
    stood: Attended = field(default_factory=dict)

    def of(self, family: str, owner: str) -> frozenset[str] | None:
        """Return what is left of an owner's labels, ``None`` where all are."""
        return self.labels.get(family, {}).get(owner)


EVERYTHING_KEPT = Kept()


def everything(programme: Programme) -> Scope:
    """Return the scope of the reference model: all is open."""
    return Scope(frozenset(a.id for a in programme.activities), FAMILIES)
