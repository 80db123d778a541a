from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Milestone, Plan
from leaderplan.rules.person_load import PersonLoad
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

GIVEN = programme(
    [person("p1"), person("p2")],
    activities=(
        activity("theme", "cohort", occurrences=2),
        activity("talk", "participant"),
        activity("due", "participant", length=0),
    ),
)


def _plan(first, second, talk):
    due = Milestone(activity="due", participant="p1", occurrence=1, day=day(first))
    return Plan(
        sessions=(
            session("theme/c/1", first),
            session("theme/c/2", second),
            session("talk/p1/1", talk, 4),
        ),
        milestones=(due,),
    )


def test_a_week_goes_from_monday_to_sunday():
    """Two slots each: days 0, 6 and 7 are Monday, Sunday and the next Monday."""
    rule = PersonLoad(most_slots=4)
    assert found(rule, GIVEN, _plan(0, 6, 7)) == {}
    assert found(rule, GIVEN, _plan(0, 4, 6)) == {("p1", "2027-09-06"): 2}
    assert found(rule, GIVEN, _plan(7, 8, 9)) == {("p1", "2027-09-13"): 2}
    tight = PersonLoad(most_slots=3)
    assert found(tight, GIVEN, _plan(0, 4, 6)) == {
        ("p1", "2027-09-06"): 3,
        ("p2", "2027-09-06"): 1,
    }


def test_a_day_and_a_month_are_periods_too():
    """Day 24 is 30 September, day 25 is 1 October."""
    assert found(PersonLoad(period="day", most_slots=2), GIVEN, _plan(0, 1, 1)) == {
        ("p1", "2027-09-07"): 2
    }
    month = PersonLoad(period="month", most_slots=4)
    assert found(month, GIVEN, _plan(0, 24, 25)) == {}
    assert found(month, GIVEN, _plan(0, 23, 24)) == {("p1", "2027-09"): 2}


def test_only_the_activities_named_count():
    """Without the talk the theme days are four slots."""
    rule = PersonLoad(activities=("theme", "due"), most_slots=4)
    assert found(rule, GIVEN, _plan(0, 1, 2)) == {}


@settings(max_examples=30)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    joint = ("theme", "teaching", "network", "coaching", "director_meeting")
    assert_agrees(
        data,
        PersonLoad(most_slots=data.draw(st.integers(12, 50))),
        PersonLoad(most_slots=8, level="dates"),
        PersonLoad(period="day", most_slots=data.draw(st.integers(5, 12))),
        PersonLoad(period="day", most_slots=2, activities=joint, level="dates"),
        PersonLoad(period="month", most_slots=40, activities=joint),
        PersonLoad(period="month", most_slots=15, activities=joint, level="dates"),
    )
