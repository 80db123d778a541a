from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import RoleLoad
from leaderplan.domain.plan import Plan
from leaderplan.rules.leader_per_day import LeaderPerDay
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    session,
    staff,
)

RULE = LeaderPerDay()
TALK = activity(
    "talk",
    "participant",
    occurrences=4,
    leads=(Lead(role="coach", relation="coach"), Lead(role="guest")),
)
LOADS = (RoleLoad(role="coach", per_day=2), RoleLoad(role="guest"))
GIVEN = programme([person("p")], activities=(TALK,), staff=[staff("x", roles=LOADS)])


def talks(*days):
    """Return a plan in which x has a talk with p on each of these days."""
    rows = [
        session(f"talk/p/{i}", number, 2 * i - 2, staff={"coach": "x", "guest": "x"})
        for i, number in enumerate(days, 1)
    ]
    return Plan(sessions=tuple(rows))


def test_as_many_as_agreed_are_kept():
    """Two talks on each of two days are 2 of 2; guests have no limit."""
    assert found(RULE, GIVEN, talks(0, 0, 1, 1)) == {}


def test_sessions_above_count_by_day():
    """Three on day 0 are one above, four on day 7 two."""
    assert found(RULE, GIVEN, talks(0, 0, 0, 1)) == {("x", "coach", "2027-09-06"): 1}
    assert found(RULE, GIVEN, talks(7, 7, 7, 7)) == {("x", "coach", "2027-09-13"): 2}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, LeaderPerDay(level="dates", weight=2))
