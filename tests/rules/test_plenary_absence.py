import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules._base import Attendance
from leaderplan.rules.plenary_absence import PlenaryAbsence
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

AWAY = Availability(first=day(2), last=day(2), blocks=(1,))
ALL_DAY = Availability(first=day(2), last=day(2))
MEET, JOINT = activity("meet", "cohort"), activity("joint", "cohort", plenary=True)
GIVEN = programme(
    [
        person("p1", availability=(AWAY,)),
        person("p2", availability=(ALL_DAY,)),
        person("p3"),
        person("p4", availability=(ALL_DAY,), exempt=("joint",)),
    ],
    activities=(MEET, JOINT),
)


def _plan(slot, key="joint", number=2):
    return Plan(sessions=(session(f"{key}/c/1", number, slot),))


def test_each_absent_participant_counts_once():
    """On day 2, p2 is away all day and p1 in slots 2 and 3; p4 does not follow it."""
    assert found(PlenaryAbsence(), GIVEN, _plan(0, number=1)) == {}
    assert found(PlenaryAbsence(), GIVEN, _plan(0)) == {("p2", "joint/c/1"): 1}
    assert found(PlenaryAbsence(), GIVEN, _plan(2)) == {
        ("p1", "joint/c/1"): 1,
        ("p2", "joint/c/1"): 1,
    }


def test_other_sessions_do_not_count():
    """A meeting that is not plenary, and a plenary that is not named."""
    assert found(PlenaryAbsence(), GIVEN, _plan(2, "meet")) == {}
    assert found(PlenaryAbsence(activities=("meet",)), GIVEN, _plan(2)) == {}


def test_judge_reads_person_block_and_activity():
    """The hook says 1 for p1 in block 1 of the plenary only."""
    judge = PlenaryAbsence().judge(GIVEN)
    p1, _, p3, _ = GIVEN.participants
    assert judge(Attendance(p1, JOINT, day(2), 1)) == 1
    assert judge(Attendance(p1, JOINT, day(2), 0)) == 0
    assert judge(Attendance(p3, JOINT, day(2), 1)) == 0
    assert judge(Attendance(p1, MEET, day(2), 1)) == 0


def test_it_is_a_preference():
    """It is priced at the level of absences unless another is given, never hard."""
    assert PlenaryAbsence().level == "absences"
    with pytest.raises(InputError, match="plenary_absence is a preference"):
        PlenaryAbsence(level=None)


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model prices exactly what the checker does."""
    assert_agrees(
        data,
        PlenaryAbsence(),
        PlenaryAbsence(activities=("theme", "kick_on"), weight=7),
    )
