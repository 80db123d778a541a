"""The planning calendar: horizon, blocks of the day, closed periods and profiles."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from leaderplan.domain.base import Frozen, Id, Span, Text, Weekday


class Block(Frozen):
    """One block of the day, as wall-clock times; ``end`` is after ``start``."""

    start: time
    end: time

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError(
                f"a block must end after it starts; found {self.start} to {self.end}"
            )
        return self


DEFAULT_BLOCKS = (
    Block(start=time(8, 30), end=time(10, 0)),
    Block(start=time(10, 15), end=time(11, 45)),
    Block(start=time(12, 30), end=time(14, 0)),
    Block(start=time(14, 15), end=time(15, 45)),
)
"""Four blocks of 90 minutes; mornings and afternoons of DOMAIN.md 1.4."""


class Closure(Frozen):
    """A named closed period.

    ``blocks`` are the closed blocks of each day (0 the first), ``None`` the
    whole day; ``weekdays`` limits it to those days of the week.
    """

    id: Id
    name: Text
    first: date
    last: date
    weekdays: tuple[Weekday, ...] | None = None
    blocks: tuple[Annotated[int, Field(ge=0, le=11)], ...] | None = None

    def model_post_init(self, _context: Any) -> None:
        """Refuse a closure that ends before it starts."""
        Span(first=self.first, last=self.last)

    def covers(self, day: date, block: int) -> bool:
        """Tell whether a block of a day is closed."""
        return (
            self.first <= day <= self.last
            and (self.weekdays is None or day.weekday() in self.weekdays)
            and (self.blocks is None or block in self.blocks)
        )


class CalendarProfile(Frozen):
    """Which closures bind the units and people that carry this profile."""

    id: Id
    name: Text
    closures: tuple[Id, ...]


class PlanningCalendar(Frozen):
    """The grid on which everything is planned.

    Parameters
    ----------
    first, last
        The horizon, both included, at most three years.
    time_zone
        IANA name of the zone of all clock times.
    blocks
        Blocks of the day in order, 1 to 12, not overlapping.
    slots_per_block
        Equal parts of a block, 1 to 6: the grain of short talks.
    weekdays
        Days of the week on which anything may stand, Monday 0.
    closures, profiles
        Closed periods as dated data, and the named sets that bind people and
        units. Resolved public holidays are closures like any other.
    default_profile
        The profile of whoever names none; ``None`` binds them to no closure.
    """

    first: date
    last: date
    time_zone: str = "Europe/Copenhagen"
    blocks: Annotated[tuple[Block, ...], Field(min_length=1, max_length=12)] = (
        DEFAULT_BLOCKS
    )
    slots_per_block: Annotated[int, Field(ge=1, le=6)] = 2
    weekdays: tuple[Weekday, ...] = (0, 1, 2, 3, 4)
    closures: tuple[Closure, ...] = ()
    profiles: tuple[CalendarProfile, ...] = ()
    default_profile: Id | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError(
                f"expected an IANA time zone such as Europe/Copenhagen; found {name!r}"
            ) from None
        return name

    @model_validator(mode="after")
    def _grid_holds(self) -> Self:
        Span(first=self.first, last=self.last)
        if (self.last - self.first).days >= 3 * 366:
            raise ValueError(
                f"a horizon is at most three years; found {self.first} to {self.last}"
            )
        for before, after in pairwise(self.blocks):
            if after.start < before.end:
                raise ValueError(
                    f"blocks must be in order without overlap; found "
                    f"{before.end} then {after.start}"
                )
        return self

    @property
    def slots_per_day(self) -> int:
        """Slots in a day."""
        return len(self.blocks) * self.slots_per_block

    def days(self) -> tuple[date, ...]:
        """All days of the horizon in order."""
        return self._days

    @cached_property
    def _days(self) -> tuple[date, ...]:
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=i) for i in range(count))

    def closures_of(self, profile: Id | None) -> tuple[Closure, ...]:
        """Closures that bind a profile; the default profile where it is ``None``."""
        wanted = profile if profile is not None else self.default_profile
        names = {c for p in self.profiles if p.id == wanted for c in p.closures}
        return tuple(c for c in self.closures if c.id in names)

    def clock(self, slot: int, length: int) -> tuple[time, time]:
        """Start and end time of ``length`` slots from ``slot`` of a day."""
        known = self._clocks
        if (slot, length) not in known:
            last = slot + length - 1
            known[slot, length] = (
                self._edge(slot, first=True), self._edge(last, first=False)
            )  # fmt: skip
        return known[slot, length]

    @cached_property
    def _clocks(self) -> dict[tuple[int, int], tuple[time, time]]:
        return {}

    def _edge(self, slot: int, *, first: bool) -> time:
        number, part = divmod(slot, self.slots_per_block)
        block = self.blocks[number]
        midnight = datetime.combine(date.min, time())
        start = datetime.combine(date.min, block.start) - midnight
        whole = datetime.combine(date.min, block.end) - midnight - start
        share = part if first else part + 1
        return (midnight + start + whole * share / self.slots_per_block).time()

    def blocks_of(self, slot: int, length: int) -> range:
        """Blocks that ``length`` slots from ``slot`` touch."""
        per = self.slots_per_block
        return range(slot // per, (slot + max(length, 1) - 1) // per + 1)

    def starts(self, length: int) -> tuple[int, ...]:
        """Slots of a day at which a session of ``length`` slots may start.

        A session shorter than a block stays inside one; a longer one starts
        with a block. A length of 0 (a due date) starts at slot 0.
        """
        if length == 0:
            return (0,)
        per, total = self.slots_per_block, self.slots_per_day
        if length < per:
            return tuple(s for s in range(total) if s % per + length <= per)
        return tuple(s for s in range(0, total, per) if s + length <= total)
