"""Where all sessions that are left are opened, people may still choose otherwise."""

from __future__ import annotations

from typing import Any

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.change import Absence
from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import Plan
from tests.rules.small_world import (
    activity,
    day,
    group,
    module_class,
    person,
    programme,
    session,
)

SIZES = {
    "network_group": rules.GroupSize(smallest=3, largest=3),
    "class": rules.ClassSize(smallest=3, largest=3),
}
HELD: dict[str, Any] = {
    "network_group": {"groups": (group("A", *"abc"), group("B", *"def"))},
    "class": {"classes": (module_class(1, *"abc"), module_class(2, *"def"))},
}
LABELS = {"network_group": "AB", "class": "12"}


@pytest.mark.parametrize("kind", SIZES)
def test_two_who_change_places_disturb_less_than_two_meetings(kind: str) -> None:
    """Both are away on the day of their own; the bound of moving meetings is none."""
    count = {"network_groups": 0, "module_classes": 0}
    count["network_groups" if kind == "network_group" else "module_classes"] = 2
    given = programme(
        [person(name) for name in "abcdef"],
        cohorts=(Cohort(id="c", name="c", **count),),
        activities=(activity("net", kind),),
        rules=(rules.Availability(), SIZES[kind]),
    )
    one, other = (f"net/c-{label}/1" for label in LABELS[kind])
    plan = Plan(sessions=(session(one, 8), session(other, 10)), **HELD[kind])
    assert lp.check(given, plan).ok
    away = [
        Absence(participant="a", first=day(8), last=day(8)),
        Absence(participant="d", first=day(10), last=day(10)),
    ]
    options = lp.SolveOptions(deterministic=True, time_limit=20)
    told = lp.replan(given, plan, away, day(2), options=options)
    assert told.plan is not None
    assert told.certificate is not None
    first = told.certificate.levels[0]
    assert [row.day for row in told.plan.sessions] == [day(8), day(10)]
    assert (first.value, first.bound) == (40, 40)
