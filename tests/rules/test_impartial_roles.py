import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Post
from leaderplan.domain.plan import CoachMatch, Placement, Plan
from leaderplan.errors import InputError
from leaderplan.rules.impartial_roles import ImpartialRoles
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    host,
    module_class,
    person,
    programme,
    session,
    staff,
)

EXAM = activity("exam", "participant", occurrences=2, leads=(Lead(role="examiner"),))
TEACH = activity("teach", "class", leads=(Lead(role="examiner"),))
TALK = activity("talk", "cohort", leads=(Lead(role="examiner"),))
GIVEN = programme(
    [
        person("p1", posts=(Post(unit="u1", area="north", manager="m"),)),
        person("p2", "u2"),
    ],
    staff=[staff("s", "coach", "examiner", "facilitator"), staff("m", "manager")],
    hosts=(host("u3", "s"),),
    activities=(EXAM, TEACH, TALK),
)
EXAMS = (
    session("exam/p1/1", 1, staff={"examiner": "s"}),
    session("exam/p1/2", 2, staff={"examiner": "s"}),
)


def _coached(who, coach):
    return (CoachMatch(participant=who, coach=coach),)


def test_one_role_however_often_is_kept():
    """Who examines p1 twice and coaches p2 has one role for each of them."""
    plan = Plan(sessions=EXAMS, matches=_coached("p2", "s"))
    assert found(ImpartialRoles(), GIVEN, plan) == {}


def test_each_role_above_one_counts():
    """Examiner and coach are one above; group and host too make four, three above."""
    plan = Plan(sessions=EXAMS, matches=_coached("p1", "s"))
    assert found(ImpartialRoles(), GIVEN, plan) == {("p1", "s"): 1}
    plan = Plan(
        sessions=EXAMS,
        matches=_coached("p1", "s"),
        groups=(group("A", "p1", facilitator="s"), group("B", "p2")),
        placements=(Placement(participant="p1", host="u3"),),
    )
    assert found(ImpartialRoles(), GIVEN, plan) == {("p1", "s"): 3}
    two = ImpartialRoles(roles=("coach", "host_leader"))
    assert found(two, GIVEN, plan) == {("p1", "s"): 1}


def test_the_manager_cannot_coach():
    """The manager of p1 coaches p2 in one role only, but p1 in two."""
    plan = Plan(matches=_coached("p1", "m") + _coached("p2", "m"))
    assert found(ImpartialRoles(), GIVEN, plan) == {("p1", "m"): 1}


def test_managers_of_the_horizon_count():
    """A manager who comes on day 20 counts, one who left before day 0 does not."""
    posts = (
        Post(unit="u1", area="north", manager="m", valid_to=day(-1)),
        Post(unit="u1", area="north", manager="s", valid_from=day(20)),
    )
    given_ = GIVEN.replace(participants=(person("p1", posts=posts),))
    assert found(ImpartialRoles(), given_, Plan(matches=_coached("p1", "m"))) == {}
    amounts = found(ImpartialRoles(), given_, Plan(matches=_coached("p1", "s")))
    assert amounts == {("p1", "s"): 1}


def test_classes_count_and_the_cohort_does_not():
    """An examiner of class 1 and of the cohort has two roles for p1 only."""
    plan = Plan(
        classes=(module_class(1, "p1"), module_class(2, "p2")),
        sessions=(
            session("teach/c-1/1", 1, staff={"examiner": "s"}),
            session("talk/c/1", 2, staff={"examiner": "s"}),
        ),
        matches=_coached("p1", "s") + _coached("p2", "s"),
    )
    assert found(ImpartialRoles(), GIVEN, plan) == {("p1", "s"): 1}


def test_it_needs_two_roles():
    """One role alone cannot be held twice, so the rule would say nothing."""
    with pytest.raises(InputError, match="at least 2 items"):
        ImpartialRoles(roles=("coach",))


@settings(max_examples=40)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        ImpartialRoles(),
        ImpartialRoles(level="matches"),
        ImpartialRoles(
            roles=("lecturer", "examiner", "facilitator", "manager"), level="matches"
        ),
    )
