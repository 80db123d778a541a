"""Lessons of mixed classes: what one cohort leaves the other, put together again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leaderplan import rules
from leaderplan.check import check
from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.lessons import lessons, merged
from leaderplan.model.portions import Portion, planned_apart, portions
from tests.rules.small_world import (
    activity,
    module_class,
    person,
    programme,
    session,
)
from tests.strategies import plans, small_programmes


def mixed(programme: Programme) -> list[Portion]:
    """Return cohorts of one portion whose classes are mixed, each for itself."""
    for portion in portions(programme):
        apart = [part for part in planned_apart(portion) if part.mixed]
        if len(apart) > 1:
            return apart
    return []


SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@settings(max_examples=25, suppress_health_check=SLOW)
@given(st.data())
def test_a_plan_divided_by_cohorts_is_put_together_again(data: st.DataObject) -> None:
    """With its lessons once, and everybody in the class that they were in."""
    programme = data.draw(small_programmes())
    parts = [p for portion in portions(programme) for p in planned_apart(portion)]
    assume(any(part.mixed for part in parts))
    plan = data.draw(plans(programme))
    again = merged([part.in_whole(part.part_of(plan)) for part in parts])
    assert not check(programme, again).malformed
    for field in ("sessions", "milestones", "groups", "placements", "matches"):
        rows, same = getattr(plan, field), getattr(again, field)
        assert sorted(map(repr, rows)) == sorted(map(repr, same))
    assert {c.id: sorted(c.participants) for c in plan.classes} == {
        c.id: sorted(c.participants) for c in again.classes
    }


@settings(max_examples=25, suppress_health_check=SLOW)
@given(st.data())
def test_lessons_stand_for_whoever_is_planned_later(data: st.DataObject) -> None:
    """The first is told the days and its seats, the last the rest of both."""
    programme = data.draw(small_programmes())
    parts = mixed(programme)
    assume(len(parts) > 1)
    plan = data.draw(plans(programme))
    first, *others = parts
    told = lessons(first, [], plan)
    assert not told.held.start
    taught = [s for s in plan.sessions if s.activity in first.mixed]
    ours = first.from_whole(Plan(sessions=tuple(taught))).sessions
    keys = set(first.programme.session_keys)
    assert told.days == {str(s.key): s.day for s in ours if s.key in keys}
    classes = {c.id: c for c in first.part_of(plan).classes}
    assert all(
        row == (len(classes[label].participants),) * 2
        for label, row in told.seats.items()
    )
    before = [part.in_whole(part.part_of(plan)) for part in parts[:-1]]
    last = lessons(others[-1], before, plan)
    assert not last.days
    assert set(last.held.start) == {
        s.key for s in others[-1].part_of(plan).sessions if s.activity in first.mixed
    }
    for made in others[-1].part_of(plan).classes:
        if made.id in last.seats:
            low, high = last.seats[made.id]
            assert low <= len(made.participants) <= high


@pytest.mark.parametrize("sized", [True, False])
def test_a_class_has_no_more_people_than_the_room_of_its_lessons(sized: bool) -> None:
    """Beside those in it and a guest, if a rule asks for seats; else any room does."""
    people = [person(who) for who in "ab"] + [person(w, cohort="d") for w in "yz"]
    given = programme(
        people,
        cohorts=(
            Cohort(id="c", name="c", module_classes=2),
            Cohort(id="d", name="d", classes_with="c"),
        ),
        activities=(
            activity("lesson", "class", where=("room",), guests=1, occurrences=2),
        ),
        rules=(rules.RoomCapacity(),) if sized else (),
    )
    (whole,) = portions(given)
    first, second = planned_apart(whole)
    places = {"c-1": ("tiny", "big"), "c-2": ("big", "big")}
    taught = tuple(
        session(f"lesson/{label}/{n + 1}", n, place=place)
        for label, row in places.items()
        for n, place in enumerate(row)
    )
    before = Plan(sessions=taught, classes=(module_class(1, "a", "b"),))
    terms = Plan(
        sessions=taught, classes=(module_class(1, "a", "b", "z"), module_class(2, "y"))
    )
    # Of the three seats in tiny one is a guest's.
    most = 0 if sized else 1
    assert lessons(second, [before], terms).seats == {"d-1": (0, most), "d-2": (1, 3)}
    told = lessons(first, [], terms)
    assert told.comers == ({"c-1": 3, "c-2": 1} if sized else {})
