"""From the bytes of a calendar to when its owner is busy, and nothing else of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from leaderplan.io.availability.entry import Faulty, duration
from leaderplan.io.availability.events import Reader
from leaderplan.io.availability.lines import Component, Line, Unreadable, calendars
from leaderplan.io.availability.policy import AvailabilityPolicy
from leaderplan.io.availability.series import Occurrence, grouped, occurrences
from leaderplan.io.availability.zones import Zones, widest

Times = list[tuple[int, int]]
"""Half-open stretches of time in seconds since 1970."""


class Fault(NamedTuple):
    """What could not be understood, and the time that is unknown because of it."""

    event: int
    name: str
    code: str
    first: int
    last: int


class Found:
    """What a calendar says of its owner's time in a period."""

    def __init__(self, policy: AvailabilityPolicy) -> None:
        zone = ZoneInfo(policy.time_zone)
        day = policy.last + timedelta(days=1)
        self.first = int(datetime.combine(policy.first, time(), zone).timestamp())
        self.last = int(datetime.combine(day, time(), zone).timestamp())
        self.times: dict[str, Times] = {"unavailable": [], "prefer_not": []}
        self.policy = policy
        self.unknown: Times = []
        self.listed: Times = []
        """Periods for which the calendar lists busy times."""
        self.faults: list[Fault] = []
        self.counts: Counter[str] = Counter()
        self.latest = 0

    def add(self, state: str, start: int, end: int) -> None:
        """Note a stretch in which the owner is not simply free."""
        self.times[state].append((start, end))

    def fault(self, event: int, fault: Faulty, first: int | None, last: int | None,
              ) -> None:  # fmt: skip
        """Note a fault, where it reaches into the period."""
        start = self.first if first is None else first
        end = self.last if last is None else last
        if start < self.last and end > self.first:
            self.faults.append(Fault(event, fault.name, fault.code, start, end))
            self.unknown.append((start, end))

    def cut(self, times: Iterable[tuple[int, int]]) -> Times:
        """Return stretches within the period, in order, those that touch as one."""
        found: Times = []
        for given in sorted(times):
            start, end = max(given[0], self.first), min(given[1], self.last)
            if start >= end:
                continue
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found

    def plain(self) -> dict[str, object]:
        """Return all of it as JSON has it."""
        return {
            **{state: self.cut(times) for state, times in self.times.items()},
            "unknown": self.cut(self.unknown),
            "faults": self.faults,
            "counts": self.counts,
            "latest": self.latest,
        }


def read_calendar(data: bytes, policy: AvailabilityPolicy) -> Found:
    """Read a calendar file.

    Raises
    ------
    Unreadable
        When it is no calendar, is cut off, or is larger than the limits.
    """
    found = Found(policy)
    for calendar in calendars(data, policy.limits):
        scales = {line.value.upper() for line in calendar.named("CALSCALE")}
        if scales - {"GREGORIAN"}:
            raise Unreadable("scale")
        _read(calendar, found)
    if found.counts["free_busy"]:
        edges = [found.first, *(t for pair in found.cut(found.listed) for t in pair)]
        edges.append(found.last)
        found.unknown += zip(edges[::2], edges[1::2], strict=True)
    told = found.counts["inside"] or found.counts["free_busy"]
    if not told and policy.empty == "unknown":
        found.counts["silent"] = 1
        found.unknown.append((found.first, found.last))
    return found


def _read(calendar: Component, found: Found) -> None:
    policy = found.policy
    zones = Zones(calendar, policy.own_zone, policy.limits)
    reader = Reader(zones, policy)
    entries = []
    for part in calendar.parts:
        if part.name == "VEVENT":
            found.counts["entries"] += 1
            try:
                entries.append(reader.entry(part))
            except Faulty as fault:
                reach = reader.earliest(part), reader.latest(part)
                found.fault(part.number, fault, *reach)
        elif part.name == "VFREEBUSY":
            _free_busy(part, zones, found)
        elif part.name == "VAVAILABILITY":
            found.fault(0, Faulty("VAVAILABILITY", "availability"), None, None)
        elif part.name != "VTIMEZONE":
            found.counts["other"] += 1
    for family in grouped(entries, found.counts):
        try:
            held = list(occurrences(family, zones, found.first, found.last))
        except (MemoryError, RecursionError):
            raise
        except Exception:  # a dependency failed: when it is, is unknown
            start = min(_earliest(zones, entry.start.wall) for entry in family)
            found.fault(family[0].number, Faulty("", "series"), start, None)
            continue
        for one in held:
            _note(one, found)
        if found.counts["inside"] > policy.limits.occurrences:
            raise Unreadable("too_many_entries", most=policy.limits.occurrences)


def _earliest(zones: Zones, wall: object) -> int:
    """Return a time before which an event of a readable start is not."""
    if isinstance(wall, datetime):
        return int(wall.replace(tzinfo=zones.own).timestamp()) - 2 * 86_400
    return -(2**40)


def _note(one: Occurrence, found: Found) -> None:
    entry, counts = one.entry, found.counts
    counts["inside"] += 1
    found.latest = max(found.latest, one.start)
    if entry.reason:
        counts[entry.reason] += 1
    if entry.outcome == "free":
        return
    found.add(entry.outcome, one.start, one.end)
    if entry.oddity:
        counts[entry.oddity] += 1
    if entry.back:
        found.unknown.append((one.start - entry.back, one.start))
    if entry.start.floating:
        counts["floating"] += 1
    if entry.doubt:
        counts["guessed_zone"] += 1
        if found.policy.guessed_zone == "unknown":
            found.unknown.append(widest(one.start, one.end))


def _free_busy(part: Component, zones: Zones, found: Found) -> None:
    """Read a list of busy times; what lies outside of its period is unknown."""
    policy = found.policy
    found.counts["free_busy"] += 1
    try:
        (first, last) = (
            zones.instant(zones.moment(line))
            for name in ("DTSTART", "DTEND")
            for line in part.named(name)
        )
    except (ValueError, OverflowError):
        found.fault(0, Faulty("VFREEBUSY", "no_range"), None, None)
    else:
        found.listed.append((first, last))
    for line in part.named("FREEBUSY"):
        kind = line.parameters.get("FBTYPE", "BUSY").upper()
        if kind == "FREE":
            continue
        state = policy.tentative if kind == "BUSY-TENTATIVE" else "unavailable"
        for text in line.value.split(","):
            try:
                start, end = _stretch(line, text.strip(), zones)
            except (ValueError, OverflowError):
                found.fault(0, Faulty("FREEBUSY", "no_moment"), None, None)
                continue
            if state != "free" and start < found.last and end > found.first:
                found.counts["inside"] += 1
                found.add(state, start, end)


def _stretch(line: Line, text: str, zones: Zones) -> tuple[int, int]:
    head, _, tail = text.partition("/")
    start = zones.instant(zones.moment(line, head))
    if tail[:1].upper() in {"P", "+"}:
        end = start + int(duration(tail).total_seconds())
    else:
        end = zones.instant(zones.moment(line, tail))
    if end <= start:
        raise ValueError("a period backwards")
    return start, end
