import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.calendar import DEFAULT_BLOCKS, PlanningCalendar
from leaderplan.domain.places import Room
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.result import Status
from leaderplan.rules import NoDoubleBooking
from leaderplan.rules.room_clash import RoomClash
from leaderplan.solve import solve
from tests.rules.small_world import (
    MONDAY,
    activity,
    assert_agrees,
    found,
    person,
    programme,
    session,
)

GIVEN = programme(
    [person("p1"), person("p2"), person("p3")],
    activities=(activity("talk", "participant", where=("room", "online")),),
)


def test_sessions_may_follow_each_other():
    """Slots 0-1 and 2-3 of a day touch and do not overlap; other days never do."""
    plan = Plan(
        sessions=(
            session("talk/p1/1", 0, 0, place="tiny"),
            session("talk/p2/1", 0, 2, place="tiny"),
            session("talk/p3/1", 1, 0, place="tiny"),
        )
    )
    assert found(RoomClash(), GIVEN, plan) == {}


def test_every_overlapping_pair_counts():
    """Three sessions at once in a room are three pairs; online they are none."""
    sessions = [session(f"talk/p{i}/1", 0, 0, place="tiny") for i in (1, 2, 3)]
    amounts = found(RoomClash(), GIVEN, Plan(sessions=tuple(sessions)))
    assert amounts == {
        ("tiny", "talk/p1/1", "talk/p2/1"): 1,
        ("tiny", "talk/p1/1", "talk/p3/1"): 1,
        ("tiny", "talk/p2/1", "talk/p3/1"): 1,
    }
    sessions = [session(f"talk/p{i}/1", 0, 0, place="online") for i in (1, 2, 3)]
    assert found(RoomClash(), GIVEN, Plan(sessions=tuple(sessions))) == {}


def test_it_cannot_be_priced():
    """Two sessions in one room at once are no matter of price."""
    with pytest.raises(
        InputError, match="room_clash is always hard; found level dates"
    ):
        RoomClash(level="dates")


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses a plan exactly when the checker does."""
    assert_agrees(data, RoomClash())


def test_two_groups_do_not_meet_in_one_room_at_once():
    """One room and one hour for two groups; that somebody is in one is the first
    literal of the model, and was taken for that of a session which stands anyway.
    """
    given_ = programme(
        [person("p")],
        calendar=PlanningCalendar(first=MONDAY, last=MONDAY, blocks=DEFAULT_BLOCKS[:1]),
        rooms=(Room(id="big", name="big", venue="hall", capacity=9),),
        activities=(activity("meeting", "network_group", where=("room",)),),
        rules=(NoDoubleBooking(), RoomClash()),
    )
    assert solve(given_).status is Status.INFEASIBLE
