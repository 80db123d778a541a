"""Tiny programmes against every plan of them: values, bounds and that there is none.

The oracle goes through all plans and asks the independent check what each costs. It
knows no solver, so what both say is proven twice. All of the thousand programmes are
tried where ``LEADERPLAN_FULL`` is set, else the first sixty.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache, partial

import pytest

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import DEFAULT_LEVELS
from leaderplan.errors import InternalError
from leaderplan.model.joint import JointSearch
from leaderplan.model.portions import Portion, portions
from leaderplan.model.proof import Candidate, Proof
from leaderplan.model.run import Budget
from leaderplan.model.search import Search
from leaderplan.model.searched import Searched
from leaderplan.options import SolveOptions
from leaderplan.result import Status
from leaderplan.solve import solve
from tests.model.searching import judged, searching
from tests.proofs.every_plan import EveryPlan, TooMany, Values
from tests.proofs.refuting import refuted, values_of
from tests.proofs.rows import EveryCost, undercut
from tests.proofs.tiny import Tiny, tiny

FULL = "LEADERPLAN_FULL" in os.environ
SEEDS = range(1000 if FULL else 60)
EFFORT = 60.0
"""Deterministic seconds: far more than a tiny programme takes."""

PORTION_PLANS = 10_000
"""Plans begun of a portion, after which its bounds are left to those of the whole."""


@cache
def known(seed: int) -> Tiny:
    """Return a programme and what all its plans cost at best."""
    return tiny(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_solve_finds_what_all_plans_tell(seed: int) -> None:
    """The plan is the best of all, each bound its value; none where there is none."""
    programme, front = known(seed)
    result = solve(programme, SolveOptions(deterministic=True, time_limit=EFFORT))
    assert result.status is (Status.OPTIMAL if front else Status.INFEASIBLE)
    if front:
        assert result.plan is not None
        assert result.certificate is not None
        rows = result.certificate.levels
        assert values_of(programme, judged(programme, result.plan)) == min(front)
        assert tuple(row.value for row in rows) == min(front)
        assert tuple(row.bound for row in rows) == min(front)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_parts_hold_for_all_plans(seed: int) -> None:
    """Stage by stage, as for a large programme: no plan undercuts any bound."""
    programme, front = known(seed)
    search = searching(programme, Search)
    found = search.run()
    assert not refuted(programme, search.proof.candidates, front)
    if not front:
        assert found.plan is None
        assert found.impossible is not None
        return
    assert found.impossible is None
    assert values_of(programme, found.values) == min(front)
    assert values_of(programme, found.bounds) == min(front)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_portions_hold_for_all_plans(seed: int) -> None:
    """Cohorts each for itself: no plan of one, or of all, undercuts their bounds.

    Where only the largest amount counts on a level, it must be the last.
    """
    programme, front = known(seed)
    divided = portions(programme)
    if len(divided) == 1:
        assert divided[0].programme == programme
        return
    if programme.levels[-1].combine == "sum":
        programme, front = _reordered(programme, front)
        divided = portions(programme)
    search = Noting(
        programme, Budget(None, EFFORT), seed=0, value_of=partial(_accepted, programme),
        tell=lambda _progress: None, portions=divided, values_in=judged,
    )  # fmt: skip
    found = search.run()
    assert not search._bounded or len(search._bounded) == len(divided)
    for priced, told in zip(search._priced, search._bounded, strict=False):
        assert told is not None
        _assert_portion_true(priced, told.proof)
    if not front:
        assert found.plan is None
        assert found.impossible is not None
        return
    assert found.impossible is None
    assert found.plan is not None
    values = values_of(programme, found.values)
    assert values >= min(front)
    bounds = Candidate("all", found.bounds, {})
    held = Candidate("held", found.bounds, _slack(found.values, found.bounds))
    assert not refuted(programme, (bounds, held), front)
    if search.as_one:
        assert not found.cohorts
    else:
        _assert_rows_true(programme, divided, search)


class Noting(JointSearch):
    """Notes whether all cohorts had to be planned at once in the end."""

    as_one = False

    def _as_one(self) -> None:
        self.as_one = True
        super()._as_one()


def _assert_rows_true(
    programme: Programme, divided: Sequence[Portion], search: JointSearch
) -> None:
    """Hold what is said of each portion to the check and to all plans of the whole."""
    found = search.result
    assert found.plan is not None
    shared = {row.level for row in search._shared.values()}
    rows = found.cohorts
    assert [row.cohorts for row in rows] == [portion.cohorts for portion in divided]
    for portion, row in zip(divided, rows, strict=True):
        costs = judged(portion.programme, portion.part_of(found.plan))
        assert {level.level: level.value for level in row.levels} == costs
        assert {level.level for level in row.levels if level.bound is None} == {
            level for level in costs if level in shared
        }
    _assert_sums(programme, found)
    every = EveryCost(programme, PORTION_PLANS, portions=divided)
    with suppress(TooMany):
        every.front()
    assert not undercut(values_of(programme, found.values), rows, every.costs)


def _assert_sums(programme: Programme, found: Searched) -> None:
    """Where all is proven, rows of what cohorts ask for themselves add up."""
    if found.bounds != found.values:
        return
    for place, level in enumerate(programme.levels):
        rows = [row.levels[place] for row in found.cohorts]
        bounds = [row.bound for row in rows if row.bound is not None]
        if len(bounds) == len(rows) and level.combine == "sum":
            assert sum(bounds) == found.values[level.id]
            assert sum(row.value for row in rows) == found.values[level.id]


def _reordered(programme: Programme, front: frozenset[Values]) -> Tiny:
    """Return a programme with its levels in the usual order."""
    order = [programme.levels.index(level) for level in DEFAULT_LEVELS]
    values = frozenset(tuple(row[place] for place in order) for row in front)
    return Tiny(programme.replace(levels=DEFAULT_LEVELS), values)


def _slack(values: Mapping[str, int], bounds: Mapping[str, int]) -> dict[str, int]:
    return {level: values[level] - bounds[level] for level in bounds}


def _accepted(programme: Programme, plan: Plan) -> dict[str, int]:
    """Return the levels' values, or refuse a plan as the solver's caller does."""
    try:
        return judged(programme, plan)
    except AssertionError as error:
        raise InternalError(str(error)) from error


def _assert_portion_true(programme: Programme, proof: Proof) -> None:
    """Hold a portion's bounds to all plans of it, at the prices that all pay."""
    try:
        front = EveryPlan(programme, PORTION_PLANS).front()
    except TooMany:
        return
    assert not refuted(programme, proof.candidates, front)
    for ceilings in front:
        most = values = dict(
            zip((level.id for level in programme.levels), ceilings, strict=True)
        )
        for level, value in values.items():
            assert proof.within(level, most) <= value


def test_programmes_are_of_all_sorts() -> None:
    """Every kind of decision occurs, prices that vie, and programmes without a plan."""
    counted: Counter[str] = Counter()
    for seed in range(60):
        programme, front = known(seed)
        counted.update(
            {
                "infeasible": not front,
                "vying": len(front) > 1,
                "cohorts": len(portions(programme)) > 1,
                "groups": bool(programme.needs_groups),
                "classes": bool(programme.needs_classes),
                "hosts": bool(programme.needs_hosts),
                "coaches": bool(programme.needs_coaches),
                "rooms": any("room" in a.where for a in programme.activities),
                "staff": any(
                    lead.relation == "pick"
                    for activity in programme.activities
                    for lead in activity.leads
                ),
                "due dates": any(a.is_milestone for a in programme.activities),
            }
        )
        counted.update(
            f"cost at {k}" for k, v in enumerate(min(front, default=())) if v
        )
    assert all(counted[f"cost at {level}"] for level in range(6)), counted
    assert min(counted.values()) >= 3, counted
    assert counted["infeasible"] >= 12, counted
    assert counted["vying"] >= 15, counted
