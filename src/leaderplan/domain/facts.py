"""The tables that a programme is given in, and how they are looked up."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Annotated, Any

from pydantic import Field

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Frozen, Id, Minutes, Text
from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import (
    Availability,
    Cohort,
    Pair,
    Participant,
    PastLoad,
    Staff,
)
from leaderplan.domain.places import (
    Area,
    Coordinates,
    HostUnit,
    Room,
    Travel,
    Unit,
    Venue,
)

EARTH_RADIUS_KM = 6371.0
ROAD_FACTOR = 1.3
"""Road over great-circle distance; Danish municipal trips, LIBRARIES.md section 2."""
KM_PER_MINUTE = 0.75
"""45 km/h door to door in towns."""


class Facts(Frozen):
    """The facts of a programme, table by table; see :class:`Programme`."""

    id: Id
    name: Text = ""
    calendar: PlanningCalendar
    areas: tuple[Area, ...] = ()
    units: tuple[Unit, ...] = ()
    hosts: tuple[HostUnit, ...] = ()
    venues: tuple[Venue, ...] = ()
    rooms: tuple[Room, ...] = ()
    travel: tuple[Travel, ...] = ()
    default_travel: Minutes = 0
    staff: tuple[Staff, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    participants: Annotated[tuple[Participant, ...], Field(max_length=20_000)] = ()
    pairs: tuple[Pair, ...] = ()
    activities: tuple[Activity, ...] = ()
    ledger_total: Annotated[int, Field(ge=0, le=4_000)] | None = None
    history: tuple[PastLoad, ...] = ()

    # --- looking things up -------------------------------------------------

    @cached_property
    def _index(self) -> dict[str, dict[str, Any]]:
        tables = ("activities", "areas", "units", "venues", "rooms", "staff",
                  "cohorts", "participants")  # fmt: skip
        index = {name: {row.id: row for row in getattr(self, name)} for name in tables}
        index["hosts"] = {host.unit: host for host in self.hosts}
        return index

    def activity(self, key: str) -> Activity:
        """An activity by id."""
        found: Activity = self._index["activities"][key]
        return found

    def cohort(self, key: str) -> Cohort:
        """A cohort by id."""
        found: Cohort = self._index["cohorts"][key]
        return found

    def participant(self, key: str) -> Participant:
        """A participant by id."""
        found: Participant = self._index["participants"][key]
        return found

    def member(self, key: str) -> Staff:
        """A staff member by id."""
        found: Staff = self._index["staff"][key]
        return found

    def unit(self, key: str) -> Unit:
        """A unit by id."""
        found: Unit = self._index["units"][key]
        return found

    def area(self, key: str) -> Area:
        """An area by id."""
        found: Area = self._index["areas"][key]
        return found

    def host(self, key: str) -> HostUnit:
        """A host unit by its unit's id."""
        found: HostUnit = self._index["hosts"][key]
        return found

    def room(self, key: str) -> Room | None:
        """A room by id, ``None`` where the id names no room."""
        found: Room | None = self._index["rooms"].get(key)
        return found

    def venue(self, key: str) -> Venue:
        """A venue by id."""
        found: Venue = self._index["venues"][key]
        return found

    def staff_in(self, role: str) -> tuple[Staff, ...]:
        """Staff with a role, in the order given."""
        if role not in self._staff_in:
            rows = (s for s in self.staff if s.load(role) is not None)
            self._staff_in[role] = tuple(rows)
        return self._staff_in[role]

    @cached_property
    def _staff_in(self) -> dict[str, tuple[Staff, ...]]:
        return {}

    def site(self, place: str | None) -> str | None:
        """Venue or unit where a place lies; ``None`` for online and no place."""
        if place is None or place == "online":
            return None
        room = self.room(place)
        return place if room is None else room.venue

    @cached_property
    def _diaries(self) -> dict[tuple[type, str, date], tuple[Availability, ...]]:
        return {}

    def diary(self, person: Participant | Staff, day: date) -> tuple[Availability, ...]:
        """Return what somebody's diary says of a day; many rules ask it of each."""
        at = type(person), person.id, day
        if at not in self._diaries:
            self._diaries[at] = tuple(
                row
                for row in person.availability
                if (row.first or day) <= day <= (row.last or day)
            )
        return self._diaries[at]

    # --- travel --------------------------------------------------------------

    @cached_property
    def _minutes(self) -> dict[frozenset[str], int]:
        return {frozenset((t.origin, t.destination)): t.minutes for t in self.travel}

    def travel_minutes(self, origin: str | None, destination: str | None) -> int:
        """Minutes between two sites; 0 where either is ``None`` or both are one."""
        if origin is None or destination is None or origin == destination:
            return 0
        known = self._minutes.get(frozenset((origin, destination)))
        if known is not None:
            return known
        here, there = self._point(origin), self._point(destination)
        if here is None or there is None:
            return self.default_travel
        return round(_kilometres(here, there) * ROAD_FACTOR / KM_PER_MINUTE)

    @cached_property
    def _area_minutes(self) -> dict[tuple[str, str], int | None]:
        return {}

    def between_areas(self, area: str, other: str) -> int | None:
        """Least minutes between any two units of areas; ``None`` where one has none."""
        if (area, other) not in self._area_minutes:
            origins = [unit.id for unit in self.units if unit.area == area]
            goals = [unit.id for unit in self.units if unit.area == other]
            rows = (self.travel_minutes(a, b) for a in origins for b in goals)
            self._area_minutes[area, other] = min(rows, default=None)
        return self._area_minutes[area, other]

    def _point(self, site: str) -> Coordinates | None:
        place = self._index["units"].get(site) or self._index["venues"].get(site)
        point: Coordinates | None = place.coordinates if place else None
        return point


def _kilometres(here: Coordinates, there: Coordinates) -> float:
    north, south = radians(here.latitude), radians(there.latitude)
    half_lat = sin((south - north) / 2) ** 2
    half_lon = sin(radians(there.longitude - here.longitude) / 2) ** 2
    chord = half_lat + cos(north) * cos(south) * half_lon
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
