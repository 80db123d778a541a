"""leaderplan beside the spreadsheet way: first fit in a hundred random orders."""

from __future__ import annotations

from benchmarks.methods import SPREADSHEET
from benchmarks.registry import Family, Table
from benchmarks.sides import ABSENCES, IMBALANCE, pairs, shares, side_by_side, span

HALF, QUARTER = 0.5, 0.25
"""The most of the spreadsheet's absences, and of its groups' imbalance."""


def _run(seeds: range, limit: float) -> Table:
    return side_by_side((SPREADSHEET,), seeds, limit)


def _bar(table: Table) -> str:
    both = list(pairs(table))
    own = sum(row["hard"] == 0 for row, _ in both)
    other = sum(row["hard"] == 0 for _, row in both)
    absences, imbalance = shares(table, ABSENCES), shares(table, IMBALANCE)
    return (
        f"a plan without a violation of a hard rule: leaderplan {own} of {len(both)}, "
        f"the best of the spreadsheet's orders {other}; leaderplan's as a share of the "
        f"spreadsheet's, whose plan may be broken: absences {span(absences)} (asked: "
        f"at most {HALF}), imbalance {span(imbalance)} (asked: at most {QUARTER})"
    )


SPREADSHEET_FAMILY = Family(
    "against-spreadsheet",
    "one cohort of 32: leaderplan and first fit in 100 random orders",
    _run,
    _bar,
    long=True,
)
