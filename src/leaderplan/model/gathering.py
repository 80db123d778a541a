"""Who examines which cohort on which days, agreed before anything is planned.

Examiners come for a day and hear many; on most days one or two could come, on a few
nearly all, and cohorts compete for those. The days together know of an exam only that
somebody can be heard at all, so they would leave a cohort days on which few can. What
is agreed here counts people only; it narrows what is planned: no bound rests on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.people import Participant
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model.choices import Amounts, Choices
from leaderplan.model.portions import Portion
from leaderplan.model.run import Budget
from leaderplan.rules._base import Attendance, Leading, LeadingTime

EFFORT = 8.0
"""Deterministic seconds to agree on days, and on who hears whom on them."""

FILLED = 0.9
"""How much of a day is filled at most: not everybody may be heard by anybody."""

FEW, MANY = 2, 5
"""Days of exams of a portion that are few, and how many times one beyond counts."""

DAY, SPREAD = 10, 5
"""What a day of exams counts, and a day between the first and the last."""

Seat = tuple[str, str, date]
"""A role, whoever fills it, and a day."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Days on which a portion's exams are, and the most that somebody hears of it.

    ``days`` are by activity and cohort. Whoever others have all of hears none.
    ``dated`` are sessions, by name, of those whose colleagues are examined with other
    portions: a unit spares only so many at once.
    """

    days: Mapping[tuple[str, str], frozenset[date]] = field(default_factory=dict)
    most: Mapping[tuple[str, date], int] = field(default_factory=dict)
    dated: Mapping[str, date] = field(default_factory=dict)


class _Hearing(NamedTuple):
    """Days used; how many a seat hears, whether any, how many at most; who may when."""

    used: dict[date, Any]
    heard: dict[Seat, Any]
    taken: dict[Seat, Any]
    most: dict[Seat, int]
    here: dict[str, dict[date, Any]]


def granted(
    programme: Programme,
    portions: Sequence[Portion],
    together: Sequence[int],
    budget: Budget,
    seed: int,
) -> list[Granted]:
    """Agree on examiners and their days; nothing where that is not possible.

    Days of those with one number in ``together``, who are taught together, are close.
    """
    choices = Choices(programme, [rule for rule in programme.rules if rule.hard])
    for activity in programme.activities:
        leads = [lead for lead in activity.leads if lead.relation == "pick"]
        if activity.kind == "exam" and activity.audience == "participant" and leads:
            return _agreed(choices, activity, leads, portions, together, budget, seed)
    return [Granted() for _ in portions]


def _agreed(
    choices: Choices,
    activity: Activity,
    leads: Sequence[Lead],
    portions: Sequence[Portion],
    together: Sequence[int],
    budget: Budget,
    seed: int,
) -> list[Granted]:
    """Agree on the exams of one activity."""
    model = cp_model.CpModel()
    rows = [_of_portion(model, choices, activity, leads, p) for p in portions]
    seats = {seat: most for row in rows for seat, most in row.most.items()}
    for seat, most in seats.items():
        model.add(sum(row.heard.get(seat, 0) for row in rows) <= most)
    shared = _spared(model, choices.programme, rows)
    spans = [
        _span(model, [r.used for r, of in zip(rows, together, strict=True) if of == n])
        for n in dict.fromkeys(together)
    ]
    days = sum(literal for row in rows for literal in row.used.values())
    many = [_beyond(model, row.used) for row in rows]
    model.minimize(DAY * (days + MANY * sum(many)) + SPREAD * sum(spans))
    run = budget.run(model, seed=seed, effort=EFFORT, mixed=True)
    if not run.found:
        return [Granted() for _ in portions]
    # A day of somebody is best not divided between cohorts.
    for row in rows:
        for literal in row.used.values():
            model.add(literal == run.solver.value(literal))
    _hint(model, run.solver)
    model.minimize(sum(literal for row in rows for literal in row.taken.values()))
    again = budget.run(model, seed=seed, effort=EFFORT, mixed=True)
    value = (again if again.found else run).solver.value
    takers = Counter(s for row in rows for s, lit in row.taken.items() if value(lit))
    return [
        _told(activity.id, portion, row, takers, shared, value)
        if row.used
        else Granted()
        for portion, row in zip(portions, rows, strict=True)
    ]


def _hint(model: cp_model.CpModel, solver: cp_model.CpSolver) -> None:
    """Start from what a solver found."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in enumerate(solver.response_proto.solution):
        model.add_hint(model.get_int_var_from_proto_index(index), value)


def _told(
    activity: str,
    portion: Portion,
    row: _Hearing,
    takers: Mapping[Seat, int],
    shared: set[str],
    value: Callable[[Any], int],
) -> Granted:
    """Read what was agreed for a portion."""
    days = frozenset(day for day, literal in row.used.items() if value(literal))
    return Granted(
        days={(activity, cohort): days for cohort in portion.cohorts},
        most={
            seat[1:]: most
            if takers.get(seat, 0) == value(row.taken[seat])
            else value(row.heard[seat])
            for seat, most in row.most.items()
        },
        dated={
            str(SessionKey(activity, who, 1)): day
            for who, possible in row.here.items()
            if who in shared
            for day, literal in possible.items()
            if value(literal)
        },
    )


