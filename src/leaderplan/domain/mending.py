"""What may be changed where there is no plan, and at what price: data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from leaderplan.domain.base import Frozen, Id, Text
from leaderplan.domain.programme import Programme

PRICE = 10
"""What it costs to do without a requirement that no other price is given for."""

WIDELY = 3
"""How many times dearer it is to do without all that a rule asks of somebody."""

PRICES: Mapping[str, int | None] = {
    "availability": 20,
    "closed_days": 40,
    "coach_speciality": 5,
    "day_ledger": None,
    "day_pattern": None,
    "eligible_host": 30,
    "host_capacity": 8,
    "impartial_roles": None,
    "impartiality": None,
    "no_double_booking": None,
    "right_leader": None,
    "right_place": None,
    "room_clash": None,
    "spacing": 4,
    "staff_availability": 15,
    "travel_between": None,
    "unit_away": 12,
    "vetoes": 60,
    "wishes": 3,
    "window": 6,
}
"""Price of doing without a requirement, by the kind of its rule; ``None`` is never.

Nobody is in two places at once for a price, and no plan is worth a conflict of
interest; a longer or shorter distance is cheaper than somebody who is missing. They
are judgements, meant to be replaced.
"""


class Waive(Frozen):
    """Do without a requirement: a rule, about a subject."""

    change: Literal["waive"] = "waive"
    rule: Id
    subject: tuple[Text, ...] = ()

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the requirement waived."""
        return programme.waive(self.rule, self.subject)


class MorePlaces(Frozen):
    """Let a host unit receive more participants in a year."""

    change: Literal["more_places"] = "more_places"
    host: Id
    places: Annotated[int, Field(ge=1, le=100)] = 1

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the places added."""
        hosts = tuple(
            host.model_copy(update={"capacity_year": host.capacity_year + self.places})
            if host.unit == self.host
            else host
            for host in programme.hosts
        )
        return programme.replace(hosts=hosts)


Change = Annotated[Waive | MorePlaces, Field(discriminator="change")]
"""Anything that an offer may change."""


class Offer(Frozen):
    """A change, and what it costs."""

    change: Change
    price: Annotated[int, Field(ge=1, le=10**6)]


def offers(
    programme: Programme,
    rule: str,
    subject: tuple[str, ...],
    prices: Mapping[str, int | None] = PRICES,
) -> list[Offer]:
    """Return what may be changed so that a requirement stands in the way no more.

    Doing without it, or without all that the rule asks of somebody it is about; or one
    more place where a host has too few.

    Parameters
    ----------
    programme
        The facts and rules.
    rule, subject
        The requirement, as in a conflict.
    prices
        By the kind of a rule, or by its id, which counts first.
    """
    found = {row.id: row for row in programme.rules}[rule]
    price = prices.get(rule, prices.get(found.kind, PRICE))
    if price is None:
        return []
    change: Change = Waive(rule=rule, subject=subject)
    if found.kind == "host_capacity" and subject[1:] == ("year",):
        change = MorePlaces(host=subject[0])
    rows = [Offer(change=change, price=price)]
    people = {person.id for person in programme.participants}
    people |= {member.id for member in programme.staff}
    if len(subject) > 1 and subject[0] in people:
        wide = Waive(rule=rule, subject=subject[:1])
        rows.append(Offer(change=wide, price=WIDELY * price))
    return rows
