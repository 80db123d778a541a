import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Milestone, Plan
from leaderplan.domain.view import PlanView
from leaderplan.errors import InputError
from leaderplan.rules.spacing import Spacing
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
        activity("exam", "participant", occurrences=2),
        activity("due", "participant", length=0),
    ),
)
PAIR = ("theme/c/1", "theme/c/2")


def _themes(first, second):
    return Plan(sessions=(session("theme/c/1", first), session("theme/c/2", second)))


def test_consecutive_occurrences_are_spaced():
    """Five to ten days: four lack one, twelve are two too many, -2 lacks seven."""
    rule = Spacing(first="theme", least=5, most=10)
    assert found(rule, GIVEN, _themes(0, 5)) == {}
    assert found(rule, GIVEN, _themes(0, 10)) == {}
    assert found(rule, GIVEN, _themes(0, 4)) == {PAIR: 1}
    assert found(rule, GIVEN, _themes(0, 12)) == {PAIR: 2}
    assert found(rule, GIVEN, _themes(2, 0)) == {PAIR: 7}


def test_last_of_the_first_and_first_of_the_second_are_meant():
    """Theme day 2 to exam 1, unless other occurrences are named."""
    plan = Plan(
        sessions=(
            session("theme/c/1", 0),
            session("theme/c/2", 4),
            session("exam/p1/1", 5),
            session("exam/p1/2", 6),
        )
    )
    rule = Spacing(first="theme", then="exam", least=3)
    assert found(rule, GIVEN, plan) == {("theme/c/2", "exam/p1/1"): 2}
    named = Spacing(
        first="theme", then="exam", first_occurrence=1, then_occurrence=2, most=2
    )
    assert found(named, GIVEN, plan) == {("theme/c/1", "exam/p1/2"): 4}


def test_bounds_may_lie_before():
    """A due date at most two days after the exam, and at least a week before it."""
    due = Milestone(activity="due", participant="p1", occurrence=1, day=day(9))
    plan = Plan(
        sessions=(session("exam/p1/1", 6), session("exam/p2/1", 6)), milestones=(due,)
    )
    rule = Spacing(first="exam", then="due", first_occurrence=1, least=-7, most=2)
    assert found(rule, GIVEN, plan) == {("exam/p1/1", "due/p1/1"): 1}


def test_the_message_says_what_was_expected():
    """Both bounds in words, or the one that is given."""
    both = Spacing(first="theme", least=5, most=10)
    (broken,) = both.check(PlanView(GIVEN, _themes(0, 4)))
    assert broken.message.en == (
        "theme/c/2 is 4 days after theme/c/1; expected was at least 5 and at most 10"
    )
    (broken,) = Spacing(first="theme", most=3).check(PlanView(GIVEN, _themes(0, 4)))
    assert broken.message.da == (
        "theme/c/2 ligger 4 dage efter theme/c/1; ventet var højst 3"
    )


def test_bounds_and_occurrences_make_sense():
    """One bound at least, in order, and occurrences only of a second activity."""
    with pytest.raises(InputError, match="needs least or most; found neither"):
        Spacing(first="theme")
    with pytest.raises(InputError, match="least must not be above most; found 3 and 2"):
        Spacing(first="theme", least=3, most=2)
    with pytest.raises(InputError, match="only where then is given"):
        Spacing(first="theme", first_occurrence=1, most=2)


@settings(max_examples=40)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    least = data.draw(st.integers(-10, 20))
    bounds = {"least": least, "most": least + data.draw(st.integers(5, 40))}
    assert_agrees(
        data,
        Spacing(first="theme", **bounds),
        Spacing(first="theme", level="dates", **bounds),
        Spacing(first="teaching", then="exam", **bounds),
        Spacing(first="network", then="hand_in", first_occurrence=1, **bounds),
        Spacing(first="kick_off", then="director_meeting", level="dates", **bounds),
        Spacing(first="coaching", then="practicum", first_occurrence=1, least=least),
        Spacing(first="director_meeting", then="network", most=least, level="dates"),
    )
