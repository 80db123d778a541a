"""When hosts receive and rooms can be had, and what earlier years used."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from leaderplan.domain.base import Span
from leaderplan.domain.people import PastLoad
from leaderplan.domain.places import HostUnit, Room
from leaderplan.samples.availability import taken, week
from leaderplan.samples.places import Places
from leaderplan.samples.reach import VISITS
from leaderplan.samples.scarcity import Scarcity
from leaderplan.samples.shape import Size
from leaderplan.samples.sizes import stream
from leaderplan.samples.year import FIRST, Year

KeptDays = Mapping[str, set[date]]
Visits = Mapping[str, list[date]]


def _mostly(
    options: Sequence[date],
    count: int,
    full: Collection[date],
    share: float,
    draw: random.Random,
) -> list[date]:
    """Draw some days, a share of them among those that are full already."""
    if not share:
        return draw.sample(options, count)
    inside = [day for day in options if day in full]
    outside = [day for day in options if day not in full]
    many = max(min(round(share * count), len(inside)), count - len(outside))
    return draw.sample(inside, many) + draw.sample(outside, count - many)


def rooms_of(
    size: Size,
    places: Places,
    kept: KeptDays,
    full: Collection[date],
    scarcity: Scarcity,
    seed: int,
) -> tuple[Room, ...]:
    """Book a share of each room's days for others.

    ``full`` are the Mondays of the weeks of plenary days.
    """
    days = {day for monday in full for day in week(monday)}
    rows = []
    for room in places.rooms:
        draw = stream(seed, "bookings", room.id)
        plenary = room.capacity >= size.largest
        share = draw.uniform(*(scarcity.plenary_rooms if plenary else scarcity.rooms))
        spared = set(kept.get(room.id, ()))
        if plenary and scarcity.crowded:
            spared |= _left(share, spared, days, scarcity.crowded, draw, size.year)
            share = 1.0
        booked = taken(share, spared, draw, size.year)
        rows.append(room.model_copy(update={"availability": booked}))
    return tuple(rows)


def _left(
    share: float,
    kept: set[date],
    full: Collection[date],
    crowded: float,
    draw: random.Random,
    year: Year,
) -> set[date]:
    """Draw the days that others leave, besides those kept."""
    days = year.working_days()
    free = [day for day in days if day not in kept]
    count = max(0, len(free) - round(share * len(days)))
    return set(_mostly(free, count, full, crowded, draw))


def hosts_of(
    size: Size,
    places: Places,
    visits: Visits,
    full: Collection[date],
    scarcity: Scarcity,
    seed: int,
) -> tuple[HostUnit, ...]:
    """Share out the year's practicum places and the weeks in which they are open.

    ``visits`` are the Mondays of the weeks in which a host must receive, ``full``
    those of the weeks of plenary days.
    """
    draw = stream(seed, "hosts")
    quota = {host: len(visits.get(host, ())) for host in places.hosts}
    wanted = round(scarcity.hosts * len(places.homes))
    for _ in range(max(0, wanted - sum(quota.values()))):
        quota[draw.choice([h for h in places.hosts if quota[h] < VISITS])] += 1
    mondays = [day for day in sorted(size.year.open_days()) if day.weekday() == 0]
    rows = []
    for host in places.hosts:
        needed = set(visits.get(host, ()))
        others = [m for m in mondays if m not in needed]
        extra = round(scarcity.open_weeks * len(mondays)) - len(needed)
        drawn = _mostly(others, max(0, extra), full, scarcity.crowded, draw)
        weeks = sorted(needed.union(drawn))
        most = max((visits.get(host, []).count(m) for m in needed), default=1)
        rows.append(
            HostUnit(
                unit=host,
                leader=f"leder-{host}",
                capacity_week=max(most, 2 if draw.random() < 0.25 else 1),
                capacity_year=quota[host],
                open=_open(weeks, size.year),
            )
        )
    return tuple(rows)


USED_BEFORE = 0.5
"""Share of hosts that received somebody in each of the two years before."""


def history_of(places: Places, seed: int) -> tuple[PastLoad, ...]:
    """Say which hosts received somebody in earlier years."""
    draw = stream(seed, "history")
    return tuple(
        PastLoad(subject=host, year=year, uses=draw.randint(1, 2))
        for year in (FIRST.year - 2, FIRST.year - 1)
        for host in places.hosts
        if draw.random() < USED_BEFORE
    )


def _open(mondays: list[date], year: Year) -> tuple[Span, ...]:
    """Join weeks that follow each other."""
    rows: list[list[date]] = []
    for monday in mondays:
        friday = monday + timedelta(days=4)
        if rows and monday - rows[-1][1] <= timedelta(days=3):
            rows[-1][1] = friday
        else:
            rows.append([monday, friday])
    return tuple(Span(first=first, last=last) for first, last in rows) or (
        Span(first=year.last, last=year.last),
    )
