"""A time limit is kept, and a search may end at any moment."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan import samples
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.errors import InternalError
from leaderplan.locale import Words
from leaderplan.model.joint import JointSearch
from leaderplan.model.portions import portions
from leaderplan.model.run import Budget
from leaderplan.model.search import Search
from leaderplan.model.searched import Searched
from leaderplan.options import SolveOptions
from leaderplan.result import Status
from leaderplan.rules._base import Decisions, Posting
from leaderplan.solve import solve
from tests.model.searching import judged
from tests.model.test_search import planted_programmes
from tests.test_solve import assert_no_solver_thread, interrupted_after, of_dates

FULL = "LEADERPLAN_FULL" in os.environ
COHORT_LIMITS = (1, 2, 5, 10, 30) if FULL else (1, 2, 5)
TOWN_LIMITS = (5, 20, 60) if FULL else (5,)
"""Seconds for a cohort of 32, and for 200 people in six cohorts."""

EXAMPLES, EFFORT = 40 if FULL else 3, 2.0
"""Small programmes, and deterministic seconds for each search."""

MANY = 10**9
"""More looks at the clock than a search takes."""

TRIES = 3
"""How often a limit may be tried before a machine that is busy is no excuse."""


def kept(programme: Programme, limit: float) -> bool:
    """Whether a solve ends within a second, or a twentieth, of its limit."""
    began = time.monotonic()
    result = solve(programme, SolveOptions(time_limit=limit))
    assert result.status in (Status.NO_PLAN_FOUND, Status.FEASIBLE, Status.OPTIMAL)
    return time.monotonic() - began <= limit + max(1.0, 0.05 * limit)


@pytest.mark.slow
@pytest.mark.parametrize("limit", COHORT_LIMITS)
@pytest.mark.parametrize("difficulty", ["default", "tight"])
def test_a_cohorts_limit_is_kept(difficulty: samples.Difficulty, limit: float) -> None:
    """The building of models counts: a limit is kept to a second or 5 %."""
    year = samples.programme("S", seed=1, difficulty=difficulty)
    assert any(kept(year, limit) for _ in range(TRIES))


@pytest.mark.slow
@pytest.mark.parametrize("limit", TOWN_LIMITS)
def test_the_limit_of_many_cohorts_is_kept(limit: float) -> None:
    """So it is for six cohorts, whose models are ten times as large."""
    year = samples.programme("M")
    assert any(kept(year, limit) for _ in range(TRIES))


RELEASED = threading.Event()


class Endless(Rule):
    """A rule of somebody's own that does not come to an end."""

    kind: ClassVar[str] = "endless"
    words: ClassVar[Words] = Words("uden ende", "without end")
    said: ClassVar[Words] = Words("uden ende", "without end")

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """Wait until the test is over."""
        RELEASED.wait(60.0)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Find nothing."""
        return iter(())


@pytest.fixture
def endless() -> Iterator[Programme]:
    """Return a programme with such a rule; its thread ends with the test."""
    RELEASED.clear()
    yield of_dates().with_rules(Endless())
    RELEASED.set()
    assert_no_solver_thread()


def test_the_limit_holds_for_what_cannot_be_stopped(endless: Programme) -> None:
    """A rule that takes its time does not keep the caller waiting."""
    began = time.monotonic()
    result = solve(endless, SolveOptions(time_limit=0.5))
    assert time.monotonic() - began < 20.0
    assert result.status is Status.NO_PLAN_FOUND


def test_so_does_an_interrupt(endless: Programme) -> None:
    """Nor does it when somebody presses Ctrl-C, even three times."""
    began = time.monotonic()
    with interrupted_after(0.3), interrupted_after(0.5), interrupted_after(0.6):
        result = solve(endless, SolveOptions(time_limit=100.0))
    assert time.monotonic() - began < 20.0
    assert result.status is Status.NO_PLAN_FOUND


@dataclass
class Looked(Budget):
    """Time that is up when it has been looked at so many times."""

    looks: int = 0

    @property
    def left(self) -> float:
        """Seconds left: any, or none."""
        self.looks -= 1
        return inf if self.looks >= 0 else 0.0

    def share(self, shares: int) -> Budget:
        """Return the same, whose looks are all counted together."""
        return self


def ended(programme: Programme, looks: int) -> tuple[Searched, int]:
    """Search in parts, or cohort by cohort, until the clock was looked at so often.

    Returns what was found, and how many looks were left.
    """
    budget, divided = Looked(None, EFFORT, looks=looks), portions(programme)

    def value_of(plan: Plan) -> dict[str, int]:
        report = check(programme, plan)
        if not report.ok:  # cohort by cohort such a plan is dropped
            raise InternalError("the plan breaks a rule")
        return dict(report.levels)

    def tell(_: object) -> None:
        pass

    given = (programme, budget, 0, value_of, tell)
    search: Search | JointSearch = (
        Search(*given, small=0)
        if len(divided) == 1
        else JointSearch(*given, portions=divided, values_in=judged)
    )
    return search.run(), budget.looks


@pytest.mark.slow
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    planted_programmes(),
    st.lists(st.floats(0, 1, exclude_max=True), min_size=4, max_size=4),
)
def test_a_search_may_end_at_any_moment(
    drawn: tuple[Programme, Plan], moments: list[float]
) -> None:
    """Wherever the time is up, in building a model too, a search ends with a plan that
    keeps the rules and bounds below its values, or with none; it proves nothing false.
    """
    programme, _ = drawn
    _, left = ended(programme, MANY)
    looked = MANY - left
    for moment in moments:
        found, left = ended(programme, int(moment * looked))
        assert left < 0
        assert found.impossible is None
        assert (found.plan is None) == (found.values == {})
        if found.plan is not None:
            assert check(programme, found.plan).levels == found.values
            assert all(found.bounds[k] <= v for k, v in found.values.items())
