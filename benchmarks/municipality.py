"""A municipality of 200 in six cohorts: plans, bounds, cpu-seconds and memory."""

from __future__ import annotations

from functools import partial

from benchmarks.measure import measured
from benchmarks.registry import Family, Table
from benchmarks.tables import gaps, number

CPU_SECONDS = 120.0
"""The most that one municipality may take, user and system, model building included."""
MEGABYTES = 2048.0
"""The most memory that one may take."""

EARLY, LATE = 0.01, 0.02
"""The most of the gaps of levels 1 to 4, and of level 5, where a plan is not proven."""


def _run(difficulty: str, seeds: range, limit: float) -> Table:
    return [measured("M", seed, difficulty, limit) for seed in seeds]


def verdict(table: Table, proven_of_ten: int) -> str:
    """Say how many are planned and proven, how large gaps are, and what it took.

    Parameters
    ----------
    table
        Rows of leaderplan.
    proven_of_ten
        How many of ten should be proven on every level.
    """
    valid = [row for row in table if row["hard"] == 0]
    broken = sum(row["status"] == "broken" for row in table)
    proven = sum(row["status"] == "optimal" for row in table)
    wide = [row["seed"] for row in table if row["hard"] == 0 and not _near(gaps(row))]
    slow = [row["seed"] for row in table if number(row["cpu s"]) > CPU_SECONDS]
    big = [row["seed"] for row in table if number(row["MB"]) > MEGABYTES]
    return (
        f"{len(valid)} of {len(table)} have a plan that the check accepts, {broken} a "
        f"broken one (asked: all, none); {proven} proven on all levels (asked: "
        f"{proven_of_ten} of 10); gap above 1 % on levels 1 to 4 or 2 % on level 5: "
        f"{wide or 'none'}; over {CPU_SECONDS:.0f} cpu s: {slow or 'none'}; over 2 GB: "
        f"{big or 'none'}"
    )


def _near(found: list[float]) -> bool:
    """Whether the gaps of a plan are within what is asked."""
    limits = [EARLY] * 4 + [LATE]
    return all(gap <= most for gap, most in zip(found, limits, strict=False))


MUNICIPALITY = Family(
    "municipality-default",
    "200 people of one municipality in six cohorts, default tightness",
    partial(_run, "default"),
    partial(verdict, proven_of_ten=9),
    long=True,
)
MUNICIPALITY_TIGHT = Family(
    "municipality-tight",
    "200 people of one municipality in six cohorts, tight",
    partial(_run, "tight"),
    partial(verdict, proven_of_ten=8),
    long=True,
)
