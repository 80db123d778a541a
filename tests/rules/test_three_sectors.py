from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.domain.plan import Placement, Plan
from leaderplan.rules.three_sectors import ThreeSectors
from tests.rules.small_world import (
    assert_agrees,
    day,
    found,
    group,
    host,
    person,
    programme,
)

SCHOOL, DAY_CARE, LEISURE = person("s", "u1"), person("d", "u2"), person("l", "u3")
GIVEN = programme(
    [SCHOOL, DAY_CARE, LEISURE], hosts=(host("u1"), host("u2"), host("u3"))
)


def _plan(first, second, **hosts):
    rows = tuple(Placement(participant=p, host=h) for p, h in hosts.items())
    return Plan(groups=(group("A", *first), group("B", *second)), placements=rows)


def test_work_group_and_practicum_count():
    """Mates s and d lack leisure but for the practicum; l alone lacks day-care."""
    plan = _plan(["s", "d"], ["l"], s="u3", d="u3", l="u1")
    assert found(ThreeSectors(), GIVEN, plan) == {("l", "day-care"): 1}
    plan = _plan(["s", "d", "l"], [], s="u1", d="u2", l="u3")
    assert found(ThreeSectors(), GIVEN, plan) == {}


def test_each_sector_missing_counts():
    """Who works, meets and visits only the own sector misses the other two."""
    plan = _plan(["s"], ["d", "l"], s="u1", d="u1", l="u1")
    assert found(ThreeSectors(), GIVEN, plan) == {
        ("s", "day-care"): 1,
        ("s", "leisure"): 1,
    }


def test_only_sectors_of_participants_count():
    """Nobody works in leisure, so nobody needs to meet it."""
    given_ = programme([SCHOOL, DAY_CARE], hosts=(host("u1"),))
    plan = _plan(["s"], ["d"], s="u1", d="u1")
    assert found(ThreeSectors(), given_, plan) == {("s", "day-care"): 1}


def test_posts_of_the_whole_horizon_count():
    """Who changes from school to day-care on day 20 knows both, for mates too."""
    posts = (
        Post(unit="u1", area="north", valid_to=day(19)),
        Post(unit="u2", area="south", valid_from=day(20)),
    )
    given_ = programme([person("x", posts=posts), LEISURE], hosts=(host("u3"),))
    assert found(ThreeSectors(), given_, _plan(["x", "l"], [], x="u3", l="u3")) == {}
    assert found(ThreeSectors(), given_, _plan(["x"], ["l"], x="u3", l="u3")) == {
        ("l", "school"): 1,
        ("l", "day-care"): 1,
    }


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, ThreeSectors(), ThreeSectors(level="groups"))
