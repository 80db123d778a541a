"""How many spares are worth having against what a year may bring, and buying them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from leaderplan.domain.change.base import edited
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language, Words
from leaderplan.make_up_dates import (
    bought,
    plenaries,
    room_for,
    told_dates,
    with_dates,
)
from leaderplan.rehearsal.scenario import Scenario
from leaderplan.rules import SparePlaces
from leaderplan.spares import SparePrices, spares

MOST_HOSTS = 20
"""Other hosts that the rule ``spare_places`` may ask for."""


@dataclass(frozen=True)
class Robust:
    """A programme with the spares that were bought, and how many they are.

    Parameters
    ----------
    programme
        To be planned: seats are kept free, make-up dates are there, and the rule
        ``spare_places`` where it was asked for.
    places
        Practicum places that are worth having beyond those that are needed.
    missing
        How many of them are not offered yet: so many more are to be found.
    seats
        Seats kept free at each activity that several cohorts have.
    words
        How much is bought, and why.
    dates
        Make-up dates of each occurrence of an activity, all cohorts taken together.
    hosts
        Other hosts that everybody is to have on the same days, 0 to 20.
    """

    programme: Programme = field(repr=False)
    places: int
    missing: int
    seats: dict[str, int]
    words: tuple[Words, ...]
    dates: dict[str, int] = field(default_factory=dict)
    hosts: int = 0

    def text(self, language: Language = "en") -> str:
        """Return how much was bought and why."""
        return "\n".join(words.to(language) for words in self.words)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), "en")


def robust(
    programme: Programme,
    scenario: Scenario | None = None,
    prices: SparePrices | None = None,
) -> Robust:
    """Buy the spares that are worth their price: places, seats, make-up dates, hosts.

    Seats are kept on other cohorts' days, as many as rooms have. Whoever would find
    none may have make-up dates: a cohort of nobody (``Cohort.make_up_for``) holds them,
    one to six weeks after the day missed, for all occurrences of an activity (the rule
    ``make_up_dates``); windows ask nothing of them. Where a price is given, the rule
    ``spare_places`` asks for as many other hosts as are lost within the longest notice
    of one.

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
        When the programme keeps seats or has make-up dates already, or ``level`` is
        not one of its price levels.
    """
    rates, given = scenario or Scenario(), prices or SparePrices()
    if any(activity.spare_seats for activity in programme.activities):
        message = "expected no seats to be kept yet, found some."
        raise InputError([Issue("activities/spare_seats", message)])
    if any(cohort.make_up_for for cohort in programme.cohorts):
        message = "expected no make-up dates yet, found some."
        raise InputError([Issue("cohorts/make_up_for", message)])
    people = len(programme.needs_hosts)
    worth = spares(people, rates.host_withdraws, given.place, given.no_place)
    left = sum(host.capacity_year for host in programme.hosts) - people
    missing = max(0, worth - left)
    seats = _seats(programme, rates.sick, given)
    kept = programme.replace(
        activities=tuple(
            edited(a, spare_seats=seats[a.id]) if a.id in seats else a
            for a in programme.activities
        )
    )
    rows = list(bought(kept, rates.sick, given))
    hosts = _hosts(programme, rates, given)
    made = with_dates(kept, rows)
    if hosts:
        made = made.with_rules(SparePlaces(least=hosts, level=given.level))
    counts = Counter[str]()
    for row in rows:
        counts[row.activity] += row.number
    told = [*_told(programme, worth, left, missing, seats), *told_dates(made, rows)]
    told += [_told_hosts(hosts)] if given.host is not None else []
    return Robust(made, worth, missing, seats, tuple(told), dict(counts), hosts)


def _seats(programme: Programme, rate: float, prices: SparePrices) -> dict[str, int]:
    """Seats worth keeping at each plenary that more cohorts than one have."""
    found = {}
    for activity, people in plenaries(programme):
        if len(people) > 1:
            most = max(people.values())
            count = spares(most, rate, prices.seat, prices.no_seat)
            count = min(count, room_for(programme, activity, most))
            if count > 0:
                found[activity.id] = count
    return found


def _hosts(programme: Programme, rates: Scenario, prices: SparePrices) -> int:
    """Other hosts worth having: as many as may be lost within the longest notice."""
    if prices.host is None:
        return 0
    calendar = programme.calendar
    days = (calendar.last - calendar.first).days + 1
    share = rates.host_withdraws * min(1.0, rates.host_notice.most / days)
    people = len(programme.needs_hosts)
    return min(MOST_HOSTS, spares(people, share, prices.host, prices.no_host))


def _told(
    programme: Programme, worth: int, left: int, missing: int, seats: dict[str, int]
) -> Iterator[Words]:
    """Yield the practicum places and the seats that are kept."""
    yield Words(
        f"{worth} praktikpladser i reserve er prisen værd; {left} er der, "
        f"{missing} skal findes.",
        f"{worth} spare practicum places are worth their price; {left} are there, "
        f"{missing} are to be found.",
    )
    for name, count in seats.items():
        title = programme.activity(name).title
        yield Words(
            f"{title.da}: {count} pladser holdes fri.",
            f"{title.en}: {count} seats are kept free.",
        )


def _told_hosts(count: int) -> Words:
    """Return what is asked of hosts, or that it is not worth it."""
    if not count:
        return Words(
            "Andre praktiksteder at gå til er ikke prisen værd.",
            "Other hosts to go to are not worth their price.",
        )
    more = count > 1
    return Words(
        f"Alle skal så vidt muligt have {count} "
        f"{'andre praktiksteder' if more else 'andet praktiksted'} at gå til de samme "
        f"dage: så mange kan falde fra på én gang.",
        f"Everybody is to have {count} other {'hosts' if more else 'host'} to go to on "
        f"the same days, as far as can be: so many may be lost at once.",
    )
