from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.places import HostUnit
from leaderplan.rules.host_capacity import HostCapacity
from tests.rules.practicum import hosting, placed, visit
from tests.rules.small_world import assert_agrees, found, person

RULE = HostCapacity()
PEOPLE = [person(p) for p in ("p", "q", "r")]


def with_room(week, year):
    """Return a programme in which u2 takes so many in a week and in all."""
    return hosting(PEOPLE, HostUnit(unit="u2", capacity_week=week, capacity_year=year))


def test_a_full_host_is_kept():
    """Two come in one week and one in the next: 2 of 2 a week, 3 of 3 in all."""
    plan = placed(
        {"p": "u2", "q": "u2", "r": "u2"}, visit("p", 0), visit("q", 4), visit("r", 7)
    )
    assert found(RULE, with_room(2, 3), plan) == {}


def test_one_too_many_in_a_week():
    """Day 6 is the Sunday of the week that day 0 begins: p and q come in one week."""
    plan = placed({"p": "u2", "q": "u2"}, visit("p", 0), visit("q", 6))
    assert found(RULE, with_room(1, 2), plan) == {("u2", "2027-09-06"): 1}
    # On day 7 the next week has begun.
    plan = placed({"p": "u2", "q": "u2"}, visit("p", 0), visit("q", 7))
    assert found(RULE, with_room(1, 2), plan) == {}


def test_amounts_count_people_not_days():
    """Three at a host for one are two too many in each week that all are there."""
    days = [visit(p, 7 * k, k + 1) for p in ("p", "q", "r") for k in (0, 1)]
    plan = placed({"p": "u2", "q": "u2", "r": "u2"}, *days)
    assert found(RULE, with_room(1, 1), plan) == {
        ("u2", "year"): 2,
        ("u2", "2027-09-06"): 2,
        ("u2", "2027-09-13"): 2,
    }


def test_two_days_of_one_week_are_one_visit():
    """One participant on two days of a week takes one place."""
    plan = placed({"p": "u2"}, visit("p", 0), visit("p", 1, 2))
    assert found(RULE, with_room(1, 1), plan) == {}


def test_a_host_without_room_receives_nobody():
    """A capacity of 0 is broken by the first participant."""
    plan = placed({"p": "u2"}, visit("p", 0))
    assert found(RULE, with_room(0, 0), plan) == {
        ("u2", "year"): 1,
        ("u2", "2027-09-06"): 1,
    }


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, HostCapacity(level="placements", weight=2))
