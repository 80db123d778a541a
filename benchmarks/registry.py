"""The families of benchmarks, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Table = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Family:
    """One family: a name, what it measures, and how.

    ``run`` takes the seeds and the seconds for each solve and returns the rows of
    its table; ``bar`` says in words which requirement a table meets or misses.
    ``smoke`` families are quick enough to be run, one seed each, with every change;
    ``long`` ones are run only where they are asked for.
    """

    name: str
    purpose: str
    run: Callable[[range, float], Table]
    bar: Callable[[Table], str]
    smoke: bool = False
    long: bool = False


def families() -> tuple[Family, ...]:
    """Every family."""
    from benchmarks.against_cpmpy import CPMPY_FAMILY
    from benchmarks.against_monolith import MONOLITH_FAMILY
    from benchmarks.against_spreadsheet import SPREADSHEET_FAMILY
    from benchmarks.against_timefold import TIMEFOLD_FAMILY
    from benchmarks.cohort import COUPLED, DEFAULT, OTHER_FORMS, TIGHT
    from benchmarks.conflicts import CONFLICT_FAMILY, CONFLICT_SMOKE
    from benchmarks.municipality import MUNICIPALITY, MUNICIPALITY_TIGHT
    from benchmarks.region import NATION, REGION
    from benchmarks.releases import RELEASES
    from benchmarks.replan_times import REPLAN_TIMES
    from benchmarks.replans import REPLANS, REPLANS_LARGE
    from benchmarks.single_parts import MUNICIPALITY_PARTS, SINGLE_PARTS
    from benchmarks.what_if import WHAT_IF

    return (
        DEFAULT, TIGHT, OTHER_FORMS, COUPLED,
        MUNICIPALITY, MUNICIPALITY_TIGHT, REGION, NATION,
        MONOLITH_FAMILY, SPREADSHEET_FAMILY, TIMEFOLD_FAMILY, SINGLE_PARTS,
        MUNICIPALITY_PARTS, CONFLICT_FAMILY, CONFLICT_SMOKE, CPMPY_FAMILY, WHAT_IF,
        RELEASES, REPLANS, REPLANS_LARGE, *REPLAN_TIMES,
    )  # fmt: skip
