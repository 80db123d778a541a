"""What if, against every plan of tiny programmes: its price, and how little changes.

All two hundred questions are asked where ``LEADERPLAN_FULL`` is set, else twenty.
"""

from __future__ import annotations

import os
from functools import cache, partial

import pytest

import leaderplan as lp
from benchmarks.what_if import compared, question
from leaderplan.domain.programme import Programme
from leaderplan.model.as_before import CHANGES, AsBefore
from leaderplan.model.asked import Asked
from leaderplan.model.run import Budget
from leaderplan.model.search import Search
from leaderplan.what_if import start_of
from tests.model.searching import judged
from tests.proofs.every_plan import EveryPlan, Values
from tests.proofs.refuting import values_of
from tests.proofs.tiny import tiny

FULL = "LEADERPLAN_FULL" in os.environ
SEEDS = range(200 if FULL else 20)
OPTIONS = lp.SolveOptions(deterministic=True, time_limit=60.0)
BEGUN = 300_000
"""Plans begun within which all must have been gone through."""


@cache
def planned(seed: int) -> lp.Result:
    """Return the best plan of the first tiny programme from a seed that has one."""
    result = lp.solve(tiny(seed).programme, OPTIONS)
    return result if result.plan is not None else planned(seed + 1000)


def asked_of(seed: int) -> Asked:
    """Return a question about it."""
    result = planned(seed)
    assert result.plan is not None
    rows = question(result.programme, result.plan, seed)
    as_text = {
        name: {who: what if isinstance(what, str) else what.isoformat()
               for who, what in choices.items()}
        for name, choices in rows.items()
    }  # fmt: skip
    return Asked(result.programme, result.plan, **as_text)


def best(programme: Programme) -> Values | None:
    """Return what the best of all plans costs, level by level."""
    return min(EveryPlan(programme, BEGUN).front(), default=None)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_parts_near_a_plan_have_the_same_best(seed: int) -> None:
    """Part by part, with what is known of the plan: the best of all, truly bounded."""
    asked, result = asked_of(seed), planned(seed)
    programme = asked.programme.with_rules(*asked.rules())
    known = best(programme)
    search = Search(
        programme, Budget(None, 60.0), 0, partial(judged, programme),
        lambda _progress: None, small=0, start=start_of(asked, result),
    )  # fmt: skip
    found = search.run()
    if known is None:
        assert found.plan is None
    else:
        assert values_of(programme, found.values) == known
        bounds = values_of(programme, found.bounds)
        assert all(low <= cost for low, cost in zip(bounds, known, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_is_that_of_planning_from_scratch(seed: int) -> None:
    """On every level, or that there is none; both are proven."""
    result = planned(seed)
    assert result.plan is not None
    asked = question(result.programme, result.plan, seed)
    assert compared(result, asked, OPTIONS)["equal"] is True, asked


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_is_the_best_plan_that_changes_least(seed: int) -> None:
    """Against all plans with the choice made; differences count last."""
    asked = asked_of(seed)
    programme = asked.programme.with_rules(*asked.rules())
    levels = (*programme.levels, CHANGES)
    before = AsBefore(level=CHANGES.id, plan=asked.plan)
    changing = programme.replace(levels=levels).with_rules(before)
    known = best(changing)
    choice = question(asked.programme, asked.plan, seed)
    for held in (planned(seed), asked.plan):  # with what is proven, and without
        answer = lp.what_if(asked.programme, held, **choice, options=OPTIONS)
        assert answer.proven
        if known is None:
            assert answer.plan is None
            assert answer.conflict is not None
        else:
            assert answer.plan is not None
            found = lp.check(changing, answer.plan)
            assert found.ok
            assert values_of(changing, found.levels) == known
