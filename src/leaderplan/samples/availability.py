"""When people and rooms are taken; what a planted plan needs is kept free."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from leaderplan.domain.people import Availability
from leaderplan.samples.year import FIRST, Year

Kept = Collection[date]
"""Days on which somebody or something must stay free."""

BLOCKED_WEEK = 0.08
"""Share of participants with one private blocked week; DOMAIN.md 4.3."""

PROTECTED_WEEKDAY = 0.5
"""Share of people from schools who would rather keep a weekday; DOMAIN.md 4.3."""

COVER = 0.7
"""Share of weeks in which somebody with a fixed weekday has cover for practicum."""


def spans(days: Iterable[date]) -> list[Availability]:
    """Turn days into as few unavailable periods as possible, over weekends too."""
    rows: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        gap = timedelta(days=3 if day.weekday() == 0 else 1)
        if rows and day - rows[-1][1] <= gap:
            rows[-1] = (rows[-1][0], day)
        else:
            rows.append((day, day))
    return [Availability(first=first, last=last) for first, last in rows]


def taken(
    share: float, kept: Kept, draw: random.Random, year: Year
) -> tuple[Availability, ...]:
    """Take a share of all working days, one by one, never a kept one."""
    days = year.working_days()
    free = [day for day in days if day not in kept]
    count = min(round(share * len(days)), len(free))
    return tuple(spans(draw.sample(free, count)))


def away(
    share: float, kept: Kept, draw: random.Random, year: Year
) -> list[Availability]:
    """Take whole weeks and then single days, as holidays and courses do."""
    days = year.working_days()
    wanted = round(share * len(days))
    mondays = [day for day in days if day.weekday() == 0]
    whole = [m for m in mondays if week(m).isdisjoint(kept)]
    chosen: set[date] = set()
    if whole and wanted >= 5:
        chosen |= week(draw.choice(whole))
    if whole and draw.random() < BLOCKED_WEEK:
        chosen |= week(draw.choice(whole))
    free = [day for day in days if day not in kept and day not in chosen]
    chosen |= set(draw.sample(free, max(0, min(wanted - len(chosen), len(free)))))
    return spans(chosen)


def week(monday: date) -> set[date]:
    """Monday to Friday."""
    return {monday + timedelta(days=i) for i in range(5)}


def fixed_weekday(
    weekday: int,
    keep: Collection[date],
    season: tuple[date, date],
    draw: random.Random,
    year: Year,
) -> list[Availability]:
    """One weekday taken all year but for the weeks in which there is cover.

    ``keep`` are the days that must have cover; some further weeks of the season, in
    which practicum is usual, have it too.
    """
    days = [day for day in year.working_days() if day.weekday() == weekday]
    free = {
        day
        for day in days
        if day in keep or draw.random() < COVER * (season[0] <= day <= season[1])
    }
    rows: list[list[date]] = []
    for before, day in zip([None, *days], days, strict=False):
        if day in free:
            continue
        if rows and before is not None and before not in free:
            rows[-1].append(day)
        else:
            rows.append([day])
    return [Availability(first=r[0], last=r[-1], weekdays=(weekday,)) for r in rows]


def protected_weekday(
    fixed: int | None, draw: random.Random, year: Year
) -> list[Availability]:
    """One weekday that half of those from schools would rather not be away on."""
    if draw.random() >= PROTECTED_WEEKDAY:
        return []
    weekday = draw.choice([d for d in range(5) if d != fixed])
    return [
        Availability(
            state="prefer_not", first=FIRST, last=year.last, weekdays=(weekday,)
        )
    ]
