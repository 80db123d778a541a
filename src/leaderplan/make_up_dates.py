"""Make-up dates: an extra day of a plenary, for those who will have missed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from leaderplan.domain.activity import Activity
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import Cohort
from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.rules import MakeUpDates, MakeUpFree, Window
from leaderplan.spares import SparePrices, dates, spares

SOONEST, LATEST = 7, 42
"""Days from the day missed to a make-up date: notice to come, and still of use.

A judgement; the next theme day of the samples is four to ten weeks later."""


class Bought(NamedTuple):
    """Make-up dates of an activity for a cohort: how many, and seats of each."""

    cohort: str
    activity: str
    number: int
    seats: int


def plenaries(programme: Programme) -> Iterator[tuple[Activity, dict[str, int]]]:
    """Yield what cohorts have together, with the people of each cohort."""
    for activity in programme.activities:
        if activity.audience == "cohort" and activity.plenary and activity.length:
            there = programme.followers(activity.id)
            yield (
                activity,
                {
                    c.id: sum(p.cohort == c.id for p in there)
                    for c in programme.cohorts
                    if activity.of_cohort(c.id)
                },
            )


def room_for(programme: Programme, activity: Activity, people: int) -> int:
    """Seats that the largest room it may be in has beside people, leaders, guests."""
    held = [
        room.capacity
        for room in programme.rooms
        if set(activity.features) <= set(room.features)
    ]
    if tuple(activity.where) != ("room",):
        return people
    return max(held, default=0) - people - len(activity.leads) - activity.extra_seats


def bought(programme: Programme, rate: float, prices: SparePrices) -> Iterator[Bought]:
    """Yield the make-up dates that are worth their price, of what counts as days."""
    for activity, people in plenaries(programme):
        for cohort, most in people.items():
            if not activity.quarter_days:
                continue
            here = activity.spare_seats
            count = dates(most, rate, here, prices.date, prices.no_seat)
            wanted = spares(most, rate, prices.seat, prices.no_seat) - here
            seats = min(max(1, wanted), room_for(programme, activity, 0))
            if count and seats > 0:
                yield Bought(cohort, activity.id, count, seats)


def with_dates(programme: Programme, bought: Sequence[Bought]) -> Programme:
    """Return the programme with cohorts of nobody that hold the make-up dates."""
    if not bought:
        return programme
    every = tuple(cohort.id for cohort in programme.cohorts)
    follow: dict[str, tuple[str, ...]] = {}
    cohorts = list(programme.cohorts)
    for own in programme.cohorts:
        rows = [row for row in bought if row.cohort == own.id]
        for number in range(1, max((row.number for row in rows), default=0) + 1):
            these = [row for row in rows if row.number >= number]
            key, name = f"{own.id}-makeup-{number}", own.name or own.id
            for row in these:
                follow[row.activity] = (*follow.get(row.activity, ()), key)
            cohorts.append(
                Cohort(
                    id=key,
                    name=f"{name}, opsamling/make-up {number}",
                    make_up_for=own.id,
                    seats=min(row.seats for row in these),
                )
            )
    return programme.replace(
        cohorts=tuple(cohorts),
        activities=tuple(
            edited(a, cohorts=(*(a.cohorts or every), *follow.get(a.id, ())))
            for a in programme.activities
        ),
        rules=tuple(
            edited(rule, cohorts=rule.cohorts or every)
            if isinstance(rule, Window) and rule.activity in follow
            else rule
            for rule in programme.rules
        ),
    ).with_rules(MakeUpDates(least=SOONEST, most=LATEST), *_free(programme))


def _free(programme: Programme) -> Iterator[MakeUpFree]:
    """Yield what is asked for people's sake, where there is a level for dates."""
    if any(level.id == "dates" for level in programme.levels):
        yield MakeUpFree()


def told_dates(programme: Programme, bought: Sequence[Bought]) -> Iterator[Words]:
    """Yield what was bought, for each activity and cohort."""
    for row in bought:
        activity, own = programme.activity(row.activity), programme.cohort(row.cohort)
        name, several = own.name or own.id, activity.occurrences > 1
        many = row.number > 1
        each = " for hver dag" if several else "", " of each day" if several else ""
        yield Words(
            f"{activity.title.da}, {name}: {row.number} "
            f"{'opsamlingsdage' if many else 'opsamlingsdag'}{each[0]} med "
            f"{_seats_da(row.seats)} til dem, der har været væk.",
            f"{activity.title.en}, {name}: {row.number} make-up "
            f"{'dates' if many else 'date'}{each[1]} with {_seats_en(row.seats)} for "
            f"those who were away.",
        )


def _seats_da(count: int) -> str:
    return f"{count} {'plads' if count == 1 else 'pladser'}"


def _seats_en(count: int) -> str:
    return f"{count} {'seat' if count == 1 else 'seats'}"
