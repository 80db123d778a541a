"""Cohorts planned one after the other against plans known and the reference model."""

from __future__ import annotations

import os
from functools import partial

import pytest
from hypothesis import HealthCheck, assume, given, settings

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError
from leaderplan.model.joint import JointSearch
from leaderplan.model.portions import portions
from leaderplan.model.run import Budget
from leaderplan.progress import Progress
from tests.model.searching import by_reference, judged
from tests.model.test_search import assert_bounds_are_true, planted_programmes
from tests.model.test_turns import two

FULL = "LEADERPLAN_FULL" in os.environ
EXAMPLES = 100 if FULL else 3


def _accepted(programme: Programme, plan: Plan) -> dict[str, int]:
    """Return the levels' values, or refuse a plan as the solver's caller does."""
    try:
        return judged(programme, plan)
    except AssertionError as error:
        raise InternalError(str(error)) from error


def test_what_the_check_refuses_of_all_plans_together_is_told() -> None:
    """So that nobody has to guess why there is no plan."""
    given = two()
    told: list[Progress] = []

    def refuse(_: Plan) -> dict[str, int]:
        raise InternalError("two of them are in the garden")

    found = JointSearch(
        given, Budget(None, 40.0), 0, refuse, told.append,
        portions=portions(given), values_in=judged,
    )  # fmt: skip
    found._as_one = lambda: None  # type: ignore[method-assign]
    assert found.run().plan is None
    assert "two of them are in the garden" in told[-1].part


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much,
    ],
)  # fmt: skip
@given(planted_programmes())
def test_cohort_by_cohort_a_planted_plan_is_found(
    drawn: tuple[Programme, Plan],
) -> None:
    """Where cohorts share staff and places a plan is found, and bounds are true."""
    programme, planted = drawn
    divided = portions(programme)
    assume(len(divided) > 1)
    found = JointSearch(
        programme,
        Budget(None, 40.0),
        seed=0,
        value_of=partial(_accepted, programme),
        tell=lambda _progress: None,
        portions=divided,
        values_in=judged,
    ).run()
    assert found.impossible is None
    assert found.plan is not None
    known = by_reference(programme, planted)
    assert_bounds_are_true(found.bounds, found.values, known)
