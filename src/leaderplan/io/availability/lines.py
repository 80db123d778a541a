"""The components of a calendar file, with no more of them than their times.

Titles, descriptions, people, alarms and attachments are dropped here, before anything
understands the file: what is not kept can neither leak nor do harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from leaderplan.io.availability.policy import ReadingLimits

KEPT = frozenset({
    "CALSCALE", "DTEND", "DTSTART", "DURATION", "EXDATE", "FREEBUSY", "RDATE",
    "RECURRENCE-ID", "RRULE", "SEQUENCE", "STATUS", "TRANSP", "TZID", "TZOFFSETFROM",
    "TZOFFSETTO", "UID", "X-MICROSOFT-CDO-BUSYSTATUS", "X-WR-TIMEZONE",
})  # fmt: skip
"""Properties that say when and whether somebody is busy."""

DEEPEST = 4
"""Depth of components; an alarm is at 3."""

_FOLD = re.compile(rb"\r*\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)')


class Unreadable(Exception):
    """A calendar that cannot be read at all; ``code`` names a text of ``words``."""

    def __init__(self, code: str, **fields: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class Line(NamedTuple):
    """A kept property; ``whole`` is false where it could not be taken apart."""

    name: str
    parameters: dict[str, str]
    value: str
    whole: bool = True


@dataclass
class Component:
    """A component with its kept lines; ``number`` counts those of its kind."""

    name: str
    number: int = 0
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def named(self, name: str) -> list[Line]:
        """Return the lines of a name, in order."""
        return [line for line in self.lines if line.name == name]


def calendars(data: bytes, limits: ReadingLimits) -> list[Component]:
    """Take a file apart into its calendars.

    Raises
    ------
    Unreadable
        When it is no calendar, is cut off, or is larger than the limits.
    """
    text = _text(data, limits)
    tops: list[Component] = []
    open_: list[Component] = []
    counts: dict[str, int] = {}
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        head = line[:6].upper()
        if head == "BEGIN:":
            part = _begin(line, open_, counts, number)
            if sum(counts.values()) > limits.components:
                raise Unreadable("too_many_components", most=limits.components)
            (open_[-1].parts if open_ else tops).append(part)
            open_.append(part)
        elif head[:4] == "END:":
            name = line[4:].strip().upper()
            if not open_ or open_.pop().name != name:
                raise Unreadable("structure", line=number)
        elif open_:
            _keep(line, open_[-1])
        elif line.strip():
            raise Unreadable("structure", line=number)
    if open_:
        raise Unreadable("cut")
    return tops


def _begin(
    line: str, open_: list[Component], counts: dict[str, int], number: int
) -> Component:
    name = line[6:].strip().upper()
    if (name == "VCALENDAR") == bool(open_) or len(open_) >= DEEPEST:
        raise Unreadable("structure", line=number)
    if name == "VEVENT" and len(open_) > 1:
        raise Unreadable("structure", line=number)
    counts[name] = counts.get(name, 0) + 1
    return Component(name, counts[name])


def _text(data: bytes, limits: ReadingLimits) -> str:
    _recognise(data, limits)
    data = data.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n")
    if b"\0" in data:
        raise Unreadable("nul")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    try:
        return _FOLD.sub(b"", data).decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _recognise(data: bytes, limits: ReadingLimits) -> None:
    """Refuse what is no calendar, saying what it looks like."""
    if len(data) > limits.size:
        raise Unreadable("too_large", most=f"{limits.size / 2**20:g}")
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise Unreadable("empty")
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return
    for start, code in (
        (b"<", "web_page"), (b"PK\x03\x04", "zip"), (b"\x1f\x8b", "zip"),
        (b"\xff\xfe", "encoding"), (b"\xfe\xff", "encoding"),
    ):  # fmt: skip
        if head.startswith(start):
            raise Unreadable(code)
    raise Unreadable("no_calendar")


def _keep(line: str, part: Component) -> None:
    found = _NAME.match(line)
    name = found.group().upper() if found else ""
    if name not in KEPT:
        return
    rest, parameters = line[len(name) :], {}
    while given := _PARAMETER.match(rest):
        parameters[given[1].upper()] = given[2].strip('"')
        rest = rest[given.end() :]
    whole = rest[:1] == ":"
    part.lines.append(Line(name, parameters, rest[1:].strip() if whole else "", whole))
