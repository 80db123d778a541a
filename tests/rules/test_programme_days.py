import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.programme_days import ProgrammeDays
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    module_class,
    person,
    programme,
    session,
)

GIVEN = programme(
    [person("p1"), person("p2"), person("q1", cohort="d")],
    cohorts=(
        Cohort(id="c", name="c", module_classes=2),
        Cohort(id="d", name="d", module_classes=1),
    ),
    activities=(
        activity("theme", "cohort", occurrences=2),
        activity("lesson", "class", occurrences=2, cohorts=("c",)),
        activity("talk", "participant"),
    ),
)


def _plan(*rows):
    return Plan(
        classes=(module_class(1, "p1", "p2"), module_class(2)),
        sessions=tuple(session(key, number) for key, number in rows),
    )


def test_a_class_has_its_lessons_and_the_cohorts_days():
    """Class 2 has a lesson in the week of the theme day, class 1 in the next one."""
    rule = ProgrammeDays(activities=("theme", "lesson"))
    plan = _plan(("theme/c/1", 0), ("lesson/c-1/1", 7), ("lesson/c-2/1", 6))
    assert found(rule, GIVEN, plan) == {("c-2", "2027-09-06"): 1}
    plan = _plan(("theme/c/1", 0), ("theme/c/2", 1), ("lesson/c-1/1", 2))
    assert found(rule, GIVEN, plan) == {
        ("c-1", "2027-09-06"): 2,
        ("c-2", "2027-09-06"): 1,
    }


def test_a_cohort_without_lessons_stands_for_itself():
    """Cohort d has a class, but none of the activities is taught in it."""
    rule = ProgrammeDays(activities=("theme", "lesson"))
    plan = _plan(("theme/d/1", 0), ("theme/d/2", 4))
    assert found(rule, GIVEN, plan) == {("d", "2027-09-06"): 1}
    assert found(ProgrammeDays(activities=("theme",)), GIVEN, plan) == {
        ("d", "2027-09-06"): 1
    }
    plan = _plan(("theme/c/1", 0), ("theme/c/2", 4))
    assert found(ProgrammeDays(activities=("theme",)), GIVEN, plan) == {
        ("c", "2027-09-06"): 1
    }


def test_months_and_other_activities():
    """Day 24 is the last of September; talks of one person do not count."""
    rule = ProgrammeDays(activities=("theme", "lesson", "talk"), period="month", most=2)
    plan = _plan(("theme/c/1", 0), ("lesson/c-1/1", 24), ("talk/p1/1", 3))
    assert found(rule, GIVEN, plan) == {}
    plan = _plan(("theme/c/1", 0), ("lesson/c-1/1", 23), ("lesson/c-1/2", 24))
    assert found(rule, GIVEN, plan) == {("c-1", "2027-09"): 1}


def test_it_needs_an_activity():
    """Without one there is nothing to count."""
    with pytest.raises(InputError, match="activities"):
        ProgrammeDays(activities=())


@settings(max_examples=30)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    days, more = ("theme", "kick_off", "kick_on"), ("theme", "teaching", "network")
    assert_agrees(
        data,
        ProgrammeDays(activities=days),
        ProgrammeDays(activities=days, period="month", most=2, level="dates"),
        ProgrammeDays(activities=more, most=data.draw(st.integers(1, 2))),
        ProgrammeDays(activities=more, level="dates", weight=2),
        ProgrammeDays(activities=("teaching", "exam"), period="day"),
    )
