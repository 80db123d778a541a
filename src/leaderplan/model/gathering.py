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
from typing import Any

from ortools.sat.python import cp_model

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import timeline_of
from leaderplan.model.choices import Choices
from leaderplan.model.hearing import Hearing, Seat, hearing
from leaderplan.model.portions import Portion
from leaderplan.model.run import Budget

EFFORT = 8.0
"""Deterministic seconds to agree on days, and on who hears whom on them."""

FEW, MANY = 2, 5
"""Days of exams of a portion that are few, and how many times one beyond counts."""

DAY, SPREAD = 10, 5
"""What a day of exams counts, and a day between the first and the last."""

FAR = 1
"""What each day counts by which a day of exams is off the days that are best."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Days on which a portion's exams are, and the most that somebody hears of it.

    ``days`` are by activity and cohort. Whoever others have all of hears none.
    ``dated`` are sessions, by name, of those whose colleagues are examined with other
    portions: a unit spares only so many at once.
    """

    days: Mapping[tuple[str, str], frozenset[date]] = field(default_factory=dict)
    most: Mapping[Seat, int] = field(default_factory=dict)
    dated: Mapping[str, date] = field(default_factory=dict)


def heard(programme: Programme, dated: Mapping[str, date]) -> Counter[tuple[str, date]]:
    """Count who of each unit is examined on a day, of sessions with their days."""
    found = Counter[tuple[str, date]]()
    for name, day in dated.items():
        post = programme.participant(SessionKey.parse(name).audience).post_on(day)
        if post is not None:
            found[post.unit, day] += 1
    return found


@dataclass(frozen=True, slots=True)
class Wishes:
    """What portions wish of the days of their exams, by a number of each.

    ``near`` are the first and the last day that are best; the days are close to them.
    ``refused`` are sets of days that they may not be of alone.
    """

    near: Mapping[int, tuple[date, date]] = field(default_factory=dict)
    refused: Mapping[int, Sequence[frozenset[date]]] = field(default_factory=dict)


def suiting(
    programme: Programme, seen: Mapping[SessionKey, frozenset[int]]
) -> list[date]:
    """Return days of exams that suit days together, of days seen through them."""
    timeline = timeline_of(programme)
    return [
        timeline.date(day)
        for key, row in seen.items()
        if programme.activity(key.activity).kind == "exam"
        for day in row
    ]


def beyond(
    programme: Programme, best: Sequence[date], days: frozenset[date]
) -> list[frozenset[date]]:
    """Return all days from the first of some on, and all up to the last of them.

    Only those without the best days.
    """
    every, first, last = programme.calendar.days(), min(days), max(days)
    sides = (
        frozenset(day for day in every if day >= first),
        frozenset(day for day in every if day <= last),
    )
    return [side for side in sides if not side.intersection(best)]


def granted(
    programme: Programme,
    portions: Sequence[Portion],
    together: Sequence[int],
    budget: Budget,
    seed: int,
    wishes: Wishes,
) -> list[Granted]:
    """Agree on examiners and their days; nothing where that is not possible.

    Days of those with one number in ``together``, who are taught together, are close.
    What is wished is by that number, too.
    """
    choices = Choices(programme, [rule for rule in programme.rules if rule.hard])
    for activity in programme.activities:
        leads = [lead for lead in activity.leads if lead.relation == "pick"]
        if activity.kind == "exam" and activity.audience == "participant" and leads:
            return _agreed(
                choices, activity, leads, portions, together, budget, seed, wishes
            )
    return [Granted() for _ in portions]


def _agreed(
    choices: Choices,
    activity: Activity,
    leads: Sequence[Lead],
    portions: Sequence[Portion],
    together: Sequence[int],
    budget: Budget,
    seed: int,
    wishes: Wishes,
) -> list[Granted]:
    """Agree on the exams of one activity."""
    model = cp_model.CpModel()
    rows = [hearing(model, choices, activity, leads, p) for p in portions]
    seats = {seat: most for row in rows for seat, most in row.most.items()}
    for seat, most in seats.items():
        model.add(sum(row.heard.get(seat, 0) for row in rows) <= most)
    shared = _spared(model, choices.programme, rows)
    model.minimize(_unwished(model, rows, together, wishes))
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
    row: Hearing,
    takers: Mapping[Seat, int],
    shared: set[str],
    value: Callable[[Any], int],
) -> Granted:
    """Read what was agreed for a portion."""
    days = frozenset(day for day, literal in row.used.items() if value(literal))
    return Granted(
        days={(activity, cohort): days for cohort in portion.cohorts},
        most={
            seat: most
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


def _spared(
    model: cp_model.CpModel, programme: Programme, rows: Sequence[Hearing]
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


def _unwished(
    model: cp_model.CpModel,
    rows: Sequence[Hearing],
    together: Sequence[int],
    wishes: Wishes,
) -> Any:
    """Return what days count: many, far ones, those apart of who is taught together."""
    spans = [
        _span(model, [r.used for r, of in zip(rows, together, strict=True) if of == n])
        for n in dict.fromkeys(together)
    ]
    far = [
        _wished(model, row, wishes, of) for row, of in zip(rows, together, strict=True)
    ]
    days = sum(literal for row in rows for literal in row.used.values())
    many = [_more(model, row.used) for row in rows]
    return DAY * (days + MANY * sum(many)) + SPREAD * sum(spans) + sum(far)


def _wished(model: cp_model.CpModel, row: Hearing, wishes: Wishes, number: int) -> Any:
    """Refuse what is refused; return how far the days used are from the best."""
    for gone in wishes.refused.get(number, ()):
        model.add_bool_or(lit for day, lit in row.used.items() if day not in gone)
    first, last = wishes.near.get(number, (date.min, date.max))
    return sum(
        FAR * max((first - day).days, (day - last).days, 0) * literal
        for day, literal in row.used.items()
    )


def _more(model: cp_model.CpModel, used: Mapping[date, Any]) -> Any:
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