def _of_portion(
    model: cp_model.CpModel,
    choices: Choices,
    activity: Activity,
    leads: Sequence[Lead],
    portion: Portion,
) -> _Hearing:
    """State how many of a portion's people whoever leads could hear on each day."""
    people = portion.programme.followers(activity.id)
    if not people:
        return _Hearing({}, {}, {}, {}, {})
    key = SessionKey(activity.id, people[0].id, 1)
    free = {person.id: _free(choices, activity, person) for person in people}
    calendar = choices.programme.calendar
    seats, taken = dict[Seat, Any](), dict[Seat, Any]()
    most: dict[Seat, int] = {}
    here: dict[str, dict[date, Any]] = {person.id: {} for person in people}
    used: dict[date, Any] = {}
    for number, day in enumerate(calendar.days()):
        could = [person for person in people if free[person.id][number]]
        if not could:
            continue
        rows = [_leaders(choices, activity, lead, key, number) for lead in leads]
        if not all(rows):
            continue
        used[day] = model.new_bool_var(f"{day} used")
        for person in could:
            here[person.id][day] = model.new_bool_var(f"{person.id} {day}")
            model.add_implication(here[person.id][day], used[day])
        for lead, row in zip(leads, rows, strict=True):
            for who, count in row.items():
                seat = lead.role, who, day
                seats[seat] = model.new_int_var(0, count, f"{who} {day}")
                taken[seat] = model.new_bool_var(f"{who} {day} taken")
                model.add(seats[seat] <= count * taken[seat])
                most[seat] = count
            hears = sum(seats[lead.role, who, day] for who in row)
            model.add(hears >= sum(here[person.id][day] for person in could))
    for literals in here.values():
        model.add_exactly_one(literals.values())
    return _Hearing(used, seats, taken, most, here)


def _spared(
    model: cp_model.CpModel, programme: Programme, rows: Sequence[_Hearing]
) -> set[str]:
    """Let units spare those examined; name who has colleagues in other portions."""
    away: dict[tuple[str, date], list[Any]] = defaultdict(list)
    people: dict[str, dict[int, set[str]]] = defaultdict(dict)
    for number, row in enumerate(rows):
        for who, days in row.here.items():
            for day, literal in days.items():
                post = programme.participant(who).post_on(day)
                if post is not None:
                    away[post.unit, day].append(literal)
                    people[post.unit].setdefault(number, set()).add(who)
    spare = {unit.id: unit.max_away for unit in programme.units}
    for (unit, _), literals in away.items():
        if len(literals) > spare[unit]:
            model.add(sum(literals) <= spare[unit])
    shared = (of for of in people.values() if len(of) > 1)
    return {who for of in shared for row in of.values() for who in row}


def _free(choices: Choices, activity: Activity, person: Participant) -> Amounts:
    """Flags of the days on which somebody could be heard by the rules."""
    key, asked = SessionKey(activity.id, person.id, 1), (person, activity)
    rulings = choices.by_day(key, activity)
    rulings += choices.by_start(Attendance, asked, activity.length)
    starts = len(choices.programme.calendar.starts(activity.length))
    free: Any = np.ones((len(choices.programme.calendar.days()), starts), dtype=bool)
    for row in rulings:
        if row.rule.hard:
            free = free & (row.amounts == 0)
    days: Amounts = free.any(axis=1)
    return days


def _beyond(model: cp_model.CpModel, used: Mapping[date, Any]) -> Any:
    """Return by how many the days used are more than a few."""
    above = model.new_int_var(0, len(used), "beyond")
    model.add(above >= sum(used.values()) - FEW)
    return above


def _span(model: cp_model.CpModel, used: Sequence[Mapping[date, Any]]) -> Any:
    """Return the days from the first to the last that is used."""
    rows = [
        (day.toordinal(), literal) for days in used for day, literal in days.items()
    ]
    if not rows:
        return 0
    low, high = min(n for n, _ in rows), max(n for n, _ in rows)
    first, last = (model.new_int_var(low, high, name) for name in ("first", "last"))
    for number, literal in rows:
        model.add(first <= number).only_enforce_if(literal)
        model.add(last >= number).only_enforce_if(literal)
    model.add(first <= last)
    return last - first


def _leaders(
    choices: Choices, activity: Activity, lead: Lead, key: SessionKey, number: int
) -> dict[str, int]:
    """How many sessions whoever may lead could hold on a day."""
    starts = len(choices.programme.calendar.starts(activity.length))
    found = {}
    for member in choices.programme.staff_in(lead.role):
        if not choices.allowed(Leading(member, lead.role, activity, key.audience, 1)):
            continue
        asked = (member, lead.role, activity)
        rulings = choices.by_start(LeadingTime, asked, activity.length)
        shut = [r.amounts[number] > 0 for r in rulings if r.rule.hard]
        open_ = int((~np.logical_or.reduce(shut)).sum()) if shut else starts
        load = member.load(lead.role)
        most = open_ if load is None or load.per_day is None else load.per_day
        if min(open_, most):
            found[member.id] = max(1, int(FILLED * min(open_, most)))
    return found
