"""What the rules say of sessions and people by day, asked once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.rule import Judge
from leaderplan.rules._base import Attendance, LeadingTime, LocationTime

TIMED = (Attendance, LeadingTime, LocationTime)
"""Choices that have a block beside their day."""


class Store:
    """Verdicts asked for already, shared by audits of some of the rules."""

    def __init__(self) -> None:
        self.tables: dict[Hashable, Table] = {}


class Table:
    """What one rule says of one sort of choice: by day, the blocks it refuses."""

    def __init__(
        self,
        calendar: PlanningCalendar,
        judge: Judge,
        kind: type,
        fields: tuple[Any, ...],
    ) -> None:
        self._judge = judge
        self._made: Callable[..., Any] = kind
        self._fields = fields
        self._days = calendar.days()
        self._blocks = range(len(calendar.blocks)) if kind in TIMED else None
        self.known: dict[int, int] = {}

    def refused(self, number: int) -> int:
        """Return the blocks refused on a day, as bits."""
        known = self.known.get(number)
        if known is None:
            day = self._days[number]
            if self._blocks is None:
                choice = self._made(*self._fields, day)
                known = -1 if self._judge(choice) > 0 else 0
            else:
                known, judge, made = 0, self._judge, self._made
                for block in self._blocks:
                    if judge(made(*self._fields, day, block)) > 0:
                        known |= 1 << block
            self.known[number] = known
        return known


Tables = tuple[Table, ...]


class Needs(NamedTuple):
    """What a session needs on its day; sessions with the same need the same."""

    always: tuple[Table, ...]
    """What the rules say of the day, then of those who surely come."""
    dated: tuple[Any, ...] | None
    """Activity and audience where who comes depends on the day."""
    roles: tuple[Iterable[Tables], ...]
    """For each role, room or host the options, one of which must be free."""
    relations: tuple[Any, ...] | None
    """Activity and audience where who leads depends on the day."""
    length: int
    span: tuple[int, int]
    """First and last day that the periods leave."""
