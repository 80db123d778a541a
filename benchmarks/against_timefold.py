"""leaderplan beside Timefold, in its Python edition."""

from __future__ import annotations

from benchmarks.methods import TIMEFOLD
from benchmarks.registry import Family, Table
from benchmarks.sides import ABSENCES, IMBALANCE, pairs, shares, side_by_side, span


def _run(seeds: range, limit: float) -> Table:
    return side_by_side((TIMEFOLD,), seeds, limit)


def _bar(table: Table) -> str:
    both = list(pairs(table))
    if all(other["status"] == "absent" for _, other in both):
        return f"ABSENT: {both[0][1]['note'] if both else 'nothing was run'}"
    fine = sum(other["hard"] == 0 for _, other in both)
    return (
        f"Timefold's Python edition, in a first model by people who do not use it "
        f"daily, has a plan without a violation of a hard rule for {fine} of "
        f"{len(both)}, and no bound; leaderplan's as a share of its: absences "
        f"{span(shares(table, ABSENCES))}, imbalance {span(shares(table, IMBALANCE))}"
    )


TIMEFOLD_FAMILY = Family(
    "against-timefold",
    "one cohort of 32: leaderplan and Timefold's Python edition",
    _run,
    _bar,
    long=True,
)
