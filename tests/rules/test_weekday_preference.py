from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Milestone, Plan, SessionKey
from leaderplan.rules._base import SessionDay
from leaderplan.rules.weekday_preference import WeekdayPreference
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

THEME, DUE = activity("theme", "cohort"), activity("due", "participant", length=0)
GIVEN = programme([person("p1")], activities=(THEME, DUE))


def _plan(number):
    due = Milestone(activity="due", participant="p1", occurrence=1, day=day(number))
    return Plan(sessions=(session("theme/c/1", number),), milestones=(due,))


def test_tuesday_to_thursday_suit():
    """Day 0 is a Monday, days 1 to 3 suit, day 4 is a Friday; no due date counts."""
    rule = WeekdayPreference()
    for number, expected in ((0, 1), (1, 0), (3, 0), (4, 1), (8, 0)):
        broken = {("theme/c/1",): 1} if expected else {}
        assert found(rule, GIVEN, _plan(number)) == broken


def test_due_dates_count_where_they_are_named():
    """A Monday for everything, and Friday for the due date."""
    rule = WeekdayPreference(activities=("due",), weekdays=(0,))
    assert found(rule, GIVEN, _plan(0)) == {}
    assert found(rule, GIVEN, _plan(4)) == {("due/p1/1",): 1}


def test_judge_reads_the_weekday():
    """The hook says 1 on Monday, 0 on Tuesday, and 0 for a due date."""
    judge = WeekdayPreference().judge(GIVEN)
    theme, due = SessionKey("theme", "c", 1), SessionKey("due", "p1", 1)
    assert [judge(SessionDay(theme, THEME, day(d))) for d in (0, 1, 5)] == [1, 0, 1]
    assert judge(SessionDay(due, DUE, day(0))) == 0


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    assert_agrees(
        data,
        WeekdayPreference(level="dates"),
        WeekdayPreference(activities=("theme",), weekdays=(0, 1, 2, 3)),
        WeekdayPreference(activities=("kick_on", "plan_due"), weekdays=(0, 1, 3, 4)),
        WeekdayPreference(activities=("exam", "hand_in"), level="dates", weight=2),
    )
