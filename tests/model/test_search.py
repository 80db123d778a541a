"""The search against plans that are known to exist and against the reference model."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan import rules
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.options import SolveOptions
from leaderplan.result import Result, Status
from leaderplan.solve import solve
from tests.model.searching import Known, by_reference, judged, searched
from tests.rules.rule_instances import all_instances
from tests.strategies import Dice, plans, small_programmes

FULL = "LEADERPLAN_FULL" in os.environ
EXAMPLES = 300 if FULL else 5
EFFORT = 200.0
"""Deterministic seconds for a search: far more than a small programme takes."""
STAGE_EXAMPLES = 100 if FULL else 4


@st.composite
def planted_programmes(draw: st.DrawFn) -> tuple[Programme, Plan]:
    """Draw a programme with a plan that keeps its hard rules, some rules priced.

    About half of the hard rules that the plan keeps, and three to ten priced ones.
    """
    programme = draw(small_programmes())
    plan = draw(plans(programme))
    dice = Dice(draw(st.integers(0, 2**32 - 1)))
    drawn = all_instances(programme, dice)
    hard = [rule for rule in drawn if rule.hard and dice.often()]
    report = check(programme.replace(rules=hard), plan)
    assert not report.malformed
    broken = {violation.rule for violation in report.hard}
    kept = [rule for rule in hard if rule.id not in broken]
    priced = [rule for rule in drawn if not rule.hard]
    chosen = dice.sample(priced, dice.randint(3, 10))
    return programme.replace(rules=(*kept, *chosen)), plan


def values_of(result: Result) -> list[int]:
    """Return the levels' values in order, judged anew by the independent check."""
    assert result.plan is not None
    levels = judged(result.programme, result.plan)
    return [levels[level.id] for level in result.programme.levels]


def assert_bounds_are_true(
    bounds: dict[str, int], values: dict[str, int], known: Known
) -> None:
    """Compare bounds with what the reference model proved, as long as values agree."""
    for level, least in zip(values, known.proven, strict=False):
        assert bounds[level] <= least, f"{level}: bound {bounds[level]}, known {least}"
        if values[level] != least:
            break


@pytest.mark.slow
@settings(
    max_examples=STAGE_EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(planted_programmes())
def test_stage_by_stage_a_planted_plan_is_found(drawn: tuple[Programme, Plan]) -> None:
    """In the stages of a large programme a plan is found too, and bounds are true."""
    programme, planted = drawn
    found = searched(programme)
    assert found.impossible is None
    assert found.plan is not None
    known = by_reference(programme, planted)
    assert_bounds_are_true(found.bounds, found.values, known)
    count = len(known.proven)
    assert list(found.values.values())[:count] >= known.proven


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(planted_programmes())
def test_a_planted_plan_is_found_or_beaten(drawn: tuple[Programme, Plan]) -> None:
    """Where a plan exists one as good is found, and never worse than the best one."""
    programme, plan = drawn
    told = check(programme, plan)
    assert told.ok
    planted = [told.levels[level.id] for level in programme.levels]
    options = SolveOptions(deterministic=True, time_limit=EFFORT)
    result = solve(programme, options)
    assert result.status in (Status.OPTIMAL, Status.FEASIBLE), str(result.conflict)
    values = values_of(result)
    assert values <= planted
    known = by_reference(programme, plan)
    assert result.certificate is not None
    bounds = {row.level: row.bound for row in result.certificate.levels}
    assert_bounds_are_true(bounds, judged(programme, result.plan), known)
    count = len(known.proven)
    assert values[:count] >= known.proven, "the reference model misses a plan"
    assert values[:count] == known.proven, "a plan worse than the best one"
    if known.reached is not None:
        assert values[count] <= known.reached
    if result.status is Status.OPTIMAL and count == len(values):
        assert values == known.proven


def test_every_shipped_kind_is_drawn() -> None:
    """No rule is left out of the instances that the search is judged by."""

    @settings(max_examples=1, database=None)
    @given(small_programmes())
    def kinds(programme: Programme) -> None:
        drawn = {rule.kind for rule in all_instances(programme, Dice(1))}
        assert drawn == shipped

    shipped = {
        rule.kind
        for rule in vars(rules).values()
        if isinstance(rule, type) and issubclass(rule, Rule) and rule.kind
    }
    kinds()
