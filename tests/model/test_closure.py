"""Sessions left out against every combination of days, worked out one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import SessionKey
from leaderplan.model.closure import Links
from leaderplan.model.dated import Days
from leaderplan.model.windows import Distance
from tests.days import (
    BOUNDS,
    COUNT,
    DAY,
    FLAGS,
    GONE,
    HARD,
    KEYS,
    A,
    B,
    C,
    Case,
    cases,
    kept,
)  # fmt: skip


def of(held: Any, keys: Iterable[SessionKey]) -> Any:
    """Leave of combinations of all days those of some sessions."""
    return held.any(axis=tuple(KEYS.index(key) for key in {*KEYS} - {*keys}))


def assert_exact(days: dict[SessionKey, Days], rows: list[Distance], gone: Any) -> None:
    """Compare what links leave of the sessions kept with what can be completed."""
    left = {key: days[key] for key in KEYS if key not in gone}
    told = kept(left, [row for row in rows if left.keys() >= {*row[:2]}])
    for first, then, earliest in Links(days, rows).without(gone):
        assert left.keys() >= {first, then}
        told = told & (DAY[then] >= earliest[DAY[first]])
    assert np.array_equal(of(told, left), of(kept(days, rows), left))


@settings(max_examples=50)
@given(cases(), GONE)
def test_every_plan_keeps_the_links(case: Case, gone: set[SessionKey]) -> None:
    """What all sessions keep together satisfies whatever is asked without some."""
    for first, then, earliest in Links(*case).without(gone):
        assert (DAY[then] >= earliest[DAY[first]])[kept(*case)].all()


@settings(max_examples=50)
@given(st.tuples(*4 * [FLAGS]), st.data())
def test_a_chain_one_way_is_exact(flags: tuple[Days, ...], data: Any) -> None:
    """Two days around a session left out go together where some day completes them."""
    rows = [Distance(A, C, data.draw(BOUNDS), data.draw(BOUNDS), HARD)]
    for first, then in ((A, B), (B, C)):
        least, turned = data.draw(st.integers(-5, 5)), data.draw(st.booleans())
        late = Distance(then, first, None, -least, HARD)
        rows.append(late if turned else Distance(first, then, least, None, HARD))
    assert_exact(dict(zip(KEYS, flags, strict=True)), rows, {B})


@settings(max_examples=50)
@given(cases(), GONE)
def test_days_of_some_plan_lose_nothing(case: Case, gone: set[SessionKey]) -> None:
    """Where each open day is in some plan, any sessions are left out without loss."""
    some = {key: of(kept(*case), [key]) for key in KEYS}
    assert_exact(some, case[1], gone)


def test_closed_days_on_the_way_count() -> None:
    """A on day 2 puts B, open on days 0 and 6, on day 6, and C on day 7."""
    days = dict.fromkeys((A, C), np.ones(COUNT, dtype=bool))
    days[B] = np.isin(np.arange(COUNT), (0, 6))
    rows = [Distance(A, B, 1, None, HARD), Distance(B, C, 1, None, HARD)]
    (link,) = Links(days, rows).without({B})
    assert link[:2] == (A, C)
    assert link.earliest.tolist() == 6 * [7] + 4 * [COUNT]
