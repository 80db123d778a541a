from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Availability as Row
from leaderplan.domain.plan import Plan
from leaderplan.rules._base import Attendance
from leaderplan.rules.availability import Availability
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

AWAY = Row(first=day(2), last=day(3), blocks=(1,))
UNSURE = Row(state="unanswered", first=day(2), last=day(2))
MEET, JOINT = activity("meet", "cohort"), activity("joint", "cohort", plenary=True)
DUE = activity("due", "participant", length=0)
GIVEN = programme(
    [person("p1", availability=(AWAY,)), person("p2", availability=(UNSURE,))],
    activities=(MEET, JOINT, DUE),
)


def _plan(number, slot, key="meet"):
    return Plan(sessions=(session(f"{key}/c/1", number, slot),))


def test_a_touched_block_must_be_free():
    """p1 is away in block 1, slots 2 and 3, of days 2 and 3."""
    assert found(Availability(), GIVEN, _plan(2, 0)) == {}
    assert found(Availability(), GIVEN, _plan(4, 2)) == {}
    assert found(Availability(), GIVEN, _plan(2, 2)) == {("p1", "meet/c/1"): 1}
    assert found(Availability(), GIVEN, _plan(3, 1)) == {("p1", "meet/c/1"): 1}


def test_states_that_bind_are_a_choice():
    """p2 has not answered for day 2, which binds only when asked for."""
    rule = Availability(states=("unavailable", "unanswered"))
    assert found(rule, GIVEN, _plan(2, 2)) == {
        ("p1", "meet/c/1"): 1,
        ("p2", "meet/c/1"): 1,
    }


def test_plenary_sessions_and_others_not_named_are_left_out():
    """Absence from plenary sessions is priced elsewhere."""
    assert found(Availability(), GIVEN, _plan(2, 2, "joint")) == {}
    assert found(Availability(activities=("joint",)), GIVEN, _plan(2, 2)) == {}


def test_judge_reads_person_block_and_activity():
    """The hook says 1 for p1 in block 1 of day 2, and 0 beside it."""
    judge = Availability().judge(GIVEN)
    p1, p2 = GIVEN.participants
    assert judge(Attendance(p1, MEET, day(2), 1)) == 1
    assert judge(Attendance(p1, MEET, day(2), 0)) == 0
    assert judge(Attendance(p1, MEET, day(4), 1)) == 0
    assert judge(Attendance(p2, MEET, day(2), 1)) == 0
    assert judge(Attendance(p1, JOINT, day(2), 1)) == 0
    assert judge(Attendance(p1, DUE, day(2), 1)) == 0


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    named = ("exam", "theme", "network", "plan_due")
    assert_agrees(
        data,
        Availability(),
        Availability(level="dates", weight=3),
        Availability(states=("unavailable", "prefer_not"), activities=named),
    )
