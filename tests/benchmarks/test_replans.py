"""The benchmark of replanning: what happens is drawn so that it touches the plan."""

from __future__ import annotations

import leaderplan as lp
from benchmarks.registry import families
from benchmarks.replans import BEGUN, FROZEN, REPLAN, SCRATCH, cases, compared
from leaderplan.situation import apply, carried

BAR = {family.name: family.bar for family in families()}["replans"]


def test_each_case_touches_what_is_planned() -> None:
    """All but whoever leaves break the plan as it is; one row for each way."""
    given, plan = lp.samples.planted("S", 0)
    as_of = given.calendar.first + BEGUN
    found = {case.name: case for case in cases(given, plan, as_of)}
    assert len(found) == 9
    for case in found.values():
        changed = apply(given, case.changes, plan)
        kept = lp.check(changed, carried(changed, plan)).ok
        assert kept is (case.name == "withdraw")
    options = lp.SolveOptions(time_limit=60.0)
    asked = given, plan, found["coach_lost"], as_of, options, (REPLAN, FROZEN)
    rows = compared(*asked)
    assert [row["method"] for row in rows] == [REPLAN, FROZEN]
    for row in rows:
        assert row["disturbance"] == row["bound"] == 20
        assert (row["people"], row["past"]) == (2, 0)


def test_ways_are_held_against_each_other() -> None:
    """From scratch 9 people are told instead of 2; what has no plan is not counted."""

    def row(case: str, method: str, *told: int) -> dict[str, object]:
        values = told or ("", "", "")
        names = zip(("disturbance", "bound", "people"), values, strict=True)
        return {"sample": "S", "seed": 0, "case": case, "method": method, **dict(names)}

    said = BAR([
        row("a", REPLAN, 6, 6, 1), row("a", SCRATCH, 90, 0, 9), row("a", FROZEN),
        row("b", REPLAN, 8, 4, 1), row("b", SCRATCH), row("b", FROZEN, 8, 8, 3),
    ])  # fmt: skip
    assert "2 of 2 have a plan, 1 proven to disturb least" in said
    assert (
        "from scratch: 1 plans, 1 of which disturb more, 9 people instead of 1" in said
    )
    assert "only what is broken: 1 plans, 0 of which disturb more, 3 people" in said
