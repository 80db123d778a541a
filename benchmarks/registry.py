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
    """

    name: str
    purpose: str
    run: Callable[[range, float], Table]
    bar: Callable[[Table], str]


def families() -> tuple[Family, ...]:
    """Every family."""
    from benchmarks.cohort import DEFAULT, OTHER_FORMS, TIGHT

    return (DEFAULT, TIGHT, OTHER_FORMS)
