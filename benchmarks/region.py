"""A region of 1,000 and a country of 10,000: how far a plan and its proof get."""

from __future__ import annotations

from functools import partial

from benchmarks.measure import measured
from benchmarks.registry import Family, Table
from benchmarks.tables import gaps


def _run(size: str, seeds: range, limit: float) -> Table:
    return [measured(size, seed, "default", limit) for seed in seeds]


def _bar(table: Table) -> str:
    valid = [row for row in table if row["hard"] == 0]
    proven = sum(row["status"] == "optimal" for row in table)
    widest = max((max(gaps(row), default=1.0) for row in valid), default=None)
    gap = "no plan, no gap" if widest is None else f"largest gap {100 * widest:.1f} %"
    return (
        f"{len(valid)} of {len(table)} have a plan that the check accepts; {proven} "
        f"proven on all levels; {gap}"
    )


REGION = Family(
    "region",
    "1,000 people of a region in about 30 cohorts",
    partial(_run, "L"),
    _bar,
    long=True,
)
NATION = Family(
    "nation",
    "10,000 people in about 310 cohorts, a load test",
    partial(_run, "XL"),
    _bar,
    long=True,
)
