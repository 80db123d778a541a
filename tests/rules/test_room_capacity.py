from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Post
from leaderplan.domain.places import Area, Directorship
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.rules._base import Location
from leaderplan.rules.room_capacity import RoomCapacity
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    person,
    programme,
    session,
    staff,
)


def test_seats_for_members_leaders_and_guests():
    """A group of 2 with 1 leader and 1 guest fills 4 seats and misses 1 of 3."""
    meeting = activity(
        "meet", "network_group", where=("room",), leads=(Lead(role="talk"),), guests=1
    )
    people = [person("p1"), person("p2"), person("p3", exempt=("meet",))]
    given_ = programme(people, activities=(meeting,))
    # p3 is in the group but skips the meeting: 2 + 1 + 1 = 4.
    plan = Plan(
        groups=(group("A", "p1", "p2", "p3"), group("B")),
        sessions=(session("meet/c-A/1", place="snug"),),
    )
    assert found(RoomCapacity(), given_, plan) == {}
    tight = Plan(groups=plan.groups, sessions=(session("meet/c-A/1", place="tiny"),))
    assert found(RoomCapacity(), given_, tight) == {("meet/c-A/1", "tiny"): 1}


def test_units_and_online_hold_anybody():
    """Only rooms have a capacity."""
    given_ = programme(
        [person(f"p{i}") for i in range(5)],
        activities=(activity("meet", "cohort", where=("online",)),),
    )
    plan = Plan(sessions=(session("meet/c/1", place="online"),))
    assert found(RoomCapacity(), given_, plan) == {}


def test_judge_counts_a_cohort_and_one_person():
    """Five followers and a guest miss 3 of 3 seats; one person with one leader fits."""
    joint = activity("joint", "cohort", where=("room",), guests=1)
    talk = activity("talk", "participant", where=("room",), leads=(Lead(role="x"),))
    people = [person(f"p{i}") for i in range(5)]
    given_ = programme(people, activities=(joint, talk))
    judge = RoomCapacity().judge(given_)
    # 5 + 1 - 3 = 3 and 5 + 1 <= 10; 1 + 1 <= 3.
    assert judge(Location(SessionKey("joint", "c", 1), joint, "tiny")) == 3
    assert judge(Location(SessionKey("joint", "c", 1), joint, "big")) == 0
    assert judge(Location(SessionKey("talk", "p1", 1), talk, "tiny")) == 0
    assert judge(Location(SessionKey("joint", "c", 1), joint, "u1")) == 0


def test_area_counts_everybody_ever_there_and_directors_at_once():
    """A mover counts in both areas; two directors in office need two seats."""
    meet = activity(
        "meet", "area", where=("room",), leads=(Lead(role="d", relation="director"),)
    )
    moving = (
        Post(unit="u1", area="north", valid_to=day(9)),
        Post(unit="u2", area="south", valid_from=day(10)),
    )
    offices = (
        Directorship(staff="d1", valid_to=day(13)),
        Directorship(staff="d2", sector="school"),
        Directorship(staff="d3", valid_from=day(14)),
    )
    given_ = programme(
        [person("p1"), person("p2", posts=moving), person("p3", "u3")],
        areas=(
            Area(id="north", name="n", directors=offices),
            Area(id="south", name="s"),
        ),
        staff=[staff(d, "director") for d in ("d1", "d2", "d3")],
        activities=(meet,),
    )
    # North: p1 and p2, and d1 or d3 beside d2: 2 + 2 = 4 of 3 seats.
    # South: p2 and p3, and one seat kept for a director: 2 + 1 = 3 of 3.
    plan = Plan(
        sessions=(
            session("meet/north/1", 20, place="tiny"),
            session("meet/south/1", 21, place="tiny"),
        )
    )
    assert found(RoomCapacity(), given_, plan) == {("meet/north/1", "tiny"): 1}
    judge = RoomCapacity().judge(given_)
    assert judge(Location(SessionKey("meet", "north", 1), meet, "tiny")) == 1
    assert judge(Location(SessionKey("meet", "south", 1), meet, "tiny")) == 0


def test_office_before_the_horizon_does_not_count():
    """A director who left before the first day needs no seat."""
    meet = activity(
        "meet", "area", where=("room",), leads=(Lead(role="d", relation="director"),)
    )
    offices = (
        Directorship(staff="d1", valid_from=date(2020, 1, 1), valid_to=day(-1)),
        Directorship(staff="d2", valid_from=day(0)),
    )
    given_ = programme(
        [person("p1"), person("p2")],
        areas=(
            Area(id="north", name="n", directors=offices),
            Area(id="south", name="s"),
        ),
        staff=[staff(d, "director") for d in ("d1", "d2")],
        activities=(meet,),
    )
    plan = Plan(sessions=(session("meet/north/1", place="tiny"),))
    assert found(RoomCapacity(), given_, plan) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RoomCapacity(), RoomCapacity(level="dates", weight=3))
