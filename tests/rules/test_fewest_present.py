from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.rules.fewest_present import FewestPresent
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    module_class,
    person,
    programme,
    session,
)

AWAY = Availability(first=day(2), last=day(2), blocks=(1,))
GIVEN = programme(
    [
        person("p1", availability=(AWAY,)),
        person("p2", availability=(AWAY,)),
        person("p3", availability=(AWAY,)),
        person("p4"),
        person("p5", exempt=("joint",)),
    ],
    activities=(
        activity("joint", "cohort", plenary=True),
        activity("lecture", "class", plenary=True),
        activity("meet", "cohort"),
    ),
)


def _plan(key, slot=2):
    return Plan(
        classes=(module_class(1, "p1", "p4", "p5"), module_class(2, "p2", "p3")),
        sessions=(session(f"{key}/1", 2, slot),),
    )


def test_a_share_of_the_audience_is_present():
    """Three of the four who follow it are away: 100 * 3 - 50 * 4 = 100 too many."""
    assert found(FewestPresent(), GIVEN, _plan("joint/c", 0)) == {}
    assert found(FewestPresent(), GIVEN, _plan("joint/c")) == {("joint/c/1",): 100}
    assert found(FewestPresent(percent=25), GIVEN, _plan("joint/c")) == {}
    rule = FewestPresent(percent=26)  # 300 - 74 * 4 = 4
    assert found(rule, GIVEN, _plan("joint/c")) == {("joint/c/1",): 4}


def test_a_class_is_counted_by_its_members():
    """Class 1 misses one of three: 100 - 50 * 3 < 0; class 2 misses both: 200 - 100."""
    assert found(FewestPresent(), GIVEN, _plan("lecture/c-1")) == {}
    assert found(FewestPresent(), GIVEN, _plan("lecture/c-2")) == {
        ("lecture/c-2/1",): 100
    }


def test_other_sessions_do_not_count():
    """A session that is not plenary, and a plenary that is not named."""
    assert found(FewestPresent(), GIVEN, _plan("meet/c")) == {}
    rule = FewestPresent(activities=("lecture",))
    assert found(rule, GIVEN, _plan("joint/c")) == {}


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""

    def changed(drawn, plan):
        lectures = [
            a.model_copy(update={"plenary": a.plenary or a.id == "teaching"})
            for a in drawn.activities
        ]
        return drawn.replace(activities=tuple(lectures))

    assert_agrees(
        data,
        FewestPresent(percent=85),
        FewestPresent(percent=100, level="absences"),
        FewestPresent(percent=100, activities=("teaching", "exam"), level="absences"),
        FewestPresent(percent=60, activities=("teaching",)),
        changed=changed,
    )
