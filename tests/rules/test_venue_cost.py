import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.places import Room
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.errors import InputError
from leaderplan.rules._base import Location
from leaderplan.rules.venue_cost import VenueCost
from tests.rules.small_world import activity, assert_agrees, found, programme, session

MEET = activity("meet", "cohort", where=("room", "online"))
ROOMS = tuple(
    Room(id=f"r{cost}", name="r", venue="hall", capacity=9, cost=cost)
    for cost in (0, 99, 100, 1250)
)
GIVEN = programme(rooms=ROOMS, activities=(MEET,))


@pytest.mark.parametrize(
    ("place", "hundreds"), [("r0", 0), ("r99", 0), ("r100", 1), ("r1250", 12)]
)
def test_whole_hundreds_count(place, hundreds):
    """99 kroner round down to nothing, 1,250 to 12 hundreds."""
    plan = Plan(sessions=(session("meet/c/1", place=place),))
    amounts = {("meet/c/1", place): hundreds} if hundreds else {}
    assert found(VenueCost(), GIVEN, plan) == amounts
    judge = VenueCost().judge(GIVEN)
    assert judge(Location(SessionKey("meet", "c", 1), MEET, place)) == hundreds


def test_online_costs_nothing():
    """Only rooms have a price."""
    plan = Plan(sessions=(session("meet/c/1", place="online"),))
    assert found(VenueCost(), GIVEN, plan) == {}
    assert (
        VenueCost().judge(GIVEN)(Location(SessionKey("meet", "c", 1), MEET, "u1")) == 0
    )


def test_it_is_a_preference():
    """It stands at the dates' level by itself and cannot be hard."""
    assert VenueCost().level == "dates"
    with pytest.raises(InputError, match="venue_cost is a preference: give it a level"):
        VenueCost(level=None)


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model prices a plan exactly as the checker does."""
    assert_agrees(data, VenueCost(), VenueCost(weight=7))
