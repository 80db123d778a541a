"""How many spares are worth their price: against the sum over all that may happen."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.robust import spares


def expected(number: int, count: int, rate: float, price: int, shortage: int) -> float:
    """Return what so many spares cost, and what is lacking then, on average."""
    lacking = sum(
        comb(count, k) * rate**k * (1 - rate) ** (count - k) * max(0, k - number)
        for k in range(count + 1)
    )
    return price * number + shortage * lacking


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 40), st.floats(0, 1), st.integers(0, 30), st.integers(0, 60),
)  # fmt: skip
def test_no_other_number_of_spares_costs_less(
    count: int, rate: float, price: int, shortage: int
) -> None:
    """By the expected cost of every number."""
    bought = spares(count, rate, price, shortage)
    least = min(expected(n, count, rate, price, shortage) for n in range(count + 1))
    cost = expected(bought, count, rate, price, shortage)
    assert cost == pytest.approx(least, abs=1e-6)


def test_seats_are_kept_where_others_can_catch_up() -> None:
    """In a municipality of six cohorts; in a year of one there is nobody to join."""
    alone = lp.robust(lp.samples.programme("S", 0))
    assert alone.seats == {}
    assert (alone.places, alone.missing) == (4, 0)
    many = lp.robust(lp.samples.programme("M", 0))
    assert set(many.seats) >= {"theme_day", "kick_off"}
    for name, seats in many.seats.items():
        assert many.programme.activity(name).spare_seats == seats
    assert "worth their price" in str(many)
    assert "prisen værd" in many.text("da")
    assert "worth their price" in alone._repr_html_()
    assert "Programme(" not in repr(alone)
    with pytest.raises(lp.InputError):
        lp.robust(many.programme)


def test_dearer_spares_are_fewer() -> None:
    """And where a lack costs nothing, none."""
    made = lp.samples.programme("S", 0)
    found = [
        lp.robust(made, prices=lp.SparePrices(place=price)).places
        for price in (1, 5, 20)
    ]
    assert found == sorted(found, reverse=True)
    assert found[-1] == 0


@pytest.mark.parametrize("price", [1, 2, 5, 19, 20])
def test_hosts_to_spare_are_asked_for_as_many_as_are_worth_it(price: int) -> None:
    """As many as are lost within three weeks cost least, by every number of them."""
    made = lp.samples.programme("S", 0)
    scenario = lp.Scenario()
    found = lp.robust(made, scenario, lp.SparePrices(host=price))
    days = (made.calendar.last - made.calendar.first).days + 1
    rate = scenario.host_withdraws * scenario.host_notice.most / days
    people = len(made.needs_hosts)
    costs = [expected(n, people, rate, price, 20) for n in range(people + 1)]
    assert costs[found.hosts] == pytest.approx(min(costs), abs=1e-6)
    asked = [r for r in found.programme.rules if isinstance(r, rules.SparePlaces)]
    assert [row.least for row in asked] == ([found.hosts] if found.hosts else [])
    assert all(row.level == "dates" and not row.hard for row in asked)


def test_hosts_to_spare_are_asked_for_only_where_they_have_a_price() -> None:
    """And the dearer they are the fewer, down to none."""
    made = lp.samples.programme("S", 0)
    assert lp.robust(made).hosts == 0
    counts = [
        lp.robust(made, prices=lp.SparePrices(host=price)).hosts for price in (1, 5, 20)
    ]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0] > 0, counts[-1]) == (True, 0)
