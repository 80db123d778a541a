"""What spares are worth: how many to buy against what a year may bring."""

from __future__ import annotations

from math import comb
from typing import Annotated

from pydantic import Field

from leaderplan.domain.base import Frozen, Id

Price = Annotated[int, Field(ge=0, le=1_000_000)]

MOST_DATES = 3
"""Make-up dates of one day at most; nobody is asked to come a fifth time."""


class SparePrices(Frozen):
    """What a spare costs, and what it costs not to have one when it is needed.

    In one unit of the coordinator's own, of a judgement; a spare is bought as long as
    the chance that it is needed, times what its lack costs, is more than its price.

    Parameters
    ----------
    place, no_place
        Of a practicum place that is to spare; of a participant for whom there is none.
    seat, no_seat
        Of a seat kept free on another day; of somebody who cannot catch up.
    date
        Of a make-up date: its room and leaders. As much as three who cannot catch up,
        where nothing is given, as an extra day with speaker is dear.
    host, no_host
        Of another host with a place left on the same days, for everybody; of somebody
        who then has none. ``None`` does not ask for any.
    level
        Price level of what is asked of hosts, as of the rule ``spare_places``.
    """

    place: Price = 1
    no_place: Price = 20
    seat: Price = 1
    no_seat: Price = 10
    date: Price = 30
    host: Price | None = None
    no_host: Price = 20
    level: Id = "dates"


def _chances(count: int, rate: float) -> list[float]:
    """Chances that 0, 1 and so on of ``count`` fail."""
    return [
        comb(count, k) * rate**k * (1 - rate) ** (count - k) for k in range(count + 1)
    ]


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
    likely = 0.0
    for number, chance in enumerate(_chances(count, rate)):
        likely += chance
        if 1 - likely <= price / shortage:
            return number
    return count


def dates(count: int, rate: float, seats: int, price: int, shortage: int) -> int:
    """Return how many make-up dates of one day to buy, 0 to :data:`MOST_DATES`.

    A date is bought as long as those who miss the day, find no seat and have missed
    every make-up date before it, but are there on it, are more than its price is
    worth, on average.

    Parameters
    ----------
    count, rate
        How many are expected on the day, and the chance that one misses it, or any
        make-up date, independently.
    seats
        Kept on others' days, for as many of them.
    price, shortage
        Of a date, and of each who cannot catch up.
    """
    chances = _chances(count, rate)
    lacking = sum(max(0, k - seats) * chance for k, chance in enumerate(chances))
    number = 0
    while number < MOST_DATES and lacking * (1 - rate) * shortage > price:
        number, lacking = number + 1, lacking * rate
    return number
