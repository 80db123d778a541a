"""What may be changed where there is no plan: each a small change of the programme.

Each change only loosens: a plan that was possible before still is.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from leaderplan.domain.base import Frozen, Id, Text, Weight
from leaderplan.domain.people import RoleLoad
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule

Few = Annotated[int, Field(ge=1, le=1_000)]
"""How many more (or fewer), 1 to 1,000."""

Period = Literal["year", "week"]
"""In which participants are counted at a host."""

Bound = Literal["largest", "smallest", "per_day"]
"""What is agreed with staff: the most in all, the fewest, the most on a day."""


class Waive(Frozen):
    """Do without a requirement: a rule, about a subject."""

    change: Literal["waive"] = "waive"
    rule: Id
    subject: tuple[Text, ...] = ()

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the requirement waived."""
        return programme.waive(self.rule, self.subject)

    def times(self, count: int) -> Self:
        """Return the change, which is the same however often it is made."""
        return self


class Loosen(Frozen):
    """Move a limit of a rule for everybody: a window, a distance, a size, a load.

    Parameters
    ----------
    rule
        Id of the rule instance.
    parameter
        Name of its limit: a number, or a day.
    by
        What is added to it, of days where it is a day; -1,100 to 1,100, not 0.
    """

    change: Literal["loosen"] = "loosen"
    rule: Id
    parameter: Id
    by: Annotated[int, Field(ge=-1_100, le=1_100)]

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the limit moved.

        Raises
        ------
        InputError
            When the limit would be out of its range.
        """
        rule = _rule(programme, self.rule)
        fields = {name: getattr(rule, name) for name in type(rule).model_fields}
        moved = type(rule)(**{**fields, self.parameter: self.value(rule)})
        return _with_rule(programme, moved)

    def value(self, rule: Rule) -> int | date:
        """Return what the limit is then."""
        now = getattr(rule, self.parameter)
        if isinstance(now, date):
            return now + timedelta(days=self.by)
        return int(now) + self.by

    def times(self, count: int) -> Self:
        """Return the change made several times over."""
        return self.model_copy(update={"by": self.by * count})


class Price(Frozen):
    """Let a hard rule be a preference, which a plan pays for where it breaks it."""

    change: Literal["price"] = "price"
    rule: Id
    level: Id
    weight: Weight = 1

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the rule priced.

        Raises
        ------
        InputError
            When the rule is always hard, or there is no such level.
        """
        rule = _rule(programme, self.rule)
        fields = {name: getattr(rule, name) for name in type(rule).model_fields}
        priced = type(rule)(**fields | {"level": self.level, "weight": self.weight})
        return _with_rule(programme, priced)

    def times(self, count: int) -> Self:
        """Return the change, which is the same however often it is made."""
        return self


class MorePlaces(Frozen):
    """Let a host unit receive more participants, in a year or in each week."""

    change: Literal["more_places"] = "more_places"
    host: Id
    places: Few = 1
    period: Period = "year"

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the places added."""
        return _added(
            programme, "hosts", "unit", self.host, f"capacity_{self.period}",
            self.places,
        )  # fmt: skip

    def times(self, count: int) -> Self:
        """Return the change made several times over."""
        return self.model_copy(update={"places": self.places * count})


class MoreAway(Frozen):
    """Let more people of a unit be away on one day."""

    change: Literal["more_away"] = "more_away"
    unit: Id
    people: Few = 1

    def apply(self, programme: Programme) -> Programme:
        """Return the programme in which so many more may be away."""
        return _added(programme, "units", "id", self.unit, "max_away", self.people)

    def times(self, count: int) -> Self:
        """Return the change made several times over."""
        return self.model_copy(update={"people": self.people * count})


class MoreSeats(Frozen):
    """Put more chairs into a room."""

    change: Literal["more_seats"] = "more_seats"
    room: Id
    seats: Few = 1

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the seats added."""
        return _added(programme, "rooms", "id", self.room, "capacity", self.seats)

    def times(self, count: int) -> Self:
        """Return the change made several times over."""
        return self.model_copy(update={"seats": self.seats * count})


class OtherLoad(Frozen):
    """Agree with somebody on more in a role: in all, on a day; or on less at least.

    Parameters
    ----------
    staff, role
        Who, in which role.
    bound
        ``largest`` and ``per_day`` are raised, ``smallest`` is lowered.
    by
        By how many sessions (or groups), 1 to 1,000.
    """

    change: Literal["other_load"] = "other_load"
    staff: Id
    role: Id
    bound: Bound = "largest"
    by: Few = 1

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the agreement changed."""
        rows = tuple(
            member.model_copy(update={"roles": tuple(map(self._changed, member.roles))})
            if member.id == self.staff
            else member
            for member in programme.staff
        )
        return programme.replace(staff=rows)

    def _changed(self, load: RoleLoad) -> RoleLoad:
        now = getattr(load, self.bound)
        if load.role != self.role or now is None:
            return load
        more = max(0, now - self.by) if self.bound == "smallest" else now + self.by
        return load.model_copy(update={self.bound: more})

    def times(self, count: int) -> Self:
        """Return the change made several times over."""
        return self.model_copy(update={"by": self.by * count})


Change = Annotated[
    Waive | Loosen | Price | MorePlaces | MoreAway | MoreSeats | OtherLoad,
    Field(discriminator="change"),
]
"""Anything that an offer may change."""


class Offer(Frozen):
    """A change, what it costs each time, and how many times it may be made."""

    change: Change
    price: Annotated[int, Field(ge=1, le=10**6)]
    most: Few = 1


def _rule(programme: Programme, name: str) -> Rule:
    return next(rule for rule in programme.rules if rule.id == name)


def _with_rule(programme: Programme, changed: Rule) -> Programme:
    rows = (changed if rule.id == changed.id else rule for rule in programme.rules)
    return programme.replace(rules=tuple(rows))


def _added(
    programme: Programme, field: str, key: str, owner: str, name: str, more: int
) -> Programme:
    """Return the programme with more of something for one of its rows."""
    rows: tuple[Any, ...] = getattr(programme, field)
    changed = tuple(
        row.model_copy(update={name: getattr(row, name) + more})
        if getattr(row, key) == owner
        else row
        for row in rows
    )
    return programme.replace(**{field: changed})
