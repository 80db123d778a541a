"""Integers and calendar time: the one place that maps between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

NIGHT_SLOTS = 8
"""Fewest slots between two days on the solver's axis; a day of more slots has as many
between, so that no journey within a day spans a night."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days and slots of a horizon as integers.

    Parameters
    ----------
    first, last
        The horizon, both included.
    slots_per_day
        Slots in one day (blocks x slots per block), at least 1.
    """

    first: date
    last: date
    slots_per_day: int

    @property
    def days(self) -> int:
        """Number of days in the horizon."""
        return (self.last - self.first).days + 1

    @property
    def stride(self) -> int:
        """Distance on the solver's axis from one day's first slot to the next's."""
        return self.slots_per_day + max(NIGHT_SLOTS, self.slots_per_day)

    def index(self, day: date) -> int:
        """Day number of a date; 0 is the first day, may lie outside the horizon."""
        return (day - self.first).days

    def date(self, index: int) -> date:
        """Date of a day number."""
        return self.first + timedelta(days=index)

    def start(self, day: int, slot: int) -> int:
        """Point on the solver's axis of a day number and a slot of that day."""
        return day * self.stride + slot

    def split(self, start: int) -> tuple[int, int]:
        """Day number and slot of a point on the solver's axis."""
        return divmod(start, self.stride)

    def week(self, index: int) -> int:
        """Number of the Monday-to-Sunday week of a day number, 0 the first."""
        return (index + self.first.weekday()) // 7

    def month(self, index: int) -> int:
        """Calendar month of a day number, counted as year * 12 + month - 1."""
        day = self.date(index)
        return day.year * 12 + day.month - 1
