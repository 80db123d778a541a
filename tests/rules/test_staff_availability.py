from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.rules._base import LeadingTime
from leaderplan.rules.staff_availability import StaffAvailability
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
    staff,
)

ROLES = (Lead(role="examiner"), Lead(role="external"))
AWAY = Availability(first=day(2), last=day(2), blocks=(1,))
UNSURE = Availability(state="prefer_not", first=day(2), last=day(2))
EXAM, TALK = activity("exam", "participant", leads=ROLES), activity("talk", "cohort")
GIVEN = programme(
    [person("p1")],
    activities=(EXAM, TALK),
    staff=(
        staff("s1", "examiner", "external", availability=(AWAY,)),
        staff("s2", "external", availability=(UNSURE,)),
    ),
)


def _plan(slot, external):
    seats = {"examiner": "s1", "external": external}
    return Plan(sessions=(session("exam/p1/1", 2, slot, staff=seats),))


def test_who_leads_must_be_free():
    """s1 is away in block 1, slots 2 and 3; s2 would only rather not."""
    rule = StaffAvailability()
    assert found(rule, GIVEN, _plan(0, "s2")) == {}
    assert found(rule, GIVEN, _plan(2, "s2")) == {("s1", "exam/p1/1"): 1}


def test_each_role_counts():
    """s1 fills both roles while away."""
    assert found(StaffAvailability(), GIVEN, _plan(2, "s1")) == {("s1", "exam/p1/1"): 2}


def test_only_the_activities_named_count():
    """A rule about talks says nothing of exams."""
    rule = StaffAvailability(activities=("talk",))
    assert found(rule, GIVEN, _plan(2, "s1")) == {}


def test_judge_reads_person_and_block():
    """The hook says 1 for s1 in block 1 of day 2, and 0 beside it."""
    judge = StaffAvailability().judge(GIVEN)
    s1, s2 = GIVEN.staff
    assert judge(LeadingTime(s1, "examiner", EXAM, day(2), 1)) == 1
    assert judge(LeadingTime(s1, "examiner", EXAM, day(2), 2)) == 0
    assert judge(LeadingTime(s2, "external", EXAM, day(2), 1)) == 0
    named = StaffAvailability(activities=("talk",)).judge(GIVEN)
    assert named(LeadingTime(s1, "examiner", EXAM, day(2), 1)) == 0


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    assert_agrees(
        data,
        StaffAvailability(),
        StaffAvailability(level="dates", weight=2),
        StaffAvailability(activities=("exam", "practicum", "director_meeting")),
    )
