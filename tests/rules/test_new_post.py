from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.domain.plan import Plan
from leaderplan.rules._base import Attendance
from leaderplan.rules.new_post import NewPost
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

BEFORE = Post(unit="u1", area="north", valid_to=day(4))
AFTER = Post(unit="u2", area="north", valid_from=day(5))
GIVEN = programme(
    [person("p1", posts=(BEFORE, AFTER)), person("p2")],
    activities=(activity("stay", "participant"), activity("meet", "cohort")),
)
ASKED = NewPost(activities=("stay",), days=7)


def _plan(key, number):
    return Plan(sessions=(session(key, number),))


def test_the_first_days_of_a_post_are_quiet():
    """Neither the day before it begins nor the eighth is one of seven."""
    for number, broken in ((4, False), (5, True), (11, True), (12, False)):
        expected = {("p1", "stay/p1/1"): 1} if broken else {}
        assert found(ASKED, GIVEN, _plan("stay/p1/1", number)) == expected


def test_whoever_is_not_named_is_not_left_in_peace():
    """Where people are named, others' new jobs bind nothing."""
    plan = _plan("stay/p1/1", 6)
    assert found(ASKED.model_copy(update={"participants": ("p2",)}), GIVEN, plan) == {}
    named = ASKED.model_copy(update={"participants": ("p1",)})
    assert found(named, GIVEN, plan) == {("p1", "stay/p1/1"): 1}


def test_other_activities_and_older_posts_bind_nothing():
    """A post without a first day was there before."""
    assert found(ASKED, GIVEN, _plan("meet/c/1", 6)) == {}
    assert found(ASKED, GIVEN, _plan("stay/p2/1", 6)) == {}


def test_a_joint_session_counts_for_whoever_has_a_new_job():
    """Each participant by themselves."""
    asked = NewPost(activities=("meet",), days=7)
    assert found(asked, GIVEN, _plan("meet/c/1", 6)) == {("p1", "meet/c/1"): 1}


def test_judge_reads_person_day_and_activity():
    """The hook says 1 from the first day on, whatever the block."""
    judge = ASKED.judge(GIVEN)
    p1, p2 = GIVEN.participants
    stay, meet = GIVEN.activities
    assert judge(Attendance(p1, stay, day(5), 0)) == 1
    assert judge(Attendance(p1, stay, day(4), 1)) == 0
    assert judge(Attendance(p1, meet, day(5), 1)) == 0
    assert judge(Attendance(p2, stay, day(5), 1)) == 0


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    assert_agrees(
        data,
        NewPost(activities=("practicum", "coaching"), days=9),
        NewPost(activities=("practicum",), days=9, participants=("p1", "p3"), id="two"),
        NewPost(activities=("theme", "network", "plan_due"), days=5, level="dates"),
    )
