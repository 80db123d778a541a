import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Cohort, Post
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.area_meeting_once import AreaMeetingOnce
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

MOVING = (
    Post(unit="u1", area="north", valid_to=day(9)),
    Post(unit="u2", area="south", valid_from=day(10)),
)
GIVEN = programme(
    [person("p1"), person("p2", "u2"), person("p3", posts=MOVING)],
    activities=(activity("area", "area", occurrences=2),),
    cohorts=(Cohort(id="c", name="c"),),
)


def _plan(*days):
    keys = ("area/north/1", "area/south/1", "area/north/2", "area/south/2")
    rows = zip(keys, days, strict=True)
    return Plan(sessions=tuple(session(key, number) for key, number in rows))


def test_who_changes_area_is_at_one_meeting_of_each_occurrence():
    """p3 moves south on day 10: both of a pair before, or both after, is right."""
    assert found(AreaMeetingOnce(), GIVEN, _plan(1, 2, 11, 12)) == {}
    assert found(AreaMeetingOnce(), GIVEN, _plan(9, 8, 10, 20)) == {}


def test_both_or_none_are_wrong():
    """North on day 9 and south on day 10 are two; south first and north after, none."""
    assert found(AreaMeetingOnce(), GIVEN, _plan(9, 10, 11, 12)) == {
        ("area", "p3", "1"): 1
    }
    assert found(AreaMeetingOnce(), GIVEN, _plan(1, 2, 10, 9)) == {
        ("area", "p3", "2"): 1
    }


def test_it_needs_all_area_meetings_in_view():
    """Meetings that are not in view yet must not look like meetings missed."""
    assert AreaMeetingOnce().needs(GIVEN) == {"dates:area"}


def test_it_cannot_be_priced():
    """Everybody meets the director."""
    with pytest.raises(InputError, match="area_meeting_once is always hard"):
        AreaMeetingOnce(level="dates")


@settings(max_examples=60)
@given(st.tuples(*[st.integers(7, 13)] * 4))
def test_solver_and_checker_agree(days):
    """The reference model refuses exactly what the checker refuses, near the move."""
    assert_rule_agrees(GIVEN, _plan(*days), AreaMeetingOnce())


@settings(max_examples=15)
@given(st.data())
def test_solver_and_checker_agree_on_whole_programmes(data):
    """So they do where areas are merged and everything else is planned too."""
    assert_agrees(data, AreaMeetingOnce())
