"""When somebody is not free, as sets, for hooks that ask often; not for checkers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from leaderplan.domain.calendar import Closure, PlanningCalendar
from leaderplan.domain.people import Availability, Participant, Staff
from leaderplan.rules._base import Times


def busy(
    calendar: PlanningCalendar, rows: Iterable[Availability], states: Iterable[str]
) -> Times:
    """Return the blocks of the horizon that rows of some states cover."""
    wanted = set(states)
    return _covered(calendar, (row for row in rows if row.state in wanted))


class Diaries(dict[str, Times]):
    """When people are busy, by id; read when first asked, as most never are."""

    def __init__(
        self,
        calendar: PlanningCalendar,
        people: Iterable[Participant | Staff],
        states: Iterable[str],
    ) -> None:
        super().__init__()
        self._calendar, self._states = calendar, tuple(states)
        self._rows = {person.id: person.availability for person in people}

    def __missing__(self, who: str) -> Times:
        """Read the diary of somebody."""
        found = self[who] = busy(self._calendar, self._rows[who], self._states)
        return found


def closed(calendar: PlanningCalendar, profile: str | None) -> Times:
    """Return the blocks of the horizon that are closed for a profile."""
    return _covered(calendar, calendar.closures_of(profile))


def whole_days(calendar: PlanningCalendar, times: Times) -> frozenset[date]:
    """Return the days of which every block is among some times."""
    count = Counter(day for day, _ in times)
    return frozenset(d for d, n in count.items() if n == len(calendar.blocks))


def _covered(
    calendar: PlanningCalendar, rows: Iterable[Availability | Closure]
) -> Times:
    """Blocks of the horizon that any of some dated rows covers."""
    count, days = len(calendar.blocks), calendar.days()
    found: set[tuple[date, int]] = set()
    for row in rows:
        first = max(calendar.first, row.first or calendar.first)
        last = min(calendar.last, row.last or calendar.last)
        blocks = [b for b in range(count) if row.blocks is None or b in row.blocks]
        within = days[(first - days[0]).days : (last - days[0]).days + 1]
        if first > last:
            continue
        found.update(
            (day, block)
            for day in within
            if row.weekdays is None or day.weekday() in row.weekdays
            for block in blocks
        )
    return frozenset(found)
