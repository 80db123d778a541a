"""A cohort's days together and weeks of practicum, as facts and in plain numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from leaderplan import rules
from leaderplan.domain.base import Span
from leaderplan.domain.calendar import DEFAULT_BLOCKS, PlanningCalendar
from leaderplan.domain.people import Availability, Wish
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from tests.proofs.flows import Arc, least_cost
from tests.rules.small_world import AREA_OF, MONDAY, activity, day, person, programme
from tests.strategies import Dice

TOGETHER = ("opening", "theme", "theme", "closing")
"""Days together, in order: each is later than the one before."""

SUITS = (1, 2, 3)
"""Weekdays that suit: Tuesday to Thursday."""

TALKING = (0, 1)
"""Weekdays that suit a talk: Monday and Tuesday."""

SOON = 2
"""Days after the last theme day within which a talk costs nothing."""

Found = tuple[int, int, int]
"""Absences, ranks of wishes missed, and what the dates cost."""


class Host(NamedTuple):
    """A host with its places of a week and of the year, and the weeks it is open."""

    week: int
    year: int
    open: tuple[int, ...]


class Year(NamedTuple):
    """The facts: who is away on which days, what each host costs each, and weights.

    ``talks`` is whether everybody has a talk after the theme days; ``days`` are the
    working days.
    """

    weeks: int
    away: dict[str, frozenset[int]]
    hosts: dict[str, Host]
    missed: dict[str, dict[str, int]]
    weights: Found
    talks: bool

    @property
    def days(self) -> list[int]:
        """Working days, by number."""
        return [7 * week + k for week in range(self.weeks) for k in range(5)]

    def free(self, who: str, week: int) -> bool:
        """Whether somebody is there all week."""
        return not self.away[who] & set(range(7 * week, 7 * week + 5))

    def absences(self, on: int) -> int:
        """What a day together costs in absences."""
        return self.weights[0] * sum(on in days for days in self.away.values())

    def unsuited(self, on: int) -> int:
        """What a day together costs by its weekday."""
        return self.weights[2] * (on % 7 not in SUITS)


def short_year(seed: int) -> Year:
    """Draw eight people and four weeks, few enough to go through all calendars."""
    return _drawn(Dice(seed), people=8, weeks=4, busy=0, weekly=7, talks=False)


def long_year(seed: int, *, talks: bool) -> Year:
    """Draw fourteen people who are often away, and ten weeks."""
    return _drawn(Dice(seed), people=14, weeks=10, busy=7, weekly=5, talks=talks)


def _drawn(
    dice: Dice, *, people: int, weeks: int, busy: int, weekly: int, talks: bool
) -> Year:
    """Draw who is away how often, hosts with few places and weeks, and wishes."""
    names = [f"p{n}" for n in range(people)]
    hosts = {
        unit: Host(
            week=dice.between(1, 1 + people // 4),
            year=dice.between(2, people),
            open=tuple(w for w in range(weeks) if dice.between(1, 10) <= weekly),
        )
        for unit in AREA_OF
    }
    away = {}
    for who in names:
        times = range(dice.between(busy, busy + 2))
        firsts = [dice.between(0, 7 * weeks - 2) for _ in times]
        away[who] = frozenset(d for first in firsts for d in (first, first + 1))
    missed = {}
    for who in names:
        order = dice.sample(list(hosts), dice.between(1, 2))
        missed[who] = {
            unit: order.index(unit) if unit in order else len(order) for unit in hosts
        }
    weights = (dice.between(1, 2), dice.between(1, 3), dice.between(1, 2))
    return Year(weeks, away, hosts, missed, weights, talks)


def as_programme(year: Year) -> Programme:
    """State the facts as a programme with the rules that make them bind."""
    people = [
        person(
            who,
            wishes=tuple(
                Wish(rank=rank + 1, host=unit)
                for unit, rank in sorted(row.items(), key=lambda item: item[1])
                if rank < max(row.values())
            ),
            availability=tuple(
                Availability(first=day(d), last=day(d)) for d in sorted(year.away[who])
            ),
        )
        for who, row in year.missed.items()
    ]
    together: dict[str, Any] = {"plenary": True, "length": 1}
    talk = [activity("talk", "participant", length=1)] if year.talks else []
    return programme(
        people,
        calendar=PlanningCalendar(
            first=MONDAY, last=day(7 * year.weeks - 1), blocks=DEFAULT_BLOCKS[:1],
            slots_per_block=1,
        ),
        hosts=tuple(
            HostUnit(
                unit=unit, capacity_week=host.week, capacity_year=host.year,
                open=tuple(Span(first=day(7 * w), last=day(7 * w + 6))
                           for w in host.open) or (Span(last=day(-1)),),
            )
            for unit, host in year.hosts.items()
        ),
        activities=(
            activity("opening", "cohort", **together),
            activity("theme", "cohort", occurrences=2, **together),
            activity("closing", "cohort", **together),
            activity("visit", "participant", kind="practicum", length=1, occurrences=5,
                     forms=("week",), where=("host_unit",)),
            *talk,
        ),
        rules=tuple(_rules(year)),
    )  # fmt: skip


def _rules(year: Year) -> Iterator[Any]:
    absent, wish, date = year.weights
    yield from (rules.NoDoubleBooking(), rules.ClosedDays(), rules.DayPattern())
    yield from (rules.RightPlace(), rules.HostCapacity(), rules.HostOpen())
    yield from (
        rules.Availability(),
        rules.Order(id="open", first="opening", then="theme"),
    )
    yield rules.Order(id="themes", first="theme")
    yield rules.Order(id="close", first="theme", then="closing")
    yield rules.Order(id="visits", first="opening", then="visit")
    yield rules.PlenaryAbsence(weight=absent)
    yield rules.Wishes(weight=wish)
    yield rules.WeekdayPreference(
        activities=tuple(dict.fromkeys(TOGETHER)), weekdays=SUITS, level="dates",
        weight=date,
    )  # fmt: skip
    if year.talks:
        yield rules.WeekdayPreference(
            id="talking", activities=("talk",), weekdays=TALKING, level="dates",
            weight=date,
        )  # fmt: skip
        yield rules.Spacing(id="after", first="theme", then="talk", least=1)
        yield rules.Spacing(
            id="soon", first="theme", then="talk", most=SOON, level="dates", weight=date
        )


def every(year: Year) -> set[Found]:
    """Return what each calendar of days together costs at least, without talks.

    The days are gone through one by one; hosts and weeks are a flow, since all that
    a calendar says of them is which weeks are left.
    """

    @cache
    def placed(weeks: frozenset[int]) -> int | None:
        arcs = [
            Arc(who, f"{unit} {week}", 1, year.weights[1] * cost)
            for who, row in year.missed.items()
            for unit, cost in row.items()
            for week in weeks & set(year.hosts[unit].open)
            if year.free(who, week)
        ]
        for unit, host in year.hosts.items():
            arcs += [Arc(f"{unit} {week}", unit, host.week) for week in host.open]
            arcs.append(Arc(unit, "end", host.year))
        return least_cost(arcs, dict.fromkeys(year.missed, 1), {})

    found = set()
    for days in combinations(year.days, len(TOGETHER)):
        taken = {on // 7 for on in days}
        left = frozenset(
            week for week in range(year.weeks)
            if week not in taken and 7 * week > days[0]
        )  # fmt: skip
        places = placed(left)
        if places is not None:
            absent = sum(year.absences(on) for on in days)
            found.add((absent, places, sum(year.unsuited(on) for on in days)))
    return found
