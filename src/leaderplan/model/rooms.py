"""On which days others leave no room for a session that takes a large one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from leaderplan.domain.activity import Activity
from leaderplan.domain.places import Room
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment, timeline_of

LARGE = ("cohort", "class")
"""Audiences whose sessions take a large room for most of a day."""


class Gathering(NamedTuple):
    """A session of many people on a day: it takes some room that holds them."""

    activity: str
    audience: str
    people: int
    day: date


def full(
    programme: Programme,
    portion: Programme,
    sizes: Mapping[str, int],
    others: Iterable[Gathering],
) -> dict[tuple[str, str], frozenset[date]]:
    """Name the days without a room, by activity and audience of a portion.

    Parameters
    ----------
    programme, portion
        All, and those who ask.
    sizes
        People in each of the portion's cohorts and classes.
    others
        Sessions that take a room, whichever.
    """
    taken: dict[date, list[int]] = defaultdict(list)
    for row in others:
        taken[row.day].append(_seats(programme.activity(row.activity), row.people))
    found: dict[tuple[str, str], frozenset[date]] = {}
    for activity in portion.activities:
        if activity.audience not in LARGE or tuple(activity.where) != ("room",):
            continue
        fit = [r for r in programme.rooms if set(activity.features) <= set(r.features)]
        for audience in portion.audiences(activity.id):
            seats = _seats(activity, sizes.get(audience, 0))
            blocks = range(len(programme.calendar.blocks))
            days = (
                day
                for day, rows in taken.items()
                if not _left([r for r in fit if _open(r, day, blocks)], seats, rows)
            )
            found[activity.id, audience] = frozenset(days)
    return {key: days for key, days in found.items() if days}


def kept(programme: Programme, gatherings: Iterable[Gathering]) -> dict[date, int]:
    """Return by day the seats from which on rooms are kept for some gatherings."""
    found: dict[date, int] = {}
    for row in gatherings:
        seats = _seats(programme.activity(row.activity), row.people)
        found[row.day] = min(seats, found.get(row.day, seats))
    return found


def of_plan(programme: Programme, plan: Plan) -> Iterator[Gathering]:
    """Yield the gatherings of a plan."""
    sizes = {made.id: len(made.participants) for made in plan.classes}
    for session in plan.sessions:
        if (audience := programme.activity(session.activity).audience) in LARGE:
            who = session.audience
            classed = audience == "class"
            people = sizes.get(who, 0) if classed else _cohort(programme, who)
            yield Gathering(session.activity, who, people, session.day)


def of_days(programme: Programme, days: Assignment) -> Iterator[Gathering]:
    """Yield the gatherings of days together."""
    timeline, sizes = timeline_of(programme), Counter(days.classes.values())
    for key, (day, _) in days.start.items():
        if (audience := programme.activity(key.activity).audience) in LARGE:
            who, classed = key.audience, audience == "class"
            people = sizes[who] if classed else _cohort(programme, who)
            yield Gathering(key.activity, key.audience, people, timeline.date(day))


def sizes_of(programme: Programme, days: Assignment) -> dict[str, int]:
    """Return the people in each cohort, and in each class of days together."""
    cohorts = {row.id: _cohort(programme, row.id) for row in programme.cohorts}
    return cohorts | Counter(days.classes.values())


def _cohort(programme: Programme, cohort: str) -> int:
    own = sum(person.cohort == cohort for person in programme.participants)
    return own + programme.cohort(cohort).seats


def _seats(activity: Activity, people: int) -> int:
    return people + len(activity.leads) + activity.extra_seats


def _left(rooms: Iterable[Room], seats: int, others: Iterable[int]) -> bool:
    """Tell whether a room is left: whoever needs a larger one takes a larger one."""
    held, taken = [room.capacity for room in rooms], list(others)
    return all(
        sum(capacity >= least for capacity in held)
        > sum(other >= least for other in taken)
        for least in {seats, *(other for other in taken if other <= seats)}
    )


def _open(room: Room, day: date, blocks: Iterable[int]) -> bool:
    """Tell whether a room can be had all day."""
    shut = [row for row in room.availability if row.state == "unavailable"]
    return not any(row.covers(day, block) for row in shut for block in blocks)
