"""Replanning while more changes come in."""

from __future__ import annotations

from datetime import date

import pytest

import leaderplan as lp
from leaderplan.domain.change import CoachLost, HostWithdraws, Withdraw

AS_OF = date(2027, 11, 15)


@pytest.fixture(scope="module")
def planted():
    """Return a year of 32 people with a plan."""
    return lp.samples.planted("S", 0)


def test_one_more_change_restarts_it_with_all_of_them(planted) -> None:
    """What is running is stopped; the answer is that of both together."""
    made, plan = planted
    coach = plan.matches[0].coach
    first = CoachLost(staff=coach, first=AS_OF)
    second = HostWithdraws(host=plan.placements[0].host, on=date(2027, 12, 1))
    live = lp.LiveReplan(made, plan, AS_OF, options=lp.SolveOptions(time_limit=60))
    live.add(first)
    live.add(second)
    assert live.changes == (first, second)
    result = live.result(timeout=120)
    assert result.plan is not None
    assert lp.check(result.programme, result.plan).ok
    assert second.host not in {row.host for row in result.plan.placements}
    led = [s for s in result.plan.sessions if s.day >= AS_OF
           and coach in {seat.staff for seat in s.staff}]  # fmt: skip
    assert led == []
    together = lp.replan(made, plan, [first, second], AS_OF)
    assert result.certificate is not None
    assert together.certificate is not None
    assert result.certificate.levels[0].value == together.certificate.levels[0].value


def test_what_does_not_fit_leaves_the_rest_running(planted) -> None:
    """And where nothing has changed there is nothing to wait for."""
    made, plan = planted
    live = lp.LiveReplan(made, plan, AS_OF)
    with pytest.raises(lp.InputError):
        live.result()
    gone = Withdraw(participant=made.participants[0].id, on=AS_OF)
    live.add(gone)
    with pytest.raises(lp.InputError):
        live.add(HostWithdraws(host="nowhere", on=AS_OF))
    assert live.changes == (gone,)
    result = live.result(timeout=60)
    alone = lp.replan(made, plan, gone, AS_OF)
    assert result.plan == alone.plan
