import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import RoleLoad
from leaderplan.domain.plan import CoachMatch, Plan
from leaderplan.domain.view import PlanView
from leaderplan.rules.coach_load import CoachLoad
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    staff,
)

RULE = CoachLoad()
BY_COACH = (Lead(role="coach", relation="coach"),)
TALKS = activity("talk", "participant", occurrences=2, leads=BY_COACH)
EXTRA = activity("extra", "participant", leads=BY_COACH)


def coached(smallest, largest, *activities):
    """Return a programme whose coach c has a range of sessions; d has none."""
    load = RoleLoad(role="coach", smallest=smallest, largest=largest)
    skipped = ("extra",) if EXTRA in activities else ()
    return programme(
        [person("p"), person("q"), person("r", exempt=skipped)],
        staff=[staff("c", roles=(load,)), staff("d", "coach")],
        activities=activities,
    )


def matched(**coach_of):
    """Return a plan of who coaches whom."""
    rows = [CoachMatch(participant=p, coach=c) for p, c in coach_of.items()]
    return Plan(matches=tuple(rows))


def test_sessions_are_counted_not_people():
    """With a coach p and q have 2 + 1 sessions; r skips the extra one and has 2.

    So c has 3 + 2 = 5 with p and r: 5 of 5 is kept, 5 of 4 is one above.
    """
    plan = matched(p="c", q="d", r="c")
    assert found(RULE, coached(5, 5, TALKS, EXTRA), plan) == {}
    assert found(RULE, coached(0, 4, TALKS, EXTRA), plan) == {("c",): 1}
    assert found(RULE, coached(7, None, TALKS, EXTRA), plan) == {("c",): 2}


def test_without_coaching_sessions_each_match_counts_one():
    """Where no activity is led by a coach, two matches are two."""
    plan = matched(p="c", q="d", r="c")
    assert found(RULE, coached(2, 2), plan) == {}
    assert found(RULE, coached(0, 1), plan) == {("c",): 1}


def test_a_coach_without_matches_can_have_too_few():
    """Nobody is coached by c, who was promised at least 3 sessions."""
    plan = matched(p="d", q="d", r="d")
    assert found(RULE, coached(3, 8, TALKS), plan) == {("c",): 3}


@pytest.mark.parametrize(
    ("largest", "da", "en"),
    [
        (4, "c har 2 coachingsamtaler; aftalt er 3 til 4",
         "c has 2 coaching sessions; 3 to 4 is agreed"),
        (None, "c har 2 coachingsamtaler; aftalt er mindst 3",
         "c has 2 coaching sessions; at least 3 is agreed"),
    ],
)  # fmt: skip
def test_words_say_what_was_agreed(largest, da, en):
    """The range is named, an open one by its lower end."""
    plan = matched(p="d", q="d", r="c")
    (violation,) = RULE.check(PlanView(coached(3, largest, TALKS), plan))
    assert (violation.message.da, violation.message.en) == (da, en)


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, CoachLoad(level="matches", weight=3))
