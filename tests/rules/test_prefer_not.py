import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules._base import Attendance, LeadingTime
from leaderplan.rules.prefer_not import PreferNot
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

RATHER_NOT = Availability(state="prefer_not", first=day(2), last=day(2), blocks=(1,))
AWAY = Availability(first=day(2), last=day(2))
ROLES = (Lead(role="examiner"), Lead(role="external"))
EXAM, DUE = (
    activity("exam", "participant", leads=ROLES),
    activity("due", "participant", length=0),
)
GIVEN = programme(
    [person("p1", availability=(RATHER_NOT,)), person("p2", availability=(AWAY,))],
    activities=(EXAM, DUE),
    staff=(
        staff("s1", "examiner", "external", availability=(RATHER_NOT,)),
        staff("s2", "external"),
    ),
)


def _plan(slot, who="p1", external="s2"):
    seats = {"examiner": "s1", "external": external}
    return Plan(sessions=(session(f"exam/{who}/1", 2, slot, staff=seats),))


def test_participants_and_staff_count():
    """p1 and s1 would rather keep slots 2 and 3 of day 2; s1 may fill two roles."""
    assert found(PreferNot(), GIVEN, _plan(0)) == {}
    assert found(PreferNot(), GIVEN, _plan(2)) == {
        ("p1", "exam/p1/1"): 1,
        ("s1", "exam/p1/1"): 1,
    }
    assert found(PreferNot(), GIVEN, _plan(2, external="s1")) == {
        ("p1", "exam/p1/1"): 1,
        ("s1", "exam/p1/1"): 2,
    }


def test_other_states_and_activities_do_not_count():
    """p2 cannot come at all, which another rule says."""
    assert found(PreferNot(), GIVEN, _plan(2, "p2", "s2")) == {("s1", "exam/p2/1"): 1}
    assert found(PreferNot(activities=("due",)), GIVEN, _plan(2)) == {}


def test_judge_reads_both_kinds_of_choice():
    """The hook says 1 for p1 and s1 in block 1 of day 2, never for a due date."""
    judge = PreferNot().judge(GIVEN)
    p1, s1 = GIVEN.participants[0], GIVEN.staff[0]
    assert judge(Attendance(p1, EXAM, day(2), 1)) == 1
    assert judge(Attendance(p1, EXAM, day(2), 2)) == 0
    assert judge(Attendance(p1, DUE, day(2), 1)) == 0
    assert judge(LeadingTime(s1, "examiner", EXAM, day(2), 1)) == 1
    assert judge(LeadingTime(s1, "examiner", EXAM, day(3), 1)) == 0


def test_it_is_a_preference():
    """It is priced at the level of dates unless another is given, never hard."""
    assert PreferNot().level == "dates"
    with pytest.raises(InputError, match="prefer_not is a preference"):
        PreferNot(level=None)


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model prices exactly what the checker does."""
    assert_agrees(data, PreferNot(), PreferNot(activities=("exam", "theme"), weight=4))
