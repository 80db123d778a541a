from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Milestone, Plan
from leaderplan.rules.day_ledger import DayLedger
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


def _given(total):
    """Two theme days (4 each), a lesson (4), a meeting (2) and a due date (1): 15."""
    return programme(
        [
            person("p1"),
            person("p2", exempt=("theme",)),
            person("p3", exempt=("elsewhere",)),
        ],
        activities=(
            activity("theme", "cohort", occurrences=2, quarter_days=4),
            activity("lesson", "class", quarter_days=4),
            activity("meet", "network_group", quarter_days=2),
            activity("due", "participant", length=0, quarter_days=1),
            activity("talk", "participant"),
            activity("elsewhere", "cohort", cohorts=("x",), quarter_days=8),
        ),
        cohorts=(
            *programme().cohorts,
            programme().cohorts[0].model_copy(update={"id": "x"}),
        ),
        ledger_total=total,
    )


def _plan(members=("p1", "p2", "p3")):
    return Plan(
        groups=(group("A", "p1", "p2", "p3"), group("B")),
        classes=(module_class(1, *members), module_class(2)),
        sessions=tuple(
            session(key, number)
            for number, key in enumerate(
                ("theme/c/1", "theme/c/2", "lesson/c-1/1", "meet/c-A/1", "talk/p1/1")
            )
        ),
        milestones=tuple(
            Milestone(activity="due", participant=p, occurrence=1, day=day(3))
            for p in ("p1", "p2", "p3")
        ),
    )


def test_planned_and_credited_days_make_the_total():
    """p2 has the theme days credited; another cohort's activity credits p3 nothing."""
    assert found(DayLedger(), _given(15), _plan()) == {}
    assert found(DayLedger(), _given(16), _plan()) == {
        ("p1",): 1,
        ("p2",): 1,
        ("p3",): 1,
    }


def test_too_little_and_too_much_count_alike():
    """p3 stands in no class and lacks the lesson's 4; of 11 the others have 4 more."""
    plan = _plan(("p1", "p2"))
    assert found(DayLedger(), _given(15), plan) == {("p3",): 4}
    assert found(DayLedger(), _given(11), plan) == {("p1",): 4, ("p2",): 4}


def test_without_a_total_nothing_is_promised():
    """The rule then asks for nothing."""
    assert found(DayLedger(), _given(None), _plan(())) == {}


def test_it_needs_all_that_weighs_in_view():
    """Days that are not in view yet must not look like days missing."""
    names = ("theme", "lesson", "meet", "due", "elsewhere")
    dates = {f"dates:{name}" for name in names}
    assert DayLedger().needs(_given(15)) == {"groups", "classes"} | dates


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses exactly what the checker refuses."""

    def changed(drawn, plan):
        weight = data.draw(st.integers(0, 1))
        activities = [
            a.model_copy(update={"quarter_days": weight}) if a.audience == "area" else a
            for a in drawn.activities
        ]
        total = None if drawn.ledger_total is None else drawn.ledger_total + weight
        return drawn.replace(activities=tuple(activities), ledger_total=total)

    assert_agrees(data, DayLedger(), changed=changed)
