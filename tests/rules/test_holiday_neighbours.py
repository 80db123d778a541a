from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.calendar import CalendarProfile, Closure, PlanningCalendar
from leaderplan.domain.plan import Milestone, Plan, SessionKey
from leaderplan.rules._base import SessionDay
from leaderplan.rules.holiday_neighbours import HolidayNeighbours
from tests.rules.small_world import (
    MONDAY,
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

CALENDAR = PlanningCalendar(
    first=MONDAY,
    last=day(27),
    closures=(
        Closure(id="monday", name="monday", first=day(7), last=day(7)),
        Closure(id="week", name="week", first=day(14), last=day(18)),
        Closure(id="noon", name="noon", first=day(23), last=day(23), blocks=(2, 3)),
        Closure(id="before", name="before", first=day(-3), last=day(-3)),
        Closure(id="school", name="school", first=day(2), last=day(2)),
    ),
    profiles=(
        CalendarProfile(
            id="all", name="all", closures=("monday", "week", "noon", "before")
        ),
        CalendarProfile(id="school", name="school", closures=("school",)),
    ),
    default_profile="all",
)
THEME, DUE = activity("theme", "cohort"), activity("due", "participant", length=0)
GIVEN = programme([person("p1")], calendar=CALENDAR, activities=(THEME, DUE))

BESIDE = {0, 4, 5, 6, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}
"""Day 0 follows the closed Friday before the horizon; 4 (Friday) to 6 and 8 are beside
the closed Monday 7; 11 to 21 are in or beside the closed week 14 to 18: each of its
days has a closed day on one side at least."""


def _plan(number):
    due = Milestone(activity="due", participant="p1", occurrence=1, day=day(number))
    return Plan(sessions=(session("theme/c/1", number),), milestones=(due,))


def test_weekends_do_not_separate_a_day_from_a_holiday():
    """Half closed days and other profiles' days are no holidays."""
    rule = HolidayNeighbours()
    broken = {n for n in range(28) if found(rule, GIVEN, _plan(n))}
    assert broken == BESIDE
    assert found(rule, GIVEN, _plan(8)) == {("theme/c/1",): 1}


def test_due_dates_count_where_they_are_named():
    """The theme day is not named."""
    rule = HolidayNeighbours(activities=("due",))
    assert found(rule, GIVEN, _plan(8)) == {("due/p1/1",): 1}


def test_judge_knows_the_same_days():
    """The hook says 1 on each day beside a holiday, whatever weekday it is."""
    judge = HolidayNeighbours().judge(GIVEN)
    key = SessionKey("theme", "c", 1)
    assert {n for n in range(28) if judge(SessionDay(key, THEME, day(n)))} == BESIDE
    assert judge(SessionDay(SessionKey("due", "p1", 1), DUE, day(8))) == 0


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""

    def changed(drawn, plan):
        profile = data.draw(st.sampled_from(["school", "office", None]))
        calendar = drawn.calendar.model_copy(update={"default_profile": profile})
        return drawn.replace(calendar=calendar)

    assert_agrees(
        data,
        HolidayNeighbours(),
        HolidayNeighbours(level="dates", weight=2),
        HolidayNeighbours(activities=("plan_due", "theme", "practicum")),
        changed=changed,
    )
