from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.rules.host_unit_mates import HostUnitMates
from tests.rules.practicum import hosting, placed, visit
from tests.rules.small_world import assert_agrees, day, found, host, person

RULE = HostUnitMates()


def test_colleagues_in_different_weeks_or_at_different_hosts_are_kept():
    """Colleagues of u1 meet neither at u2 in two weeks nor at two hosts in one."""
    given_ = hosting([person("p"), person("q")], host("u2"), host("u3"))
    apart = placed({"p": "u2", "q": "u2"}, visit("p", 4), visit("q", 7))
    assert found(RULE, given_, apart) == {}
    elsewhere = placed({"p": "u2", "q": "u3"}, visit("p", 0), visit("q", 0))
    assert found(RULE, given_, elsewhere) == {}


def test_colleagues_at_one_host_in_one_week_count():
    """Three of u1 in one week are two above one, on whatever days they come."""
    people = [person("p"), person("q"), person("r"), person("s", "u3")]
    given_ = hosting(people, host("u2"))
    plan = placed(
        dict.fromkeys("pqrs", "u2"),
        visit("p", 0), visit("q", 2), visit("r", 6), visit("s", 0),
    )  # fmt: skip
    assert found(RULE, given_, plan) == {("u2", "2027-09-06", "u1"): 2}


def test_a_post_to_come_makes_a_colleague():
    """Colleague q joins u1 on the last day of the horizon, which both know already."""
    posts = (
        Post(unit="u3", area="south", valid_to=day(26)),
        Post(unit="u1", area="north", valid_from=day(27)),
    )
    given_ = hosting([person("p"), person("q", posts=posts)], host("u2"))
    plan = placed({"p": "u2", "q": "u2"}, visit("p", 0), visit("q", 0))
    assert found(RULE, given_, plan) == {("u2", "2027-09-06", "u1"): 1}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, HostUnitMates(level="placements", weight=4))
