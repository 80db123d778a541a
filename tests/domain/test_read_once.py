"""What is read once of facts and rows is read anew where it may be another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan.domain.change.base import edited
from leaderplan.domain.places import Coordinates
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import READ, Programme
from leaderplan.model.assignment import from_plan, to_plan
from leaderplan.wellformed import faults_of
from tests.strategies import plans, small_programmes

CHANGES = ("rules", "waivers", "levels", "availability", "travel", "units")


def _changed(programme: Programme, what: str) -> dict[str, Any]:
    """Name fields with another value."""
    if what in ("rules", "waivers"):
        return {what: ()}
    if what == "levels":
        return {what: programme.levels[::-1]}
    if what == "availability":
        rows = [edited(p, availability=()) for p in programme.participants]
        return {"participants": tuple(reversed(rows))}
    if what == "travel":
        return {"travel": (), "default_travel": programme.default_travel + 7}
    units = [
        edited(unit, coordinates=Coordinates(latitude=55 + number / 7, longitude=9))
        for number, unit in enumerate(programme.units)
    ]
    return {"units": tuple(units), "travel": ()}


def _read(programme: Programme) -> dict[str, Any]:
    for area in programme.areas:
        for other in programme.areas:
            programme.between_areas(area.id, other.id)
    return {name: getattr(programme, name) for name in sorted(READ)}


@pytest.mark.parametrize("what", CHANGES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_a_changed_programme_reads_as_a_new_one(what: str, data: st.DataObject) -> None:
    """Nothing read before a change is kept that reads another way after it."""
    programme = data.draw(small_programmes())
    _read(programme)
    changed = _changed(programme, what)
    fields = {name: getattr(programme, name) for name in type(programme).model_fields}
    assert _read(programme.replace(**changed)) == _read(Programme(**(fields | changed)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_rows_of_another_plan_change_no_plan(data: st.DataObject) -> None:
    """A plan written with the rows of another at hand is the same plan.

    Also where those rows have a lock, or an hour that is theirs no longer.
    """
    programme = data.draw(small_programmes())
    plan, other = data.draw(plans(programme)), data.draw(plans(programme))
    late = tuple(
        row.model_copy(update={"ends": row.starts}) if data.draw(st.booleans()) else row
        for row in plan.sessions
    )
    found = from_plan(programme, plan)
    written = to_plan(programme, found)
    for like in (plan, other, plan.model_copy(update={"sessions": late})):
        assert to_plan(programme, found, like) == written


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_copy_of_a_row_has_its_own_identity(data: st.DataObject) -> None:
    """A session called otherwise is another one, also after its key was read."""
    plan: Plan = data.draw(plans(data.draw(small_programmes())))
    for row in (*plan.sessions, *plan.milestones):
        assert row.key.occurrence == row.occurrence
        copied = row.model_copy(update={"occurrence": row.occurrence + 1})
        assert copied.key.occurrence == row.occurrence + 1
        assert edited(row, activity="other").key.activity == "other"
        assert row.model_copy() == row


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_what_is_missing_or_repeated_is_still_named(data: st.DataObject) -> None:
    """Every session taken out of a plan, or doubled in it, is a fault by its name."""
    programme = data.draw(small_programmes())
    plan = data.draw(plans(programme))
    if not plan.sessions:
        return
    row = data.draw(st.sampled_from(plan.sessions))
    rest = tuple(other for other in plan.sessions if other is not row)
    for sessions, fault in ((rest, "missing"), ((*plan.sessions, row), "repeated")):
        told = [f.en for f in faults_of(programme, Plan(
            **(dict(plan) | {"sessions": sessions})))]  # fmt: skip
        assert any(row.id in text and fault in text for text in told)
