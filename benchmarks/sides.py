"""What leaderplan's row and another method's row of one sample say side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from benchmarks.measure import measured
from benchmarks.methods import LEADERPLAN
from benchmarks.registry import Table
from benchmarks.tables import levels

Row = Mapping[str, object]

ABSENCES, IMBALANCE = 0, 1
"""Where absences and group balance stand among the levels of the samples."""


def side_by_side(methods: Iterable[str], seeds: range, limit: float) -> Table:
    """Measure leaderplan and other methods on the same cohorts of 32.

    Parameters
    ----------
    methods
        Names of the others.
    seeds
        Samples of default tightness.
    limit
        Wall-clock seconds for each.
    """
    names = (LEADERPLAN, *methods)
    return [
        measured("S", s, "default", limit, by=name) for s in seeds for name in names
    ]


def pairs(table: Table) -> Iterator[tuple[Row, Row]]:
    """Yield leaderplan's row with each row of another method on the same sample."""
    own = {row["seed"]: row for row in table if row["method"] == LEADERPLAN}
    for row in table:
        if row["method"] != LEADERPLAN:
            yield own[row["seed"]], row


def shares(table: Table, level: int) -> list[float]:
    """Value of a level, leaderplan's as a share of the other's, where both have one."""
    found = []
    for own, other in pairs(table):
        mine, theirs = levels(own, "value"), levels(other, "value")
        if mine and theirs:
            found.append(mine[level] / max(1, theirs[level]))
    return found


def span(numbers: Iterable[float]) -> str:
    """Write the least and the most of some numbers."""
    rows = sorted(numbers)
    return f"{rows[0]:.2f} to {rows[-1]:.2f}" if rows else "nothing to compare"
