"""Areas, units, venues, rooms and the minutes between them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from leaderplan.domain.places import Area, Directorship, Room, Travel, Unit, Venue
from leaderplan.samples.map import on_map
from leaderplan.samples.shape import SECTORS, Municipality, Size
from leaderplan.samples.sizes import stream
from leaderplan.samples.venues import shared_venues, venues_of
from leaderplan.samples.words import AREAS, NATURE, UNIT_NAMES

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


@dataclass(frozen=True)
class Places:
    """The places of a sample.

    ``homes`` holds the home unit of each participant, ``district`` the number of the
    district of each area.
    """

    areas: tuple[Area, ...]
    units: tuple[Unit, ...]
    homes: tuple[str, ...]
    hosts: tuple[str, ...]
    venues: tuple[Venue, ...]
    rooms: tuple[Room, ...]
    travel: tuple[Travel, ...]
    district: Mapping[str, int]

    @cached_property
    def units_in(self) -> dict[int, list[Unit]]:
        """Units of each district."""
        return self._by_district(self.units)

    @cached_property
    def hosts_in(self) -> dict[int, list[str]]:
        """Host units of each district."""
        hosts = set(self.hosts)
        rows = self.units_in.items()
        return {number: [u.id for u in row if u.id in hosts] for number, row in rows}

    @cached_property
    def areas_in(self) -> dict[int, list[str]]:
        """Areas of each district."""
        rows: dict[int, list[str]] = {}
        for area in self.areas:
            rows.setdefault(self.district[area.id], []).append(area.id)
        return rows

    def _by_district(self, units: Iterable[Unit]) -> dict[int, list[Unit]]:
        rows: dict[int, list[Unit]] = {}
        for unit in units:
            rows.setdefault(self.district[unit.area], []).append(unit)
        return rows


@dataclass(slots=True)
class _Part:
    """The places of one municipality."""

    divisions: list[tuple[Area, ...]]
    units: tuple[Unit, ...]
    homes: list[str]
    hosts: list[str]
    venues: list[Venue]
    rooms: list[Room]

    @property
    def areas(self) -> list[Area]:
        return [area for division in self.divisions for area in division]


def make_places(size: Size, seed: int) -> Places:
    """Draw the places of a sample, one municipality after the other."""
    draw = stream(seed, "places")
    names = _Names(size, draw)
    rows = [
        [_part(one, names, draw) for one in municipalities]
        for municipalities in size.districts
    ]
    parts = [part for row in rows for part in row]
    areas = tuple(area for part in parts for area in part.areas)
    units = tuple(unit for part in parts for unit in part.units)
    shared, more = shared_venues(size)
    venues = tuple(v for part in parts for v in part.venues) + shared
    travel: tuple[Travel, ...] = ()
    if size.mapped:
        divisions = [_joined([part.divisions for part in row]) for row in rows]
        units, venues = on_map(divisions, units, venues, draw)
    else:
        travel = _travel(areas, units, venues, draw)
    return Places(
        areas=areas,
        units=units,
        homes=tuple(home for part in parts for home in part.homes),
        hosts=tuple(sorted(host for part in parts for host in part.hosts)),
        venues=venues,
        rooms=tuple(room for part in parts for room in part.rooms) + more,
        travel=travel,
        district={a.id: i for i, row in enumerate(rows) for p in row for a in p.areas},
    )


def _joined(parts: list[list[tuple[Area, ...]]]) -> list[tuple[Area, ...]]:
    """Divisions of a district; several municipalities lie as one would."""
    if len(parts) == 1:
        return parts[0]
    return [tuple(area for part in parts for division in part for area in division)]


class _Names:
    """Ids and names of units, counted through all municipalities."""

    def __init__(self, size: Size, draw: random.Random) -> None:
        self._draw = draw
        self._words: list[str] = []
        self._made = 0
        count = sum(
            sum(one.homes) + sum(one.hosts) - sum(one.home_hosts)
            for one in size.municipalities
        )  # fmt: skip
        self._width = len(str(count))

    def __call__(self) -> tuple[str, str]:
        """Id and word of the next unit."""
        if not self._words:
            self._words = list(NATURE)
            self._draw.shuffle(self._words)
        again, number = divmod(self._made, len(self._words))
        self._made += 1
        word = self._words[number] + (f" {again + 1}" if again else "")
        return f"u{self._made:0{self._width}}", word


def _part(one: Municipality, names: _Names, draw: random.Random) -> _Part:
    divisions = _areas(one)
    homes = [
        home
        for numbers, division, people in zip(
            one.divisions, divisions, one.areas, strict=True
        )
        for home in _home_units(one, numbers, division, people, draw)
    ]
    others = _other_units(one, divisions, draw)
    rows = [(sector, area) for sector, area, _ in homes] + others
    units = _units(rows, names, draw)
    senders = [
        unit.id for unit, (_, _, people) in zip(units, homes, strict=False)
        for _ in range(people)
    ]  # fmt: skip
    draw.shuffle(senders)
    hosts = _hosts(one, units, len(homes), draw)
    areas = [area.id for division in divisions for area in division]
    return _Part(divisions, units, senders, hosts, *venues_of(one, areas))


def _areas(one: Municipality) -> list[tuple[Area, ...]]:
    """Make the areas of each division, called after what they hold where needed."""
    rows = []
    for sectors, people in zip(one.divisions, one.areas, strict=True):
        named = list(AREAS) + [
            (f"omr{i}", str(i)) for i in range(len(AREAS) + 1, len(people) + 1)
        ]
        division = SECTORS[sectors[0]] if len(one.divisions) > 1 else ""
        rows.append(
            tuple(
                Area(
                    id=(area := "-".join(filter(None, (one.key, key, division)))),
                    name=", ".join(filter(None, (f"Område {name}", division, one.key))),
                    directors=(Directorship(staff=f"direktoer-{area}"),),
                )
                for key, name in named[: len(people)]
            )
        )
    return rows


def _home_units(
    size: Municipality,
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
    size: Municipality, divisions: list[tuple[Area, ...]], draw: random.Random
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


def _units(
    rows: list[tuple[str, str]], names: _Names, draw: random.Random
) -> tuple[Unit, ...]:
    units = []
    for sector, area in rows:
        key, word = names()
        staff = draw.randint(*STAFF_COUNTS[sector])
        spare = 2 if sector == "skole" and staff >= LARGE_SCHOOL else 1
        units.append(
            Unit(
                id=key,
                name=UNIT_NAMES[sector].format(word),
                sector=sector,
                area=area,
                staff_count=staff,
                profile=sector,
                max_away=spare,
            )
        )
    return tuple(units)


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
    size: Municipality, units: tuple[Unit, ...], homes: int, draw: random.Random
) -> list[str]:
    """Name the host units: some home units of each sector, and all the others."""
    hosts = [unit.id for unit in units[homes:]]
    for sector, count in zip(SECTORS, size.home_hosts, strict=True):
        pool = [unit.id for unit in units[:homes] if unit.sector == sector]
        hosts += draw.sample(pool, count)
    return hosts
