"""Time zones in calendars: one fixed VTIMEZONE with yearly rules, never date lists."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leaderplan.errors import InputError, Issue

COPENHAGEN = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Copenhagen",
    "X-LIC-LOCATION:Europe/Copenhagen",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""The one that fifteen clients read right (CALENDAR.md, section 3)."""

_YEARS = 8
"""Years that must follow one rule; fewer cannot tell a last Sunday from a fourth."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of the clock: local time before it, offsets, the new time's name."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises
    ------
    InputError
        When there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        text = f"expected a time zone such as Europe/Copenhagen; found {name[:60]!r}."
        raise InputError([Issue("calendar/time_zone", text, value=name)]) from None


@lru_cache(maxsize=64)
def vtimezone(name: str, first_year: int) -> tuple[str, ...]:
    """Return the lines of a zone's VTIMEZONE, right from ``first_year`` on.

    Empty for UTC and for zones whose changes follow no yearly rule; times are then
    written in UTC.
    """
    if name == "Europe/Copenhagen":
        return COPENHAGEN
    info = zone(name)
    years = [_changes(info, year) for year in range(first_year, first_year + _YEARS)]
    if not any(years):
        return _fixed(name, info, first_year)
    columns = (
        list(zip(*years, strict=True)) if len({len(y) for y in years}) == 1 else []
    )
    rules = [_observance(list(column)) for column in columns]
    if not rules or not all(rules):
        return ()
    rows = [line for rule in rules for line in rule]
    return (*_head(name), *rows, "END:VTIMEZONE")


def _head(name: str) -> tuple[str, ...]:
    return "BEGIN:VTIMEZONE", f"TZID:{name}", f"X-LIC-LOCATION:{name}"


def _fixed(name: str, info: ZoneInfo, year: int) -> tuple[str, ...]:
    noon = datetime(year, 1, 1, 12, tzinfo=info)
    if noon.utcoffset() == timedelta(0):
        return ()
    offset = _offset(noon.utcoffset() or timedelta(0))
    return (
        *_head(name),
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZNAME:{noon.tzname()}",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


def _changes(info: ZoneInfo, year: int) -> list[_Change]:
    """Find the changes of a year, by halving the days on which the offset differs."""
    found = []
    low = datetime(year, 1, 1, tzinfo=UTC)
    while low.year == year:
        high = low + timedelta(days=1)
        before, after = _utc_offset(low, info), _utc_offset(high, info)
        if before != after:
            found.append(_change(info, low, high))
        low = high
    return found


def _change(info: ZoneInfo, low: datetime, high: datetime) -> _Change:
    before = _utc_offset(low, info)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if _utc_offset(middle, info) == before:
            low = middle
        else:
            high = middle
    local = high.astimezone(info)
    after = local.utcoffset() or timedelta(0)
    return _Change(
        at=high.replace(tzinfo=None) + before,
        before=before,
        after=after,
        name=local.tzname() or "",
        daylight=after > before,
    )


def _utc_offset(moment: datetime, info: ZoneInfo) -> timedelta:
    return moment.astimezone(info).utcoffset() or timedelta(0)


def _observance(changes: list[_Change]) -> tuple[str, ...]:
    """Write one yearly change; empty where its years follow no common rule."""
    alike = {
        (c.at.month, c.at.weekday(), c.at.time(), c.before, c.after, c.name)
        for c in changes
    }
    if len(alike) != 1:
        return ()
    rule, start = _rule([c.at for c in changes])
    if not rule:
        return ()
    change = changes[0]
    part = "DAYLIGHT" if change.daylight else "STANDARD"
    return (
        f"BEGIN:{part}",
        f"DTSTART:{start:%Y%m%d}T{change.at:%H%M%S}",
        f"RRULE:FREQ=YEARLY;{rule};BYMONTH={change.at.month}",
        f"TZNAME:{change.name}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        f"END:{part}",
    )


def _rule(days: list[datetime]) -> tuple[str, date]:
    """Return the rule that names these days, and its day in 1990."""
    weekday, month = days[0].weekday(), days[0].month
    name = _WEEKDAYS[weekday]
    last = all(day.day + 7 > calendar.monthrange(day.year, month)[1] for day in days)
    weeks = {(day.day - 1) // 7 + 1 for day in days}
    low, high = min(day.day for day in days), max(day.day for day in days)
    of_1990 = [
        day
        for number in range(1, calendar.monthrange(1990, month)[1] + 1)
        if (day := date(1990, month, number)).weekday() == weekday
    ]
    if last:
        return f"BYDAY=-1{name}", of_1990[-1]
    if len(weeks) == 1:
        week = weeks.pop()
        return f"BYDAY={week}{name}", of_1990[week - 1]
    if high - low > 6:
        return "", of_1990[0]
    span = range(low, low + 7)
    numbers = ",".join(str(number) for number in span)
    start = next((day for day in of_1990 if day.day in span), of_1990[0])
    return f"BYDAY={name};BYMONTHDAY={numbers}", start


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
