"""Regions of many municipalities: what each has of the counts of all.

A *district* is a municipality whose people fill cohorts of their own, or several
small ones that lie together and fill cohorts between them. Two cohorts of a district
mix their module classes; the last of an odd number has classes of its own. All that
is given for the whole region is shared out in proportion to people.

What districts share: providers and their lecturers, examiners, external coaches, the
venues of the providers, other staff without an area, and hosts across a border. Nothing
in the facts but journeys keeps people to their district: an internal coach may talk to
anybody online. A planted plan keeps them to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leaderplan.samples.intakes import REGIONAL
from leaderplan.samples.shape import SECTORS, CohortSize, Municipality

Districts = tuple[tuple[tuple[int, int], ...], ...]
"""Participants and areas of each municipality, district by district."""

Rows = list[list[int]]
"""Counts of each municipality, by sector."""

COHORT = 33
"""Participants of a usual cohort; each has 30 to 36 of them."""

LARGE = 35
"""Participants from which a cohort forms seven network groups, not six."""

MIXED_CLASSES, OWN_CLASSES = 3, 2
"""Module classes of two cohorts and of one."""

VENUES = ((60, 40, 12), (60, 24, 8), (40, 24, 12), (40, 12, 12))
"""Seats of the rooms of a municipality's first venue, its second and so on."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a whole region, by sector but for venues and rooms.

    A venue has three rooms, or two where there are not as many.
    """

    participants: tuple[int, ...]
    doubles: tuple[int, ...]
    venues: int
    rooms: int
    hosts: tuple[int, ...]
    home_hosts: tuple[int, ...]


def shares(total: int, weights: Sequence[int], most: Sequence[int]) -> list[int]:
    """Share out a total by weights in whole numbers, none above its most.

    What one cannot take the next ones get, and at last the first that can.
    """
    whole, seen, given, rows = sum(weights), 0, 0, []
    for weight, top in zip(weights, most, strict=True):
        seen += weight
        rows.append(min(top, round(total * seen / whole) - given))
        given += rows[-1]
    for i, top in enumerate(most):
        more = min(total - given, top - rows[i])
        rows[i] += more
        given += more
    return rows


def districts_of(
    table: Districts, totals: Totals
) -> tuple[tuple[Municipality, ...], ...]:
    """Make the municipalities of a region, numbered through all districts."""
    rows = [row for district in table for row in district]
    made = iter(_municipalities(rows, totals))
    return tuple(tuple(next(made) for _ in district) for district in table)


def _municipalities(
    rows: Sequence[tuple[int, int]], totals: Totals
) -> Iterator[Municipality]:
    people = [n for n, _ in rows]
    units = _units(people, totals)
    venues = [n + 1 for n in shares(totals.venues - len(rows), people, people)]
    small = 3 * totals.venues - totals.rooms
    small_ones = shares(small, venues, [n - 1 for n in venues])
    width = len(str(len(rows)))
    for i, (number, areas) in enumerate(rows):
        rooms = [VENUES[v % len(VENUES)] for v in range(venues[i])]
        large = venues[i] - small_ones[i]
        yield Municipality(
            **{name: tuple(counts[i]) for name, counts in units.items()},
            areas=(tuple(len(range(a, number, areas)) for a in range(areas)),),
            divisions=(tuple(range(len(SECTORS))),),
            rooms=(*rooms[:large], *(seats[:2] for seats in rooms[large:])),
            key=f"k{i + 1:0{width}}",
        )


def _units(people: Sequence[int], totals: Totals) -> dict[str, Rows]:
    """Participants, home units and hosts of each municipality by sector."""
    first, second, _ = totals.participants
    schools, day_care = (shares(n, people, people) for n in (first, second))
    sent = [list(row) for row in zip(schools, day_care, strict=True)]
    sent = [[*row, n - sum(row)] for row, n in zip(sent, people, strict=True)]
    doubles = _by_sector(totals.doubles, sent, [[n // 2 for n in r] for r in sent])
    hosts = _by_sector(totals.hosts, sent, [list(totals.hosts)] * len(sent))
    both = []
    for row, pairs, open_ones in zip(sent, doubles, hosts, strict=True):
        homes = (n - two for n, two in zip(row, pairs, strict=True))
        both.append(list(map(min, homes, open_ones)))
    shared = _by_sector(totals.home_hosts, sent, both)
    return {"participants": sent, "doubles": doubles, "hosts": hosts,
            "home_hosts": shared}  # fmt: skip


def _by_sector(totals: Sequence[int], weights: Rows, most: Rows) -> Rows:
    """Share out the total of each sector among municipalities."""
    columns = [
        shares(total, [row[s] for row in weights], [row[s] for row in most])
        for s, total in enumerate(totals)
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def cohorts_of(table: Districts) -> tuple[CohortSize, ...]:
    """Form the cohorts of each district; those that mix classes start together.

    One block after the other goes to the next of four intakes, two in the autumn and
    two in the spring: the exams of each have a week of their own, as there are too
    few examiners to hold them all at once.
    """
    rows: list[CohortSize] = []
    blocks = 0
    for district, municipalities in enumerate(table):
        people = sum(n for n, _ in municipalities)
        count = round(people / COHORT)
        for number in range(count):
            mixed = number % 2 == 1
            paired = mixed or number + 1 < count
            blocks += not mixed
            size = len(range(number, people, count))
            forms = MIXED_CLASSES if paired else OWN_CLASSES
            rows.append(
                CohortSize(
                    participants=size,
                    network_groups=7 if size >= LARGE else 6,
                    module_classes=0 if mixed else forms,
                    intake=REGIONAL[(blocks - 1) % len(REGIONAL)],
                    classes_with=len(rows) - 1 if mixed else None,
                    district=district,
                )
            )
    return tuple(rows)
