"""Which zone a time is in: by IANA name, Windows' name, or as the file defines it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from leaderplan.io.availability.lines import Component, Line
from leaderplan.io.availability.policy import ReadingLimits
from leaderplan.io.availability.recurrence import parts_of, written

_MOMENT = re.compile(r"(\d{8})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?")
_OFFSET = re.compile(r"[+-]\d{4}(?:\d{2})?")
_LONGEST_NAME = 200
_UTC_NAMES = {"UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "TZONE://MICROSOFT/UTC"}


class Moment(NamedTuple):
    """A day, or a wall-clock time in a zone; ``doubt`` where the zone is a guess."""

    wall: date | datetime
    zone: str = ""
    floating: bool = False
    doubt: bool = False

    @property
    def whole_day(self) -> bool:
        """Whether it is a day and no time."""
        return not isinstance(self.wall, datetime)


class Zones:
    """The zones of one calendar.

    Parameters
    ----------
    calendar
        With its ``VTIMEZONE`` components and ``X-WR-TIMEZONE``.
    own
        IANA name of the zone for whole days and for times without one.
    """

    def __init__(self, calendar: Component, own: str, limits: ReadingLimits) -> None:
        from icalendar.timezone import tzp

        tzp.use_default()  # it keeps the zones that earlier files defined
        self._known = available_timezones() - {"localtime", "Factory"}
        self.hint = self._hint(calendar)
        self.own = ZoneInfo(own)
        self._found: dict[str, tuple[str, bool]] = {}
        self._made: dict[str, tzinfo] = {"UTC": UTC}
        self.defined: dict[str, str] = {}
        """Zones that the file defines, as text, by name."""
        for part in calendar.parts:
            if part.name == "VTIMEZONE":
                self._define(part, limits)
        self.floating = self.hint or own

    def _hint(self, calendar: Component) -> str | None:
        names = [line.value for line in calendar.named("X-WR-TIMEZONE")]
        return names[0] if names and names[0] in self._known else None

    def moment(self, line: Line, text: str | None = None) -> Moment:
        """Read a day or a time.

        Raises
        ------
        ValueError
            When it is neither.
        """
        given = line.value if text is None else text
        found = _MOMENT.fullmatch(given) if given.isascii() and line.whole else None
        if found is None:
            raise ValueError("expected a day or a time")
        day = date(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
        if found[2] is None:
            return Moment(day)
        clock = time(int(found[2]), int(found[3]), min(int(found[4] or 0), 59))
        wall = datetime.combine(day, clock)
        if found[5]:
            return Moment(wall, "UTC")
        name = line.parameters.get("TZID", "")
        if not name:
            return Moment(wall, self.floating, floating=True)
        zone, known = self._resolve(name)
        return Moment(wall, zone, doubt=not known)

    def instant(self, moment: Moment) -> int:
        """Seconds since 1970; a day begins at midnight in the owner's zone."""
        if not isinstance(moment.wall, datetime):
            midnight = datetime.combine(moment.wall, time(), tzinfo=self.own)
            return int(midnight.timestamp())
        return int(moment.wall.replace(tzinfo=self.tz(moment.zone)).timestamp())

    def tz(self, name: str) -> tzinfo:
        """Return a zone that :meth:`moment` named."""
        if name not in self._made:
            self._made[name] = ZoneInfo(name)
        return self._made[name]

    def _resolve(self, name: str) -> tuple[str, bool]:
        if name not in self._found:
            zone = self._look_up(name)
            self._found[name] = (zone or self.own.key, zone is not None)
        return self._found[name]

    def _look_up(self, name: str) -> str | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        clean = name.strip().strip("/")
        if clean.upper() in _UTC_NAMES:
            return "UTC"
        if clean in self._made:
            return clean
        # A name of the world, as of RFC 5545 3.2.19, has the known one at its end.
        parts = clean.split("/") if name.startswith("/") else []
        ends = ["/".join(parts[start:]) for start in range(1, len(parts) - 1)]
        for one in [WINDOWS_TO_OLSON.get(clean, ""), clean, *ends]:
            if one in self._known:
                return one
        return None

    def _define(self, part: Component, limits: ReadingLimits) -> None:
        """Learn a zone that the file defines; a definition with a fault is none."""
        names = [line.value.strip("/ ") for line in part.named("TZID") if line.whole]
        if len(names) != 1 or not names[0] or self._look_up(names[0]):
            return
        text = _definition(part, names[0], limits)
        if text is None or len(names[0]) > _LONGEST_NAME:
            return
        from icalendar import Timezone
        from icalendar.timezone import tzp

        try:
            made: Any = Timezone.from_ical(text.encode())
            zone = made.to_tz(tzp, lookup_tzid=False)
            for year in (1999, 2027):
                zone.utcoffset(datetime(year, 7, 1))  # noqa: DTZ001 a wall clock's
        except Exception:  # whatever a dependency makes of it: the zone is unknown
            return
        self._made[names[0]] = zone
        self.defined[names[0]] = text


def _definition(part: Component, name: str, limits: ReadingLimits) -> str | None:
    """Write a zone's definition anew from what is understood of it."""
    rows = ["BEGIN:VTIMEZONE", f"TZID:{_escaped(name)}"]
    kinds = [sub.name for sub in part.parts]
    if "STANDARD" not in kinds or not set(kinds) <= {"STANDARD", "DAYLIGHT"}:
        return None
    for sub in part.parts:
        rows.append(f"BEGIN:{sub.name}")
        for line in sub.lines:
            shape = {"TZOFFSETFROM": _OFFSET, "TZOFFSETTO": _OFFSET,
                     "DTSTART": _MOMENT}.get(line.name)  # fmt: skip
            value = line.value
            if line.name == "RRULE":
                rule = parts_of(value, limits)
                if rule is None:
                    return None
                value = written(rule, rule.get("UNTIL"))
            elif line.name == "RDATE":
                if not all(_MOMENT.fullmatch(one) for one in value.split(",")):
                    return None
            elif shape is None or not shape.fullmatch(value):
                return None
            rows.append(f"{line.name}:{value}")
        rows.append(f"END:{sub.name}")
    return "\r\n".join([*rows, "END:VTIMEZONE", ""])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def widest(start: int, end: int) -> tuple[int, int]:
    """Return the hours that a time can mean in any zone on earth (UTC-12 to UTC+14)."""
    day = int(timedelta(hours=26).total_seconds())
    return start - day, end + day
