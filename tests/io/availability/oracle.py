"""When an event is, worked out day by day without any library of calendars.

It knows daily and weekly rules, monthly ones by the day of the month, and single
events; and of a text that was tampered with it reads only what is beyond doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leaderplan.domain.calendar import DEFAULT_BLOCKS
from tests.io.availability.calendars import FIRST, LAST, ZONE, event

HOME = ZoneInfo(ZONE)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Rule:
    """A recurrence; ``count`` and ``until`` may be open."""

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None

    def text(self, whole: bool, zone: str, at: time) -> str:
        """Write it as RFC 5545 wants it."""
        rows = [f"FREQ={self.frequency}", f"INTERVAL={self.interval}"]
        if self.weekdays:
            rows.append("BYDAY=" + ",".join(DAYS[day] for day in self.weekdays))
        if self.count is not None:
            rows.append(f"COUNT={self.count}")
        if self.until is not None and whole:
            rows.append(f"UNTIL={self.until:%Y%m%d}")
        elif self.until is not None:
            last = datetime.combine(self.until, at, ZoneInfo(zone))
            rows.append(f"UNTIL={last.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}")
        return ";".join(rows)

    def falls(self, first: date, day: date) -> bool:
        """Tell whether the rule falls on a day; the first always counts."""
        gone = (day - first).days
        if day == first:
            return True
        if self.frequency == "DAILY":
            fits = not self.weekdays or day.weekday() in self.weekdays
            return gone % self.interval == 0 and fits
        if self.frequency == "WEEKLY":
            mondays = [d - timedelta(days=d.weekday()) for d in (first, day)]
            weeks = (mondays[1] - mondays[0]).days // 7
            wanted = self.weekdays or (first.weekday(),)
            return weeks % self.interval == 0 and day.weekday() in wanted
        months = (day.year - first.year) * 12 + day.month - first.month
        return months % self.interval == 0 and day.day == first.day


@dataclass(frozen=True)
class Event:
    """An event as it was drawn; ``at`` is ``None`` for whole days."""

    first: date
    at: time | None
    length: timedelta
    zone: str = ZONE
    rule: Rule | None = None
    gone: frozenset[date] = frozenset()
    moved: tuple[tuple[date, date, int], ...] = ()
    """Dates of the series, where they are moved to, and the ``SEQUENCE`` of that."""

    def parts(self, uid: str) -> str:
        """Write it with its moved dates."""
        made = [event(*self.lines(), "SEQUENCE:3", uid=uid)]
        for day, to, sequence in self.moved:
            name = self._start(day).replace("DTSTART", "RECURRENCE-ID")
            lines = replace(self, first=to, rule=None, gone=frozenset()).lines()
            made.append(event(*lines, name, f"SEQUENCE:{sequence}", uid=uid))
        return "".join(made)

    def _start(self, day: date) -> str:
        if self.at is None:
            return f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        start = datetime.combine(day, self.at)
        return f"DTSTART;TZID={self.zone}:{start:%Y%m%dT%H%M%S}"

    def lines(self) -> list[str]:
        """Write the series, or the single event, alone."""
        rows = [self._start(self.first)]
        if self.at is None:
            rows.append(f"DTEND;VALUE=DATE:{self.first + self.length:%Y%m%d}")
        else:
            ends = datetime.combine(self.first, self.at) + self.length
            rows.append(f"DTEND;TZID={self.zone}:{ends:%Y%m%dT%H%M%S}")
        if self.rule is not None:
            rule = self.rule.text(self.at is None, self.zone, self.at or time())
            rows.append("RRULE:" + rule)
        for day in sorted(self.gone):
            if self.at is None:
                rows.append(f"EXDATE;VALUE=DATE:{day:%Y%m%d}")
            else:
                out = datetime.combine(day, self.at)
                rows.append(f"EXDATE;TZID={self.zone}:{out:%Y%m%dT%H%M%S}")
        return rows

    def days(self) -> list[date]:
        """Return the days on which it begins, to the end of the period."""
        found, day, number = [], self.first, 0
        while day <= LAST + timedelta(days=2):
            if self.rule is None:
                return [self.first]
            if self.rule.until is not None and day > self.rule.until:
                break
            if self.rule.falls(self.first, day):
                number += 1
                if self.rule.count is not None and number > self.rule.count:
                    break
                found.append(day)
            day += timedelta(days=1)
        left = {day for day in found if day not in self.gone}
        left -= {day for day, _, _ in self.moved}
        return sorted(left | {to for _, to, _ in self.moved})

    def blocks(self) -> set[tuple[date, int]]:
        """Return the blocks of weekdays in the period that it touches."""
        return {
            (day, number)
            for begins in self.days()
            for day, number in touched(*self._span(begins))
        }

    def _span(self, begins: date) -> tuple[datetime, datetime]:
        if self.at is None:
            start = datetime.combine(begins, time(), HOME)
            return start, datetime.combine(begins + self.length, time(), HOME)
        wall = datetime.combine(begins, self.at)
        zone = ZoneInfo(self.zone)
        return wall.replace(tzinfo=zone), (wall + self.length).replace(tzinfo=zone)


def touched(start: datetime, end: datetime) -> set[tuple[date, int]]:
    """Return the blocks of weekdays in the period that a stretch touches."""
    found = set()
    day = max(FIRST, start.astimezone(HOME).date())
    while day <= min(LAST, end.astimezone(HOME).date()):
        for number, block in enumerate(DEFAULT_BLOCKS):
            opens = datetime.combine(day, block.start, HOME)
            shuts = datetime.combine(day, block.end, HOME)
            early = opens.timestamp() < end.timestamp()
            if early and start.timestamp() < shuts.timestamp() and day.weekday() < 5:
                found.add((day, number))
        day += timedelta(days=1)
    return found


PLAIN = re.compile(
    r"(?<=\r\n)BEGIN:VEVENT\r\nUID:(\w+)\r\nDTSTART;TZID=Europe/Copenhagen:(\d{8})T(\d{6})\r\n"
    r"DTEND;TZID=Europe/Copenhagen:(\d{8})T(\d{6})\r\n(?:SUMMARY:[ -~]*\r\n)?"
    r"END:VEVENT\r\n(?=BEGIN:VEVENT\r\n|END:VCALENDAR\r\n)"
)


def beyond_doubt(data: bytes) -> set[date]:
    """Return weekdays in the period on which some event of a damaged text surely is."""
    found = set()
    text = data.decode("utf-8", "replace")
    for match in PLAIN.finditer(text):
        if text.count(f"UID:{match[1]}\r\n") > 1:
            continue  # another version may take its place
        try:
            start, end = (
                datetime.strptime(match[n] + match[n + 1], "%Y%m%d%H%M%S").replace(
                    tzinfo=HOME
                )
                for n in (2, 4)
            )
        except ValueError:
            continue
        if timedelta() < end - start < timedelta(days=30):
            found |= {day for day, _ in touched(start, end)}
    return found
