"""What is waived: nowhere asked for, by the check, the model and the search alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.check import check
from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.agreement import judged_by_model
from tests.model.searching import by_reference, judged, searched
from tests.model.test_search import assert_bounds_are_true
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import activity, day, person, programme
from tests.strategies import Dice, plans, small_programmes

FULL = "LEADERPLAN_FULL" in os.environ
UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]
NO_CHOICE = ("right_leader", "right_place")
"""Rules that drawn plans also break by what is no choice of the model at all."""


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Programme, Plan]:
    """Draw a programme, most of its rules, and a plan that may break them."""
    bare = draw(small_programmes())
    dice = Dice(draw(st.integers(0, 2**32 - 1)))
    chosen = [r for r in all_instances(bare, dice) if r.kind not in NO_CHOICE]
    hard = [rule for rule in chosen if rule.hard and dice.often()]
    priced = [rule for rule in chosen if not rule.hard]
    kept = (*hard, *dice.sample(priced, dice.randint(3, 10)))
    return bare.replace(rules=kept), draw(plans(bare))


def waiving(given: Programme, plan: Plan, most: int | None = None) -> Programme:
    """Waive what a plan breaks, or the first of it."""
    for broken in check(given, plan).hard[:most]:
        given = given.waive(broken.rule, broken.subject)
    return given


@settings(max_examples=200 if FULL else 12, suppress_health_check=UNHURRIED)
@given(drawn())
def test_model_and_check_waive_alike(made: tuple[Programme, Plan]) -> None:
    """A plan is accepted exactly where all is waived that it breaks, at one cost."""
    programme, plan = made
    broken = check(programme, plan).hard
    waived = waiving(programme, plan)
    report = check(waived, plan)
    assert report.ok
    assert set(report.waived) >= set(broken)
    assert judged_by_model(waived, plan) == report.costs
    for most in range(max(0, len(broken) - 1), len(broken)):
        partly = waiving(programme, plan, most)
        accepted = judged_by_model(partly, plan) is not None
        assert accepted == check(partly, plan).ok


@pytest.mark.slow
@settings(max_examples=60 if FULL else 3, suppress_health_check=UNHURRIED)
@given(drawn())
def test_a_plan_is_found_that_only_waivers_allow(made: tuple[Programme, Plan]) -> None:
    """No stage of the search takes away what is waived; bounds are true."""
    programme, plan = made
    waived = waiving(programme, plan)
    found = searched(waived)
    assert found.impossible is None
    assert found.plan is not None
    known = by_reference(waived, plan)
    assert known is not None
    assert_bounds_are_true(found.bounds, found.values, known)


def away(number: int) -> Programme:
    """Return a meeting on one day, on which one of two people is away."""
    off = (Availability(first=day(number), last=day(number), state="unavailable"),)
    people = [person("a", availability=off), person("b", "u2")]
    only = rules.Window(activity="kick", earliest=day(number), latest=day(number))
    return programme(
        people,
        activities=(activity("kick", "cohort"),),
        rules=(rules.Availability(), only),
    )


def test_somebody_misses_a_meeting_that_nobody_else_may_miss() -> None:
    """The waiver names the rule, the person and the session; the certificate tells."""
    given = away(3)
    assert lp.solve(given).status is lp.Status.INFEASIBLE
    other = given.waive("availability", ("b", "kick/c/1"))
    assert lp.solve(other).status is lp.Status.INFEASIBLE
    waived = given.waive("availability", ("a", "kick/c/1"), reason="course", by="Kim")
    result = lp.solve(waived)
    assert result.status is lp.Status.OPTIMAL
    assert result.certificate is not None
    assert result.certificate.waivers == ("availability [a, kick/c/1]: course · Kim",)
    assert result.report is not None
    assert [v.subject for v in result.report.waived] == [("a", "kick/c/1")]
    assert judged(waived, result.plan) == dict(result.report.levels)
    assert lp.from_json(lp.to_json(waived)) == waived


@pytest.mark.parametrize("subject", [(), ("a",), ("a", "kick/c/1")])
def test_a_waiver_covers_all_that_begins_as_it_does(subject: tuple[str, ...]) -> None:
    """All of a rule, all of somebody, one meeting of somebody."""
    waived = away(3).waive("availability", subject)
    assert lp.solve(waived).status is lp.Status.OPTIMAL
    assert waived.waived.covers("availability", ("a", "kick/c/1"))
    assert not waived.waived.covers("window", ("a", "kick/c/1"))


def test_a_waiver_of_no_rule_is_refused() -> None:
    """With the place and the id that was found."""
    with pytest.raises(lp.InputError, match="availabilty"):
        away(3).waive("availabilty", ("a",))


def test_what_no_table_holds_is_refused_not_lost(tmp_path: Path) -> None:
    """A workbook and frames say so; JSON keeps it."""
    waived = away(3).waive("availability", ("a",), reason="course")
    with pytest.raises(lp.InputError, match="availability"):
        lp.template(tmp_path / "year.xlsx", programme=waived)
    with pytest.raises(lp.InputError, match="JSON"):
        lp.to_frames(waived)
    assert not list(tmp_path.iterdir())
    assert lp.from_json(lp.to_json(waived)) == waived
