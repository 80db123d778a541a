import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.attendance_minimum import AttendanceMinimum
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    module_class,
    person,
    programme,
    session,
)

AWAY = Availability(first=day(0), last=day(27), weekdays=(1,), blocks=(1,))
GIVEN = programme(
    [person("p1", availability=(AWAY,)), person("p2")],
    activities=(
        activity("theme", "cohort", occurrences=2),
        activity("lesson", "class", occurrences=2),
    ),
)


def _plan(*days, slot=2):
    keys = ("theme/c/1", "theme/c/2", "lesson/c-1/1", "lesson/c-1/2")
    rows = zip(keys, days, strict=False)
    return Plan(
        classes=(module_class(1, "p1", "p2"), module_class(2)),
        sessions=tuple(session(key, number, slot) for key, number in rows),
    )


def test_sessions_missed_are_counted_together():
    """p1 is away on Tuesdays (days 1, 8, 15) in slots 2 and 3."""
    rule = AttendanceMinimum(activities=("theme", "lesson"))
    assert found(rule, GIVEN, _plan(1, 2, 3, 4)) == {}
    assert found(rule, GIVEN, _plan(1, 2, 8, 4)) == {("p1",): 1}
    assert found(rule, GIVEN, _plan(1, 8, 15, 4)) == {("p1",): 2}
    assert found(rule, GIVEN, _plan(1, 8, 15, 4, slot=4)) == {}


def test_only_the_activities_named_count():
    """One theme day and one lesson are missed: one too many only together."""
    plan = _plan(1, 2, 8, 4)
    assert found(AttendanceMinimum(activities=("theme",)), GIVEN, plan) == {}
    rule = AttendanceMinimum(activities=("theme",), most_missed=0)
    assert found(rule, GIVEN, plan) == {("p1",): 1}


def test_it_needs_an_activity():
    """Without one there is nothing to count."""
    with pytest.raises(InputError, match="activities"):
        AttendanceMinimum(activities=())


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    named = ("theme", "network", "teaching", "kick_on", "plan_due")
    assert_agrees(
        data,
        AttendanceMinimum(activities=named),
        AttendanceMinimum(activities=named, most_missed=0, level="dates"),
        AttendanceMinimum(
            activities=("practicum", "director_meeting"), level="dates", weight=2
        ),
    )
