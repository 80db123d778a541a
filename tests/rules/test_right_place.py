import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.domain.plan import Placement, Plan, SessionKey
from leaderplan.errors import InputError
from leaderplan.rules._base import SessionDay
from leaderplan.rules.right_place import RightPlace
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    host,
    person,
    programme,
    session,
)
from tests.strategies import plans, small_programmes

MOVING = (
    Post(unit="u1", area="north", valid_to=day(9)),
    Post(unit="u2", area="south", valid_from=day(12)),
)
GIVEN = programme(
    [person("p1", posts=MOVING), person("p2", "u3"), person("p3", "u2")],
    hosts=(host("u2"), host("u3")),
    activities=(
        activity("theme", "cohort", where=("room",)),
        activity("coaching", "participant", where=("online", "room")),
        activity("three", "participant", where=("home_unit",)),
        activity("stay", "participant", where=("host_unit",)),
        activity("meet", "network_group", where=("room", "member_unit")),
        activity("call", "participant"),
    ),
)


def _found(key, place, number=0):
    plan = Plan(
        groups=(group("A", "p1", "p2"), group("B", "p3")),
        placements=(Placement(participant="p1", host="u3"),),
        sessions=(session(key, number, place=place),),
    )
    return set(found(RightPlace(), GIVEN, plan))


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("theme/c/1", ("big", "snug"), ("online", "u1", None)),
        ("coaching/p1/1", ("online", "tiny"), ("u1", None)),
        ("three/p1/1", ("u1",), ("u2", "big", "online", None)),
        ("stay/p1/1", ("u3",), ("u2", "u1", None)),
        ("meet/c-A/1", ("big", "u1", "u3"), ("u2", "online", None)),
        ("meet/c-B/1", ("u2",), ("u1", "u3")),
        ("call/p1/1", (None,), ("online", "big")),
    ],
)
def test_a_place_is_of_a_kind_allowed(key, right, wrong):
    """On day 0, p1 works in u1, p2 in u3 and p3 in u2; p1's host is u3."""
    assert [place for place in right if _found(key, place)] == []
    subjects = {place: (key, place) if place else (key,) for place in wrong}
    assert [place for place in wrong if _found(key, place) != {subjects[place]}] == []


def test_units_are_those_of_the_date():
    """p1 works in u1 until day 9, nowhere on days 10 and 11, then in u2."""
    assert _found("three/p1/1", "u1", 9) == set()
    assert _found("three/p1/1", "u1", 12) == {("three/p1/1", "u1")}
    assert _found("three/p1/1", "u2", 12) == set()
    assert _found("three/p1/1", "u1", 10) == {("three/p1/1", "u1")}
    assert _found("three/p1/1", None, 10) == {("three/p1/1",)}
    assert _found("meet/c-A/1", "u1", 12) == {("meet/c-A/1", "u1")}
    assert _found("meet/c-A/1", "u2", 12) == set()


def test_judge_refuses_days_without_a_unit():
    """The hook says 1 where p1 has no post, for talks at the own unit only."""
    judge = RightPlace().judge(GIVEN)
    three, theme = GIVEN.activity("three"), GIVEN.activity("theme")
    key = SessionKey("three", "p1", 1)
    assert [judge(SessionDay(key, three, day(d))) for d in (9, 10, 11, 12)] == [
        0,
        1,
        1,
        0,
    ]
    assert judge(SessionDay(SessionKey("theme", "c", 1), theme, day(10))) == 0


def test_it_cannot_be_priced():
    """A session at the wrong place is not held."""
    with pytest.raises(InputError, match="right_place is always hard"):
        RightPlace(level="dates")


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses exactly what the checker refuses."""
    assert_agrees(data, RightPlace())


@settings(max_examples=30)
@given(st.data())
def test_solver_and_checker_agree_on_units(data):
    """So they do on units where some of the group work, some time of the year."""

    def place_of(held):
        if held.activity == "three_way":
            where = drawn.activity("three_way").where
            return data.draw(st.sampled_from(units)) if len(where) > 1 else held.place
        if "member_unit" in drawn.activity(held.activity).where:
            return data.draw(st.sampled_from(units))
        return held.place

    drawn = data.draw(small_programmes())
    mixed = data.draw(st.sampled_from([("home_unit", "online"), ("home_unit",)]))
    activities = [
        a.model_copy(update={"where": mixed}) if a.id == "three_way" else a
        for a in drawn.activities
    ]
    drawn = drawn.replace(activities=tuple(activities))
    plan = data.draw(plans(drawn))
    units = sorted({post.unit for p in drawn.participants for post in p.posts})
    sessions = [s.model_copy(update={"place": place_of(s)}) for s in plan.sessions]
    moved = plan.model_copy(update={"sessions": tuple(sessions)})
    assert_rule_agrees(drawn, moved, RightPlace())
