"""Areas, units, venues, rooms and the minutes between them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations

from leaderplan.domain.places import Area, Directorship, Room, Travel, Unit, Venue
from leaderplan.samples.map import on_map
from leaderplan.samples.sizes import SECTORS, Size, stream
from leaderplan.samples.words import AREAS, NATURE, UNIT_NAMES, VENUES

OWN_AREA, NEXT_AREA, FAR_AREA = 12, 22, 40
"""Minutes inside an area and, least and most, between two; DOMAIN.md 4.1."""

CENTRAL = 28
"""Most minutes between the middle of the town and another area."""

UNIT_EXTRA = 12
"""Most minutes that a unit's own place adds to a journey."""

STAFF_COUNTS = {"skole": (35, 110), "dagtilbud": (12, 45), "fritid": (8, 25)}
"""Employees of a unit, least and most, by sector."""

LARGE_SCHOOL = 60
"""Employees from which a school can spare two at once; DOMAIN.md 4.4."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a sample; ``homes`` holds the home unit of each participant."""

    areas: tuple[Area, ...]
    units: tuple[Unit, ...]
    homes: tuple[str, ...]
    hosts: tuple[str, ...]
    venues: tuple[Venue, ...]
    rooms: tuple[Room, ...]
    travel: tuple[Travel, ...]


def make_places(size: Size, seed: int) -> Places:
    """Draw the places of a sample."""
    draw = stream(seed, "places")
    divisions = _areas(size)
    areas = tuple(area for division in divisions for area in division)
    homes = [
        home
        for numbers, division, people in zip(
            size.divisions, divisions, size.areas, strict=True
        )
        for home in _home_units(size, numbers, division, people, draw)
    ]
    others = _other_units(size, divisions, draw)
    rows = [(sector, area) for sector, area, _ in homes] + others
    units = _units(rows, draw)
    senders = [
        unit.id for unit, (_, _, people) in zip(units, homes, strict=False)
        for _ in range(people)
    ]  # fmt: skip
    draw.shuffle(senders)
    hosts = _hosts(size, units, len(homes), draw)
    venues, rooms = _venues(size, areas)
    travel: tuple[Travel, ...] = ()
    if size.mapped:
        units, venues = on_map(divisions, units, venues, draw)
    else:
        travel = _travel(areas, units, venues, draw)
    return Places(areas, units, tuple(senders), hosts, venues, rooms, travel)


def _areas(size: Size) -> list[tuple[Area, ...]]:
    """Make the areas of each division, called after what they hold where needed."""
    rows = []
    for sectors, people in zip(size.divisions, size.areas, strict=True):
        named = list(AREAS) + [
            (f"omr{i}", str(i)) for i in range(len(AREAS) + 1, len(people) + 1)
        ]
        division = SECTORS[sectors[0]] if len(size.divisions) > 1 else ""
        rows.append(
            tuple(
                Area(
                    id=(area := f"{key}-{division}" if division else key),
                    name=f"Område {name}" + (f", {division}" if division else ""),
                    directors=(Directorship(staff=f"direktoer-{area}"),),
                )
                for key, name in named[: len(people)]
            )
        )
    return rows


def _home_units(
    size: Size,
    sectors: tuple[int, ...],
    division: tuple[Area, ...],
    people_of: tuple[int, ...],
    draw: random.Random,
) -> list[tuple[str, str, int]]:
    """Share out home units so that each area sends as many as it should."""
    areas = [area.id for area in division]
    room = dict(zip(areas, people_of, strict=True))
    rows: list[tuple[str, str, int]] = []
    for number in sectors:
        for _ in range(size.doubles[number]):
            area = max(areas, key=lambda a: (room[a], draw.random()))
            room[area] -= 2
            rows.append((SECTORS[number], area, 2))
    singles = [area for area in areas for _ in range(room[area])]
    draw.shuffle(singles)
    for number in sectors:
        for _ in range(size.participants[number] - 2 * size.doubles[number]):
            rows.append((SECTORS[number], singles.pop(), 1))
    draw.shuffle(rows)
    return rows


