from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.domain.places import Travel
from leaderplan.rules.host_travel import HostTravel
from tests.rules.practicum import hosting, judged, placed
from tests.rules.small_world import assert_agrees, day, found, host, person

RULE = HostTravel(limit=30)
TRAVEL = (
    Travel(origin="u1", destination="u2", minutes=30),
    Travel(origin="u1", destination="u3", minutes=47),
)
GIVEN = hosting([person("p")], host("u1"), host("u2"), host("u3"), travel=TRAVEL)


def test_a_journey_of_the_limit_is_kept():
    """30 minutes to u2 are allowed, and the own unit is no journey at all."""
    assert found(RULE, GIVEN, placed({"p": "u2"})) == {}
    assert judged(RULE, GIVEN, "p", "u2") == judged(RULE, GIVEN, "p", "u1") == 0


def test_minutes_above_the_limit_count():
    """47 minutes to u3 are 47 - 30 = 17 too many."""
    assert found(RULE, GIVEN, placed({"p": "u3"})) == {("p", "u3"): 17}
    assert judged(RULE, GIVEN, "p", "u3") == 17


def test_the_first_day_decides_between_posts():
    """The journey starts at the unit of day 0, or at the first post's in a gap."""
    moving = (
        Post(unit="u1", area="north", valid_to=day(0)),
        Post(unit="u3", area="south", valid_from=day(1)),
    )
    late = (
        Post(unit="u1", area="north", valid_from=day(2), valid_to=day(9)),
        Post(unit="u3", area="south", valid_from=day(10)),
    )
    for posts in (moving, late):
        given_ = hosting([person("p", posts=posts)], host("u3"), travel=TRAVEL)
        assert found(RULE, given_, placed({"p": "u3"})) == {("p", "u3"): 17}
        assert judged(RULE, given_, "p", "u3") == 17


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    priced = HostTravel(limit=15, level="placements", weight=2)
    assert_agrees(data, HostTravel(limit=45), priced)
