"""From stretches of time to rows of days and blocks, as a programme has them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from leaderplan.domain.people import Availability
from leaderplan.io.availability.policy import AvailabilityPolicy

Blocks = frozenset[int]
Stretches = Iterable[tuple[int, int]]


class Grid:
    """The days and blocks of a period, as seconds since 1970."""

    def __init__(self, policy: AvailabilityPolicy) -> None:
        self.policy = policy
        self.zone = ZoneInfo(policy.time_zone)
        count = (policy.last - policy.first).days + 1
        days = (policy.first + timedelta(days=step) for step in range(count))
        self.days = [day for day in days if day.weekday() in policy.weekdays]
        self._midnights = [self._second(day, time()) for day in self.days]

    def _second(self, day: date, clock: time) -> int:
        return int(datetime.combine(day, clock, tzinfo=self.zone).timestamp())

    def _touched(self, start: int, end: int) -> Iterator[int]:
        """Yield the numbers of the days that a stretch touches."""
        number = max(0, bisect_right(self._midnights, start) - 1)
        while number < len(self.days) and self._midnights[number] < end:
            after = self.days[number] + timedelta(days=1)
            if self._second(after, time()) > start:
                yield number
            number += 1

    def blocks(self, stretches: Stretches) -> dict[date, Blocks]:
        """Return the blocks that any of some half-open stretches touches, by day."""
        found: dict[date, set[int]] = {}
        for start, end in stretches:
            for number in self._touched(start, end):
                day = self.days[number]
                taken = {
                    index
                    for index, block in enumerate(self.policy.blocks)
                    if self._second(day, block.start) < end
                    and start < self._second(day, block.end)
                }
                if taken:
                    found.setdefault(day, set()).update(taken)
        return {day: frozenset(taken) for day, taken in found.items()}

    def touched(self, stretches: Stretches) -> set[date]:
        """Return the days that any of some stretches touches."""
        return {
            self.days[number]
            for start, end in stretches
            for number in self._touched(start, end)
        }

    def rows(self, state: str, taken: dict[date, Blocks]) -> Iterator[Availability]:
        """Yield rows of a state; days in a row with the same blocks are one."""
        policy = self.policy
        every = frozenset(range(len(policy.blocks)))
        runs = groupby(self.days, key=lambda day: taken.get(day, frozenset()))
        for blocks, run in runs:
            days = list(run)
            if not blocks:
                continue
            gap = (days[-1] - days[0]).days + 1 > len(days)
            yield Availability.model_validate({
                "state": state,
                "first": days[0],
                "last": days[-1],
                "weekdays": policy.weekdays if gap else None,
                "blocks": None if blocks == every else tuple(sorted(blocks)),
            })  # fmt: skip
