"""Module classes that several portions have people in: when they are, who is left what.

The days of the lessons are those of the days together of all whose classes they are.
Whoever is planned first decides hours, places and leaders within that; for the others
the lessons then stand as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from leaderplan.domain.plan import ModuleClass, Plan, SessionKey
from leaderplan.model.assignment import Assignment, from_plan, timeline_of
from leaderplan.model.portions import Portion
from leaderplan.model.rungs import Solved


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a portion is left of the classes that it shares.

    Parameters
    ----------
    activities
        What is taught in them.
    held
        The lessons that stand already.
    days
        The day of each lesson, by the name of its session.
    seats
        The least and the most people of the portion in each class.
    comers
        People in each class, of this portion and others, whom a room must hold.
    """

    activities: frozenset[str] = frozenset()
    held: Assignment = field(default_factory=Assignment)
    days: Mapping[str, date] = field(default_factory=dict)
    seats: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    comers: Mapping[str, int] = field(default_factory=dict)


def lessons(portion: Portion, plans: Iterable[Plan], terms: Plan | None) -> Lessons:
    """Return what plans of others leave a portion of its classes.

    Parameters
    ----------
    portion
        Whose classes they are.
    plans
        Of others, with everything called as in the whole.
    terms
        Days together of all whose classes they are, called as in the whole.
    """
    if terms is None:
        return Lessons()
    timeline, names = timeline_of(portion.programme), portion.labels
    rows = [made for made in terms.classes if made.id in names]
    held, taken = Assignment(), Counter[str]()
    for plan in plans:
        held = held.merged(_standing(portion, plan))
        for made in plan.classes:
            taken[made.id] += len(made.participants)
    rooms = _rooms(portion, held)
    first = not held.start
    starts = _standing(portion, terms).start if first else {}
    return Lessons(
        activities=portion.mixed,
        held=held,
        days={str(key): timeline.date(day) for key, (day, _) in starts.items()},
        seats={
            names[k]: (low, min(high, rooms.get(names[k], high + taken[k]) - taken[k]))
            for k, (low, high) in _seats(portion, rows, taken).items()
        },
        comers={names[c.id]: len(c.participants) for c in rows}
        if first and _sized(portion)
        else {},
    )


def part_of(core: Solved, found: Assignment, portion: Portion) -> Solved:
    """Return a core as one of those that it was solved for sees it.

    Its bounds are of all of them, and so are left out.

    Parameters
    ----------
    core
        What the core came to.
    found
        Days together of all of them.
    portion
        The one.
    """
    keys = {k: _there(k, portion) for k in portion.programme.session_keys}
    people = {p.id for p in portion.programme.participants}
    return replace(
        core.told(),
        found=Assignment(
            start={k: found.start[t] for k, t in keys.items() if t in found.start},
            place={k: found.place[t] for k, t in keys.items() if t in found.place},
            classes={
                who: portion.labels[label]
                for who, label in found.classes.items()
                if who in people
            },
            host={who: host for who, host in found.host.items() if who in people},
        ),
        seen={k: core.seen[t] for k, t in keys.items() if t in core.seen},
        values={},
        bounds={},
    )


def _there(key: SessionKey, portion: Portion) -> SessionKey:
    """Return a session as it is called in the whole."""
    called = portion.classes.get(key.audience)
    return key if called is None else key._replace(audience=called.id)


def _standing(portion: Portion, plan: Plan) -> Assignment:
    """Lessons of a plan in classes of a portion, as they are called there."""
    names = portion.labels
    shared = tuple(
        s.model_copy(update={"audience": names[s.audience]})
        for s in plan.sessions
        if s.activity in portion.mixed and s.audience in names
    )
    return from_plan(portion.programme, Plan(sessions=shared))


def _seats(
    portion: Portion, rows: Sequence[ModuleClass], taken: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Seats of a portion in each class: as in the days together, or what is left."""
    people = {p.id for p in portion.programme.participants}
    sizes = {c.id: len(c.participants) for c in rows}
    mine = {c.id: sum(p in people for p in c.participants) for c in rows}
    placed = sum(taken.get(label, 0) for label in sizes)
    if placed == sum(sizes.values()) - sum(mine.values()):
        # Any size between those of a division that the rules allow is allowed, too.
        low, high = min(sizes.values()), max(sizes.values())
        rest = {label: taken.get(label, 0) for label in sizes}
        return {k: (max(0, low - n), max(0, high - n)) for k, n in rest.items()}
    return {label: (count, count) for label, count in mine.items()}


def _rooms(portion: Portion, held: Assignment) -> dict[str, int]:
    """People of each class whom the rooms of the lessons that stand hold."""
    programme, found = portion.programme, dict[str, int]()
    if not _sized(portion):
        return found
    for key, place in held.place.items():
        room, activity = programme.room(place), programme.activity(key.activity)
        if room is not None:
            left = room.capacity - len(activity.leads) - activity.extra_seats
            found[key.audience] = min(left, found.get(key.audience, left))
    return found


def _sized(portion: Portion) -> bool:
    """Tell whether a room must have seats for all who come."""
    return any(rule.kind == "room_capacity" for rule in portion.programme.rules)


def merged(plans: Iterable[Plan]) -> Plan:
    """Put plans of portions together; lessons that several have count once."""
    rows = list(plans)
    whole = Plan(
        **{f: tuple(r for p in rows for r in getattr(p, f)) for f in Plan.model_fields}
    )
    people: dict[str, tuple[str, ...]] = {}
    for made in whole.classes:
        people[made.id] = people.get(made.id, ()) + made.participants
    classes = {made.id: made for made in whole.classes}
    sessions = {s.key: s for s in reversed(whole.sessions)}
    return whole.model_copy(
        update={
            "sessions": tuple(reversed(sessions.values())),
            "classes": tuple(
                made.model_copy(update={"participants": people[made.id]})
                for made in classes.values()
            ),
        }
    )
