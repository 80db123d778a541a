import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.check import check
from leaderplan.domain.people import Cohort, Wish
from leaderplan.domain.places import Travel
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.worst_off import WorstOff
from tests.rules.practicum import PRACTICUM, hosting, placed, visit
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    host,
    person,
    session,
)

RULE = WorstOff(wish_points=10, crowd_points=5, crowded_slots=3)
TRAVEL = (Travel(origin="u1", destination="u2", minutes=40),)
WISHES = (Wish(rank=1, host="u1"), Wish(rank=2, host="u3"))
HOSTS = (host("u1"), host("u2"), host("u3"))


def test_travel_wishes_and_crowded_weeks_add_up():
    """P travels 40 minutes and misses 2 ranks; week 1 has 6 slots, week 2 has 2.

    That is 40 + 10 * 2 + 5 * (6 - 3) = 75 points; q has nothing to bear.
    """
    joint = activity("joint", "cohort", occurrences=2)
    people = [person("p", wishes=WISHES), person("q", exempt=("joint",))]
    given_ = hosting(people, *HOSTS, travel=TRAVEL, activities=(PRACTICUM, joint))
    plan = placed(
        {"p": "u2", "q": "u1"},
        visit("p", 0),
        visit("p", 6, 2),
        session("joint/c/1", 3),
        session("joint/c/2", 7),
    )
    assert found(RULE, given_, plan) == {("p",): 75}


def test_a_week_at_the_limit_is_not_crowded():
    """Two slots of 2 are kept; with a limit of 0 each of them costs."""
    given_ = hosting([person("p")], *HOSTS)
    plan = placed({"p": "u1"}, visit("p", 0))
    assert found(WorstOff(crowded_slots=2), given_, plan) == {}
    assert found(WorstOff(crowded_slots=0, crowd_points=1), given_, plan) == {("p",): 2}


def test_a_wish_met_costs_only_the_ranks_before_it():
    """The second wish misses one rank: 10 points."""
    given_ = hosting([person("p", wishes=WISHES)], *HOSTS)
    assert found(RULE, given_, placed({"p": "u3"})) == {("p",): 10}
    assert found(RULE, given_, placed({"p": "u1"})) == {}


def test_only_the_largest_burden_counts():
    """P bears 40 and q 10 points; the level is 2 * 40, not 2 * 50."""
    rule = WorstOff(weight=2)
    people = [person("p"), person("q", wishes=WISHES)]
    facts = {"travel": TRAVEL, "activities": (), "cohorts": (Cohort(id="c", name="c"),)}
    given_ = hosting(people, *HOSTS, rules=(rule,), **facts)
    report = check(given_, placed({"p": "u2", "q": "u3"}))
    assert (report.ok, report.levels["worst_off"]) == (True, 80)


def test_nobody_placed_is_nobody_worst_off():
    """A plan without sessions and hosts burdens nobody."""
    assert found(RULE, hosting([person("p")], *HOSTS), Plan()) == {}


def test_it_is_never_a_requirement():
    """Without a level it would be hard, which it cannot be."""
    with pytest.raises(InputError, match="worst_off is a preference: give it a level"):
        WorstOff(level=None)


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        WorstOff(crowded_slots=6, weight=2),
        WorstOff(crowd_points=0),
        WorstOff(wish_points=0, crowded_slots=0, crowd_points=1),
    )
