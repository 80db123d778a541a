"""leaderplan beside one CP-SAT model of everything."""

from __future__ import annotations

from benchmarks.methods import MONOLITH_2, MONOLITH_8
from benchmarks.registry import Family, Table
from benchmarks.sides import ABSENCES, Row, pairs, shares, side_by_side, span
from benchmarks.tables import number

TIMES, HALF = 20.0, 0.5
"""How many times sooner the proof should be there, and the most of the absences."""


def _bar(table: Table) -> str:
    both = list(pairs(table))
    proven = {str(own["seed"]) for own, _ in both if own["status"] == "optimal"}
    seeds = {str(own["seed"]) for own, _ in both}
    planned = [(own, other) for own, other in both if own["value"]]
    times = [_first(other) / number(own["cpu s"]) for own, other in planned]
    planless = sum(other["value"] == "" for _, other in both)
    absences = shares(table, ABSENCES)
    return (
        f"leaderplan proves {len(proven)} of {len(seeds)}; the monolith's first plan "
        f"takes {span(times)} times the cpu-seconds of all leaderplan's work (asked: "
        f"{TIMES:.0f}; {planless} of {len(both)} runs have no plan at the limit, which "
        f"counts as the limit); absences, leaderplan's as a share of the monolith's: "
        f"{span(absences)} (asked: at most {HALF})"
    )


def _first(row: Row) -> float:
    """Cpu-seconds to the first plan, or all that were spent where there is none."""
    return number(row["cpu s"] if row["first cpu s"] == "" else row["first cpu s"])


def _run(seeds: range, limit: float) -> Table:
    return side_by_side((MONOLITH_2, MONOLITH_8), seeds, limit)


MONOLITH_FAMILY = Family(
    "against-monolith",
    "one cohort of 32: leaderplan and one CP-SAT model of everything",
    _run,
    _bar,
    long=True,
)
