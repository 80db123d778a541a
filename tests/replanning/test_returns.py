"""Taking changes back, and more or less to choose from: what must hold between two.

A value is compared with the other's bound, so that a gap never hides a contradiction.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import leaderplan as lp
from leaderplan.domain import change
from leaderplan.domain.change import Change
from leaderplan.domain.view import PlanView
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.situation import apply, carried
from tests.replanning.cases import (
    DRAWN,
    SEEDS,
    UNHURRIED,
    asked,
    disruptions,
    least,
    tiny_disruption,
)
from tests.replanning.drawing import Disruption
from tests.strategies import Dice

# --- going back -----------------------------------------------------------------------


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
    told, old = asked(case), case.programme
    if told.plan is None:
        return
    undone, given = list[Change](), old
    for row in case.changes:
        undone.insert(0, lp.undo(row, given, case.plan))
        given = apply(given, row, case.plan)
    now = carried(old, told.plan)
    back = asked(Disruption(told.programme, told.plan, tuple(undone), case.as_of))
    assert back.programme.replace(waivers=old.waivers) == old
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
    found = [least(asked(tiny_disruption(seed))) for seed in range(30)]
    assert sum(row is not None and row.value > 0 for row in found) >= 3
    assert None in found
