"""leaderplan beside one CP-SAT model of everything."""

from __future__ import annotations

from benchmarks.methods import MONOLITH_2, MONOLITH_8
from benchmarks.registry import Family, Table
from benchmarks.sides import ABSENCES, pairs, shares, side_by_side, sooner, span

TIMES, HALF = 20.0, 0.5
"""How many times sooner the proof should be there, and the most of the absences."""


def _bar(table: Table) -> str:
    both = list(pairs(table))
    proven = {str(own["seed"]) for own, _ in both if own["status"] == "optimal"}
    times = [
        found
        for own, other in both
        if own["status"] == "optimal"
        and (found := sooner(own, other, "cpu s", "first cpu s")) is not None
    ]
    planless = sum(other["value"] == "" for _, other in both)
    absences = shares(table, ABSENCES)
    return (
        f"leaderplan proves {len(proven)} of {len({o['seed'] for o, _ in both})}; the "
        f"monolith's first plan takes {span(times)} times the cpu-seconds of that proof "
        f"(asked: {TIMES:.0f}; {planless} of {len(both)} runs have no plan at the limit, "
        f"which counts as the limit); absences, leaderplan's as a share of the "
        f"monolith's: {span(absences)} (asked: at most {HALF})"
    )


def _run(seeds: range, limit: float) -> Table:
    return side_by_side((MONOLITH_2, MONOLITH_8), seeds, limit)


MONOLITH_FAMILY = Family(
    "against-monolith",
    "one cohort of 32: leaderplan and one CP-SAT model of everything",
    _run,
    _bar,
    long=True,
)
