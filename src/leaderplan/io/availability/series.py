"""When the events of a calendar are, within a period: each series for itself.

One series that a dependency cannot expand leaves the others whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from leaderplan.io.availability.entry import DAY, Entry, text_of
from leaderplan.io.availability.zones import Moment, Zones

_NUMBER = "X-LEADERPLAN-NUMBER"
_MARGIN = 2 * DAY


class Occurrence(NamedTuple):
    """One time at which an event is, in seconds since 1970."""

    start: int
    end: int
    entry: Entry


def grouped(entries: list[Entry], counts: Counter[str]) -> Iterator[list[Entry]]:
    """Yield the events that belong together: a series and its changed dates.

    Of several versions the one with the highest ``SEQUENCE`` counts; where there are
    several of those, all do, since faulty programs give different events one UID.
    """
    families: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        families[entry.uid or f"\n{entry.number}"].append(entry)
    for family in families.values():
        changed = [entry for entry in family if entry.instance is not None]
        masters = [entry for entry in family if entry.instance is None]
        top = max((entry.sequence for entry in masters), default=0)
        newest = [entry for entry in masters if entry.sequence == top]
        counts["superseded"] += len(masters) - len(newest)
        counts["shared_uid"] += max(0, len(newest) - 1)
        for master in newest:
            yield [master, *changed]
        if changed and not newest:
            yield changed


def occurrences(
    family: list[Entry], zones: Zones, first: int, last: int
) -> Iterator[Occurrence]:
    """Yield when a series is within a period, by the exceptions of dependencies too."""
    (master, *changed) = family
    if not changed and not master.repeats and master.instance is None:
        yield from _within(
            zones.instant(master.start), zones.instant(master.end), master, first, last
        )
        return
    if all(_is_over(entry, zones, first) for entry in family):
        return
    for start, end, entry in _expanded(family, zones, first, last):
        yield from _within(start, end, entry, first, last)


def _is_over(entry: Entry, zones: Zones, first: int) -> bool:
    """Tell whether the last of an entry lies well before a period."""
    start, end = zones.instant(entry.start), zones.instant(entry.end)
    if entry.dates or (entry.rules and entry.over is None):
        return False
    return max(entry.over or start, start) + (end - start) + 2 * _MARGIN < first


def _within(
    start: int, end: int, entry: Entry, first: int, last: int
) -> Iterator[Occurrence]:
    reach = 26 * 3_600 if entry.doubt else 0
    if start - max(reach, entry.back) < last and end + reach > first:
        yield Occurrence(start, end, entry)


def _expanded(
    family: list[Entry], zones: Zones, first: int, last: int
) -> Iterator[tuple[int, int, Entry]]:
    import recurring_ical_events
    from icalendar import Calendar

    made = Calendar.from_ical(_written(family, zones).encode())
    if any(part.errors for part in made.walk()):
        raise ValueError("a property that icalendar does not take")
    numbered = {entry.number: entry for entry in family}
    reach = max(entry.back for entry in family) + _MARGIN
    span = (
        datetime.fromtimestamp(first - _MARGIN, UTC),
        datetime.fromtimestamp(last, UTC) + timedelta(seconds=reach),
    )
    for found in recurring_ical_events.of(made).between(*span):
        entry = numbered[int(found[_NUMBER])]
        yield (
            _seconds(found["DTSTART"].dt, zones),
            _seconds(found["DTEND"].dt, zones),
            entry,
        )


def _seconds(moment: Any, zones: Zones) -> int:
    if isinstance(moment, datetime):
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zones.own)
        return int(aware.timestamp())
    if isinstance(moment, date):
        return zones.instant(Moment(moment))
    raise TypeError("expected a day or a time")


def _written(family: list[Entry], zones: Zones) -> str:
    """Write a series anew, from what was understood and with nothing else."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//leaderplan//reading//EN"]
    used = {entry.start.zone for entry in family}
    rows += [text.rstrip() for name, text in zones.defined.items() if name in used]
    for entry in family:
        rows += [
            "BEGIN:VEVENT",
            "UID:1",
            f"SEQUENCE:{entry.sequence}",
            f"{_NUMBER}:{entry.number}",
            f"DTSTART{text_of(entry.start)}",
            f"DTEND{text_of(entry.end)}",
            *(f"RRULE:{rule}" for rule in entry.rules),
            *(f"RDATE{text}" for text in entry.dates),
            *(f"EXDATE{text}" for text in entry.exdates),
            *([f"RECURRENCE-ID{entry.instance}"] if entry.instance else []),
            "END:VEVENT",
        ]
    return "\r\n".join([*rows, "END:VCALENDAR", ""])
