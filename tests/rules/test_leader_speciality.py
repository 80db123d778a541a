from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.plan import Plan
from leaderplan.rules._base import Leading
from leaderplan.rules.leader_speciality import LeaderSpeciality
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    session,
    staff,
)

RULE = LeaderSpeciality()
THEMED = activity(
    "day",
    "cohort",
    occurrences=2,
    themes=("strategy", "economy"),
    leads=(Lead(role="lecturer"), Lead(role="host")),
)
GIVEN = programme(
    [person("p")],
    activities=(THEMED, activity("plain", "cohort", leads=(Lead(role="lecturer"),))),
    staff=[
        staff("t", "lecturer", "host", specialities=("strategy",)),
        staff("x", "lecturer", "host"),
    ],
)


def judged(who, role, occurrence, rule=RULE):
    """Return what the rule says of somebody who leads an occurrence."""
    choice = Leading(GIVEN.member(who), role, THEMED, "c", occurrence)
    return rule.judge(GIVEN)(choice)


def test_the_theme_of_the_occurrence_counts():
    """Lecturer t knows strategy, the first theme, and not economy, the second."""
    plan = Plan(
        sessions=(
            session("day/c/1", 0, staff={"lecturer": "t"}),
            session("day/c/2", 1, staff={"lecturer": "t"}),
        )
    )
    assert found(RULE, GIVEN, plan) == {("day/c/2", "t"): 1}
    assert [judged("t", "lecturer", n) for n in (1, 2)] == [0, 1]


def test_other_roles_and_sessions_without_a_theme_are_kept():
    """The host of a day need not know its theme, nor a lecturer where there is none."""
    plan = Plan(
        sessions=(
            session("day/c/1", 0, staff={"lecturer": "t", "host": "x"}),
            session("plain/c/1", 1, staff={"lecturer": "x"}),
        )
    )
    assert found(RULE, GIVEN, plan) == {}
    assert judged("x", "host", 1) == 0
    plain = Leading(GIVEN.member("x"), "lecturer", GIVEN.activity("plain"), "c", 1)
    assert RULE.judge(GIVEN)(plain) == 0


def test_roles_can_be_named():
    """Where the host must know it too, x breaks the rule as host."""
    rule = LeaderSpeciality(roles=("lecturer", "host"))
    plan = Plan(sessions=(session("day/c/1", 0, staff={"lecturer": "t", "host": "x"}),))
    assert found(rule, GIVEN, plan) == {("day/c/1", "x"): 1}
    assert judged("x", "host", 1, rule) == 1


def test_leaders_by_relation_are_kept():
    """A facilitator of the group leads every theme, whatever the role is called."""
    meeting = activity(
        "meet",
        "network_group",
        themes=("economy",),
        leads=(Lead(role="lecturer", relation="group"),),
    )
    given_ = programme([person("p")], activities=(meeting,), staff=GIVEN.staff)
    plan = Plan(sessions=(session("meet/c-A/1", 0, staff={"lecturer": "x"}),))
    assert found(RULE, given_, plan) == {}
    choice = Leading(given_.member("x"), "lecturer", meeting, "c-A", 1)
    assert RULE.judge(given_)(choice) == 0


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, LeaderSpeciality(level="matches", weight=3))
