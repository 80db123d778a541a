"""How the least disturbance of one question is related to that of another.

Where no brute force reaches, what must hold between two answers still does. A value is
compared with the other's bound, so that a gap never hides a contradiction.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.domain import change
from leaderplan.domain.change import Change, change_from
from leaderplan.domain.change.base import Fields
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.errors import Issue
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.replan import carried
from leaderplan.result import Result
from tests.model.test_search import planted_programmes
from tests.replanning.cases import SOON, asked, least, policy_of, tiny_disruption
from tests.replanning.drawing import Disruption, disrupted
from tests.rules.rule_instances import all_instances
from tests.strategies import Dice

FULL = "LEADERPLAN_FULL" in os.environ
SEEDS = range(300 if FULL else 12)
DRAWN = 100 if FULL else 6
UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]
ONE_DAY = timedelta(days=1)


@st.composite
def disruptions(draw: st.DrawFn, kinds: tuple[str, ...] = ()) -> Disruption:
    """Draw what happens to a programme for which a plan was planted."""
    made, dice = draw(planted_programmes()), Dice(draw(st.integers(0, 2**32 - 1)))
    return disrupted(*made, dice, all_instances(made[0], dice), kinds)


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


# --- going back -----------------------------------------------------------------------


class Return(Change):
    """A programme is what it was; not registered, as it is for this test only."""

    said: ClassVar[lp.Words] = lp.Words("som før", "as before")

    programme: Programme

    @property
    def about(self) -> tuple[str, ...]:
        """About nobody."""
        return ()

    def faults(self, programme: Programme) -> Iterable[Issue]:
        """Fit everything."""
        return ()

    def fields(self, programme: Programme) -> Fields:
        """Say no more."""
        return {}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Return what was."""
        return self.programme


@pytest.mark.parametrize("seed", SEEDS)
def test_there_is_a_way_back(seed: int) -> None:
    """Taking changes back, in tiny programmes."""
    assert_returns(tiny_disruption(seed))


@settings(max_examples=DRAWN, suppress_health_check=UNHURRIED)
@given(disruptions())
def test_there_is_a_way_back_in_drawn_years(case: Disruption) -> None:
    """Taking changes back, in drawn programmes."""
    assert_returns(case)


def assert_returns(case: Disruption) -> None:
    """Take the changes back on the same day.

    Where the new plan is one of the old programme, it stays as it is. Else the old plan
    is one way back, wherever it holds nothing before this day that the new one does
    not: so there is a plan, and none need disturb more than that.
    """
    told = asked(case)
    if told.plan is None:
        return
    old, now = case.programme, carried(case.programme, told.plan)
    undone = (Return(programme=old),)
    back = asked(Disruption(told.programme, told.plan, undone, case.as_of))
    if lp.check(old, told.plan).ok:
        assert back.plan == told.plan
        assert least(back) == (0, 0)
        return
    held = {row.key for row in (*now.sessions, *now.milestones)}
    rows = (*case.plan.sessions, *case.plan.milestones)
    if all(row.day >= case.as_of for row in rows if row.key not in held):
        found = least(back)
        assert found is not None
        rule = Disturbance(level=DISTURBANCE.id, plan=now, as_of=case.as_of)
        view = PlanView(old, case.plan)
        assert found.bound <= sum(row.amount for row in rule.check(view))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_is_at_no_distance_from_itself(seed: int) -> None:
    """Whatever the day."""
    case = tiny_disruption(seed)
    for day in case.programme.calendar.days():
        assert not amounts(case.programme, case.plan, case.plan, day)


# --- more choice, less choice ---------------------------------------------------------

FEWER = ("absence", "coach_lost", "day_closed", "host_withdraws", "room_lost",
         "staff_lost")  # fmt: skip
"""Changes that only take days, people or places away."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_host_more_makes_nothing_worse(seed: int) -> None:
    """Alone it changes nothing, beside other changes it never raises the price."""
    assert_offers_help(tiny_disruption(seed), Dice(seed))


@settings(max_examples=DRAWN, suppress_health_check=UNHURRIED)
@given(disruptions(("host_withdraws", "job_change", "day_closed")))
def test_a_host_more_makes_nothing_worse_in_drawn_years(case: Disruption) -> None:
    """Alone it changes nothing, beside other changes it never raises the price."""
    assert_offers_help(case, Dice(0))


def assert_offers_help(case: Disruption, dice: Dice) -> None:
    """Let a host at which nobody is offer a place."""
    taken = {row.host for row in case.plan.placements}
    free = [unit.id for unit in case.programme.units if unit.id not in taken]
    if not case.programme.hosts or not free:
        return
    offer = change.HostOffers(host=dice.pick(free), places=dice.between(1, 3))
    alone = asked(case._replace(changes=(offer,)))
    assert alone.plan == case.plan
    assert least(alone) == (0, 0)
    one = least(asked(case))
    other = least(asked(case._replace(changes=(*case.changes, offer))))
    if one is not None:
        assert other is not None
        assert other.may_be_most(one)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_losses_disturb_no_less_than_one(seed: int) -> None:
    """Among what only takes away, when nothing is past.

    It is not so of other changes: a host that offers places may mend what another's
    withdrawal breaks, whoever leaves is disturbed no more, and a rule that goes asks
    for nothing. Nor is it where a session is past, as what that breaks is settled.
    """
    assert_losses_add(tiny_disruption(seed, FEWER))


@settings(max_examples=DRAWN, suppress_health_check=UNHURRIED)
@given(disruptions(FEWER))
def test_two_losses_disturb_no_less_than_one_in_drawn_years(case: Disruption) -> None:
    """Among what only takes away, when nothing is past."""
    assert_losses_add(case)


def assert_losses_add(case: Disruption) -> None:
    """Compare all of it with each alone, without locks, on the first day."""
    rows = tuple(s.model_copy(update={"locked": None}) for s in case.plan.sessions)
    plan = case.plan.model_copy(update={"sessions": rows})
    case = case._replace(plan=plan, as_of=case.programme.calendar.first)
    both = least(asked(case))
    for row in case.changes[:2] if len(case.changes) > 1 else ():
        one = least(asked(case._replace(changes=(row,))))
        if both is not None:
            assert one is not None
            assert one.may_be_most(both)


def test_the_cases_are_no_empty_ones() -> None:
    """Among those asked here many disturb somebody, and some have no plan."""
    found = [least(asked(tiny_disruption(seed))) for seed in range(12)]
    assert sum(row is not None and row.value > 0 for row in found) >= 3
    assert None in found
