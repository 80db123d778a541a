"""Areas, units, hosts, venues, rooms and travel from their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leaderplan.domain.base import Span
from leaderplan.domain.places import (
    Area,
    Coordinates,
    Directorship,
    HostUnit,
    Room,
    Travel,
    Unit,
    Venue,
)
from leaderplan.io.build_people import availability
from leaderplan.io.faults import Faults
from leaderplan.io.make import by_key, children, make
from leaderplan.io.rows import Row

Rows = Mapping[str, list[Row]]


def places(table: Rows, faults: Faults) -> dict[str, Any]:
    """Return the fields of the programme that are places."""
    rooms = by_key(table["rooms"], faults)
    free = availability(table, "rooms", faults)
    venues = by_key(table["venues"], faults)
    units = by_key(table["units"], faults)
    return {
        "areas": _areas(table, faults),
        "units": tuple(_sited(Unit, row, faults) for row in units.values()),
        "hosts": _hosts(table, faults),
        "venues": tuple(_sited(Venue, row, faults) for row in venues.values()),
        "rooms": tuple(
            make(Room, row, faults,
                 {"name": row.get("name") or "", "availability": free.get(key, ())})
            for key, row in rooms.items()
        ),
        "travel": tuple(make(Travel, row, faults) for row in table["travel"]),
    }  # fmt: skip


def _areas(table: Rows, faults: Faults) -> tuple[Area, ...]:
    areas = by_key(table["areas"], faults)
    posts = children(table["directors"], "area", areas, faults)
    return tuple(
        make(
            Area,
            row,
            faults,
            {
                "name": row.get("name") or "",
                "directors": tuple(make(Directorship, r, faults) for r in posts[key]),
            },
        )
        for key, row in areas.items()
    )


def _hosts(table: Rows, faults: Faults) -> tuple[HostUnit, ...]:
    hosts = by_key(table["hosts"], faults)
    openings = children(table["openings"], "host", hosts, faults)
    return tuple(
        make(
            HostUnit,
            row,
            faults,
            {"open": tuple(make(Span, r, faults) for r in openings[key])},
        )
        for key, row in hosts.items()
    )


def _sited(kind: Any, row: Row, faults: Faults) -> Any:
    """Make a unit or venue; its coordinates are both given or none is."""
    given: dict[str, Any] = {"name": row.get("name") or ""}
    north, east = row.get("latitude"), row.get("longitude")
    if north is not None and east is not None:
        given["coordinates"] = make(Coordinates, row, faults)
    elif not row.faulty and not north is east is None:
        missing = "latitude" if north is None else "longitude"
        message = "latitude and longitude go together, found one of them."
        faults.add(row.place(missing), message)
    return make(kind, row, faults, given)
