from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.plan import CoachMatch, Plan
from leaderplan.rules.coach_load_even import CoachLoadEven
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    staff,
)

RULE = CoachLoadEven()
TALKS = activity(
    "talk", "participant", occurrences=2, leads=(Lead(role="coach", relation="coach"),)
)
COACHES = [staff(c, "coach") for c in ("c", "d")]


def matched(*coaches):
    """Return a plan in which p0, p1, … have these coaches."""
    rows = [CoachMatch(participant=f"p{i}", coach=c) for i, c in enumerate(coaches)]
    return Plan(matches=tuple(rows))


def coached(count, *activities):
    """Return a programme of so many people and two coaches."""
    people = [person(f"p{i}") for i in range(count)]
    return programme(people, staff=COACHES, activities=activities)


def test_the_share_is_rounded_up():
    """Three people without sessions are 3 / 2, rounded up 2 matches each."""
    assert found(RULE, coached(3), matched("c", "c", "d")) == {}
    assert found(RULE, coached(3), matched("c", "c", "c")) == {("c",): 1}


def test_sessions_above_the_share_count():
    """Three people with 2 sessions each are 6 / 2 = 3; two people are 4, 1 above."""
    assert found(RULE, coached(3, TALKS), matched("c", "c", "d")) == {("c",): 1}
    assert found(RULE, coached(3, TALKS), matched("d", "d", "d")) == {("d",): 3}
    assert found(RULE, coached(2, TALKS), matched("c", "d")) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, CoachLoadEven(weight=4))
