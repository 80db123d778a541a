from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Availability
from leaderplan.domain.places import Room
from leaderplan.domain.plan import Plan
from leaderplan.rules._base import LocationTime
from leaderplan.rules.room_availability import RoomAvailability
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    programme,
    session,
)

TAKEN = Availability(first=day(2), last=day(8), weekdays=(2,), blocks=(1,))
"""Wednesdays of the first two weeks, days 2 and 9, of which day 9 is too late."""
OTHER = Availability(state="prefer_not", first=day(0), last=day(9))
ROOM = Room(id="r", name="r", venue="hall", capacity=9, availability=(TAKEN, OTHER))
MEET = activity("meet", "cohort", where=("room",))
LONG = activity("long", "cohort", where=("room",), length=4)


def test_only_blocks_that_are_taken_count():
    """Day 2 is taken in block 1, slots 2 and 3; block 0 and day 9 are free."""
    given_ = programme(rooms=(ROOM,), activities=(MEET,))
    for number, slot, amounts in (
        (2, 2, {("meet/c/1", "r"): 1}),
        (2, 0, {}),
        (9, 2, {}),
        (3, 2, {}),
    ):
        plan = Plan(sessions=(session("meet/c/1", number, slot, place="r"),))
        assert found(RoomAvailability(), given_, plan) == amounts


def test_a_long_session_counts_once():
    """Two blocks of which both are taken still are one session in one room."""
    both = Availability(first=day(2), last=day(2))
    room = Room(id="r", name="r", venue="hall", capacity=9, availability=(both,))
    given_ = programme(rooms=(room,), activities=(LONG,))
    plan = Plan(sessions=(session("long/c/1", 2, 0, place="r"),))
    assert found(RoomAvailability(), given_, plan) == {("long/c/1", "r"): 1}


def test_judge_reads_block_by_block():
    """The excess is 1 in the taken block and 0 in every other, rooms or not."""
    judge = RoomAvailability().judge(programme(rooms=(ROOM,), activities=(MEET,)))
    assert judge(LocationTime("r", MEET, day(2), 1)) == 1
    assert judge(LocationTime("r", MEET, day(2), 0)) == 0
    assert judge(LocationTime("u1", MEET, day(2), 1)) == 0


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""

    def taken(drawn, plan):
        """Let a room be taken in some blocks on the day of a drawn session."""
        used = [s for s in plan.sessions if drawn.room(s.place or "") is not None]
        held = data.draw(st.sampled_from(used))
        blocks = data.draw(st.sampled_from((None, (0,), (1,), (1, 2))))
        row = Availability(first=held.day, last=held.day, blocks=blocks)
        rooms = (
            room.model_copy(update={"availability": (row,)})
            if room.id == held.place
            else room
            for room in drawn.rooms
        )
        return drawn.replace(rooms=tuple(rooms))

    rules = RoomAvailability(), RoomAvailability(level="dates")
    assert_agrees(data, *rules, changed=taken)
