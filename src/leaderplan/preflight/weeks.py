"""The weeks in which a host could receive anybody at all."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from leaderplan.domain.activity import Activity
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.tables import Tables
from leaderplan.rules._base import HostingDay, SessionDay
from leaderplan.rules.day_pattern import DayPattern

Sort = tuple[Tables, tuple[int, int]]
"""What the rules say of a practicum day: by day, and the period left."""


class Weeks:
    """Counts the weeks in which a practicum may be at a host, whoever comes.

    Where whole weeks are the only form, a week counts with all its five days; else
    with any day.
    """

    def __init__(self, audit: DayAudit) -> None:
        self._audit = audit
        self._programme = audit.programme
        self._stays = [
            activity
            for activity in self._programme.activities
            if activity.kind == "practicum"
            and activity.where == ("host_unit",)
            and activity.length
        ]
        whole = all(activity.forms == ("week",) for activity in self._stays)
        self._whole = whole and bool(audit.grounds.of(DayPattern))
        self._days: dict[int, bool] = {}

    @cached_property
    def guests(self) -> dict[str, None]:
        """Ids of those who have a practicum day."""
        return dict.fromkeys(
            person.id
            for activity in self._stays
            for person in self._programme.followers(activity.id)
        )

    def open(self, unit: str, most: int) -> int:
        """Count the weeks possible at a host, and stop at some number."""
        host = self._audit.tables(HostingDay, (self._programme.host(unit),))
        found = 0
        for week in self._weeks.values():
            if found == most:
                break
            found += self._holds(host, week)
        return found

    def _holds(self, host: Tables, week: list[int]) -> bool:
        fits = all if self._whole else any
        return fits(not any(table.refused(number) for table in host) for number in week)

    @cached_property
    def _weeks(self) -> dict[date, list[int]]:
        """Days of each week on which a practicum may be, by their numbers."""
        weeks: dict[date, list[int]] = defaultdict(list)
        for number, day in enumerate(self._audit.days):
            if self._some(number, day):
                weeks[day - timedelta(days=day.weekday())].append(number)
        if self._whole:
            return {monday: row for monday, row in weeks.items() if len(row) == 5}
        return weeks

    def _some(self, number: int, day: date) -> bool:
        """Whether anybody's practicum may have a day."""
        if self._whole and day.weekday() > 4:
            return False
        occurrence = day.weekday() + 1 if self._whole else None
        return any(
            low <= number <= high and not any(t.refused(number) for t in row)
            for row, (low, high) in self._sorts.get(occurrence, ())
        )

    @cached_property
    def _sorts(self) -> dict[int | None, dict[Sort, None]]:
        """What the rules say of practicum days, by occurrence and of all."""
        found: dict[int | None, dict[Sort, None]] = defaultdict(dict)
        for key in self._programme.session_keys:
            activity: Activity = self._programme.activity(key.activity)
            if activity in self._stays:
                tables = self._audit.tables(SessionDay, (key, activity))
                row = tables, self._audit.span(key, activity)
                found[key.occurrence][row] = None
                found[None][row] = None
        return dict(found)
