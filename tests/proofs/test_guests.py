"""Guests at sessions of others, against every plan of tiny programmes.

They are of another cohort, group or class, or at a make-up date of their own cohort.
All three hundred cases are asked where ``LEADERPLAN_FULL`` is set, else twenty-four.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.change import CatchUp
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import Cohort, GuestAt
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.replan import carried
from leaderplan.result import Status
from tests.proofs.every_plan import EveryPlan, TooMany, Values
from tests.proofs.tiny import MOST, _divides, facts_of
from tests.proofs.tiny_rules import rules_of
from tests.proofs.ways import number_of
from tests.strategies import Dice, visited

FULL = "LEADERPLAN_FULL" in os.environ
SEEDS = range(300 if FULL else 24)
OPTIONS = lp.SolveOptions(deterministic=True, time_limit=60.0)
BEGUN = 6_000

Known = tuple[Programme, frozenset[Values]]


def with_make_up(dice: Dice, made: Programme) -> Programme | None:
    """Buy a make-up date for a cohort, ``None`` where it has no day together."""
    cohorts = tuple(cohort.id for cohort in made.cohorts)
    days = [a for a in made.activities if a.audience == "cohort" and a.length]
    if not days:
        return None
    bought = dice.pick(days)
    own = dice.pick([c for c in cohorts if bought.of_cohort(c)])
    activities = tuple(
        edited(a, cohorts=(*(a.cohorts or cohorts), *(("m",) if a == bought else ())))
        for a in made.activities
    )
    date = Cohort(id="m", name="m", make_up_for=own, seats=dice.pick((0, 1, 1)))
    return made.replace(cohorts=(*made.cohorts, date), activities=activities)


def sent(dice: Dice, made: Programme) -> Programme:
    """Let somebody be a guest at a make-up date; not if exempt from the day."""
    keys = [key for key in made.session_keys if key.audience == "m"]
    key = dice.pick(keys)
    own = made.cohort("m").make_up_for
    people = [p for p in made.participants
              if p.cohort == own and key.activity not in p.exempt]  # fmt: skip
    if not people:
        return made
    guest = dice.pick(people)
    row = edited(guest, guest_at=(GuestAt(**key._asdict()),))
    rows = tuple(row if p.id == guest.id else p for p in made.participants)
    return made.replace(participants=rows)


@cache
def known(seed: int) -> Known:
    """Return a programme with guests, and what all its plans cost at best."""
    dice = Dice(seed + 77)
    while True:
        facts = facts_of(dice)
        made = with_make_up(dice, facts) if seed % 2 else visited(dice, facts)
        made = sent(dice, made) if made and seed % 2 else made
        if made is None or not any(p.guest_at for p in made.participants):
            continue
        if number_of(made) > MOST:
            continue
        asked = rules_of(made, dice)
        if seed % 2:
            level = dice.pick((None, "dates"))
            asked = (
                *asked,
                rules.MakeUpDates(least=dice.between(1, 2), level=level),
                rules.MakeUpFree(),
            )
        made = made.replace(rules=asked)
        with suppress(TooMany):
            front = EveryPlan(made, BEGUN).front()
            wanted = any(min(front, default=())) or (not front and dice.often(3))
            if wanted and (seed % 2 or _divides(made)):
                return made, front


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_value_and_bound_are_the_least(seed: int) -> None:
    """Of all plans, level by level; and where there is none, none is found."""
    made, front = known(seed)
    result = lp.solve(made, OPTIONS)
    assert result.status is (Status.OPTIMAL if front else Status.INFEASIBLE)
    if front:
        assert result.certificate is not None
        rows = result.certificate.levels
        assert tuple(row.value for row in rows) == min(front)
        assert tuple(row.bound for row in rows) == min(front)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS[1::2])
def test_no_plan_disturbs_less_when_somebody_catches_up(seed: int) -> None:
    """Somebody is sent to a make-up date: of all plans, none disturbs less."""
    made, _ = known(seed)
    home = made.replace(
        participants=tuple(edited(p, guest_at=()) for p in made.participants)
    )
    result = lp.solve(home, OPTIONS)
    if result.plan is None:
        assert result.status is Status.INFEASIBLE
        return
    guest = next(p for p in made.participants if p.guest_at)
    change = CatchUp(participant=guest.id, **guest.guest_at[0].model_dump())
    first, policy = made.calendar.first, ReplanPolicy()
    told = lp.replan(home, result.plan, change, first, policy, OPTIONS)
    before = carried(told.programme, result.plan)
    rule = Disturbance(
        level=DISTURBANCE.id, plan=before, as_of=first, policy=policy
    )  # fmt: skip
    levels = (DISTURBANCE, *told.programme.levels)
    oracle = told.programme.replace(levels=levels).with_rules(rule)
    try:
        least = min(EveryPlan(oracle, 50 * BEGUN).front(), default=None)
    except TooMany:
        pytest.fail("there are too many plans to go through: draw another")
    assert (told.plan is None) == (least is None)
    if least is not None:
        assert told.certificate is not None
        level = told.certificate.levels[0]
        assert (level.value, level.bound) == (least[0], least[0])
