"""Whom those who examine could hear of some cohorts, and on which days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.people import Participant
from leaderplan.domain.plan import SessionKey
from leaderplan.model.choices import Amounts, Choices
from leaderplan.model.portions import Portion
from leaderplan.rules._base import Attendance, Leading, LeadingTime

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

FILLED = 0.9
"""How much of a day is filled at most: not everybody may be heard by anybody."""

Seat = tuple[str, str, date]
"""A role, whoever fills it, and a day."""


class Hearing(NamedTuple):
    """Days used; how many a seat hears, whether any, how many at most; who may when."""

    used: dict[date, Any]
    heard: dict[Seat, Any]
    taken: dict[Seat, Any]
    most: dict[Seat, int]
    here: dict[str, dict[date, Any]]


def hearing(
    model: cp_model.CpModel,
    choices: Choices,
    activity: Activity,
    leads: Sequence[Lead],
    portion: Portion,
) -> Hearing:
    """State how many of a portion's people whoever leads could hear on each day."""
    people = portion.programme.followers(activity.id)
    if not people:
        return Hearing({}, {}, {}, {}, {})
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
    return Hearing(used, seats, taken, most, here)


def _free(choices: Choices, activity: Activity, person: Participant) -> Amounts:
    """Flags of the days on which somebody could be heard by the rules."""
    key, asked = SessionKey(activity.id, person.id, 1), (person, activity)
    rulings = choices.by_day(key, activity)
    rulings += choices.by_start(Attendance, asked, activity.length)
    starts = len(choices.programme.calendar.starts(activity.length))
    free: Any = np.ones((len(choices.programme.calendar.days()), starts), dtype=bool)
    for row in rulings:
        if choices.binding(row.rule):
            free = free & (row.amounts == 0)
    days: Amounts = free.any(axis=1)
    return days


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
        binds = choices.binding
        shut = [r.amounts[number] > 0 for r in rulings if binds(r.rule)]
        open_ = int((~np.logical_or.reduce(shut)).sum()) if shut else starts
        load = member.load(lead.role)
        most = open_ if load is None or load.per_day is None else load.per_day
        if min(open_, most):
            found[member.id] = max(1, int(FILLED * min(open_, most)))
    return found
