"""Prices of distances between sessions left out, against every combination of days."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from leaderplan.domain.plan import SessionKey
from leaderplan.model.closure import Links
from leaderplan.model.dated import Days
from leaderplan.model.delays import Delay, Delays, Way
from leaderplan.model.windows import Distance
from tests.days import (
    BOUNDS,
    DAY,
    FLAGS,
    GONE,
    HARD,
    KEYS,
    PAIRS,
    PRICED,
    A,
    B,
    C,
    Case,
    D,
    cases,
    kept,
)  # fmt: skip

LITERALS = [cp_model.CpModel().new_bool_var(f"coach {i}") for i in range(3)]


def over(delay: Delay) -> Any:
    """What a delay tells in every combination of days."""
    return delay.earliest[DAY[delay.then]] - delay.latest[DAY[delay.first]]


def assert_exact(delays: list[Delay], most: int, held: Any) -> None:
    """Compare what the days of A and D tell with the least that B and C cost."""
    paid = np.where(held, np.maximum(DAY[C] - DAY[B] - most, 0), 99)
    least = paid.min(axis=(KEYS.index(B), KEYS.index(C)))
    told = np.zeros_like(DAY[A])
    for row in delays:
        assert (row.first, row.then) == (A, D)
        told = np.maximum(told, over(row))
    open_ = least < 99
    assert np.array_equal(told[:, 0, 0, :][open_], least[open_])


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
    for delay in Delays(Links(days, hard), days, gone, {}).of(priced):
        assert gone.isdisjoint((delay.first, delay.then))
        source = delay.source
        paid = np.maximum(DAY[source.then] - DAY[source.first] - source.most, 0)
        assert (over(delay) <= paid)[held].all()
        assert over(delay)[held].max(initial=0) <= delay.most


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
        Delays(Links(days, hard), days, {B, C}, {}).of(
            [Distance(B, C, None, most, PRICED)]
        )
    )
    assert_exact(delays, most, kept(days, hard))


WAYS = st.lists(st.tuples(FLAGS.filter(np.any), FLAGS.filter(np.any)), min_size=1,
                max_size=3)  # fmt: skip


def led(days: dict[SessionKey, Days], drawn: list[Any]) -> list[Way]:
    """Days of B and C with each of some coaches, none of them beyond their own."""
    rows = [
        Way(literal, {B: days[B] & one, C: days[C] & other})
        for literal, (one, other) in zip(LITERALS, drawn, strict=False)
    ]
    return [row for row in rows if all(flags.any() for flags in row.days.values())]


def under(way: Way) -> Any:
    """Tell of every combination whether B and C are on days of one coach."""
    return way.days[B][DAY[B]] & way.days[C][DAY[C]]


@settings(max_examples=200)
@given(cases(), WAYS, st.integers(-3, 3))
def test_one_coach_never_costs_less_than_told(
    case: Case, drawn: list[Any], most: int
) -> None:
    """What is told holds with whichever coach, and of each coach with that one."""
    days, hard = case
    held, ways = kept(days, hard), led(days, drawn)
    paid = np.maximum(DAY[C] - DAY[B] - most, 0)
    price = Distance(B, C, None, most, PRICED)
    delays = Delays(Links(days, hard), days, {B, C}, {frozenset((B, C)): ways})
    for delay in delays.of([price]):
        able = [way for way in ways if delay.here is True or delay.here is way.here]
        both = held & np.logical_or.reduce([under(way) for way in able] or [held])
        assert (over(delay) <= paid)[both].all()
        assert over(delay)[both].max(initial=0) <= delay.most
        someone = held & np.logical_or.reduce([under(way) for way in ways] or [held])
        assert (over(delay) - delay.most <= paid)[someone].all()


@settings(max_examples=200)
@given(st.tuples(*4 * [FLAGS.filter(np.any)]), WAYS, st.integers(-3, 3), BOUNDS,
       BOUNDS)  # fmt: skip
def test_what_one_coach_costs_is_exact(
    flags: tuple[Days, ...],
    drawn: list[Any],
    most: int,
    before: int | None,
    after: int | None,
) -> None:
    """The least over all coaches is told to the day, and so is what each costs."""
    days = dict(zip(KEYS, flags, strict=True))
    hard = [
        Distance(B, A, before or 0, None, HARD), Distance(D, C, after or 0, None, HARD)
    ]  # fmt: skip
    ways = led(days, drawn)
    given_ = Delays(Links(days, hard), days, {B, C}, {frozenset((B, C)): ways})
    delays = list(given_.of([Distance(B, C, None, most, PRICED)]))
    held, any_ = (
        kept(days, hard),
        np.logical_or.reduce([under(way) for way in ways] or [DAY[A] >= 0]),
    )
    assert_exact([row for row in delays if row.here is True], most, held & any_)
    for way in ways:
        mine = [row for row in delays if row.here is True or row.here is way.here]
        assert_exact(mine, most, held & under(way))
