"""Guests at sessions of others: every rule judges them alike in model and checker."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.people import GuestAt
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.testing import assert_rule_agrees
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import activity, found, person, programme, session
from tests.strategies import Dice, plans, small_programmes, visited

RULES_EACH = 6
"""Rules tried on each drawn plan, of some hundred and fifty."""


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_model_and_checker_agree(data: st.DataObject) -> None:
    """With a few guests at meetings of other cohorts, groups, classes and areas."""
    dice = Dice(data.draw(st.integers(0, 2**32 - 1)))
    given_ = visited(dice, data.draw(small_programmes()))
    assert any(p.guest_at for p in given_.participants)
    plan = data.draw(plans(given_))
    for rule in dice.sample(all_instances(given_, dice), RULES_EACH):
        assert_rule_agrees(given_, plan, rule)


def _world(*visits: tuple[str, str], spare: int) -> Programme:
    """Return p and q of c, r and s of d, each two with a day in a room for three."""
    rows = {
        who: (GuestAt(activity="theme", occurrence=1, audience=at),)
        for who, at in visits
    }
    homes = {"p": "c", "q": "c", "r": "d", "s": "d"}
    return programme(
        [person(w, cohort=c, guest_at=rows.get(w, ())) for w, c in homes.items()],
        cohorts=(lp.Cohort(id="c", name="c"), lp.Cohort(id="d", name="d")),
        activities=(activity("theme", "cohort", where=("room",), spare_seats=spare),),
    )


@pytest.mark.parametrize(
    ("visits", "spare", "over"),
    [
        ((), 0, ""),
        ((), 1, ""),
        ((), 2, "cd"),
        ((("r", "c"),), 0, ""),
        ((("r", "c"),), 1, ""),
        ((("r", "c"),), 2, "c"),
        ((("p", "d"), ("q", "d")), 0, "d"),
        ((("p", "d"), ("q", "d")), 2, "d"),
    ],
)
def test_a_guest_takes_a_seat_that_is_kept(visits, spare, over) -> None:
    """Three seats: own people, and as many as are kept, or come if they are more.

    Each case in which they do not do lacks one.
    """
    made = _world(*visits, spare=spare)
    days = [session(f"theme/{c}/1", n, place="tiny") for n, c in enumerate("cd")]
    plan = Plan(sessions=tuple(days))
    rule = rules.RoomCapacity()
    assert found(rule, made, plan) == {(f"theme/{c}/1", "tiny"): 1 for c in over}
    assert assert_rule_agrees(made, plan, rule) is not bool(over)


def test_a_day_with_others_need_not_lie_apart() -> None:
    """P has a talk a day after d's theme day, where five are asked; r may not."""
    made = _world(("p", "d"), spare=0)
    talk = activity("talk", "participant", only=("p", "r"))
    made = made.replace(activities=(*made.activities, talk))
    days = [session("theme/c/1", 20, place="big"), session("theme/d/1", place="big")]
    rule = rules.Spacing(first="theme", then="talk", least=5)
    plan = Plan(sessions=(*days, session("talk/p/1", 1), session("talk/r/1", 6)))
    assert assert_rule_agrees(made, plan, rule)
    plan = Plan(sessions=(*days, session("talk/p/1", 1), session("talk/r/1", 2)))
    assert not assert_rule_agrees(made, plan, rule)
    assert found(rule, made, plan) == {("theme/d/1", "talk/r/1"): 3}


def test_nobody_is_in_two_places_at_once_as_a_guest() -> None:
    """Their own session of that number is left, another of theirs is not."""
    made = _world(("p", "d"), spare=0)
    own = activity("own", "cohort", cohorts=("c",))
    made = made.replace(activities=(*made.activities, own))
    rows = (session("theme/c/1", 0, place="big"), session("theme/d/1", 0, place="tiny"))
    rule = rules.NoDoubleBooking()
    apart = Plan(sessions=(*rows, session("own/c/1", 1)))
    assert assert_rule_agrees(made, apart, rule)
    clash = Plan(sessions=(*rows, session("own/c/1", 0, slot=4)))
    assert assert_rule_agrees(made, clash, rule)
    clash = Plan(sessions=(session("theme/c/1", 1), rows[1], session("own/c/1", 0)))
    assert not assert_rule_agrees(made, clash, rule)
    assert found(rule, made, clash) == {("p", "own/c/1", "theme/d/1"): 1}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("theme", 1, "c"), "another cohort than that of p"),
        (("theme", 2, "d"), "an occurrence of theme, 1 to 1"),
        (("theme", 1, "e"), "who meets at theme: c, d"),
        (("talk", 1, "r"), "an activity that several attend"),
        (("none", 1, "d"), "an id of activities"),
    ],
)
def test_where_nobody_can_be_a_guest_is_said(row, said) -> None:
    """The own cohort, a number or an audience that is not there, somebody's talk."""
    made = _world(spare=0)
    visit = GuestAt(activity=row[0], occurrence=row[1], audience=row[2])
    people = (person("p", guest_at=(visit,)), *made.participants[1:])
    talk = activity("talk", "participant")
    with pytest.raises(lp.InputError, match=said):
        made.replace(participants=people, activities=(*made.activities, talk))
