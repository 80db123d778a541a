"""Make-up dates after the days that they make up for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.plan import Plan
from leaderplan.testing import assert_rule_agrees
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import (
    activity,
    found,
    module_class,
    person,
    programme,
    session,
)
from tests.strategies import Dice, made_up, plans, small_programmes, visited

UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]
RULES_EACH = 6
"""Rules tried on each drawn plan, of some hundred and fifty."""

OWN = lp.Cohort(id="c", name="c")
MAKE_UP = lp.Cohort(id="m", name="m", make_up_for="c", seats=2)


def world(seats: int = 2) -> lp.Programme:
    """Return p and q, who have two theme days, with make-up dates of both."""
    return programme(
        [person("p"), person("q")],
        cohorts=(OWN, MAKE_UP.model_copy(update={"seats": seats})),
        activities=(activity("theme", "cohort", occurrences=2, where=("room",)),),
    )


def plan_of(*days: int, room: str = "big") -> Plan:
    """Return the plan with the own days first."""
    keys = ("theme/c/1", "theme/c/2", "theme/m/1", "theme/m/2")
    rows = zip(keys, days, strict=True)
    return Plan(sessions=tuple(session(k, d, place=room) for k, d in rows))


@pytest.mark.parametrize(
    ("days", "least", "short"),
    [
        ((0, 10, 5, 15), 5, {}),
        ((0, 10, 4, 15), 5, {1: 1}),
        ((10, 12, 9, 12), 1, {1: 2, 2: 1}),
        ((0, 1, 20, 2), 1, {}),
    ],
)
def test_days_missing_are_counted(days, least, short) -> None:
    """Each number by itself, whatever lies between."""
    rule = rules.MakeUpDates(least=least)
    expected = {(f"theme/c/{n}", f"theme/m/{n}"): d for n, d in short.items()}
    assert found(rule, world(), plan_of(*days)) == expected
    assert assert_rule_agrees(world(), plan_of(*days), rule) is not bool(short)


def test_too_late_and_a_day_with_others_count_too() -> None:
    """Theme day 1 is made up for on the day of the second, and that after 9 days."""
    rule, made = rules.MakeUpDates(least=5, most=8), world()
    plan = plan_of(0, 6, 6, 15)
    assert found(rule, made, plan) == {
        ("theme/c/2", "theme/m/1"): 1, ("theme/c/2", "theme/m/2"): 1,
    }  # fmt: skip
    assert not assert_rule_agrees(made, plan, rule)
    both = plan_of(0, 1, 6, 6)
    assert found(rule, made, both) == {("theme/m/1", "theme/m/2"): 1}
    assert not assert_rule_agrees(made, both, rule)
    lessons = activity("lesson", "class")
    made = made.replace(
        cohorts=(OWN.model_copy(update={"module_classes": 1}), *made.cohorts[1:]),
        activities=(*made.activities, lessons),
    )
    people = (module_class(1, "p", "q"),)
    taught = Plan(
        sessions=(*plan_of(0, 2, 6, 9).sessions, session("lesson/c-1/1", 9)),
        classes=people,
    )
    assert found(rule, made, taught) == {("lesson/c-1/1", "theme/m/2"): 1}
    assert not assert_rule_agrees(made, taught, rule)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_model_and_checker_agree(data: st.DataObject) -> None:
    """Of this rule, hard and priced, and others, in drawn plans with make-up dates."""
    dice = Dice(data.draw(st.integers(0, 2**32 - 1)))
    given_ = made_up(dice, data.draw(small_programmes()))
    if dice.often():
        given_ = visited(dice, given_)
    plan = data.draw(plans(given_))
    least = dice.between(1, 20)
    most = dice.pick((None, least, least + dice.between(1, 20)))
    for level in (None, "dates"):
        rule = rules.MakeUpDates(least=least, most=most, level=level)
        assert_rule_agrees(given_, plan, rule)
    for rule in dice.sample(all_instances(given_, dice), RULES_EACH):
        assert_rule_agrees(given_, plan, rule)


@settings(max_examples=25, suppress_health_check=UNHURRIED)
@given(st.data())
def test_nothing_is_said_to_be_in_the_way_of_a_planted_plan(
    data: st.DataObject,
) -> None:
    """Of drawn years with make-up dates: preflight raises no false alarm."""
    dice = Dice(data.draw(st.integers(0, 2**32 - 1)))
    made = made_up(dice, data.draw(small_programmes()))
    plan = data.draw(plans(made))
    asked = [rules.MakeUpDates(least=1), rules.RoomCapacity(), rules.NoDoubleBooking(),
             rules.Window(activity="theme", occurrence=1,
                          latest=made.calendar.last)]  # fmt: skip
    broken = {v.rule for v in lp.check(made.replace(rules=asked), plan).hard}
    kept = [rule for rule in asked if rule.id not in broken]
    priced = (
        rules.MakeUpDates(id="soon", least=3, most=12, level="dates"),
        rules.MakeUpFree(),
    )
    made = made.replace(rules=(*kept, *priced))
    planted = lp.check(made, plan)
    assert planted.ok
    assert lp.preflight(made).ok


@pytest.mark.parametrize(("seats", "fits"), [(3, True), (4, False)])
def test_seats_of_a_make_up_date_are_kept_in_the_room(seats: int, fits: bool) -> None:
    """The room for three holds three who may come, and the own two of any number."""
    made, plan = world(seats), plan_of(0, 10, 5, 15, room="tiny")
    rule = rules.RoomCapacity()
    lacking = {(f"theme/m/{n}", "tiny"): seats - 3 for n in (1, 2) if not fits}
    assert found(rule, made, plan) == lacking
    assert assert_rule_agrees(made, plan, rule) is fits


@pytest.mark.parametrize(
    ("cohort", "who", "said"),
    [
        ({"make_up_for": "x"}, "c", "an id of cohorts"),
        ({"make_up_for": "m"}, "c", "a cohort with people of its own"),
        ({}, "m", "nobody in a cohort of make-up dates, found 1"),
        ({"network_groups": 1}, "c", "no groups or classes"),
        ({"make_up_for": None}, "c", "seats only where it makes up"),
    ],
)
def test_what_cannot_be_a_make_up_date_is_said(cohort, who, said) -> None:
    """Of nobody, of itself, with people or groups; seats of a cohort like others."""
    made = world()
    with pytest.raises(lp.InputError, match=said):
        made.replace(
            cohorts=(OWN, MAKE_UP.model_copy(update=cohort)),
            participants=(person("p"), person("q", cohort=who)),
        )
