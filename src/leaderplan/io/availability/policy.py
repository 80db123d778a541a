"""How somebody's calendar is to be understood, and how much of it is read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from leaderplan.domain.base import Frozen, Weekday
from leaderplan.domain.calendar import DEFAULT_BLOCKS, Block, PlanningCalendar

Outcome = Literal["unavailable", "prefer_not", "free"]
"""What an entry makes of its owner's time."""

LONGEST_WINDOW = 3 * 366
"""Days of the longest period that is read: three years."""

Seconds = Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)]


class ReadingLimits(Frozen):
    """How much may be read and how long it may take; larger is refused.

    Parameters
    ----------
    size
        Bytes of one calendar, 5 MB.
    components
        Components of one calendar, 20,000; alarms and zones count.
    interval, count
        Largest ``INTERVAL`` and ``COUNT`` of a recurrence.
    occurrences
        Entries of one calendar within the period.
    seconds
        For understanding one calendar, in a process that is ended then.
    memory
        Megabytes that this process may have, where the system can say so.
    connect_seconds, fetch_seconds
        For connecting to a server, and for all of one download.
    redirects
        Times that a server may send the reader on.
    """

    size: Annotated[int, Field(ge=1, le=2**30)] = 5 * 2**20
    components: Annotated[int, Field(ge=1, le=10**6)] = 20_000
    interval: Annotated[int, Field(ge=1, le=10**6)] = 1_000
    count: Annotated[int, Field(ge=1, le=10**6)] = 10_000
    occurrences: Annotated[int, Field(ge=1, le=10**6)] = 10_000
    seconds: Seconds = 5.0
    memory: Annotated[int, Field(ge=256, le=2**16)] = 1_024
    connect_seconds: Seconds = 5.0
    fetch_seconds: Seconds = 20.0
    redirects: Annotated[int, Field(ge=0, le=10)] = 3


class AvailabilityPolicy(Frozen):
    """How a calendar is to be understood.

    ``AvailabilityPolicy.of(programme.calendar)`` is made for a programme; what a
    calendar does not tell for certain becomes *unknown* and never *free*.

    Parameters
    ----------
    first, last
        The days to read, both included, at most three years.
    time_zone, blocks, weekdays
        Of the planning calendar: IANA name, blocks of the day, and the days of the
        week that are planned on (Monday 0).
    floating_zone
        IANA name of the zone of whole days and of times that name none; ``None``
        is ``time_zone``.
    transparent
        Entries marked as free: ``honour`` leaves them out, ``ignore`` takes them as
        busy, ``whole_days`` leaves out only those of whole days.
    busystatus
        Whether Outlook's own mark (free, tentative, busy, out of office, elsewhere)
        goes before the standard one.
    tentative, elsewhere
        What a tentative entry, and one of working elsewhere, makes of the time.
    guessed_zone
        Times in a zone that nobody knows are read in ``floating_zone``; with
        ``unknown`` the days that they can fall on are unknown besides.
    faulty
        An entry that cannot be understood: ``unknown`` makes the days that it can
        fall on unknown, ``refuse`` raises an error.
    unreadable
        A calendar that cannot be read at all: ``refuse`` raises an error, ``unknown``
        makes the whole period unknown.
    empty
        A calendar without an entry in the period: ``unknown`` or ``free``.
    known_to
        The last day of which the calendar tells (published calendars often reach
        some months ahead); later days are unknown.
    unknown
        The state of unknown days: ``unanswered`` binds nothing and is reported,
        ``unavailable`` keeps them free of sessions.
    stale_days
        A calendar older than so many days is warned of.
    limits
        How much is read.

    Raises
    ------
    InputError
        When a value is out of its range.
    """

    first: date
    last: date
    time_zone: str = "Europe/Copenhagen"
    blocks: Annotated[tuple[Block, ...], Field(min_length=1, max_length=12)] = (
        DEFAULT_BLOCKS
    )
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] = (0, 1, 2, 3, 4)
    floating_zone: str | None = None
    transparent: Literal["honour", "ignore", "whole_days"] = "honour"
    busystatus: bool = True
    tentative: Outcome = "unavailable"
    elsewhere: Outcome = "unavailable"
    guessed_zone: Literal["unknown", "read"] = "unknown"
    faulty: Literal["unknown", "refuse"] = "unknown"
    unreadable: Literal["refuse", "unknown"] = "refuse"
    empty: Literal["unknown", "free"] = "unknown"
    known_to: date | None = None
    unknown: Literal["unanswered", "unavailable"] = "unanswered"
    stale_days: Annotated[int, Field(ge=1, le=10_000)] = 30
    limits: ReadingLimits = ReadingLimits()

    @field_validator("time_zone", "floating_zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        try:
            return name if name is None else ZoneInfo(name).key
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError(
                f"expected an IANA time zone such as Europe/Copenhagen; found {name!r}"
            ) from None

    @model_validator(mode="after")
    def _period_holds(self) -> Self:
        if not 0 <= (self.last - self.first).days < LONGEST_WINDOW:
            raise ValueError(
                f"expected a period of 1 day to three years; "
                f"found {self.first} to {self.last}"
            )
        if not date(1970, 1, 2) <= self.first <= self.last <= date(2999, 12, 31):
            raise ValueError(f"expected days of 1970 to 2999; found {self.first}")
        return self

    @classmethod
    def of(cls, calendar: PlanningCalendar, **changes: Any) -> AvailabilityPolicy:
        """Make the policy for a planning calendar: its horizon, blocks and zone."""
        given: dict[str, Any] = {
            "first": calendar.first,
            "last": calendar.last,
            "time_zone": calendar.time_zone,
            "blocks": calendar.blocks,
            "weekdays": calendar.weekdays,
        }
        return cls(**(given | changes))

    @property
    def own_zone(self) -> str:
        """The zone of whole days and of times that name none."""
        return self.floating_zone or self.time_zone
