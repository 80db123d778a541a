from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.rules.quiet_before import QuietBefore
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
    [person("p1"), person("p2")],
    activities=(
        activity("theme", "cohort", quarter_days=4),
        activity("lesson", "class", quarter_days=4),
        activity("talk", "participant"),
        activity("exam", "participant", occurrences=2, quarter_days=4),
    ),
)


def _plan(*rows):
    return Plan(
        classes=(module_class(1, "p1"), module_class(2, "p2")),
        sessions=tuple(session(key, number) for key, number in rows),
    )


def test_the_days_before_and_the_day_itself_are_quiet():
    """Three days before day 10 are 7, 8 and 9; 6 and 11 are free."""
    rule = QuietBefore(then="exam", days=3)
    pair = ("theme/c/1", "exam/p1/1")
    for number, expected in ((6, {}), (7, {pair: 1}), (10, {pair: 1}), (11, {})):
        plan = _plan(("theme/c/1", number), ("exam/p1/1", 10))
        assert found(rule, GIVEN, plan) == expected


def test_what_weighs_nothing_may_stand_there():
    """Talks weigh nothing in the ledger and count only where they are named."""
    plan = _plan(("talk/p1/1", 9), ("exam/p1/1", 10))
    assert found(QuietBefore(then="exam", days=3), GIVEN, plan) == {}
    rule = QuietBefore(activities=("talk",), then="exam", days=3)
    assert found(rule, GIVEN, plan) == {("talk/p1/1", "exam/p1/1"): 1}


def test_the_second_exam_does_not_disturb_the_first():
    """The activity's own occurrences are left out, and one of them may be meant."""
    plan = _plan(("exam/p1/1", 9), ("exam/p1/2", 10), ("theme/c/1", 8))
    assert found(QuietBefore(then="exam", days=1), GIVEN, plan) == {
        ("theme/c/1", "exam/p1/1"): 1
    }
    second = QuietBefore(then="exam", then_occurrence=2, days=2)
    assert found(second, GIVEN, plan) == {("theme/c/1", "exam/p1/2"): 1}


def test_only_the_own_sessions_count():
    """A lesson of class 2 does not disturb p1 of class 1."""
    plan = _plan(("lesson/c-2/1", 9), ("exam/p1/1", 10), ("exam/p2/1", 10))
    assert found(QuietBefore(then="exam", days=0), GIVEN, plan) == {}
    assert found(QuietBefore(then="exam", days=1), GIVEN, plan) == {
        ("lesson/c-2/1", "exam/p2/1"): 1
    }


@settings(max_examples=40)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    days = data.draw(st.integers(0, 6))
    others = ("theme", "teaching", "director_meeting")
    assert_agrees(
        data,
        QuietBefore(then="exam", days=days, level="dates"),
        QuietBefore(then="kick_on", days=days),
        QuietBefore(then="exam", days=days, activities=others),
        QuietBefore(then="practicum", then_occurrence=1, days=days, activities=others),
        QuietBefore(then="network", days=days, activities=("teaching", "coaching")),
        QuietBefore(then="hand_in", days=days, activities=others, level="dates"),
    )
