import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Milestone, Plan, SessionKey
from leaderplan.errors import InputError
from leaderplan.rules._base import SessionDay
from leaderplan.rules.window import Window
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)
from tests.strategies import FIRST

THEME = activity("theme", "cohort", occurrences=2)
GIVEN = programme(
    [person("p1")],
    activities=(THEME, activity("due", "participant", length=0)),
)


def _plan(first, second):
    due = Milestone(activity="due", participant="p1", occurrence=1, day=day(first))
    return Plan(
        sessions=(session("theme/c/1", first), session("theme/c/2", second)),
        milestones=(due,),
    )


def test_both_ends_are_inside():
    """From day 3 to day 10; a day beside it is one outside, three beside are three."""
    rule = Window(activity="theme", earliest=day(3), latest=day(10))
    assert found(rule, GIVEN, _plan(3, 10)) == {}
    assert found(rule, GIVEN, _plan(2, 13)) == {("theme/c/1",): 1, ("theme/c/2",): 3}


def test_one_occurrence_may_be_meant():
    """The second one only; the first may be on any day."""
    rule = Window(activity="theme", occurrence=2, latest=day(10))
    assert found(rule, GIVEN, _plan(20, 11)) == {("theme/c/2",): 1}


def test_due_dates_count_too():
    """A due date two days before its period."""
    rule = Window(activity="due", earliest=day(4))
    assert found(rule, GIVEN, _plan(2, 2)) == {("due/p1/1",): 2}


def test_judge_measures_the_days():
    """The hook says how far outside a day is, and 0 for other occurrences."""
    judge = Window(
        activity="theme", occurrence=1, earliest=day(3), latest=day(4)
    ).judge(GIVEN)
    key, other = SessionKey("theme", "c", 1), SessionKey("theme", "c", 2)
    days = [judge(SessionDay(key, THEME, day(d))) for d in (0, 3, 4, 6)]
    assert days == [3, 0, 0, 2]
    assert judge(SessionDay(other, THEME, day(0))) == 0


def test_a_window_is_a_period():
    """It has an end at least, and does not end before it starts."""
    with pytest.raises(InputError, match="needs earliest or latest; found neither"):
        Window(activity="theme")
    with pytest.raises(InputError, match="latest must not be before earliest"):
        Window(activity="theme", earliest=day(2), latest=day(1))


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    early, late = data.draw(st.integers(0, 20)), data.draw(st.integers(15, 60))
    ends = {
        "earliest": FIRST + (day(early) - day(0)),
        "latest": FIRST + (day(early + late) - day(0)),
    }
    assert_agrees(
        data,
        Window(activity="theme", **ends),
        Window(activity="exam", **ends, level="dates", weight=2),
        Window(activity="hand_in", occurrence=1, **ends),
        Window(activity="practicum", occurrence=3, latest=ends["latest"]),
    )


def test_sessions_that_nobody_follows_are_their_cohort_s_too():
    """The only member of a cohort is exempt; its meeting still has its period.

    The check passed over it, which the solver did not.
    """
    rule = Window(activity="lesson", cohorts=("c",), earliest=day(1))
    given_ = programme(
        [person("p1", exempt=("lesson",))], activities=(activity("lesson", "cohort"),)
    )
    early = session("lesson/c/1", 0)
    assert found(rule, given_, Plan(sessions=(early,))) == {("lesson/c/1",): 1}
    choice = SessionDay(early.key, given_.activity("lesson"), early.day)
    assert rule.judge(given_)(choice) == 1
