"""Which changes are offered for a requirement, and at what price: data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from leaderplan.domain.base import Frozen, Id
from leaderplan.domain.mending import (
    Bound,
    Loosen,
    MoreAway,
    MorePlaces,
    MoreSeats,
    Offer,
    OtherLoad,
    Period,
    Price,
    Waive,
)
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule

PRICE = 10
"""What it costs to do without a requirement that no other price is given for."""

WIDELY = 3
"""How many times dearer it is to do without all that a rule asks of somebody."""

BROADLY = 8
"""How many times dearer it is to let a rule be a preference for everybody."""

MOST_MORE = 20
"""How many more places, seats or sessions are offered at most."""

CHAIRS = 6
"""How many more chairs a room is thought to take at most."""

PRICES: Mapping[str, int | None] = {
    "availability": 20,
    "closed_days": 40,
    "coach_load": 8,
    "coach_speciality": 5,
    "day_ledger": None,
    "day_pattern": None,
    "eligible_host": 30,
    "facilitator_load": 10,
    "group_size": 20,
    "host_capacity": 8,
    "impartial_roles": None,
    "impartiality": None,
    "leader_load": 8,
    "leader_per_day": 6,
    "no_double_booking": None,
    "order": 25,
    "right_leader": None,
    "right_place": None,
    "room_clash": None,
    "spacing": 12,
    "staff_availability": 15,
    "travel_between": None,
    "unit_away": 12,
    "vetoes": 60,
    "window": 20,
    "wishes": 3,
}
"""Price of doing without a requirement, by the kind of its rule; ``None`` is never.

Nobody is in two places at once for a price, and no plan is worth a conflict of
interest; a longer or shorter distance is cheaper than somebody who is missing. Where a
fact sets the limit, one place, session or person more costs this. They are judgements,
meant to be replaced.
"""


class Way(Frozen):
    """How a limit of a rule is loosened.

    Parameters
    ----------
    parameter
        The limit.
    step
        What is added each time; days where the limit is a day.
    price
        Of each time, 1 to 1,000,000.
    most
        How many times, 1 to 1,000.
    end
        What a number may be at the end, the lowest or the highest.
    """

    parameter: Id
    step: Annotated[int, Field(ge=-1_100, le=1_100)]
    price: Annotated[int, Field(ge=1, le=10**6)] = 1
    most: Annotated[int, Field(ge=1, le=1_000)] = 5
    end: int | None = None

    def room(self, now: date | int | None) -> int:
        """Return how many times the limit may be moved, 0 where there is none."""
        if now is None:
            return 0
        if isinstance(now, date) or self.end is None:
            return self.most
        return max(0, min(self.most, (self.end - now) // self.step))


def _way(parameter: str, step: int, price: int, most: int, end: int) -> Way:
    return Way(parameter=parameter, step=step, price=price, most=most, end=end)


_SIZES = (
    _way("smallest", -1, 6, 3, 1),
    _way("largest", 1, 6, 3, 1_000),
    _way("most_difference", 1, 4, 3, 1_000),
)

WAYS: Mapping[str, tuple[Way, ...]] = {
    "at_most_alike": (_way("most", 1, 4, 5, 1_000),),
    "attendance_minimum": (_way("most_missed", 1, 12, 3, 100),),
    "attendee_travel": (_way("limit", 10, 2, 6, 1_440),),
    "class_size": _SIZES,
    "few_days": (_way("most", 1, 7, 5, 1_100),),
    "fewest_present": (_way("percent", -5, 5, 4, 0),),
    "group_size": _SIZES,
    "host_travel": (_way("limit", 10, 2, 6, 1_440),),
    "person_load": (_way("most_slots", 2, 4, 4, 10_000),),
    "programme_days": (_way("most", 1, 8, 4, 100),),
    "quiet_before": (_way("days", -2, 3, 5, 0),),
    "quorum": (_way("least", -1, 6, 3, 1),),
    "site_rotation": (_way("most", 1, 4, 10, 100),),
    "spacing": (_way("least", -3, 4, 4, -1_100), _way("most", 3, 4, 4, 1_100)),
    "window": (
        Way(parameter="earliest", step=-7, price=5, most=4),
        Way(parameter="latest", step=7, price=5, most=4),
    ),
}
"""What is loosened a little for everybody, by the kind of rule, and its price a step.