def _other_units(
    size: Size, divisions: list[tuple[Area, ...]], draw: random.Random
) -> list[tuple[str, str]]:
    """Make the units that are only hosts, spread over the areas."""
    counts = zip(SECTORS, size.hosts, size.home_hosts, strict=True)
    sectors = [s for s, hosts, homes in counts for _ in range(hosts - homes)]
    draw.shuffle(sectors)
    areas = {
        SECTORS[number]: division
        for numbers, division in zip(size.divisions, divisions, strict=True)
        for number in numbers
    }
    return [(s, areas[s][i % len(areas[s])].id) for i, s in enumerate(sectors)]


def _units(rows: list[tuple[str, str]], draw: random.Random) -> tuple[Unit, ...]:
    words = list(NATURE)
    draw.shuffle(words)
    width = len(str(len(rows)))
    units = []
    for number, (sector, area) in enumerate(rows):
        again = number // len(words) + 1
        word = words[number % len(words)] + (f" {again}" if again > 1 else "")
        staff = draw.randint(*STAFF_COUNTS[sector])
        spare = 2 if sector == "skole" and staff >= LARGE_SCHOOL else 1
        units.append(
            Unit(
                id=f"u{number + 1:0{width}}",
                name=UNIT_NAMES[sector].format(word),
                sector=sector,
                area=area,
                staff_count=staff,
                profile=sector,
                max_away=spare,
            )
        )
    return tuple(units)


def _venues(
    size: Size, areas: tuple[Area, ...]
) -> tuple[tuple[Venue, ...], tuple[Room, ...]]:
    venues, rooms = [], []
    for number, seats in enumerate(size.rooms):
        known = VENUES[number] if number < len(VENUES) else (f"sted{number}", "Sted")
        area = areas[number % len(areas)].id
        venues.append(Venue(id=known[0], name=known[1], area=area))
        for place, capacity in enumerate(seats):
            rooms.append(
                Room(
                    id=f"{known[0]}-{place + 1}",
                    name=f"Lokale {place + 1}, {capacity} pladser",
                    venue=known[0],
                    capacity=capacity,
                    features=_features(capacity),
                    cost=100 * (capacity // 4),
                )
            )
    return tuple(venues), tuple(rooms)


def _features(capacity: int) -> tuple[str, ...]:
    features = ["niveaufri"]
    if capacity >= 12:
        features.append("projektor")
    if capacity >= 40:
        features.append("teleslynge")
    if capacity <= 12:
        features.append("uforstyrret")
    return tuple(features)


def _travel(
    areas: tuple[Area, ...],
    units: tuple[Unit, ...],
    venues: tuple[Venue, ...],
    draw: random.Random,
) -> tuple[Travel, ...]:
    matrix = {}
    for one, other in combinations((area.id for area in areas), 2):
        most = CENTRAL if one == areas[0].id else FAR_AREA
        matrix[frozenset((one, other))] = draw.randint(NEXT_AREA, most)
    sites = [(unit.id, unit.area, draw.randint(0, UNIT_EXTRA)) for unit in units]
    sites += [(venue.id, venue.area or areas[0].id, 0) for venue in venues]
    rows = []
    for (one, here, extra), (other, there, more) in combinations(sites, 2):
        minutes = matrix.get(frozenset((here, there)), OWN_AREA)
        minutes += (extra + more + 1) // 2
        rows.append(Travel(origin=one, destination=other, minutes=minutes))
    return tuple(rows)


def _hosts(
    size: Size, units: tuple[Unit, ...], homes: int, draw: random.Random
) -> tuple[str, ...]:
    """Name the host units: some home units of each sector, and all the others."""
    hosts = [unit.id for unit in units[homes:]]
    for sector, count in zip(SECTORS, size.home_hosts, strict=True):
        pool = [unit.id for unit in units[:homes] if unit.sector == sector]
        hosts += draw.sample(pool, count)
    return tuple(sorted(hosts))
