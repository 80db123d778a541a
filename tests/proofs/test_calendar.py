"""Bounds of the days together and of the core against every calendar and a MIP."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.programme import Programme
from leaderplan.model.search import Search
from tests.model.searching import searching
from tests.proofs.every_plan import Values
from tests.proofs.mixed import Mixed
from tests.proofs.refuting import refuted
from tests.proofs.year import (
    Found,
    as_programme,
    every,
    long_year,
    short_year,
)

SEEDS = st.integers(0, 2**32 - 1)
LEVELS = ("absences", "placements", "dates")


def _all_levels(programme: Programme, found: Found) -> Values:
    """Return what a plan costs on every level, by what it does on some."""
    costs = dict(zip(LEVELS, found, strict=True))
    return tuple(costs.get(level.id, 0) for level in programme.levels)


@settings(max_examples=15)
@given(SEEDS)
def test_bounds_are_those_of_every_calendar(seed: int) -> None:
    """Eight people, four weeks: the core's bounds are the best, and none is wrong."""
    year = short_year(seed)
    known = every(year)
    made = as_programme(year)
    search = searching(made, Search)
    found = search.run()
    assert Mixed(year).best() == min(known, default=None)
    assert not refuted(
        made, search.proof.candidates, {_all_levels(made, row) for row in known}
    )
    if not known:
        assert found.impossible is not None
        return
    bounds = search._alone["core"].bounds
    assert tuple(bounds[level] for level in LEVELS) == min(known)
    days = search._alone["calendar"].bounds if "calendar" in search._alone else {}
    assert days.get("absences", 0) <= min(known)[0]
    assert tuple(found.values[level] for level in LEVELS) == min(known)


@pytest.mark.slow
@settings(max_examples=6)
@given(SEEDS, st.booleans())
def test_bounds_are_at_most_those_of_a_mip(seed: int, talks: bool) -> None:
    """Ten weeks: no bound is above the optimum of a MIP made from the facts alone.

    Without talks the core sees all that there is, so its bounds are the optimum.
    """
    year = long_year(seed, talks=talks)
    best, made = Mixed(year).best(), as_programme(year)
    search = searching(made, Search)
    found = search.run()
    if best is None:
        assert found.plan is None
        return
    assert not refuted(made, search.proof.candidates, [_all_levels(made, best)])
    assert found.plan is not None
    assert tuple(found.values[level] for level in LEVELS) >= best
    if not talks:
        bounds = search._alone["core"].bounds
        assert tuple(bounds[level] for level in LEVELS) == best
