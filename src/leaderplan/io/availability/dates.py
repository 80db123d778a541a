"""How often an event is: its rule, the dates beside it and the exceptions from it."""

from __future__ import annotations

from datetime import UTC, datetime

from leaderplan.io.availability.entry import Entry, Faulty, duration, text_of
from leaderplan.io.availability.lines import Component, Line
from leaderplan.io.availability.policy import ReadingLimits
from leaderplan.io.availability.recurrence import parts_of, written
from leaderplan.io.availability.zones import Moment, Zones

MOST_DATES = 10_000
"""Dates that one event may list beside its rule, or as exceptions from it."""


def recur(part: Component, made: Entry, zones: Zones, limits: ReadingLimits) -> None:
    """Understand how often an event is.

    Raises
    ------
    Faulty
        When a rule or a date cannot be understood.
    """
    start = made.start
    if zones.hint and start.zone == "UTC" and part.named("RRULE"):
        # Google writes UTC and means the calendar's own zone.
        made.start = start = _in(zones, start, zones.hint)
        made.end = _in(zones, made.end, zones.hint)
    for line in part.named("RRULE"):
        rule = parts_of(line.value, limits) if line.whole else None
        if rule is None:
            raise Faulty("RRULE", "no_rule")
        until = _until(zones, rule["UNTIL"], start) if "UNTIL" in rule else None
        made.rules.append(written(rule, until))
    ends = [_end(zones, rule) for rule in made.rules]
    known = [end for end in ends if end is not None]
    made.over = max(known) if known and len(known) == len(ends) else None
    made.dates = [*_dates(zones, part, "RDATE", made)]
    made.exdates = [*_dates(zones, part, "EXDATE", made)]
    for line in part.named("RECURRENCE-ID"):
        if made.instance is not None:
            raise Faulty("RECURRENCE-ID", "twice")
        reach = line.parameters.get("RANGE", "").upper()
        if reach not in {"", "THISANDFUTURE"}:
            raise Faulty("RECURRENCE-ID", "no_rule")
        more = f";RANGE={reach}" if reach else ""
        try:
            moment = zones.moment(line)
            if moment.floating and not start.whole_day:
                moment = moment._replace(zone=start.zone)
            made.instance = more + text_of(moment)
        except (ValueError, OverflowError):
            raise Faulty("RECURRENCE-ID", "no_moment") from None
    if made.instance is not None and made.repeats:
        raise Faulty("RECURRENCE-ID", "no_rule")


def _end(zones: Zones, rule: str) -> int | None:
    """Return when a rule, as :func:`written`, ends."""
    _, found, text = rule.partition(";UNTIL=")
    return zones.instant(zones.moment(Line("UNTIL", {}, text))) if found else None


def _in(zones: Zones, moment: Moment, zone: str) -> Moment:
    if moment.whole_day:
        return moment
    instant = datetime.fromtimestamp(zones.instant(moment), UTC)
    wall = instant.astimezone(zones.tz(zone)).replace(tzinfo=None)
    return Moment(wall, zone, doubt=moment.doubt)


def _until(zones: Zones, text: str, start: Moment) -> str:
    """Write the last date of a rule in UTC, or as a day for whole days."""
    line = Line("UNTIL", {}, text)
    try:
        given = zones.moment(line)
        if start.whole_day:
            days = [given.wall.strftime("%Y%m%d")]
            if not given.whole_day:
                own = datetime.fromtimestamp(zones.instant(given), UTC)
                days.append(own.astimezone(zones.own).strftime("%Y%m%d"))
            return max(days)
        if given.whole_day:  # the whole of the last day is meant
            last = datetime.combine(given.wall, datetime.max.time())
            given = Moment(last, start.zone)
        elif given.floating:
            given = given._replace(zone=start.zone)
        instant = datetime.fromtimestamp(zones.instant(given), UTC)
        return instant.strftime("%Y%m%dT%H%M%SZ")
    except (ValueError, OverflowError):
        raise Faulty("RRULE", "no_rule") from None


def _dates(zones: Zones, part: Component, name: str, made: Entry) -> list[str]:
    lines = part.named(name)
    if sum(line.value.count(",") + 1 for line in lines) > MOST_DATES:
        raise Faulty(name, "too_many_dates")
    found = []
    for line in lines:
        texts = (
            _date(zones, line, t.strip(), name, made) for t in line.value.split(",")
        )
        found += [text for text in texts if text]
    return found


def _date(zones: Zones, line: Line, text: str, name: str, made: Entry) -> str:
    head, slash, tail = text.partition("/")
    try:
        moment = zones.moment(line, head)
        if name == "EXDATE":
            # An exception that is not understood for certain takes nothing away.
            if moment.floating and not made.start.whole_day:
                moment = moment._replace(zone=made.start.zone)
            return "" if moment.doubt or slash else text_of(moment)
        made.doubt = made.doubt or moment.doubt
        if moment.whole_day != made.start.whole_day:
            raise ValueError("a day among times")
        if not slash:
            return text_of(moment)
        if tail[:1] in "P+-":
            length = duration(tail)
            end = moment._replace(wall=moment.wall + length)
        else:
            end = zones.moment(line, tail)
        if moment.whole_day or zones.instant(end) < zones.instant(moment):
            raise ValueError("a period backwards")
        return ";VALUE=PERIOD" + text_of(moment, end)
    except (ValueError, OverflowError):
        raise Faulty(name, "no_moment") from None
