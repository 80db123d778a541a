"""A day of illness, and a longer leave, in a practicum week."""

from __future__ import annotations

import pytest

import leaderplan as lp
from leaderplan.domain.change import Leave


@pytest.fixture(scope="module")
def planted():
    """Return a year of 32 people with a plan."""
    return lp.samples.planted("S", 0)


@pytest.mark.parametrize("number", [0, 2, 4])
def test_a_day_of_illness_leaves_the_rest_of_the_week(planted, number: int) -> None:
    """On the first day, in the middle, on the last: that day alone is missed."""
    made, plan = planted
    who = plan.placements[0].participant
    days = sorted(
        s.day for s in plan.sessions if (s.activity, s.audience) == ("practicum", who)
    )
    ill = Leave(participant=who, first=days[number], last=days[number])
    result = lp.replan(made, plan, ill, as_of=days[number])
    assert result.plan is not None
    left = [s.day for s in result.plan.sessions
            if (s.activity, s.audience) == ("practicum", who)]  # fmt: skip
    assert left == [day for day in days if day != days[number]]
    missing = lp.day_ledger(result.programme, result.plan).missing(who)
    assert ("practicum", number + 1) in {(m.activity, m.occurrence) for m in missing}


def test_a_leave_over_the_whole_week_moves_it(planted) -> None:
    """Known in time, all of it is had in another week."""
    made, plan = planted
    who = plan.placements[0].participant
    days = sorted(
        s.day for s in plan.sessions if (s.activity, s.audience) == ("practicum", who)
    )
    away = Leave(participant=who, first=days[0], last=days[-1])
    changed = away.apply(made, plan)
    assert not [s for s in changed.participant(who).skips if s.activity == "practicum"]
