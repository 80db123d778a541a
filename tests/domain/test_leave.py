"""A day of illness, and a longer leave, in a practicum week."""

from __future__ import annotations

import pytest

import leaderplan as lp
from leaderplan.domain.change import Leave, Withdraw, undo
from leaderplan.domain.people import Cohort, GuestAt, Skip
from leaderplan.domain.plan import Plan
from tests.rules.small_world import activity, day, person, session
from tests.rules.small_world import programme as small


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


def _made_up() -> tuple[lp.Programme, Plan]:
    """Return a year in which "a" has the first theme day with the other cohort."""
    guest = GuestAt(activity="theme", occurrence=1, audience="d")
    skip = Skip(activity="theme", occurrence=1)
    made = small(
        [person("a", skips=(skip,), guest_at=(guest,)), person("b", cohort="d")],
        cohorts=(Cohort(id="c", name="c"), Cohort(id="d", name="d")),
        activities=(activity("theme", "cohort", occurrences=2),),
    )
    days = {"c/1": 0, "c/2": 14, "d/1": 7, "d/2": 21}
    sessions = (session(f"theme/{key}", at) for key, at in days.items())
    return made, Plan(sessions=tuple(sessions))


@pytest.mark.parametrize(("first", "kept"), [(7, False), (14, True)])
def test_a_leave_takes_away_what_is_made_up_in_it_only(first: int, kept: bool) -> None:
    """What somebody makes up with others on another day stays."""
    made, plan = _made_up()
    away = Leave(participant="a", first=day(first), last=day(first + 1))
    guest = away.apply(made, plan).participant("a").guest_at
    assert bool(guest) is kept


def test_what_is_made_up_is_there_again_when_a_change_is_taken_back() -> None:
    """Though it was skipped before as well: the own day of it was missed."""
    made, plan = _made_up()
    gone = Withdraw(participant="a", on=day(3))
    changed = gone.apply(made, plan)
    assert not changed.participant("a").guest_at
    assert undo(gone, made, plan).apply(changed, plan) == made
