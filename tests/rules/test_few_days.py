from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import Plan
from leaderplan.rules.few_days import FewDays
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    session,
)

GIVEN = programme(
    [person("p1"), person("p2"), person("p3", "u2"), person("q1", cohort="d")],
    cohorts=(
        Cohort(id="c", name="c", network_groups=2, module_classes=2),
        Cohort(id="d", name="d", network_groups=1, module_classes=1),
    ),
    activities=(
        activity("exam", "participant"),
        activity("lesson", "class"),
        activity("meet", "network_group"),
        activity("theme", "cohort", occurrences=2),
        activity("area", "area"),
    ),
)


def _plan(*rows):
    return Plan(sessions=tuple(session(key, number) for key, number in rows))


def test_days_of_one_cohort_are_counted():
    """Cohort c takes days 1, 2 and 3, d only day 9."""
    plan = _plan(("exam/p1/1", 1), ("exam/p2/1", 2), ("exam/p3/1", 3), ("exam/q1/1", 9))
    assert found(FewDays(activity="exam", most=3), GIVEN, plan) == {}
    assert found(FewDays(activity="exam", most=1), GIVEN, plan) == {("exam", "c"): 2}
    gathered = _plan(("exam/p1/1", 1), ("exam/p2/1", 1), ("exam/p3/1", 3))
    assert found(FewDays(activity="exam", most=2), GIVEN, gathered) == {}


def test_classes_groups_and_the_cohort_itself():
    """Each kind of audience belongs to its cohort."""
    rows = {
        "lesson": [("lesson/c-1/1", 1), ("lesson/c-2/1", 2), ("lesson/d-1/1", 3)],
        "meet": [("meet/c-A/1", 1), ("meet/c-B/1", 2), ("meet/d-A/1", 3)],
        "theme": [("theme/c/1", 1), ("theme/c/2", 2), ("theme/d/1", 3)],
    }
    for name, held in rows.items():
        rule = FewDays(activity=name, most=1)
        assert found(rule, GIVEN, _plan(*held)) == {(name, "c"): 1}


def test_area_meetings_are_counted_together():
    """They mix cohorts."""
    plan = _plan(("area/north/1", 1), ("area/south/1", 2))
    rule = FewDays(activity="area", most=1)
    assert found(rule, GIVEN, plan) == {("area", "area"): 1}


@settings(max_examples=30)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    most = data.draw(st.integers(1, 5))
    assert_agrees(
        data,
        FewDays(activity="exam", most=most),
        FewDays(activity="exam", most=most, level="dates"),
        FewDays(activity="network", most=most),
        FewDays(activity="director_meeting", most=1),
        FewDays(activity="hand_in", most=most, level="dates", weight=2),
    )
