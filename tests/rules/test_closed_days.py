from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.calendar import CalendarProfile, Closure, PlanningCalendar
from leaderplan.domain.people import Post
from leaderplan.domain.places import Unit
from leaderplan.domain.plan import Milestone, Plan, SessionKey
from leaderplan.rules._base import Attendance, LeadingTime, SessionDay
from leaderplan.rules.closed_days import ClosedDays
from tests.rules.small_world import (
    MONDAY,
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
    staff,
)

CALENDAR = PlanningCalendar(
    first=MONDAY,
    last=day(27),
    closures=(
        Closure(id="holiday", name="holiday", first=day(3), last=day(3)),
        Closure(id="fair", name="fair", first=day(1), last=day(1), blocks=(1,)),
        Closure(id="break", name="break", first=day(8), last=day(9)),
    ),
    profiles=(
        CalendarProfile(id="all", name="all", closures=("holiday",)),
        CalendarProfile(id="school", name="school", closures=("fair", "break")),
    ),
    default_profile="all",
)
UNITS = (
    Unit(id="u1", name="u1", sector="school", area="north", profile="school"),
    Unit(id="u2", name="u2", sector="day-care", area="south"),
)
MOVING = (
    Post(unit="u1", area="north", valid_to=day(7)),
    Post(unit="u2", area="south", valid_from=day(9)),
)
TALK = activity("talk", "participant", leads=(Lead(role="coach"),))
DUE = activity("due", "participant", length=0)
GIVEN = programme(
    [person("p1"), person("p2", "u2"), person("p3", posts=MOVING)],
    calendar=CALENDAR,
    units=UNITS,
    activities=(TALK, DUE),
    staff=(staff("s1", "coach", profile="school"), staff("s2", "coach")),
)


def _talk(who, number, slot=0, coach="s2"):
    plan = session(f"talk/{who}/1", number, slot, staff={"coach": coach})
    return Plan(sessions=(plan,))


def _due(who, number):
    row = Milestone(activity="due", participant=who, occurrence=1, day=day(number))
    return Plan(milestones=(row,))


def test_each_person_has_the_profile_of_the_unit():
    """u1 is closed in slots 2 and 3 of day 1; u2 follows the default, closed day 3."""
    rule = ClosedDays()
    assert found(rule, GIVEN, _talk("p1", 1)) == {}
    assert found(rule, GIVEN, _talk("p1", 1, 2)) == {("p1", "talk/p1/1"): 1}
    assert found(rule, GIVEN, _talk("p2", 1, 2)) == {}
    assert found(rule, GIVEN, _talk("p2", 3)) == {
        ("p2", "talk/p2/1"): 1,
        ("s2", "talk/p2/1"): 1,
    }


def test_a_post_counts_on_its_days():
    """p3 has no unit on day 8, which is open by default, and u2 from day 9 on."""
    assert found(ClosedDays(), GIVEN, _talk("p3", 1, 2)) == {("p3", "talk/p3/1"): 1}
    assert found(ClosedDays(), GIVEN, _talk("p3", 8)) == {}
    assert found(ClosedDays(), GIVEN, _talk("p3", 9)) == {}


def test_staff_have_a_profile_of_their_own():
    """s1 keeps the school calendar, s2 the default."""
    assert found(ClosedDays(), GIVEN, _talk("p2", 8, coach="s1")) == {
        ("s1", "talk/p2/1"): 1
    }
    assert found(ClosedDays(), GIVEN, _talk("p2", 8, coach="s2")) == {}


def test_a_due_date_avoids_whole_days():
    """Day 1 is closed for one block only, day 8 from morning to evening."""
    assert found(ClosedDays(), GIVEN, _due("p1", 1)) == {}
    assert found(ClosedDays(), GIVEN, _due("p1", 8)) == {("p1", "due/p1/1"): 1}
    assert found(ClosedDays(), GIVEN, _due("p2", 8)) == {}


def test_nothing_stands_on_a_weekday_left_out():
    """Day 5 is a Saturday."""
    assert found(ClosedDays(), GIVEN, _talk("p1", 5)) == {("talk/p1/1",): 1}
    assert found(ClosedDays(), GIVEN, _due("p1", 5)) == {("due/p1/1",): 1}
    assert found(ClosedDays(activities=("due",)), GIVEN, _talk("p1", 5)) == {}


def test_judge_reads_all_three_kinds_of_choice():
    """The hook follows the profile, the post on the day and the calendar's weekdays."""
    judge = ClosedDays().judge(GIVEN)
    p1, _, p3 = GIVEN.participants
    key = SessionKey("talk", "p1", 1)
    assert [judge(Attendance(p1, TALK, day(1), block)) for block in (0, 1)] == [0, 1]
    assert [judge(Attendance(p1, DUE, day(d), 0)) for d in (1, 8)] == [0, 1]
    assert [judge(Attendance(p3, TALK, day(d), 0)) for d in (3, 8, 9)] == [0, 0, 0]
    assert [judge(LeadingTime(s, "coach", TALK, day(8), 0)) for s in GIVEN.staff] == [
        1,
        0,
    ]
    assert [judge(SessionDay(key, TALK, day(d))) for d in (4, 5)] == [0, 1]


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""

    def changed(drawn, plan):
        calendar = drawn.calendar.model_copy(
            update={
                "weekdays": data.draw(
                    st.sampled_from([(0, 1, 2, 3, 4), tuple(range(7))])
                )
            }
        )
        later = tuple(
            c.model_copy(update={"first": c.first, "last": c.last + timedelta(days=2)})
            for c in calendar.closures
        )
        return drawn.replace(calendar=calendar.model_copy(update={"closures": later}))

    assert_agrees(
        data,
        ClosedDays(),
        ClosedDays(level="dates", weight=5),
        ClosedDays(activities=("exam", "plan_due", "director_meeting")),
        ClosedDays(activities=("kick_on", "kick_off")),
        changed=changed,
    )
