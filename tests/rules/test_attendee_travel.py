from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.domain.places import Travel
from leaderplan.domain.plan import Plan
from leaderplan.rules.attendee_travel import AttendeeTravel
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    person,
    programme,
    session,
)

TRAVEL = (
    Travel(origin="u1", destination="hall", minutes=45),
    Travel(origin="u2", destination="hall", minutes=60),
    Travel(origin="u1", destination="u2", minutes=50),
)
MEET = activity("meet", "network_group", where=("room", "online", "member_unit"))
JOINT = activity("joint", "cohort", where=("room",))


def _given(*people):
    return programme(people, activities=(MEET, JOINT), travel=TRAVEL)


def _plan(place):
    return Plan(
        groups=(group("A", "p1", "p2"), group("B")),
        sessions=(session("meet/c-A/1", place=place),),
    )


def test_minutes_above_the_limit_count():
    """u1 is 45 minutes from the hall, just right; u2 is 60, 15 too far."""
    given_ = _given(person("p1"), person("p2", "u2"))
    assert found(AttendeeTravel(), given_, _plan("big")) == {("p2", "meet/c-A/1"): 15}
    assert found(AttendeeTravel(limit=60), given_, _plan("big")) == {}
    assert found(AttendeeTravel(limit=44), given_, _plan("big")) == {
        ("p1", "meet/c-A/1"): 1,
        ("p2", "meet/c-A/1"): 16,
    }


def test_own_unit_and_online_are_no_journey():
    """p1 stays at u1 while p2 travels 50 minutes; nobody travels online."""
    given_ = _given(person("p1"), person("p2", "u2"))
    assert found(AttendeeTravel(), given_, _plan("u1")) == {("p2", "meet/c-A/1"): 5}
    assert found(AttendeeTravel(limit=0), given_, _plan("online")) == {}


def test_the_longest_journey_of_all_known_posts_counts():
    """Who moves from u1 to u2 during the year is judged by u2 all year."""
    posts = (
        Post(unit="u3", area="south", valid_to=day(-1)),
        Post(unit="u1", area="north", valid_from=day(0), valid_to=day(19)),
        Post(unit="u2", area="south", valid_from=day(20)),
    )
    given_ = _given(person("p1", posts=posts), person("p2"))
    assert found(AttendeeTravel(), given_, _plan("big")) == {("p1", "meet/c-A/1"): 15}


def test_only_named_activities_count():
    """A limit for network meetings says nothing about joint days."""
    given_ = _given(person("p2", "u2"))
    plan = Plan(sessions=(session("joint/c/1", place="big"),))
    assert found(AttendeeTravel(), given_, plan) == {("p2", "joint/c/1"): 15}
    assert found(AttendeeTravel(activities=("meet",)), given_, plan) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        AttendeeTravel(limit=60),
        AttendeeTravel(activities=("network",), limit=20),
        AttendeeTravel(limit=10, level="dates"),
    )
