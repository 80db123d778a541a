"""What each portion is meant to have of staff and small rooms that all share.

A share is only for planning: no bound rests on it. Without shares the first cohorts
would take whom the last ones cannot do without, and every talk could be in any room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leaderplan.domain.people import Staff
from leaderplan.domain.programme import Programme
from leaderplan.model.portions import Portion

ROOMS = 3
"""Small rooms for the talks of a portion, for each cohort in it."""

TIMES = 2
"""How many times its part of those a portion has of whom any may be picked."""


@dataclass(frozen=True, slots=True)
class Share:
    """Who is left for a role, and which rooms for talks; empty where all are.

    Where it is ``limited``, the hosts are those chosen for all.
    """

    staff: Mapping[str, frozenset[str]]
    rooms: frozenset[str]
    limited: bool = True


EVERYTHING = Share({}, frozenset(), limited=False)
"""A share of all that is not taken."""


def shares(programme: Programme, portions: tuple[Portion, ...]) -> tuple[Share, ...]:
    """Share out who leads groups and talks, and where the talks are."""
    staff: list[dict[str, frozenset[str]]] = [{} for _ in portions]
    for activity in programme.activities:
        for lead in activity.leads if activity.kind != "exam" else ():
            if lead.relation == "pick" and activity.audience == "participant":
                parts = _in_turn(programme, portions, lead.role)
                for row, part in zip(staff, parts, strict=True):
                    row[lead.role] = frozenset(member.id for member in part)
    rooms = _rooms(programme, portions)
    return tuple(Share(s, r) for s, r in zip(staff, rooms, strict=True))


def _in_turn(
    programme: Programme, portions: tuple[Portion, ...], role: str
) -> list[list[Staff]]:
    """Give each portion more than its part by its people, in turn."""
    staff, total = list(programme.staff_in(role)), len(programme.participants)
    found, first = [], 0
    for portion in portions:
        people = len(portion.programme.participants)
        count = min(len(staff), -(-TIMES * len(staff) * people // total))
        found.append([staff[(first + i) % len(staff)] for i in range(count)])
        first += max(1, count // TIMES)
    return found


def _rooms(programme: Programme, portions: tuple[Portion, ...]) -> list[frozenset[str]]:
    """Give each portion a few of the rooms in which talks can be, the smallest."""
    talks = [
        a for a in programme.activities
        if a.audience == "participant" and "room" in a.where
    ]  # fmt: skip
    fit = [
        room
        for room in sorted(programme.rooms, key=lambda r: (r.capacity, r.id))
        if all(set(a.features) <= set(room.features) for a in talks)
        and all(room.capacity >= 1 + len(a.leads) + a.extra_seats for a in talks)
    ]
    found, first = [], 0
    for portion in portions:
        count = min(len(fit), ROOMS * len(portion.cohorts))
        found.append(frozenset(fit[(first + i) % len(fit)].id for i in range(count)))
        first += count
    return found
