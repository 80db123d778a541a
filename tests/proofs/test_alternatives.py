"""Alternatives of a replanning, against every plan of tiny programmes."""

from __future__ import annotations

import os
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.domain.change import HostWithdraws
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.model.refused import Refused
from leaderplan.situation import carried
from tests.proofs.every_plan import EveryPlan, TooMany
from tests.proofs.test_replan import BEGUN, OPTIONS, _oracle, drawn, planned
from tests.rules.small_world import assert_agrees

SEEDS = range(100 if "LEADERPLAN_FULL" in os.environ else 16)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_each_is_the_cheapest_without_the_decision(seed: int) -> None:
    """Price and proof are those of every plan that has not what was decided."""
    result, draw = planned(seed), random.Random(seed)
    assert result.plan is not None
    changes, as_of = drawn(result, draw)
    policy = ReplanPolicy()
    asked = (result.programme, result.plan, changes, as_of)
    told = lp.replan(*asked, policy, OPTIONS)
    if told.plan is None or told.certificate is None:
        return
    least = told.certificate.levels[0].value
    found = lp.alternatives(*asked, told, policy=policy, options=OPTIONS, limit=99)
    prices = [row.price for row in found.rows if row.instead is not None]
    assert prices == sorted(prices)
    for row in found.rows:
        rule = Refused(id="not", what=row.what, whom=row.whom, value=row.decided)
        before = carried(told.programme, result.plan)
        oracle = _oracle(told.programme, before, as_of, policy).with_rules(rule)
        try:
            known = min(EveryPlan(oracle, BEGUN).front(), default=None)
        except TooMany:
            continue
        if known is None:
            assert row.instead is None
            continue
        assert row.instead not in (None, row.decided)
        assert (row.price, row.more) == (known[0], known[0] - least)
        assert row.proven
        assert row.result.report is not None
        assert row.result.report.ok


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_solver_and_checker_agree(data) -> None:
    """The reference model refuses exactly what the checker does."""
    rows = (
        ("host", "p0", "u1"), ("host", "p1", "u2"), ("coach", "p0", "c0"),
        ("group", "p0", "h27-A"), ("group", "p1", "h27-B"), ("class", "p1", "h27-1"),
        ("day", "kick_off/h27/1", "2027-09-01"), ("day", "plan_due/p0/1", "2027-09-02"),
    )  # fmt: skip
    named = ("what", "whom", "value")
    rules = [Refused(**dict(zip(named, row, strict=True))) for row in rows]
    assert_agrees(data, *rules)


def test_a_withdrawn_host_has_a_price_for_every_other() -> None:
    """In a year of 32, told in both languages, as text and table."""
    made, plan = lp.samples.planted("S", 0)
    gone = HostWithdraws(host=plan.placements[0].host, on=date(2027, 12, 1))
    told = lp.replan(made, plan, gone, as_of=date(2027, 11, 15))
    found = lp.alternatives(made, plan, gone, date(2027, 11, 15), told)
    assert 1 <= len(found.rows) <= 3
    assert all(row.more >= 0 and row.proven for row in found.rows)
    assert "instead of" in str(found)
    assert "i stedet for" in found.text("da")
    assert len(found.table) == len(found.rows)
    with pytest.raises(lp.InputError):
        lp.alternatives(made, plan, gone, date(2027, 11, 15), lp.solve(made,
                        lp.SolveOptions(time_limit=0.01)))  # fmt: skip
