"""Sessions left out against every combination of days, worked out one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import SessionKey
from leaderplan.model.closure import Delays, Links
from leaderplan.model.dated import Days
from leaderplan.model.windows import Distance
from leaderplan.rules import Spacing

COUNT = 10
KEYS = A, B, C, D = tuple(SessionKey("talk", "p", i) for i in range(1, 5))
DAY = dict(zip(KEYS, np.indices((COUNT,) * len(KEYS)), strict=True))
"""The day of each session in every combination of days."""
HARD = Spacing(id="hard", first="talk", least=0)
PRICED = HARD.model_copy(update={"id": "priced", "level": "dates"})

Case = tuple[dict[SessionKey, Days], list[Distance]]
BOUNDS = st.none() | st.integers(-5, 5)
PAIRS = st.permutations(KEYS).map(lambda keys: keys[:2])
GONE = st.sets(st.sampled_from(KEYS), min_size=1, max_size=2)
FLAGS = st.integers(0, 2**COUNT - 1).map(
    lambda bits: np.array([bits >> day & 1 for day in range(COUNT)], dtype=bool)
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw open days and hard distances around a planted day of each session."""
    planted = {key: draw(st.integers(0, COUNT - 1)) for key in KEYS}
    days = {key: draw(FLAGS) | (np.arange(COUNT) == planted[key]) for key in KEYS}
    hard = []
    for first, then in draw(st.lists(PAIRS, min_size=2, max_size=6)):
        gap = planted[then] - planted[first]
        under, over = draw(st.tuples(*2 * [st.none() | st.integers(0, 4)]))
        least = None if under is None else gap - under
        most = None if over is None else gap + over
        hard.append(Distance(first, then, least, most, HARD))
    return days, hard


def gap(row: Distance) -> Any:
    """Days from the first session to the second in every combination."""
    return DAY[row.then] - DAY[row.first]


def kept(days: dict[SessionKey, Days], rows: Iterable[Distance]) -> Any:
    """Tell of every combination of days whether it is open and keeps distances."""
    held: Any = np.logical_and.reduce([days[key][DAY[key]] for key in days])
    for row in rows:
        held = held & (row.least is None or gap(row) >= row.least)
        held = held & (row.most is None or gap(row) <= row.most)
    return held


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


PRICES = st.tuples(PAIRS, BOUNDS, BOUNDS).map(
    lambda drawn: Distance(*drawn[0], *drawn[1:], PRICED)
)


@settings(max_examples=200)
@given(cases(), GONE, st.lists(PRICES, min_size=1, max_size=3))
def test_no_delay_is_more_than_what_a_plan_pays(
    case: Case, gone: set[SessionKey], priced: list[Distance]
) -> None:
    """In every plan a priced distance is broken by what days in view tell of it."""
    days, hard = case
    held = kept(days, hard)
    for delay in Delays(Links(days, hard), days, gone).of(priced):
        assert gone.isdisjoint((delay.first, delay.then))
        source = delay.source
        paid = np.maximum(DAY[source.then] - DAY[source.first] - source.most, 0)
        told = delay.earliest[DAY[delay.then]] - delay.latest[DAY[delay.first]]
        assert (told <= paid)[held].all()
        assert told[held].max(initial=0) <= delay.most


@settings(max_examples=100)
@given(st.tuples(*4 * [FLAGS.filter(np.any)]), st.integers(-3, 3), st.data())
def test_a_delay_between_two_days_is_exact(
    flags: tuple[Days, ...], most: int, data: Any
) -> None:
    """With a session left out on either side, the least price is told to the day."""
    days = dict(zip(KEYS, flags, strict=True))
    before, after = data.draw(st.integers(-3, 3)), data.draw(st.integers(-3, 3))
    hard = [Distance(B, A, before, None, HARD), Distance(D, C, after, None, HARD)]
    delays = list(
        Delays(Links(days, hard), days, {B, C}).of([Distance(B, C, None, most, PRICED)])
    )
    held = kept(days, hard)
    paid = np.where(
        held, np.maximum(gap(Distance(B, C, None, None, HARD)) - most, 0), 99
    )
    least = paid.min(axis=(KEYS.index(B), KEYS.index(C)))
    told = np.zeros_like(DAY[A])
    for row in delays:
        assert (row.first, row.then) == (A, D)
        told = np.maximum(told, row.earliest[DAY[D]] - row.latest[DAY[A]])
    open_ = least < 99
    assert np.array_equal(told[:, 0, 0, :][open_], least[open_])
