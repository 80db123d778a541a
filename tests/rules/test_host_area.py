from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.rules.host_area import HostArea
from tests.rules.practicum import hosting, judged, placed
from tests.rules.small_world import assert_agrees, day, found, host, person

RULE = HostArea()
GIVEN = hosting([person("p"), person("q", "u2")], host("u1"), host("u3"))


def test_another_area_is_kept():
    """u1 lies in the north and u3 in the south: p and q go to the other's area."""
    assert found(RULE, GIVEN, placed({"p": "u3", "q": "u1"})) == {}
    assert judged(RULE, GIVEN, "p", "u3") == judged(RULE, GIVEN, "q", "u1") == 0


def test_own_area_costs_one():
    """u2 and u3 lie in the south both, so q stays in the own area at u3."""
    assert found(RULE, GIVEN, placed({"p": "u3", "q": "u3"})) == {("q", "u3"): 1}
    assert judged(RULE, GIVEN, "q", "u3") == 1


def test_the_post_names_the_area_on_the_first_day():
    """The post's area counts, not its unit's, and that of day 0."""
    posts = (
        Post(unit="u2", area="north", valid_to=day(0)),
        Post(unit="u2", area="south", valid_from=day(1)),
    )
    given_ = hosting([person("p", posts=posts)], host("u1"), host("u3"))
    assert found(RULE, given_, placed({"p": "u3"})) == {}
    assert found(RULE, given_, placed({"p": "u1"})) == {("p", "u1"): 1}
    assert [judged(RULE, given_, "p", u) for u in ("u1", "u3")] == [1, 0]


def test_it_is_priced_unless_asked_to_be_hard():
    """Its level is the placements' quality; None makes it a requirement."""
    assert RULE.level == "placements"
    assert HostArea(level=None).hard


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, HostArea(level=None))