A week of a wider window costs 5, three days of another distance 4, one exam day more 7,
ten minutes more of travel 2: less than to do without, unless it takes many. The steps
are as large as people would speak of; with small ones there are too many sets to prove
one the cheapest.
"""

_LOADS: Mapping[str, tuple[Bound, ...]] = {
    "coach_load": ("largest", "smallest"),
    "facilitator_load": ("largest", "smallest"),
    "leader_load": ("largest",),
    "leader_per_day": ("per_day",),
}
"""What is agreed with staff that a rule asks for."""


def offers(
    programme: Programme,
    rule: str,
    subject: tuple[str, ...],
    prices: Mapping[str, int | None] = PRICES,
    ways: Mapping[str, tuple[Way, ...]] = WAYS,
) -> list[Offer]:
    """Return what may be changed so that a requirement stands in the way no more.

    More of what a fact allows (a place, a chair, a session agreed), or else doing
    without it, for one subject or for all that the rule asks of somebody; a limit moved
    a little for everybody; or the rule as a preference.

    Parameters
    ----------
    programme
        The facts and rules.
    rule, subject
        The requirement, as in a conflict.
    prices
        By the kind of a rule, or by its id, which counts first.
    ways
        By the kind of a rule, or by its id, which counts first.
    """
    found = {row.id: row for row in programme.rules}[rule]
    price = prices.get(rule, prices.get(found.kind, PRICE))
    if price is None:
        return []
    rows = list(_of_facts(programme, found, subject, price))
    if not rows or found.kind == "room_capacity":
        rows.append(Offer(change=Waive(rule=rule, subject=subject), price=price))
        people = {person.id for person in programme.participants}
        people |= {member.id for member in programme.staff}
        if len(subject) > 1 and subject[0] in people:
            wide = Waive(rule=rule, subject=subject[:1])
            rows.append(Offer(change=wide, price=WIDELY * price))
    for way in ways.get(rule, ways.get(found.kind, ())):
        if most := way.room(getattr(found, way.parameter)):
            change = Loosen(rule=rule, parameter=way.parameter, by=way.step)
            rows.append(Offer(change=change, price=way.price, most=most))
    if not found.hard_only:
        level = next((row.id for row in programme.levels if row.combine == "sum"), None)
        if level is not None:
            rows.append(
                Offer(change=Price(rule=rule, level=level), price=BROADLY * price)
            )
    return rows


def _of_facts(
    programme: Programme, rule: Rule, subject: tuple[str, ...], price: int
) -> Iterator[Offer]:
    """Yield changes of the facts that set the limit of a requirement."""
    if not subject:
        return
    if rule.kind == "host_capacity":
        period: Period = "year" if subject[1:] == ("year",) else "week"
        change = MorePlaces(host=subject[0], period=period)
        yield Offer(change=change, price=price, most=MOST_MORE)
    elif rule.kind == "unit_away":
        change_ = MoreAway(unit=subject[0])
        yield Offer(change=change_, price=price, most=MOST_MORE)
    elif rule.kind == "room_capacity":
        seats = MoreSeats(room=subject[-1])
        yield Offer(change=seats, price=2, most=CHAIRS)
    elif rule.kind in _LOADS:
        yield from _of_loads(programme, rule, subject, price)


def _of_loads(
    programme: Programme, rule: Rule, subject: tuple[str, ...], price: int
) -> Iterator[Offer]:
    """Yield other agreements with somebody of the staff."""
    own = getattr(rule, "role", "coach")
    role = subject[1] if len(subject) > 1 else own
    load = programme.member(subject[0]).load(role)
    for bound in _LOADS[rule.kind]:
        now = None if load is None else getattr(load, bound)
        room = now if bound == "smallest" else MOST_MORE
        if now is not None and room:
            change = OtherLoad(staff=subject[0], role=role, bound=bound)
            yield Offer(change=change, price=price, most=min(room, MOST_MORE))
