"""Calendars read by leaderplan and by ical.js, Thunderbird's and Nextcloud's."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.io.availability.calendars import LAST, ZONE, blocks, calendar, event, read
from tests.io.availability.oracle import HOME, Event, Rule, touched
from tests.io.availability.test_properties import events

pytestmark = pytest.mark.services

VTIMEZONE = """\
BEGIN:VTIMEZONE\r
TZID:Europe/Copenhagen\r
BEGIN:DAYLIGHT\r
DTSTART:19810329T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
END:VTIMEZONE\r
"""

EXPAND_WITH_ICAL_JS = """
const ICAL = require("ical.js");
const I = ICAL.Component ? ICAL : ICAL.default;
const text = require("fs").readFileSync(0, "utf8");
const calendar = new I.Component(I.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone"))
    I.TimezoneService.register(new I.Timezone(zone));
const last = Date.UTC(2028, 6, 2) / 1000, rows = [];
const show = t => t.isDate ? t.toString() : t.toUnixTime();
for (const part of calendar.getAllSubcomponents("vevent")) {
    // Without this it takes every moved date of the calendar for one of its own.
    const event = new I.Event(part, {exceptions: []});
    if (part.hasProperty("recurrence-id")) continue;
    if (!event.isRecurring()) {
        rows.push([show(event.startDate), show(event.endDate)]);
        continue;
    }
    for (const other of calendar.getAllSubcomponents("vevent"))
        if (other.hasProperty("recurrence-id")
            && other.getFirstPropertyValue("uid") === event.uid)
            event.relateException(new I.Event(other));
    const each = event.iterator();
    let next;
    while ((next = each.next()) && next.toUnixTime() < last) {
        const found = event.getOccurrenceDetails(next);
        rows.push([show(found.startDate), show(found.endDate)]);
    }
}
console.log(JSON.stringify(rows));
"""


@pytest.fixture(scope="module")
def expanded(service: Callable[[str], str]) -> Callable[[bytes], set]:
    """Return a way to have ical.js tell which blocks a calendar touches."""
    node = service("LEADERPLAN_NODE_BIN")
    modules = service("LEADERPLAN_NODE_MODULES")

    def moment(given: int | str) -> datetime:
        if isinstance(given, str):
            return datetime.fromisoformat(given).replace(tzinfo=HOME)
        return datetime.fromtimestamp(given, UTC)

    def by_ical_js(data: bytes) -> set:
        done = subprocess.run(
            [node, "-e", EXPAND_WITH_ICAL_JS], input=data, capture_output=True,
            env={**os.environ, "NODE_PATH": modules, "TZ": ZONE}, timeout=60,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        rows = json.loads(done.stdout)
        return {one for row in rows for one in touched(*map(moment, row))}

    return by_ical_js


def ours(data: bytes) -> set:
    """Return the blocks that leaderplan takes as busy."""
    report = read(data)
    assert report.unknown == ()
    return {(day, block) for day, taken in blocks(report).items() for block in taken}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(events(), min_size=5, max_size=15))
def test_ical_js_finds_the_same_blocks_busy(drawn: list[Event], expanded) -> None:
    """Series with exceptions, whole days, other zones by their moments."""
    here = [one for one in drawn if one.zone in {ZONE, "UTC"}]
    rows = [one.parts(f"e{n}") for n, one in enumerate(here)]
    rows.append(event(f"DTSTART;VALUE=DATE:{LAST:%Y%m%d}", uid="last"))
    data = calendar(VTIMEZONE, *rows)
    assert ours(data) == expanded(data)


def test_a_moved_date_of_another_series_is_none_of_this_one(expanded) -> None:
    """Two series on one day, of which one is moved there and back."""
    day = date(2028, 2, 2)
    weekly = Event(day, None, timedelta(days=2), ZONE, Rule("DAILY", weekdays=(2,)))
    once = Event(day, None, timedelta(days=1), ZONE, Rule("DAILY", count=1),
                 moved=((day, day, 0),))  # fmt: skip
    data = calendar(VTIMEZONE, weekly.parts("one"), once.parts("other"))
    found = ours(data)
    assert (date(2028, 2, 3), 0) in found
    assert found == expanded(data)


def test_ical_js_agrees_on_a_moved_date(expanded) -> None:
    """One date of a series is two days later, one is an hour longer."""
    first = datetime(2027, 9, 7, 9, tzinfo=HOME)
    zone = f"TZID={ZONE}"

    def lines(start: datetime, hours: int) -> list[str]:
        end = start + timedelta(hours=hours)
        return [f"DTSTART;{zone}:{start:%Y%m%dT%H%M%S}",
                f"DTEND;{zone}:{end:%Y%m%dT%H%M%S}"]  # fmt: skip

    week = timedelta(days=7)
    moved = [f"RECURRENCE-ID;{zone}:{first + week:%Y%m%dT%H%M%S}",
             *lines(first + week + timedelta(days=2), 1)]  # fmt: skip
    longer = [f"RECURRENCE-ID;{zone}:{first + 2 * week:%Y%m%dT%H%M%S}",
              *lines(first + 2 * week, 2)]  # fmt: skip
    data = calendar(
        VTIMEZONE,
        event(*lines(first, 1), "RRULE:FREQ=WEEKLY;UNTIL=20280620T070000Z"),
        event(*moved),
        event(*longer),
    )
    assert ours(data) == expanded(data)
