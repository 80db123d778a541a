"""What is taken so far: who, what and where is busy, and when."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt

from benchmarks.methods.tables import Flags, Tables, meets
from benchmarks.methods.windows import Windows
from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.model.assignment import Assignment

Days = npt.NDArray[np.bool_]


FAR = 100
"""What a day outside a session's window counts for among the reasons against it, as it
would break the distances to sessions not yet placed as well."""


@dataclass
class Wanted:
    """One session to be placed: who comes, and when each reason allows it.

    ``window`` is that of the reasons which holds the days between earliest and latest.
    """

    key: SessionKey
    activity: Activity
    people: list[str]
    reasons: list[Flags] = field(default_factory=list)
    window: Flags = field(default_factory=lambda: np.ones((1, 1), dtype=bool))


class Taken:
    """What is placed so far, and what follows from it.

    Parameters
    ----------
    tables
        The programme's tables.
    found
        Where the choices are written.
    members
        Who comes to each session or due date.
    """

    def __init__(
        self,
        tables: Tables,
        found: Assignment,
        members: dict[SessionKey, list[str]],
    ) -> None:
        self.tables = tables
        self.programme = tables.programme
        self.found = found
        self.members = members
        self.look = 1
        self.keys_of: dict[str, list[SessionKey]] = defaultdict(list)
        for key, people in members.items():
            for who in people:
                self.keys_of[who].append(key)
        self.windows = Windows(tables, members, self.keys_of)
        shape = (tables.days, tables.slots)
        self.busy: dict[str, Flags] = defaultdict(lambda: np.zeros(shape, dtype=bool))
        self.stays: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(
            list
        )
        self.led: Counter[tuple[str, str]] = Counter()
        self.led_on: Counter[tuple[str, str, int]] = Counter()
        self.missed: Counter[tuple[str, str]] = Counter()
        self.away: dict[str, set[int]] = defaultdict(set)
        self.met: dict[str, dict[str, str]] = defaultdict(dict)
        self.units = {
            p.id: {post.unit for post in p.posts} for p in self.programme.participants
        }
        self.cohort = {p.id: p.cohort for p in self.programme.participants}
        self.mates = _mates(self.units)
        horizon = tables.calendar.days()
        months = [12 * day.year + day.month for day in horizon]
        self.periods = {
            "day": np.arange(tables.days),
            "week": tables.weeks,
            "month": np.array(months),
        }
        self.minutes = _slot_minutes(tables)

    def absences(self, row: Wanted) -> npt.NDArray[np.bool_]:
        """For each person when the session would be missed."""
        return np.stack(
            [
                self.tables.absent(self.programme.participant(who), row.activity)
                for who in row.people
            ]
        )

    def days_of(self, row: Wanted) -> set[int]:
        """Days on which sessions of an activity of a cohort stand already."""
        cohort = self.cohort.get(row.key.audience)
        return {
            day
            for key, (day, _) in self.found.start.items()
            if key.activity == row.activity.id
            and self.cohort.get(key.audience) == cohort
        }

    def place(
        self,
        row: Wanted,
        day: int,
        start: int,
        staff: dict[str, tuple[str, ...]],
        place: str | None,
    ) -> None:
        """Write a session into the sheet."""
        key, size = row.key, row.activity.length
        self.found.start[key] = (day, start)
        self.windows.settle(key, day)
        if place is not None:
            self.found.place[key] = place
        for role, people in staff.items():
            self.found.staff[key, role] = people
            for who in people:
                self.led[who, role] += 1
                self.led_on[who, role, day] += 1
        site = self.programme.site(place)
        hosted = row.activity.kind == "practicum"
        leaders = [] if hosted else [who for people in staff.values() for who in people]
        for who in dict.fromkeys([*row.people, *leaders]) if size else ():
            self.busy[who][day, start : start + size] = True
            if site is not None:
                self.stays[who, day].append((start, start + size, site))
        if place is not None and self.programme.room(place) is not None:
            self.busy[place][day, start : start + size] = True
        if size and counts_as_away(row.activity):
            for who in row.people:
                self.away[who].add(day)
        self._note(row, staff, day, start)

    def _note(
        self, row: Wanted, staff: dict[str, tuple[str, ...]], day: int, start: int
    ) -> None:
        """Note who met whom, and who missed what."""
        picked = {lead.role for lead in row.activity.leads if lead.relation == "pick"}
        if not row.activity.by_area and row.activity.audience != "cohort":
            for role, who in product(picked & staff.keys(), row.people):
                for member in staff[role]:
                    self.met[who][member] = role
        if row.activity.plenary:
            column = self.tables.starts(row.activity).index(start)
            for rule in self.tables.rules("attendance_minimum"):
                if meets(rule, row.activity):
                    for who, away in zip(row.people, self.absences(row), strict=True):
                        self.missed[rule.id, who] += int(away[day, column])


def counts_as_away(activity: Activity) -> bool:
    """Whether who is at a session is missed by the unit, as plenary days are not."""
    return activity.away and not activity.plenary


def _mates(units: dict[str, set[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for who, held in units.items():
        for unit in held:
            found[unit].add(who)
    return found


def _slot_minutes(tables: Tables) -> int:
    block = tables.calendar.blocks[0]
    minutes = (
        60 * (block.end.hour - block.start.hour) + block.end.minute - block.start.minute
    )
    return max(1, minutes // tables.calendar.slots_per_block)
