"""Whether every level of one cohort of 32 is proven, and in how many cpu-seconds."""

from __future__ import annotations

from functools import partial

from benchmarks.measure import measured
from benchmarks.registry import Family, Table
from benchmarks.tables import number

CPU_SECONDS = 15.0
"""The most that one cohort may take, user and system, model building included."""
MEGABYTES = 1024.0
"""The most memory that one cohort may take."""


def _run(difficulty: str, seeds: range, limit: float) -> Table:
    return [measured("S", seed, difficulty, limit) for seed in seeds]


def _bar(table: Table) -> str:
    valid = sum(row["status"] in ("optimal", "feasible") for row in table)
    proven = sum(row["status"] == "optimal" for row in table)
    slow = [row["seed"] for row in table if number(row["cpu s"]) > CPU_SECONDS]
    big = [row["seed"] for row in table if number(row["MB"]) > MEGABYTES]
    cpu = sorted(number(row["cpu s"]) for row in table)
    return (
        f"{valid} of {len(table)} have a plan that the check accepts; {proven} proven "
        f"on all levels; median {cpu[len(cpu) // 2]} and most {cpu[-1]} cpu s; "
        f"over {CPU_SECONDS} cpu s: {slow or 'none'}; over 1 GB: {big or 'none'}"
    )


FORMS = (
    ("two_two_one", "week"),
    ("single_days", "three_two"),
    ("single_days", "five_single"),
)
"""Forms of the module and the practicum beside the usual ones."""


def _run_forms(seeds: range, limit: float) -> Table:
    return [
        {"module": forms[0], "practicum": forms[1]}
        | measured("S", seed, "default", limit, forms)
        for forms in FORMS
        for seed in seeds
    ]


def _bar_of_forms(table: Table) -> str:
    valid = [row for row in table if row["hard"] == 0]
    bounded = sum(bool(row["bound"]) for row in valid)
    proven = sum(row["status"] == "optimal" for row in table)
    return (
        f"{len(valid)} of {len(table)} have a plan that the check accepts, {bounded} "
        f"with a bound for each level; {proven} proven on all levels"
    )


OTHER_FORMS = Family(
    "cohort-forms",
    "one cohort of 32, module or practicum in other forms",
    _run_forms,
    _bar_of_forms,
    smoke=True,
)
DEFAULT = Family(
    "cohort-default",
    "one cohort of 32, default tightness",
    partial(_run, "default"),
    _bar,
    smoke=True,
)
TIGHT = Family(
    "cohort-tight",
    "one cohort of 32, tight",
    partial(_run, "tight"),
    _bar,
    smoke=True,
)
COUPLED = Family(
    "cohort-coupled",
    "one cohort of 32 whose parts compete for the same days",
    partial(_run, "coupled"),
    _bar_of_forms,
    long=True,
)
