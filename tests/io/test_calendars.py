"""Public holidays as closures, and ISO weeks."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from leaderplan.errors import InputError, MissingExtra
from leaderplan.io.calendars import iso_week, public_holidays
from leaderplan.samples import year


def test_the_sample_stores_the_public_holidays_of_its_year():
    """The stored days of the samples are those that the library resolves."""
    stored = {
        (closure.first + (closure.last - closure.first) * step)
        for closure in year.PUBLIC
        for step in (0, 1)
    }
    resolved = {c.first for c in public_holidays(year.FIRST, year.LAST, optional=())}
    assert stored == resolved


def test_constitution_day_can_be_left_out_where_it_is_whit_monday():
    """5 June 2028 is closed twice over, under two ids that profiles can tell apart."""
    june = date(2028, 6, 5)
    both = public_holidays(june, june, optional=("constitution_day",))
    assert [closure.id for closure in both] == [
        "helligdag-2028-06-05",
        "constitution_day-2028-06-05",
    ]


@pytest.mark.parametrize(("number", "free"), [(2023, True), (2024, False)])
def test_store_bededag_ends_with_2023(number, free):
    """The fourth Friday after Easter is a holiday in 2023 and no longer in 2024."""
    names = public_holidays(date(number, 1, 1), date(number, 12, 31), optional=())
    assert any(closure.name == "Store bededag" for closure in names) is free


def test_a_half_day_is_closed_from_noon():
    """1 May as a half day leaves the morning open and closes the afternoon."""
    may = date(2028, 5, 1)
    (closure,) = public_holidays(may, may, optional=(), half_days=("may_day",))
    assert [closure.covers(may, block) for block in range(4)] == [
        False, False, True, True,
    ]  # fmt: skip


def test_days_outside_the_period_are_left_out():
    """Only days from the first to the last, both included, are resolved."""
    found = public_holidays(date(2027, 12, 24), date(2027, 12, 25))
    assert [closure.first for closure in found] == [
        date(2027, 12, 24),
        date(2027, 12, 25),
    ]


def test_every_fault_of_a_call_is_named():
    """A period turned round, an unknown day and a day asked for twice are all told."""
    with pytest.raises(InputError, match="3 faults") as caught:
        public_holidays(
            date(2028, 1, 1),
            date(2027, 1, 1),
            optional=("easter", "may_day"),
            half_days=("may_day",),
        )
    assert [issue.place for issue in caught.value.issues] == [
        "last", "optional", "half_days",
    ]  # fmt: skip


def test_without_the_library_the_extra_is_named(monkeypatch):
    """Where ``holidays`` is not installed, the message says what to install."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtra, match=r"leaderplan\[calendar\]"):
        public_holidays(date(2027, 1, 1), date(2027, 12, 31))


def test_an_iso_week_may_reach_into_the_next_year():
    """Week 53 of 2026 runs from 28 December to 1 January."""
    assert iso_week(2026, 53) == (date(2026, 12, 28), date(2027, 1, 1))


@pytest.mark.parametrize(("number", "week"), [(2027, 53), (2027, 0), (10_000, 1)])
def test_a_week_that_a_year_lacks_is_refused(number, week):
    """2027 has 52 weeks; the message names year and week."""
    with pytest.raises(InputError, match=f"year {number}, found week {week}"):
        iso_week(number, week)
