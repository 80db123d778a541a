"""A programme put together from its drawn parts."""

from __future__ import annotations

import random
from datetime import date

from leaderplan.domain.people import (
    Availability,
    Impartiality,
    Participant,
    Staff,
)
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.samples.activities import LEDGER_TOTAL, activities_for
from leaderplan.samples.availability import (
    Kept,
    away,
    fixed_weekday,
    protected_weekday,
    taken,
)
from leaderplan.samples.dealing import intakes_of
from leaderplan.samples.defaults import rules_for
from leaderplan.samples.openings import history_of, hosts_of, rooms_of
from leaderplan.samples.people import People, make_people
from leaderplan.samples.places import Places, make_places
from leaderplan.samples.planting import Planting, plant
from leaderplan.samples.reach import Reach
from leaderplan.samples.scarcity import Difficulty, Scarcity, scarcity_of
from leaderplan.samples.shape import Size
from leaderplan.samples.sizes import size_of, stream
from leaderplan.samples.staff import make_staff
from leaderplan.samples.year import FIRST, LAST, Year

KEPT_ON_EDGE = 0.5
"""Share of edge seeds whose hosts are open for the planted plan; the rest are drawn."""


def build(size: str, seed: int, difficulty: Difficulty) -> tuple[Programme, Plan]:
    """Draw the facts, plant a plan in them, and take everything else away.

    The plan keeps every hard rule of the programme. On the edge it does so for
    about half of the seeds; where it does not, there is most often no plan at all.
    """
    table, scarcity = size_of(size), scarcity_of(difficulty)
    places = make_places(table, seed)
    people = make_people(table, places, scarcity, seed)
    staff = make_staff(table, places, scarcity, seed)
    intakes = intakes_of(table)
    bare = Programme(
        id=f"eksempel-{size.lower()}-{seed}",
        name="Ledelsestalentudvikling",
        calendar=table.year.calendar(),
        areas=places.areas,
        units=places.units,
        hosts=tuple(HostUnit(unit=h, leader=f"leder-{h}") for h in places.hosts),
        venues=places.venues,
        rooms=places.rooms,
        travel=places.travel,
        default_travel=30,
        staff=staff,
        cohorts=people.cohorts,
        participants=people.participants,
        activities=activities_for(len(table.cohorts)),
        ledger_total=LEDGER_TOTAL,
        history=history_of(places, seed),
        rules=rules_for(intakes, regional=table.regional),
    )
    reach = Reach(bare, places.district, table.providers)
    planted = plant(bare, people.fixed, reach, intakes, seed)
    kept = difficulty != "edge" or stream(seed, "edge").random() < KEPT_ON_EDGE
    visits = planted.visits if kept else {}
    full = planted.full_weeks
    return bare.replace(
        hosts=hosts_of(table, places, visits, full, scarcity, seed),
        rooms=rooms_of(table, places, planted.kept, full, scarcity, seed),
        staff=staff_of(table, staff, planted, scarcity, seed),
        participants=participants_of(table, people, places, planted, scarcity, seed),
        pairs=planted.pairs,
    ), planted.plan


def participants_of(
    size: Size,
    people: People,
    places: Places,
    planted: Planting,
    scarcity: Scarcity,
    seed: int,
) -> tuple[Participant, ...]:
    """Give every participant days away, and some a fixed or a protected weekday."""
    sector = {unit.id: unit.sector for unit in places.units}
    intakes, year = intakes_of(size), size.year
    rows = []
    for person in people.participants:
        draw = stream(seed, "away", person.id)
        fixed = people.fixed.get(person.id)
        keep = planted.kept[person.id]
        periods = away(draw.uniform(*scarcity.away), keep, draw, year)
        if fixed is not None:
            periods += fixed_weekday(
                fixed,
                planted.spared[person.id],
                intakes[person.cohort].practicum_season,
                draw,
                year,
            )
        if sector[person.posts[-1].unit] == "skole":
            periods += protected_weekday(fixed, draw, year)
        rows.append(person.model_copy(update={"availability": tuple(periods)}))
    return tuple(rows)


def staff_of(
    size: Size,
    staff: tuple[Staff, ...],
    planted: Planting,
    scarcity: Scarcity,
    seed: int,
) -> tuple[Staff, ...]:
    """Take days of everyone on the staff, and declare some of them partial."""
    everyone = {person for served in planted.served.values() for person in served}
    rows = []
    for member in staff:
        kept = planted.kept.get(member.id, set())
        served = planted.served.get(member.id, set())
        update = {
            "availability": _staff_days(size, member, kept, scarcity, seed),
            "impartiality": _partial(member, sorted(everyone - served), seed),
        }
        rows.append(member.model_copy(update=update))
    return tuple(rows)


PARTIAL = 0.3
"""Share of coaches, facilitators and examiners who know a participant too well."""


def _partial(member: Staff, others: list[str], seed: int) -> tuple[Impartiality, ...]:
    draw = stream(seed, "impartiality", member.id)
    bound = {"coach", "facilitator", "examiner", "external_examiner"}
    if member.roles[0].role not in bound or draw.random() >= PARTIAL or not others:
        return ()
    return (Impartiality(kind="participant", of=draw.choice(others)),)


BUDGET_SEASONS = (
    Availability(first=FIRST, last=date(2027, 10, 15)),
    Availability(first=date(2028, 8, 14), last=date(2028, 10, 13)),
)
"""Directors are bound until the budget is adopted; DOMAIN.md 1.5."""

EXAM_DAYS = 6
"""Days on which an examiner can come, for each intake."""

USUAL_ABSENCE = 0.08
"""Share of days on which a leader or coach is away."""


def _staff_days(
    size: Size, member: Staff, kept: Kept, scarcity: Scarcity, seed: int
) -> tuple[Availability, ...]:
    draw, year = stream(seed, "staff-days", member.id), size.year
    role = member.roles[0].role
    if role in {"examiner", "external_examiner"}:
        days = sorted(year.open_days())
        others = [d for d in days if d not in kept and _exam_season(size, d)]
        extra = max(0, EXAM_DAYS * len(size.intakes) - len(set(kept)))
        free = set(kept) | set(draw.sample(others, min(extra, len(others))))
        return taken(1.0, free, draw, year)
    if role in {"lecturer", "module_lecturer"}:
        return taken(scarcity.lecturers, kept, draw, year)
    if role == "facilitator":
        return taken(scarcity.facilitators, kept, draw, year)
    if role == "director":
        return _directors_days(kept, scarcity, draw, year)
    if role == "coach" and scarcity.coaches is not None:
        return taken(scarcity.coaches, kept, draw, year)
    return tuple(away(USUAL_ABSENCE, kept, draw, year))


def _directors_days(
    kept: Kept, scarcity: Scarcity, draw: random.Random, year: Year
) -> tuple[Availability, ...]:
    """Bind a director in the budget seasons, and on other days."""
    bound = BUDGET_SEASONS if year.last > LAST else BUDGET_SEASONS[:1]
    if scarcity.directors is None:
        return (*bound, *away(USUAL_ABSENCE, kept, draw, year))
    days = year.working_days()
    season = {day for day in days if any(period.covers(day, 0) for period in bound)}
    share = scarcity.directors - len(season) / len(days)
    return (*bound, *taken(share, season | set(kept), draw, year))


def _exam_season(size: Size, day: date) -> bool:
    seasons = (intake.exam_season for intake in size.intakes)
    return any(first <= day <= last for first, last in seasons)
