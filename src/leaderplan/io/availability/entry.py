"""An event as far as it was understood, and the texts that a reader is given of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from leaderplan.io.availability.policy import Outcome
from leaderplan.io.availability.zones import Moment

HOUR, DAY = 3_600, 86_400
_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,6})W|(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?)"
)

Oddity = Literal["no_end", "backwards", "empty", "mixed"]


class Faulty(Exception):
    """An event, or a property of it, that cannot be understood."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(code)
        self.name = name
        self.code = code


@dataclass
class Entry:
    """An event as far as it was understood."""

    number: int
    uid: str
    sequence: int
    start: Moment
    end: Moment
    outcome: Outcome
    reason: str
    """Why it is not simply busy: cancelled, transparent, tentative, elsewhere."""
    oddity: Oddity | None = None
    doubt: bool = False
    back: int = 0
    """Seconds that its end stands before its start."""
    over: int | None = None
    """Seconds since 1970 at which its rules end; ``None`` where that is not known."""
    rules: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    instance: str | None = None
    exdates: list[str] = field(default_factory=list)

    @property
    def repeats(self) -> bool:
        """Whether it has more than its own date."""
        return bool(self.rules or self.dates)


def duration(text: str) -> timedelta:
    """Read a length of time.

    Raises
    ------
    ValueError
        When it is none.
    """
    found = _DURATION.fullmatch(text.upper()) if text.isascii() else None
    if found is None or not any(found.groups()[1:]):
        raise ValueError("expected a length of time")
    weeks, days, hours, minutes, seconds = (int(n or 0) for n in found.groups()[1:])
    length = timedelta(
        weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
    )
    return -length if found[1] == "-" else length


def text_of(moment: Moment, end: Moment | None = None) -> str:
    """Write a moment, or a period, as what follows a property's name."""
    if moment.whole_day:
        return f";VALUE=DATE:{_compact(moment.wall)}"
    utc = "Z" if moment.zone == "UTC" else ""
    more = f"/{_compact(end.wall)}{utc}" if end else ""
    zone = "" if utc else f';TZID="{moment.zone}"'
    return f"{zone}:{_compact(moment.wall)}{utc}{more}"


def _compact(wall: date) -> str:
    return wall.isoformat().replace("-", "").replace(":", "")[:15]


def later(moment: Moment, seconds: int) -> Moment:
    """Return a moment so many seconds later on the wall clock.

    Raises
    ------
    Faulty
        When there is no such day.
    """
    try:
        return moment._replace(wall=moment.wall + timedelta(seconds=seconds))
    except OverflowError:
        raise Faulty("DTSTART", "no_moment") from None
