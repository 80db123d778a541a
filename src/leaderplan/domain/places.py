"""Places: areas, units, host units, venues, rooms and the travel between them."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field

from leaderplan.domain.base import Count, Frozen, Id, Minutes, Span, Text
from leaderplan.domain.people import Availability


class Directorship(Frozen):
    """Who directs an area (one sector of it where ``sector`` is given), and when."""

    staff: Id
    sector: Id | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @cached_property
    def span(self) -> Span:
        """The days on which the directorship is held."""
        return Span(first=self.valid_from, last=self.valid_to)


class Area(Frozen):
    """A part of the administration with its director(s)."""

    id: Id
    name: Text
    directors: tuple[Directorship, ...] = ()

    def director_on(self, day: date, sector: str | None) -> Id | None:
        """Director on a day; one for the sector wins over one for the whole area."""
        held = [d for d in self.directors if day in d.span]
        for wanted in (sector, None):
            for directorship in held:
                if directorship.sector == wanted:
                    return directorship.staff
        return None


class Coordinates(Frozen):
    """Degrees north and east (WGS 84)."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Unit(Frozen):
    """A school, day-care or leisure unit.

    ``staff_count`` is the number of employees; ``max_away`` how many
    participants may be away on one day outside plenary days.
    """

    id: Id
    name: Text
    sector: Id
    area: Id
    address: Text = ""
    coordinates: Coordinates | None = None
    staff_count: Count | None = None
    profile: Id | None = None
    max_away: Annotated[int, Field(ge=1, le=100)] = 1


class HostUnit(Frozen):
    """A unit that takes participants for practicum.

    ``leader`` is the staff id of the host's leader. ``capacity_week`` and
    ``capacity_year`` count participants. ``open`` are the periods in which it
    receives; empty means always.
    """

    unit: Id
    leader: Id | None = None
    capacity_week: Annotated[int, Field(ge=0, le=1_000)] = 1
    capacity_year: Annotated[int, Field(ge=0, le=1_000)] = 1
    open: tuple[Span, ...] = ()
    specialities: tuple[Id, ...] = ()


class Venue(Frozen):
    """A building with rooms."""

    id: Id
    name: Text
    address: Text = ""
    area: Id | None = None
    coordinates: Coordinates | None = None


class Room(Frozen):
    """A room: ``capacity`` in people, ``cost`` in kroner for each session there."""

    id: Id
    name: Text
    venue: Id
    capacity: Annotated[int, Field(ge=1, le=100_000)]
    features: tuple[Id, ...] = ()
    availability: tuple[Availability, ...] = ()
    cost: Count = 0


class Travel(Frozen):
    """Minutes between two places (units or venues), the same both ways."""

    origin: Id
    destination: Id
    minutes: Minutes

    def model_post_init(self, _context: Any) -> None:
        """Refuse a journey from a place to itself."""
        if self.origin == self.destination:
            raise ValueError(f"a journey needs two places; found {self.origin} twice")
