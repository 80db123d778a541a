from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import CoachMatch, Plan
from leaderplan.rules._base import Coaching
from leaderplan.rules.coach_speciality import CoachSpeciality
from tests.rules.small_world import assert_agrees, found, person, programme, staff

RULE = CoachSpeciality()
GIVEN = programme(
    [
        person("p", goals=("economy", "strategy", "economy")),
        person("q", goals=("feedback",)),
        person("r"),
    ],
    staff=[
        staff("c", "coach", specialities=("feedback", "strategy")),
        staff("d", "coach"),
    ],
)


def judged(participant, coach):
    """Return what the rule says of a match."""
    choice = Coaching(GIVEN.participant(participant), GIVEN.member(coach))
    return RULE.judge(GIVEN)(choice)


def matched(participant, coach):
    """Return a plan of one match."""
    return Plan(matches=(CoachMatch(participant=participant, coach=coach),))


def test_goals_covered_are_kept():
    """The coach c knows feedback, and r asks for nothing."""
    assert found(RULE, GIVEN, matched("q", "c")) == {}
    assert found(RULE, GIVEN, matched("r", "d")) == {}
    assert judged("q", "c") == judged("r", "d") == 0


def test_each_goal_left_counts_once():
    """Of economy (named twice) and strategy c leaves one, d both."""
    assert found(RULE, GIVEN, matched("p", "c")) == {("p", "c"): 1}
    assert found(RULE, GIVEN, matched("p", "d")) == {("p", "d"): 2}
    assert (judged("p", "c"), judged("p", "d")) == (1, 2)


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, CoachSpeciality(level=None))
