"""How many spare places and seats are worth having against what a year may bring."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Annotated

from pydantic import Field

from leaderplan.domain.base import Frozen
from leaderplan.domain.change.base import edited
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language, Words
from leaderplan.rehearsal.scenario import Scenario

Price = Annotated[int, Field(ge=0, le=1_000_000)]


class SparePrices(Frozen):
    """What a spare costs, and what it costs not to have one when it is needed.

    In one unit of the coordinator's own, of a judgement; a spare is bought as long as
    the chance that it is needed, times what its lack costs, is more than its price.

    Parameters
    ----------
    place, no_place
        Of a practicum place that is to spare; of a participant for whom there is none.
    seat, no_seat
        Of a seat kept free on another cohort's day; of somebody who cannot catch up.
    """

    place: Price = 1
    no_place: Price = 20
    seat: Price = 1
    no_seat: Price = 10


@dataclass(frozen=True)
class Robust:
    """A programme that keeps seats free, and how many practicum places are to spare.

    Parameters
    ----------
    programme
        To be planned: the seats are kept free.
    places
        Practicum places that are worth having beyond those that are needed.
    missing
        How many of them are not offered yet: so many more are to be found.
    seats
        Seats kept free at each activity that several cohorts have.
    words
        How much is bought, and why.
    """

    programme: Programme
    places: int
    missing: int
    seats: dict[str, int]
    words: tuple[Words, ...]

    def text(self, language: Language = "en") -> str:
        """Return how much was bought and why."""
        return "\n".join(words.to(language) for words in self.words)

    def __str__(self) -> str:
        return self.text()


def spares(count: int, rate: float, price: int, shortage: int) -> int:
    """Return how many spares to buy where ``count`` things fail at a rate each.

    The least number whose lack is no likelier than ``price / shortage``: the critical
    fractile of the newsvendor, of a binomial number of failures.

    Parameters
    ----------
    count
        How many may fail, 0 or more.
    rate
        Chance that one fails, 0 to 1, independently.
    price, shortage
        Of one spare, and of each that is needed and not there.
    """
    if shortage <= price:
        return 0
    likely, number = 0.0, -1
    while number < count:
        number += 1
        likely += comb(count, number) * rate**number * (1 - rate) ** (count - number)
        if 1 - likely <= price / shortage:
            break
    return max(number, 0)


def robust(
    programme: Programme,
    scenario: Scenario | None = None,
    prices: SparePrices | None = None,
) -> Robust:
    """Tell how many spare places and seats are worth it, and keep the seats free.

    Parameters
    ----------
    programme
        The facts and rules, before there is a plan.
    scenario
        How often what happens: the rates of hosts that withdraw and of days of illness.
    prices
        What a spare and its lack cost.

    Raises
    ------
    InputError
        When the programme keeps seats already.
    """
    rates, given = scenario or Scenario(), prices or SparePrices()
    if any(activity.spare_seats for activity in programme.activities):
        message = "expected no seats to be kept yet, found some."
        raise InputError([Issue("activities/spare_seats", message)])
    people = len(programme.needs_hosts)
    worth = spares(people, rates.host_withdraws, given.place, given.no_place)
    left = sum(host.capacity_year for host in programme.hosts) - people
    seats = _seats(programme, rates.sick, given)
    missing = max(0, worth - left)
    told = [
        Words(
            f"{worth} praktikpladser i reserve er prisen værd; {left} er der, "
            f"{missing} skal findes.",
            f"{worth} spare practicum places are worth their price; {left} are there, "
            f"{missing} are to be found.",
        )
    ]
    told += [
        Words(
            f"{programme.activity(name).title.da}: {count} pladser holdes fri.",
            f"{programme.activity(name).title.en}: {count} seats are kept free.",
        )
        for name, count in seats.items()
    ]
    rows = tuple(
        edited(a, spare_seats=seats[a.id]) if a.id in seats else a
        for a in programme.activities
    )
    changed = programme.replace(activities=rows)
    return Robust(changed, worth, missing, seats, tuple(told))


def _seats(programme: Programme, rate: float, prices: SparePrices) -> dict[str, int]:
    """Seats worth keeping at each plenary that more cohorts than one have."""
    found = {}
    for activity in programme.activities:
        cohorts = [c for c in programme.cohorts if activity.of_cohort(c.id)]
        if activity.audience == "cohort" and activity.plenary and len(cohorts) > 1:
            most = max(
                sum(p.cohort == c.id for p in programme.participants) for c in cohorts
            )
            count = spares(most, rate, prices.seat, prices.no_seat)
            if count:
                found[activity.id] = count
    return found
