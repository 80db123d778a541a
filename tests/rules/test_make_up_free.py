"""Make-up dates on which people can come."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.calendar import CalendarProfile
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import day, found, person
from tests.rules.test_make_up_dates import plan_of, world
from tests.strategies import Dice, made_up, plans, small_programmes, visited


def test_those_who_could_not_come_are_counted() -> None:
    """P is away for a part of day 9; then all units are closed on day 8."""
    away = lp.Availability(first=day(9), last=day(9), blocks=(0,))
    made = world()
    made = made.replace(participants=(person("p", availability=(away,)), person("q")))
    rule = rules.MakeUpFree()
    assert found(rule, made, plan_of(0, 2, 8, 9)) == {("theme/m/2",): 1}
    assert found(rule, made, plan_of(0, 9, 8, 10)) == {}
    assert assert_rule_agrees(made, plan_of(0, 2, 8, 9), rule)
    closure = lp.Closure(id="shut", name="shut", first=day(8), last=day(8))
    profile = CalendarProfile(id="all", name="all", closures=("shut",))
    calendar = made.calendar.model_copy(
        update={"closures": (closure,), "profiles": (profile,),
                "default_profile": "all"}
    )  # fmt: skip
    shut = made.replace(calendar=calendar)
    assert found(rule, shut, plan_of(0, 2, 8, 9)) == {
        ("theme/m/1",): 2, ("theme/m/2",): 1,
    }  # fmt: skip
    assert assert_rule_agrees(shut, plan_of(0, 2, 8, 9), rule)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_model_and_checker_agree(data: st.DataObject) -> None:
    """In drawn plans with make-up dates, of which some have guests."""
    dice = Dice(data.draw(st.integers(0, 2**32 - 1)))
    given_ = made_up(dice, data.draw(small_programmes()))
    if dice.often():
        given_ = visited(dice, given_)
    plan = data.draw(plans(given_))
    assert_rule_agrees(given_, plan, rules.MakeUpFree(weight=dice.between(1, 3)))
