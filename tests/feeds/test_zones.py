from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr

from leaderplan.errors import InputError
from leaderplan.feeds.zones import COPENHAGEN, vtimezone, zone

RULED = (
    "America/New_York",
    "America/Santiago",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Auckland",
)
LOCAL = datetime(2027, 1, 1, 12, tzinfo=UTC).replace(tzinfo=None)
"""A wall-clock time, in no zone."""

FIXED = ("Asia/Kathmandu", "Asia/Tokyo", "America/Phoenix")


Onsets = list[tuple[datetime, timedelta]]


def onsets_by_rules(rows: tuple[str, ...]) -> Onsets:
    """Work out from a VTIMEZONE alone when each offset begins, 2026 to 2033."""
    text = "\r\n".join(rows).encode() + b"\r\n"
    found = []
    for part in icalendar.Timezone.from_ical(text).subcomponents:
        start, rule = part["DTSTART"].dt, part.get("RRULE")
        days = [start]
        if rule is not None:
            read = rrulestr(rule.to_ical().decode(), dtstart=start)
            assert read.after(start, inc=True) == start, "DTSTART is not of its rule"
            days = read.between(LOCAL.replace(year=2026), LOCAL.replace(year=2034))
        found += [(day, part["TZOFFSETTO"].td) for day in days]
    return sorted(found)


def offset_at(onsets: Onsets, local: datetime) -> timedelta:
    """Return the offset that the last onset before a local time began."""
    return onsets[bisect_right(onsets, (local, timedelta.max)) - 1][1]


def test_copenhagen_is_the_tried_one():
    """The very lines of CALENDAR.md section 3, whatever the year."""
    assert vtimezone("Europe/Copenhagen", 2027) == COPENHAGEN
    assert "DTSTART:19810329T020000" in COPENHAGEN
    assert "DTSTART:19961027T030000" in COPENHAGEN


@pytest.mark.parametrize("name", ["Europe/Copenhagen", *RULED, *FIXED])
def test_rules_give_the_zone_s_offsets(name: str):
    """For six years of noons the rules give the offset that the zone has."""
    rows = vtimezone(name, 2027)
    assert not [row for row in rows if row.startswith("RDATE")]
    onsets, info = onsets_by_rules(rows), ZoneInfo(name)
    for number in range(6 * 366):
        local = LOCAL + timedelta(days=number)
        real = local.replace(tzinfo=info).utcoffset()
        assert offset_at(onsets, local) == real, local


@pytest.mark.parametrize("name", ["Europe/Copenhagen", *RULED])
def test_rules_change_at_the_right_hour(name: str):
    """Within a day of each change, every hour that is there once has its offset."""
    onsets, info = onsets_by_rules(vtimezone(name, 2027)), ZoneInfo(name)
    seen = 0
    for number in range(2 * 366 * 24):
        moment = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        later = moment + timedelta(hours=1)
        if moment.astimezone(info).utcoffset() == later.astimezone(info).utcoffset():
            continue
        seen += 1
        for hours in range(-24, 25):
            local = (moment + timedelta(hours=hours)).astimezone(info)
            offsets = {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
            if len(offsets) == 1:
                assert offset_at(onsets, local.replace(tzinfo=None)) in offsets
    assert seen == 4


@pytest.mark.parametrize("name", ["UTC", "Atlantic/Reykjavik", "Africa/Casablanca"])
def test_zones_without_a_rule_are_written_in_utc(name: str):
    """UTC needs no rules, and Ramadan's clock changes follow no yearly one."""
    assert vtimezone(name, 2027) == ()


@pytest.mark.parametrize("name", ["Mars/X", "CET+1", "", "../etc/passwd", "a" * 5000])
def test_unknown_zone_is_refused(name: str):
    """The message says what was expected and found, and where it stands."""
    with pytest.raises(InputError, match="calendar/time_zone: expected a time zone"):
        zone(name)
