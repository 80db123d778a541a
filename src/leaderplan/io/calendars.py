"""Danish public holidays as dated closures, and the days of an ISO week.

What is made here is stored in the planning calendar as data, so that solving and
checking need no holiday library.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from types import ModuleType
from typing import Literal

from leaderplan.domain.calendar import Closure
from leaderplan.errors import InputError, Issue, MissingExtra

OptionalDay = Literal["may_day", "constitution_day", "christmas_eve", "new_years_eve"]
"""Days off by agreement or custom, which differ from employer to employer."""

OPTIONAL_DAYS: dict[OptionalDay, tuple[int, int, str]] = {
    "may_day": (5, 1, "1. maj"),
    "constitution_day": (6, 5, "Grundlovsdag"),
    "christmas_eve": (12, 24, "Juleaftensdag"),
    "new_years_eve": (12, 31, "Nytårsaftensdag"),
}
"""Month, day and Danish name of each."""

AFTERNOON = (2, 3)
"""Blocks from noon of the default day of four blocks."""


def public_holidays(
    first: date,
    last: date,
    optional: Collection[OptionalDay] = ("christmas_eve", "new_years_eve"),
    half_days: Collection[OptionalDay] = (),
    afternoon: tuple[int, ...] = AFTERNOON,
) -> tuple[Closure, ...]:
    """Resolve the public holidays of Denmark to closures, weekends included.

    The ids are ``helligdag-<date>`` and, for the days of choice,
    ``<name>-<date>``, so that a profile can take the one and leave the other
    where both fall on one day, as Whit Monday and Constitution Day do on 5 June
    2028. Store bededag is a holiday until 2023 only.

    Parameters
    ----------
    first, last
        The days to cover, both included.
    optional
        Days of choice that are closed all day.
    half_days
        Days of choice that are closed from noon only.
    afternoon
        Blocks that are closed on those, 0 the first of the day.

    Returns
    -------
    tuple of Closure
        In order of date, public holidays before days of choice.

    Raises
    ------
    InputError
        When ``last`` is before ``first``, a day of choice is unknown, or one is
        asked for both as a whole and as a half day.
    MissingExtra
        When the ``holidays`` library is not installed.
    """
    _check(first, last, optional, half_days)
    years = range(first.year, last.year + 1)
    named = _library().country_holidays("DK", years=years, language="da")
    closures = [
        _closure(f"helligdag-{day}", name, day) for day, name in sorted(named.items())
    ]
    for year in years:
        for key, (month, number, name) in OPTIONAL_DAYS.items():
            day = date(year, month, number)
            if key in optional:
                closures.append(_closure(f"{key}-{day}", name, day))
            elif key in half_days:
                closures.append(_closure(f"{key}-{day}", name, day, afternoon))
    held = (c for c in closures if first <= c.first <= last)
    return tuple(
        sorted(held, key=lambda c: (c.first, not c.id.startswith("helligdag"), c.id))
    )


def iso_week(year: int, week: int) -> tuple[date, date]:
    """Monday and Friday of an ISO week.

    Parameters
    ----------
    year
        ISO year, 1 to 9999; week 53 of 2026 ends in January 2027.
    week
        1 to 52, or 53 in years that have one.

    Raises
    ------
    InputError
        When the year has no such week.
    """
    try:
        monday = date.fromisocalendar(year, week, 1)
        return monday, monday + timedelta(days=4)
    except (ValueError, OverflowError):
        message = f"expected a week of the year {year}, found week {week}."
        raise InputError([Issue("week", message)]) from None


def _check(
    first: date,
    last: date,
    optional: Collection[OptionalDay],
    half_days: Collection[OptionalDay],
) -> None:
    issues = []
    if last < first:
        message = f"expected a last day from {first} on, found {last}."
        issues.append(Issue("last", message))
    for place, keys in (("optional", optional), ("half_days", half_days)):
        for key in keys:
            if key not in OPTIONAL_DAYS:
                known = ", ".join(OPTIONAL_DAYS)
                issues.append(Issue(place, f"expected one of {known}; found {key!r}."))
    for key in OPTIONAL_DAYS:
        if key in optional and key in half_days:
            message = f"expected a whole or a half day, found {key} as both."
            issues.append(Issue("half_days", message))
    if issues:
        raise InputError(issues)


def _closure(
    key: str, name: str, day: date, blocks: tuple[int, ...] | None = None
) -> Closure:
    return Closure(id=key, name=name, first=day, last=day, blocks=blocks)


def _library() -> ModuleType:
    # Only whoever makes a new calendar needs it, so it stays out of the base.
    try:
        import holidays
    except ImportError:
        raise MissingExtra("public holidays", "holidays", "calendar") from None
    return holidays
