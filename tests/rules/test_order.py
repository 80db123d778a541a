from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.domain.plan import Plan
from leaderplan.rules.order import Order
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    module_class,
    person,
    programme,
    session,
)

MOVING = (
    Post(unit="u1", area="north", valid_to=day(9)),
    Post(unit="u2", area="south", valid_from=day(10)),
)
GIVEN = programme(
    [person("p1"), person("p2"), person("p3", posts=MOVING)],
    activities=(
        activity("theme", "cohort", occurrences=2),
        activity("lesson", "class", occurrences=2),
        activity("meet", "network_group"),
        activity("exam", "participant"),
        activity("area", "area", occurrences=2),
    ),
)
SETS = {
    "groups": (group("A", "p1", "p2"), group("B", "p3")),
    "classes": (module_class(1, "p1"), module_class(2, "p2", "p3")),
}


def _plan(**days):
    """``theme_c_1=3`` puts theme/c/1 on day 3."""
    rows = {key.replace("_", "/"): number for key, number in days.items()}
    return Plan(sessions=tuple(session(k, d) for k, d in rows.items()), **SETS)


def test_later_means_a_later_day():
    """The same day lacks one day, two days before lacks three."""
    rule = Order(first="theme", then="exam")
    assert found(rule, GIVEN, _plan(theme_c_1=3, exam_p1_1=4)) == {}
    pair = ("theme/c/1", "exam/p1/1")
    assert found(rule, GIVEN, _plan(theme_c_1=3, exam_p1_1=3)) == {pair: 1}
    assert found(rule, GIVEN, _plan(theme_c_1=3, exam_p1_1=1)) == {pair: 3}


def test_occurrences_follow_each_other():
    """Without a second activity the first's occurrences are in order."""
    rule = Order(first="theme")
    assert found(rule, GIVEN, _plan(theme_c_1=3, theme_c_2=5)) == {}
    assert found(rule, GIVEN, _plan(theme_c_1=5, theme_c_2=3)) == {
        ("theme/c/1", "theme/c/2"): 3
    }


def test_sessions_without_anybody_in_common_are_no_pair():
    """p1 is in class 1; class 2's lessons and its exams are others' business."""
    rule = Order(first="lesson", then="exam")
    plan = Plan(sessions=(session("lesson/c-1/1", 5), session("exam/p2/1", 2)), **SETS)
    assert found(rule, GIVEN, plan) == {}
    plan = Plan(sessions=(session("lesson/c-2/1", 5), session("exam/p2/1", 2)), **SETS)
    assert found(rule, GIVEN, plan) == {("lesson/c-2/1", "exam/p2/1"): 4}


def test_a_pair_counts_once_however_many_people_it_has():
    """A theme day and a class's lesson are one pair, also where the class is empty."""
    rule = Order(first="theme", then="lesson")
    plan = Plan(
        classes=(module_class(1), module_class(2, "p1", "p2", "p3")),
        sessions=(
            session("theme/c/1", 3),
            session("lesson/c-1/1", 3),
            session("lesson/c-2/1", 3),
        ),
    )
    assert found(rule, GIVEN, plan) == {
        ("theme/c/1", "lesson/c-1/1"): 1,
        ("theme/c/1", "lesson/c-2/1"): 1,
    }


def test_a_class_and_a_group_meet_in_their_members():
    """p2 is in group A and class 2; nobody is in group B and class 1."""
    rule = Order(first="meet", then="lesson")
    plan = Plan(
        sessions=(
            session("meet/c-A/1", 3),
            session("meet/c-B/1", 3),
            session("lesson/c-1/1", 4),
            session("lesson/c-2/1", 2),
        ),
        **SETS,
    )
    assert found(rule, GIVEN, plan) == {
        ("meet/c-A/1", "lesson/c-2/1"): 2,
        ("meet/c-B/1", "lesson/c-2/1"): 2,
    }


def test_who_changes_area_joins_two_meetings():
    """p3 is at the first northern meeting and, from day 10, at the second southern."""
    rule = Order(first="area")
    plan = Plan(sessions=(session("area/north/1", 12), session("area/south/2", 11)))
    assert found(rule, GIVEN, plan) == {}
    plan = Plan(sessions=(session("area/north/1", 9), session("area/south/2", 11)))
    assert found(rule, GIVEN, plan) == {}
    late = Order(first="exam", then="area")
    plan = Plan(sessions=(session("exam/p3/1", 11), session("area/south/2", 11)))
    assert found(late, GIVEN, plan) == {("exam/p3/1", "area/south/2"): 1}
    plan = Plan(sessions=(session("exam/p3/1", 11), session("area/south/2", 9)))
    assert found(late, GIVEN, plan) == {}


@settings(max_examples=40)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""
    kinds = ("kick_off", "theme", "network", "teaching", "director_meeting", "exam")
    kinds += ("coaching", "practicum", "hand_in", "kick_on")
    pair = data.draw(st.sampled_from([(a, b) for a in kinds for b in kinds if a != b]))
    assert_agrees(
        data,
        Order(first=pair[0], then=pair[1]),
        Order(first=pair[0], then=pair[1], level="dates", weight=2),
        Order(first="theme"),
        Order(first="teaching"),
        Order(first="coaching", level="dates"),
        Order(first="practicum", then="practicum", level="dates"),
    )
