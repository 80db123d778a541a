"""From entries to the bytes of an iCalendar feed (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leaderplan.feeds.ledger import Entry, Line
from leaderplan.feeds.text import calendar_name, lines, one_line
from leaderplan.feeds.zones import vtimezone, zone
from leaderplan.locale import Language, Words

PRODUCT = "-//leaderplan//leaderplan//EN"
"""Without a version: a new one must not change every feed."""

REFRESH = "PT1H"
"""How often calendars are asked to look; some take a day all the same."""

LONGEST_LINE = 75
"""Octets on a line without its end (RFC 5545, 3.1)."""

HELP = Words(
    "Kalenderen opdateres af sig selv. Nogle programmer henter først ændringer "
    "efter et døgn.",
    "This calendar updates itself. Some programs fetch changes only after a day.",
)
CANCELLED = Words("Aflyst: {summary}", "Cancelled: {summary}")

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class FeedWriter:
    """Writes feeds of one programme: equal entries give equal bytes.

    Parameters
    ----------
    time_zone
        IANA name of the zone of the entries' clock times.
    first_year
        The first year that entries lie in.
    language
        Of the few words that the feed adds.

    Raises
    ------
    InputError
        When there is no such time zone.
    """

    def __init__(self, time_zone: str, first_year: int, language: Language) -> None:
        self._name = time_zone
        self._zone: ZoneInfo = zone(time_zone)
        self._rules = vtimezone(time_zone, first_year)
        self._language = language

    def write(self, title: str, shown: Iterable[Line]) -> bytes:
        """Return the bytes of a feed: UTF-8, CRLF, lines of at most 75 octets.

        Parameters
        ----------
        title
            What the calendar is called.
        shown
            Its entries with their revisions, in order; at least one.
        """
        rows = [*self._head(title), *self._rules]
        for line in shown:
            if line.entry is not None:
                rows.extend(self._event(line, line.entry))
        rows.append("END:VCALENDAR")
        return b"".join(folded(row) for row in rows)

    def _head(self, title: str) -> tuple[str, ...]:
        name = calendar_name(title)
        return (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:{PRODUCT}",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            f"NAME:{_escaped(name)}",
            f"X-WR-CALNAME:{_escaped(name)}",
            f"X-WR-CALDESC:{_escaped(HELP.to(self._language))}",
            f"X-WR-TIMEZONE:{self._name}",
            f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
            f"X-PUBLISHED-TTL:{REFRESH}",
        )

    def _event(self, line: Line, entry: Entry) -> Iterator[str]:
        cancelled = line.state == "cancelled"
        stamp = _utc(line.changed)
        summary = one_line(entry.summary)
        if cancelled:
            form = CANCELLED.to(self._language)
            summary = form.replace("{summary}", summary)
        yield "BEGIN:VEVENT"
        yield f"UID:{line.uid}"
        yield f"DTSTAMP:{stamp}"
        yield f"LAST-MODIFIED:{stamp}"
        yield f"SEQUENCE:{line.sequence}"
        yield from self._times(entry)
        yield f"SUMMARY:{_escaped(summary)}"
        if place := one_line(entry.location):
            yield f"LOCATION:{_escaped(place)}"
        if text := lines(*entry.description.split("\n")):
            yield f"DESCRIPTION:{_escaped(text)}"
        if entry.private:
            yield "CLASS:PRIVATE"
        yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
        if cancelled or not entry.blocking:
            yield "TRANSP:TRANSPARENT"
            yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
        else:
            yield "TRANSP:OPAQUE"
        yield "END:VEVENT"

    def _times(self, entry: Entry) -> Iterator[str]:
        if entry.starts is None or entry.ends is None:
            yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
            yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
            return
        start, end = (self._moment(entry.day, t) for t in (entry.starts, entry.ends))
        plain = bool(self._rules) and all(map(self._is_plain, (start, end)))
        for name, moment in (("DTSTART", start), ("DTEND", end)):
            if plain:
                yield f"{name};TZID={self._name}:{moment:%Y%m%dT%H%M%S}"
            else:
                yield f"{name}:{_utc(moment)}"

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone)

    def _is_plain(self, moment: datetime) -> bool:
        """Tell whether a clock time is there exactly once; readers differ if not."""
        return moment.utcoffset() == moment.replace(fold=1).utcoffset()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def folded(row: str) -> bytes:
    r"""Return a content line as bytes, folded inside no character and no ``\n``."""
    data = row.encode("utf-8")
    parts = []
    room = LONGEST_LINE
    while len(data) > room:
        cut = room
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        if _escapes(data[:cut]):
            cut -= 1
        parts.append(data[:cut])
        data = data[cut:]
        room = LONGEST_LINE - 1
    parts.append(data)
    return b"\r\n ".join(parts) + b"\r\n"


def _escapes(head: bytes) -> bool:
    r"""Tell whether a cut after ``head`` would part a backslash from its character."""
    return (len(head) - len(head.rstrip(b"\\"))) % 2 == 1
