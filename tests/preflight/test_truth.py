"""Preflight against plans that exist, and against the solver: no false alarm."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.build import reference
from leaderplan.model.run import Budget, Outcome
from tests.model.test_search import planted_programmes
from tests.model.test_waived import drawn, waiving
from tests.rules.rule_instances import all_instances
from tests.strategies import Dice, small_programmes

FULL = "LEADERPLAN_FULL" in os.environ
UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]
EXAMPLES = 1000 if FULL else 40
EFFORT = 20.0
"""Deterministic seconds in which the solver proves a finding."""


@st.composite
def drawn_programmes(draw: st.DrawFn) -> Programme:
    """Draw a programme and some of all hard rules, whether or not a plan exists."""
    programme = draw(small_programmes())
    dice = Dice(draw(st.integers(0, 2**32 - 1)))
    hard = [rule for rule in all_instances(programme, dice) if rule.hard]
    share = dice.randint(1, 8)
    return programme.replace(rules=[rule for rule in hard if not dice.often(share)])


def impossible(programme: Programme, rules: tuple[str, ...]) -> bool:
    """Whether the solver proves that no plan keeps some of the rules."""
    kept = [rule for rule in programme.rules if rule.id in rules]
    built = reference(programme.replace(rules=kept))
    run = Budget(None).run(built.model, seed=0, effort=EFFORT)
    return run.outcome is Outcome.INFEASIBLE


@settings(max_examples=EXAMPLES, suppress_health_check=UNHURRIED)
@given(planted_programmes())
def test_no_programme_with_a_plan_is_called_impossible(
    made: tuple[Programme, Plan],
) -> None:
    """Where a plan keeps every hard rule there is no certain finding."""
    found = lp.preflight(made[0])
    assert found.ok, found


@settings(max_examples=EXAMPLES, suppress_health_check=UNHURRIED)
@given(drawn_programmes())
def test_what_is_certain_is_proven_by_the_solver(programme: Programme) -> None:
    """The rules of a certain finding leave no plan, by themselves."""
    found = [row for row in lp.preflight(programme).findings if row.certain]
    event("certain" if found else "nothing certain")
    for row in found:
        event(row.kind)
        assert impossible(programme, row.rules), row


@settings(max_examples=EXAMPLES, suppress_health_check=UNHURRIED)
@given(drawn())
def test_what_is_waived_is_no_ground(made: tuple[Programme, Plan]) -> None:
    """Where all is waived that a plan breaks, there is a plan: nothing is certain."""
    found = lp.preflight(waiving(*made))
    assert found.ok, found
