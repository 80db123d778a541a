"""Where units and venues lie, for samples too large for a table of journeys."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import ceil, cos, pi, radians, sin, sqrt

from leaderplan.domain.places import Area, Coordinates, Unit, Venue

TOWN = (55.95, 9.55)
"""Latitude and longitude of the middle of the town; no real place is meant."""

KM_PER_DEGREE = 111.2
"""Kilometres to a degree of latitude."""

RING = 11.0
"""Kilometres from the middle of the town to the middle of each outer area."""

SCATTER = 4.0
"""Most kilometres from the middle of an area to one of its units.

With 45 km/h on roads 1.3 times as long, a journey takes some 7 minutes inside an
area, 20 to 40 between two: those of DOMAIN.md 4.1.
"""


PITCH = 40.0
"""Kilometres from the middle of one district to that of the next."""


def on_map(
    districts: Sequence[Sequence[tuple[Area, ...]]],
    units: tuple[Unit, ...],
    venues: tuple[Venue, ...],
    draw: random.Random,
) -> tuple[tuple[Unit, ...], tuple[Venue, ...]]:
    """Put units and venues on a map: one area in the middle, the others around it.

    ``districts`` holds the areas of each by division. Several lie in rows that are
    walked to and fro; a venue of no area lies between two that follow each other.
    """
    middles = _middles(len(districts))
    centres = {}
    for (east, north), divisions in zip(middles, districts, strict=True):
        for division in divisions:
            for number, area in enumerate(division):
                turn = 2 * pi * number / max(1, len(division) - 1)
                far = RING if number else 0.0
                centres[area.id] = (east + far * sin(turn), north + far * cos(turn))
    placed = tuple(
        unit.model_copy(update={"coordinates": _near(centres[unit.area], draw)})
        for unit in units
    )
    shared = [venue.id for venue in venues if venue.area is None]
    for number, venue in enumerate(shared):
        at = number * (len(middles) - 1) // len(shared)
        centres[venue] = _between(*middles[at : at + 2])
    held = tuple(
        venue.model_copy(
            update={"coordinates": _point(centres[venue.area or venue.id])}
        )
        for venue in venues
    )
    return placed, held


def _middles(count: int) -> list[tuple[float, float]]:
    wide = ceil(sqrt(count))
    rows = []
    for number in range(count):
        row, column = divmod(number, wide)
        column = wide - 1 - column if row % 2 else column
        rows.append((PITCH * column, PITCH * row))
    return rows


def _between(
    here: tuple[float, float], there: tuple[float, float]
) -> tuple[float, float]:
    return (here[0] + there[0]) / 2, (here[1] + there[1]) / 2


def _near(centre: tuple[float, float], draw: random.Random) -> Coordinates:
    far, turn = SCATTER * sqrt(draw.random()), 2 * pi * draw.random()
    return _point((centre[0] + far * sin(turn), centre[1] + far * cos(turn)))


def _point(kilometres: tuple[float, float]) -> Coordinates:
    """Turn kilometres east and north of the town into coordinates."""
    east, north = kilometres
    wide = KM_PER_DEGREE * cos(radians(TOWN[0]))
    return Coordinates(
        latitude=round(TOWN[0] + north / KM_PER_DEGREE, 5),
        longitude=round(TOWN[1] + east / wide, 5),
    )
