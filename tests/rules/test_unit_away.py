from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Post
from leaderplan.domain.places import Unit
from leaderplan.domain.plan import Plan
from leaderplan.rules.unit_away import UnitAway
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    person,
    programme,
    session,
)

MOVING = (
    Post(unit="u1", area="north", valid_to=day(4)),
    Post(unit="u2", area="south", valid_from=day(7)),
)
UNITS = (
    Unit(id="u1", name="u1", sector="school", area="north", max_away=1),
    Unit(id="u2", name="u2", sector="day-care", area="south", max_away=2),
)
GIVEN = programme(
    [
        person("p1"),
        person("p2"),
        person("p3", posts=MOVING),
        person("q1", "u2"),
        person("q2", "u2"),
    ],
    units=UNITS,
    activities=(
        activity("exam", "participant", occurrences=2),
        activity("talk", "participant", away=False),
        activity("joint", "cohort", plenary=True),
        activity("meet", "cohort"),
    ),
)


def _plan(*rows):
    held = ((*row, 0)[:3] for row in rows)
    return Plan(
        sessions=tuple(session(key, number, slot) for key, number, slot in held)
    )


def test_people_of_a_unit_are_counted_by_day():
    """u1 spares one a day: two exams of p1 are one person, p1 and p2 are two."""
    plan = _plan(("exam/p1/1", 1), ("exam/p1/2", 1, 4), ("exam/p2/1", 2))
    assert found(UnitAway(), GIVEN, plan) == {}
    plan = _plan(("exam/p1/1", 1), ("exam/p2/1", 1, 4))
    assert found(UnitAway(), GIVEN, plan) == {("u1", "2027-09-07"): 1}


def test_a_post_counts_on_its_days():
    """p3 works in u1 until day 4, nowhere on days 5 and 6, then in u2."""
    rule = UnitAway()
    assert found(rule, GIVEN, _plan(("exam/p1/1", 4), ("exam/p3/1", 4))) == {
        ("u1", "2027-09-10"): 1
    }
    assert found(rule, GIVEN, _plan(("exam/p1/1", 6), ("exam/p3/1", 6))) == {}
    plan = _plan(("exam/q1/1", 7), ("exam/q2/1", 7), ("exam/p3/1", 7))
    assert found(rule, GIVEN, plan) == {("u2", "2027-09-13"): 1}


def test_plenary_days_and_talks_at_the_unit_do_not_count():
    """They count only where they are named; a meeting of all counts each unit."""
    plan = _plan(("joint/c/1", 1), ("talk/p1/1", 2), ("talk/p2/1", 2))
    assert found(UnitAway(), GIVEN, plan) == {}
    named = UnitAway(activities=("joint", "talk"))
    assert found(named, GIVEN, plan) == {
        ("u1", "2027-09-07"): 2,
        ("u1", "2027-09-08"): 1,
    }
    assert found(UnitAway(), GIVEN, _plan(("meet/c/1", 8))) == {
        ("u1", "2027-09-14"): 1,
        ("u2", "2027-09-14"): 1,
    }


@settings(max_examples=30)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""

    def changed(drawn, plan):
        most = data.draw(st.integers(1, 4))
        units = [u.model_copy(update={"max_away": most}) for u in drawn.units]
        return drawn.replace(units=tuple(units))

    few = ("exam", "network", "director_meeting")
    assert_agrees(
        data,
        UnitAway(),
        UnitAway(level="dates", weight=2),
        UnitAway(activities=few),
        UnitAway(activities=few, level="dates"),
        UnitAway(activities=("coaching", "plan_due")),
        changed=changed,
    )
