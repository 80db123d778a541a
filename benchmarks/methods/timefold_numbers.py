"""Numbers for the people, places, leaders and meetings of a Timefold model."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.methods.spreadsheet import members_of
from benchmarks.methods.tables import Flags, Tables
from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.model.assignment import Assignment


class Numbers:
    """Who and what has which number.

    Parameters
    ----------
    tables
        The programme's tables.
    start
        A whole assignment: its values begin the search, its groups, classes and
        facilitators stay.
    """

    def __init__(self, tables: Tables, start: Assignment) -> None:
        self._tables, self._start = tables, start
        self._programme = programme = tables.programme
        rooms = [room.id for room in programme.rooms]
        self.places = [*rooms, *(unit.id for unit in programme.units), "online"]
        self._place = {name: at for at, name in enumerate(self.places)}
        self.leaders = [(s.id, load.role) for s in programme.staff for load in s.roles]
        self._leader = {name: at for at, name in enumerate(self.leaders)}
        self._person = {p.id: at for at, p in enumerate(programme.participants)}
        self.keys = [
            key
            for key in programme.session_keys
            if key.occurrence == 1 or not self._is_stay(key)
        ]
        self._number = {key: at for at, key in enumerate(self.keys)}
        self._people = {key: members_of(tables, start, key) for key in self.keys}
        self._barred: dict[str, set[int]] = {}
        self._travel = self._travels()

    def _is_stay(self, key: SessionKey) -> bool:
        return self._programme.activity(key.activity).kind == "practicum"

    def _absent(self, key: SessionKey, activity: Activity) -> Flags:
        people = [self._programme.participant(who) for who in self._people[key]]
        return np.stack([self._tables.absent(person, activity) for person in people])

    def _by_start(
        self, starts: list[int], activity: Activity, amounts: Any
    ) -> dict[int, int]:
        columns = {slot: at for at, slot in enumerate(self._tables.starts(activity))}
        slots = self._tables.slots
        rows = {s: int(amounts[s // slots, columns[s % slots]]) for s in starts}
        return {start: amount for start, amount in rows.items() if amount}

    def _travels(self) -> list[list[int]]:
        """Slots between each two places."""
        sites = [self._programme.site(place) for place in self.places]
        block = self._tables.calendar.blocks[0]
        minutes = (
            60 * (block.end.hour - block.start.hour)
            + block.end.minute
            - block.start.minute
        )
        slot = max(1, minutes // self._tables.calendar.slots_per_block)
        return [
            [-(-self._programme.travel_minutes(one, other) // slot) for other in sites]
            for one in sites
        ]


def picked(activity: Activity) -> list[Lead]:
    """Roles that are a choice: of whoever has the role, or of the coach."""
    return [lead for lead in activity.leads if lead.relation in ("pick", "coach")]
