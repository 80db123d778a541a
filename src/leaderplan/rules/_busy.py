"""When somebody is not free, as sets, for hooks that ask often; not for checkers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Availability

Times = frozenset[tuple[date, int]]
"""Blocks of days, 0 the first block."""


def busy(
    calendar: PlanningCalendar, rows: Iterable[Availability], states: Iterable[str]
) -> Times:
    """Return the blocks of the horizon that rows of some states cover."""
    wanted = set(states)
    held = [row for row in rows if row.state in wanted]
    if not held:
        return frozenset()
    return frozenset(
        (day, block)
        for day in calendar.days()
        for block in range(len(calendar.blocks))
        if any(row.covers(day, block) for row in held)
    )


def within(times: Times) -> Callable[[date, int], bool]:
    """Return the test whether a block of a day is among some times."""
    return lambda day, block: (day, block) in times


def closed(calendar: PlanningCalendar, profile: str | None) -> Times:
    """Return the blocks of the horizon that are closed for a profile."""
    rows = calendar.closures_of(profile)
    return frozenset(
        (day, block)
        for day in calendar.days()
        for block in range(len(calendar.blocks))
        if any(row.covers(day, block) for row in rows)
    )
