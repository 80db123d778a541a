from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.places import Room
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.view import PlanView
from leaderplan.rules._base import Location
from leaderplan.rules.room_features import RoomFeatures
from tests.rules.small_world import activity, assert_agrees, found, programme, session

ROOMS = (
    Room(id="full", name="full", venue="hall", capacity=9, features=("screen", "lift")),
    Room(id="half", name="half", venue="hall", capacity=9, features=("lift",)),
    Room(id="bare", name="bare", venue="hall", capacity=9),
)
SHOW = activity("show", "cohort", where=("room", "online"), features=("screen", "lift"))


def test_every_feature_lacking_counts():
    """Nothing is lacking in the full room, one feature in the half, two in the bare."""
    given_ = programme(rooms=ROOMS, activities=(SHOW,))
    for place, amounts in (
        ("full", {}),
        ("half", {("show/c/1", "half"): 1}),
        ("bare", {("show/c/1", "bare"): 2}),
        ("online", {}),
    ):
        plan = Plan(sessions=(session("show/c/1", place=place),))
        assert found(RoomFeatures(), given_, plan) == amounts


def test_message_names_what_is_lacking():
    """A coordinator reads which feature to ask for."""
    given_ = programme(rooms=ROOMS, activities=(SHOW,)).with_rules(RoomFeatures())
    plan = Plan(sessions=(session("show/c/1", place="half"),))
    (broken,) = RoomFeatures().check(PlanView(given_, plan))
    assert broken.message.en == "half lacks screen for show/c/1"


def test_judge_counts_what_a_room_lacks():
    """The excess of a place is the number of features it lacks; 0 outside rooms."""
    judge = RoomFeatures().judge(programme(rooms=ROOMS, activities=(SHOW,)))
    key = SessionKey("show", "c", 1)
    excess = [judge(Location(key, SHOW, p)) for p in ("full", "half", "bare", "online")]
    assert excess == [0, 1, 2, 0]


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RoomFeatures(), RoomFeatures(level="dates"))
