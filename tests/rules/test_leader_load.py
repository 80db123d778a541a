from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import RoleLoad
from leaderplan.domain.plan import NetworkGroup, Plan
from leaderplan.rules.leader_load import LeaderLoad
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    session,
    staff,
)

RULE = LeaderLoad()
EXAM = activity(
    "exam",
    "participant",
    occurrences=3,
    leads=(Lead(role="examiner"), Lead(role="guest")),
)
MEETING = activity(
    "meet",
    "network_group",
    leads=(Lead(role="examiner", relation="group"),),
)
LOADS = (RoleLoad(role="examiner", largest=2), RoleLoad(role="guest", smallest=9))
GIVEN = programme(
    [person("p")],
    activities=(EXAM, MEETING),
    staff=[staff("x", roles=LOADS), staff("y", "examiner")],
)


def exams(*people):
    """Return a plan in which these people examine p, one after the other."""
    rows = [
        session(f"exam/p/{i}", i, staff={"examiner": who, "guest": "x"})
        for i, who in enumerate(people, 1)
    ]
    return Plan(sessions=tuple(rows))


def test_as_many_as_agreed_are_kept():
    """Two exams of x are 2 of 2; y, and guests, have no limit."""
    assert found(RULE, GIVEN, exams("x", "x", "y")) == {}
    assert found(RULE, GIVEN, exams("y", "y", "y")) == {}


def test_sessions_above_count():
    """Three exams of x are one above 2, in the role of examiner only."""
    assert found(RULE, GIVEN, exams("x", "x", "x")) == {("x", "examiner"): 1}


def test_only_picked_leaders_count():
    """A group's own leader does not use up what was agreed for exams."""
    plan = exams("x", "x", "y")
    groups = (NetworkGroup(id="c-A", cohort="c", participants=("p",), facilitator="x"),)
    meeting = session("meet/c-A/1", 9, staff={"examiner": "x"})
    plan = Plan(sessions=(*plan.sessions, meeting), groups=groups)
    assert found(RULE, GIVEN, plan) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, LeaderLoad(level="matches", weight=2))
