"""What an event says of its owner's time: when, how often, and whether it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from leaderplan.io.availability.dates import recur
from leaderplan.io.availability.entry import (
    DAY,
    HOUR,
    Entry,
    Faulty,
    Oddity,
    duration,
    later,
)
from leaderplan.io.availability.lines import Component, Line
from leaderplan.io.availability.policy import AvailabilityPolicy, Outcome
from leaderplan.io.availability.zones import Moment, Zones


class Reader:
    """Reads the events of one calendar."""

    def __init__(self, zones: Zones, policy: AvailabilityPolicy) -> None:
        self.zones = zones
        self.policy = policy

    def entry(self, part: Component) -> Entry:
        """Understand an event.

        Raises
        ------
        Faulty
            When any property that decides when it is cannot be understood.
        """
        start = self._moment(part, "DTSTART")
        if start is None:
            raise Faulty("DTSTART", "no_start")
        end, oddity = self._end(part, start)
        outcome, reason = self._outcome(part, start)
        uid = _first(part, "UID")
        sequence = _first(part, "SEQUENCE")
        made = Entry(
            part.number, uid, int(sequence) if _is_number(sequence) else 0,
            start, end, outcome, reason, oddity,
        )  # fmt: skip
        if oddity == "backwards":
            wrong = self._moment(part, "DTEND")
            ends = wrong or self._after(part.named("DURATION"), start)
            made.back = self.zones.instant(start) - self.zones.instant(ends)
        recur(part, made, self.zones, self.policy.limits)
        made.doubt = made.doubt or start.doubt or end.doubt
        return made

    def earliest(self, part: Component) -> int | None:
        """Seconds since 1970 before which a faulty event is not; ``None``: no idea."""
        try:
            lines = part.named("DTSTART") + part.named("RDATE") + part.named("DTEND")
            if not part.named("DTSTART") or part.named("RECURRENCE-ID"):
                return None
            given = [
                self.zones.instant(self.zones.moment(line, one.split("/")[0]))
                for line in lines
                for one in line.value.split(",")
            ]
            return min(given) - DAY
        except (ValueError, OverflowError):
            return None

    def latest(self, part: Component) -> int | None:
        """Seconds since 1970 after which a faulty event is not; ``None``: no idea."""
        if {"RRULE", "RDATE", "DURATION", "RECURRENCE-ID"} & {
            line.name for line in part.lines
        }:
            return None
        try:
            ends = [
                self.zones.instant(self.zones.moment(line))
                for line in part.named("DTEND") + part.named("DTSTART")
            ]
            return max(ends) + 2 * DAY if len(ends) == 2 else None
        except (ValueError, OverflowError):
            return None

    def _moment(self, part: Component, name: str) -> Moment | None:
        lines = part.named(name)
        if not lines:
            return None
        try:
            found = {self.zones.moment(line) for line in lines}
            self.zones.instant(next(iter(found)))
        except (ValueError, OverflowError):
            raise Faulty(name, "no_moment") from None
        if len(found) > 1:
            raise Faulty(name, "twice")
        return found.pop()

    def _end(self, part: Component, start: Moment) -> tuple[Moment, Oddity | None]:
        end = self._moment(part, "DTEND")
        if end is None and part.named("DURATION"):
            end = self._after(part.named("DURATION"), start)
        if end is None and start.whole_day:
            return later(start, DAY), None
        short = later(start, DAY if start.whole_day else HOUR)
        if end is None:
            return short, "no_end"
        if end.whole_day != start.whole_day:
            return self._mixed(start, end), "mixed"
        from_, to = self.zones.instant(start), self.zones.instant(end)
        if to == from_:
            return short, "empty"
        return (short, "backwards") if to < from_ else (self._alike(end, start), None)

    def _after(self, lines: list[Line], start: Moment) -> Moment:
        try:
            lengths = {duration(line.value) for line in lines if line.whole}
            (length,) = lengths if lengths else [timedelta(seconds=-1)]
            if start.whole_day and length % timedelta(days=1):
                length += timedelta(days=1)  # a part of a day takes the day
            wall = start.wall + length
            return start._replace(wall=wall)
        except (ValueError, OverflowError):
            raise Faulty("DURATION", "no_length") from None

    def _alike(self, end: Moment, start: Moment) -> Moment:
        """Return the end in the zone of the start."""
        if start.whole_day or end.zone == start.zone:
            return end
        instant = datetime.fromtimestamp(self.zones.instant(end), UTC)
        wall = instant.astimezone(self.zones.tz(start.zone)).replace(tzinfo=None)
        return Moment(wall, start.zone, doubt=end.doubt)

    def _mixed(self, start: Moment, end: Moment) -> Moment:
        """Return an end such that all that start and end touch lies before it."""
        latest = max(self.zones.instant(start), self.zones.instant(end))
        if start.whole_day:
            own = datetime.fromtimestamp(latest, UTC).astimezone(self.zones.own)
            return Moment(own.date() + timedelta(days=1))
        wall = datetime.fromtimestamp(latest + DAY, UTC)
        wall = wall.astimezone(self.zones.tz(start.zone))
        return start._replace(wall=wall.replace(tzinfo=None))

    def _outcome(self, part: Component, start: Moment) -> tuple[Outcome, str]:
        """Say what an event makes of the time; what contradicts itself is busy."""
        policy = self.policy
        status = _first(part, "STATUS").upper()
        if status == "CANCELLED":
            return "free", "cancelled"
        mark = _first(part, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
        if not policy.busystatus or not mark:
            free = _first(part, "TRANSP").upper() == "TRANSPARENT"
            mark = "FREE" if free else status
        honoured = policy.transparent == "honour" or (
            policy.transparent == "whole_days" and start.whole_day
        )
        if mark == "FREE" and honoured:
            return "free", "whole_day_free" if start.whole_day else "transparent"
        if mark == "TENTATIVE":
            return policy.tentative, "tentative"
        if mark == "WORKINGELSEWHERE":
            return policy.elsewhere, "elsewhere"
        return "unavailable", ""


def _first(part: Component, name: str) -> str:
    """Return the value of a property that stands once; empty where it does not."""
    values = {line.value for line in part.named(name) if line.whole}
    return values.pop() if len(values) == 1 else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
