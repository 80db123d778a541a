"""How the least disturbance of one question is related to that of another.

Where no brute force reaches, what must hold between two answers still does. A value is
compared with the other's bound, so that a gap never hides a contradiction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.domain.change import change_from
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.result import Result
from leaderplan.situation import carried
from tests.replanning.cases import (
    DRAWN,
    SEEDS,
    SOON,
    UNHURRIED,
    asked,
    disruptions,
    least,
    policy_of,
    tiny_disruption,
)
from tests.replanning.drawing import Disruption
from tests.strategies import Dice

ONE_DAY = timedelta(days=1)


# --- nothing happens ------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_happens_nothing_changes(seed: int) -> None:
    """Byte for byte, on any day, with or without locks."""
    assert_nothing_changes(tiny_disruption(seed))


@settings(max_examples=DRAWN, suppress_health_check=UNHURRIED)
@given(disruptions())
def test_where_nothing_happens_nothing_changes_in_drawn_years(case: Disruption) -> None:
    """Byte for byte, on any day, with or without locks."""
    assert_nothing_changes(case)


def assert_nothing_changes(case: Disruption) -> None:
    """Ask with no change at all."""
    told = asked(case._replace(changes=()))
    assert told.plan is not None
    assert told.plan.model_dump_json() == case.plan.model_dump_json()
    assert told.programme == case.programme
    assert least(told) == (0, 0)
    assert told.sheet is not None
    assert not told.sheet.rows


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_that_are_three_times_as_high_make_it_three_times_as_dear(
    seed: int,
) -> None:
    """What is least does not depend on the unit of prices."""
    case = tiny_disruption(seed)
    policy = policy_of(case.programme, Dice(seed))
    kinds = ("exam", "practicum", "group", "coach", "day", "detail")
    dearer = policy.model_copy(update={k: 3 * getattr(policy, k) for k in kinds})
    one, other = least(asked(case, policy)), least(asked(case, dearer))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert 3 * one.bound <= other.value
        assert other.bound <= 3 * one.value


# --- shorter notice -------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_no_difference_is_cheaper_at_shorter_notice(seed: int) -> None:
    """Another day, hour, place or leader never; another host, coach or group not before
    what somebody has with them is over: it is priced by the next time they meet.
    """
    case = tiny_disruption(seed)
    before, given = case.plan, case.programme
    told = asked(case._replace(as_of=given.calendar.first))
    if told.plan is None:
        return
    days = given.calendar.days()
    priced = [amounts(told.programme, before, told.plan, day) for day in days]
    held = {row.day for row in (*before.sessions, *before.milestones)}
    for day, soon, sooner in zip(days, priced, priced[1:], strict=False):
        for about, amount in soon.items():
            own = about[0] in ("day", "time", "place", "leader")
            if own or day not in held:
                assert sooner[about] >= amount


def amounts(
    given: Programme, before: Plan, after: Plan, as_of: date
) -> dict[tuple[str, ...], int]:
    """Return the library's price of each difference."""
    rule = Disturbance(
        level=DISTURBANCE.id, plan=carried(given, before), as_of=as_of,
        policy=ReplanPolicy(notice=SOON),
    )  # fmt: skip
    view = PlanView(given, carried(given, after))
    return {row.subject: row.amount for row in rule.check(view)}


@pytest.mark.parametrize("seed", SEEDS)
def test_deciding_later_disturbs_no_less(seed: int) -> None:
    """As long as nothing of the plan passes: then the days left only grow fewer, and
    each price no lower. (What passes may settle what a change has broken.)
    """
    case = tiny_disruption(seed)
    policy = ReplanPolicy(notice=SOON)
    early, late = between(case, Dice(seed))
    one = least(asked(case._replace(as_of=early), policy))
    other = least(asked(case._replace(as_of=late), policy))
    if other is not None:
        assert one is not None
        assert one.may_be_most(other)


def between(case: Disruption, dice: Dice) -> tuple[date, date]:
    """Draw two days between which nothing is planned, the wider the likelier."""
    first, last = case.programme.calendar.first, case.programme.calendar.last
    held = {row.day for row in (*case.plan.sessions, *case.plan.milestones)}
    steps = [first - ONE_DAY, *sorted(held), last]
    gaps = [(a + ONE_DAY, b) for a, b in pairwise(steps)]
    wide = [gap for gap in gaps if gap[0] < gap[1]]
    return dice.pick(wide or [(first, first)])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_is_at_no_distance_from_itself(seed: int) -> None:
    """Whatever the day."""
    case = tiny_disruption(seed)
    for day in case.programme.calendar.days():
        assert not amounts(case.programme, case.plan, case.plan, day)


# --- names ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_names_are_but_names(seed: int) -> None:
    """People called otherwise are disturbed as much; called back, it is a plan."""
    assert_names_do_not_matter(tiny_disruption(seed), Dice(seed))


@settings(max_examples=DRAWN, suppress_health_check=UNHURRIED)
@given(disruptions(), st.integers(0, 99))
def test_names_are_but_names_in_drawn_years(case: Disruption, seed: int) -> None:
    """People called otherwise are disturbed as much; called back, it is a plan."""
    assert_names_do_not_matter(case, Dice(seed))


def assert_names_do_not_matter(case: Disruption, dice: Dice) -> None:
    """Ask with names exchanged, and compare."""
    people = [person.id for person in case.programme.participants]
    others = dict(zip(people, dice.sample(people, len(people)), strict=True))
    told, alike = asked(case), asked(called(case, others))
    one, other = least(told), least(alike)
    assert (one is None) == (other is None)
    if one is None or other is None or alike.plan is None:
        return
    assert one.may_be(other)
    back = {new: old for old, new in others.items()}
    plan = Plan.model_validate_json(renamed(alike.plan.model_dump_json(), back))
    assert lp.check(told.programme, plan).ok
    prices = amounts_of(told, case, plan)
    assert prices == other.value


def amounts_of(told: Result, case: Disruption, plan: Plan) -> int:
    """Return what a plan disturbs, at the usual prices."""
    rule = Disturbance(
        level=DISTURBANCE.id, plan=carried(told.programme, case.plan), as_of=case.as_of
    )
    return sum(row.amount for row in rule.check(PlanView(told.programme, plan)))


def called(case: Disruption, names: Mapping[str, str]) -> Disruption:
    """Return a case in which people are called otherwise."""
    changes = tuple(
        change_from(json.loads(text))
        for row in case.changes
        for text in (renamed(row.model_dump_json(), names),)
    )
    return Disruption(
        lp.from_json(renamed(lp.to_json(case.programme), names)),
        Plan.model_validate_json(renamed(case.plan.model_dump_json(), names)),
        changes,
        case.as_of,
    )


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Exchange names wherever they stand, also within others."""
    word = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b")
    return word.sub(lambda found: names[found[0]], text)
