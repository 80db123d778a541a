"""Calendars as other programs write them, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from leaderplan.io.availability.child import Child
from leaderplan.io.availability.gather import Heard, report_of
from leaderplan.io.availability.policy import AvailabilityPolicy
from leaderplan.io.availability.reading import read_calendar
from leaderplan.io.availability.report import AvailabilityReport

FIRST, LAST = date(2027, 9, 1), date(2028, 6, 30)
ZONE = "Europe/Copenhagen"
POLICY = AvailabilityPolicy(first=FIRST, last=LAST)
START = f"DTSTART;TZID={ZONE}:20270907T090000"
"""Tuesday 7 September 2027, 9 o'clock: the first of the default blocks."""
END = f"DTEND;TZID={ZONE}:20270907T100000"
TUESDAY = date(2027, 9, 7)

FAR = "BEGIN:VEVENT\r\nUID:far\r\nDTSTART;VALUE=DATE:20280630\r\nEND:VEVENT\r\n"
"""The last day of the period, so that a calendar is not silent about it."""


def event(*lines: str, uid: str = "1") -> str:
    """Write an event."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def calendar(*parts: str, head: str = "") -> bytes:
    """Write a calendar."""
    rows = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
    return (rows + head + "".join(parts) + "END:VCALENDAR\r\n").encode()


def read(data: bytes, policy: AvailabilityPolicy = POLICY) -> AvailabilityReport:
    """Read a calendar in this process, without the one that guards it."""
    found = read_calendar(data, policy).plain()
    return report_of("p1", [Heard.of("x.ics", policy, None, found)], None, None, "en")


class Here(Child):
    """Reads in this process: quick, and as the process does."""

    def read(self, data: bytes, policy: AvailabilityPolicy) -> dict[str, object]:
        """Read a calendar."""
        return read_calendar(data, policy).plain()


def blocks(report: AvailabilityReport, state: str = "unavailable") -> dict[date, set]:
    """Return the blocks of each day that rows of a state cover."""
    found: dict[date, set] = {}
    count = len(report.policy.blocks)
    for row in report.rows:
        for step in range((row.last - row.first).days + 1):
            day = row.first + timedelta(days=step)
            for block in range(count):
                if row.state == state and row.covers(day, block):
                    found.setdefault(day, set()).add(block)
    return found


def free_days(report: AvailabilityReport, days: Iterable[date]) -> list[date]:
    """Return the days that a reader takes as free, wholly or in part."""
    held: dict[date, set[int]] = {}
    for state in ("unavailable", "unanswered", "prefer_not"):
        for day, taken in blocks(report, state).items():
            held[day] = held.get(day, set()) | taken
    every = len(report.policy.blocks)
    return [day for day in sorted(days) if len(held.get(day, ())) < every]


def busy(report: AvailabilityReport) -> set[date]:
    """Return the days on which somebody is busy, the last of the period left out."""
    return set(blocks(report)) - {LAST}
