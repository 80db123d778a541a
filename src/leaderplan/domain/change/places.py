"""What happens to hosts, staff, rooms, days and rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field, SerializeAsAny, field_validator

from leaderplan.domain.base import Id, Span, Text
from leaderplan.domain.calendar import Closure
from leaderplan.domain.change.base import (
    ONE_DAY,
    Change,
    Fields,
    both,
    dated,
    edited,
    known,
    taken,
    with_row,
    within,
)
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, rule_from
from leaderplan.errors import Issue
from leaderplan.locale import Words

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan


class HostWithdraws(Change):
    """A host receives nobody from a day on."""

    kind: ClassVar[str] = "host_withdraws"
    said: ClassVar[Words] = Words(
        "{host} modtager ingen fra {on}", "{host} receives nobody from {on}"
    )

    host: Id
    on: date

    @property
    def about(self) -> tuple[str, ...]:
        """Unit of the host."""
        return (self.host,)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where there is no such host, or the day is outside."""
        yield from known(programme, "hosts", self.host, f"{self.kind}/host")
        yield from within(programme, f"{self.kind}/on", self.on)

    def fields(self, programme: Programme) -> Fields:
        """Return name and day."""
        return {"host": both(programme.unit(self.host).name), "on": dated(self.on)}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Close the host from that day on."""
        host, last = programme.host(self.host), self.on - ONE_DAY
        spans = host.open or (Span(),)
        kept = [
            Span(first=span.first, last=min(span.last or last, last))
            for span in spans
            if span.first is None or span.first <= last
        ]
        never = Span(first=date.min, last=date.min)
        row = edited(host, open=tuple(kept) or (never,))
        return with_row(programme, "hosts", row)


class HostOffers(Change):
    """A unit offers places, or more than before."""

    kind: ClassVar[str] = "host_offers"
    said: ClassVar[Words] = Words(
        "{host} tilbyder {places} praktikpladser mere",
        "{host} offers {places} practicum places more",
    )

    host: Id
    places: Annotated[int, Field(ge=1, le=100)] = 1
    leader: Id | None = None
    open: tuple[Span, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """Unit of the host."""
        return (self.host,)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield unknown ids."""
        yield from known(programme, "units", self.host, f"{self.kind}/host")
        yield from known(programme, "staff", self.leader, f"{self.kind}/leader")

    def fields(self, programme: Programme) -> Fields:
        """Return name and places."""
        return {
            "host": both(programme.unit(self.host).name),
            "places": both(str(self.places)),
        }

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Add the places to the host, or the host."""
        known_ = {host.unit: host for host in programme.hosts}
        host = known_.get(self.host)
        if host is None:
            row = HostUnit(
                unit=self.host,
                leader=self.leader,
                capacity_year=self.places,
                open=self.open,
            )
        else:
            most = host.capacity_year + self.places
            row = edited(host, capacity_year=most)
        return with_row(programme, "hosts", row)


class StaffLost(Change):
    """A lecturer, examiner, facilitator or coach is there no longer, or for a while."""

    kind: ClassVar[str] = "staff_lost"
    said: ClassVar[Words] = Words(
        "{staff} kan ikke fra {first}{until}",
        "{staff} is not there from {first}{until}",
    )

    staff: Id
    first: date
    last: date | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """Id of the member of staff."""
        return (self.staff,)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where nobody is called so, or a day is outside the horizon."""
        yield from known(programme, "staff", self.staff, f"{self.kind}/staff")
        yield from within(programme, f"{self.kind}/first", self.first, self.last)

    def fields(self, programme: Programme) -> Fields:
        """Return name and days."""
        until = ("", "")
        if self.last is not None:
            da, en = dated(self.last)
            until = f" til {da}", f" until {en}"
        name = programme.member(self.staff).name
        return {"staff": both(name), "first": dated(self.first), "until": until}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Add the days to what the person is away."""
        member = programme.member(self.staff)
        return taken(programme, "staff", member, self.first, self.last)


class CoachLost(StaffLost):
    """A coach is there no longer: whoever has sessions left gets another one."""

    kind: ClassVar[str] = "coach_lost"
    said: ClassVar[Words] = Words(
        "coachen {staff} kan ikke fra {first}{until}",
        "the coach {staff} is not there from {first}{until}",
    )


class RoomLost(Change):
    """A room cannot be had for some days."""

    kind: ClassVar[str] = "room_lost"
    said: ClassVar[Words] = Words(
        "{room} kan ikke bruges fra {first} til {last}",
        "{room} cannot be used from {first} to {last}",
    )

    room: Id
    first: date
    last: date

    @property
    def about(self) -> tuple[str, ...]:
        """Id of the room."""
        return (self.room,)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where there is no such room, or a day is outside."""
        yield from known(programme, "rooms", self.room, f"{self.kind}/room")
        yield from within(programme, f"{self.kind}/first", self.first, self.last)

    def fields(self, programme: Programme) -> Fields:
        """Return name and days."""
        room = programme.room(self.room)
        name = room.name if room else self.room
        return {
            "room": both(name),
            "first": dated(self.first),
            "last": dated(self.last),
        }

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Add the days to when the room is taken."""
        room = programme.room(self.room)
        return taken(programme, "rooms", room, self.first, self.last)


class DayClosed(Change):
    """A day on which nothing can stand, for all profiles or for some."""

    kind: ClassVar[str] = "day_closed"
    said: ClassVar[Words] = Words("{day} er lukket: {name}", "{day} is closed: {name}")

    day: date
    name: Text
    profiles: tuple[Id, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The day, as ISO date."""
        return (self.day.isoformat(),)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield unknown profiles, and a day outside the horizon."""
        yield from within(programme, f"{self.kind}/day", self.day)
        ids = [profile.id for profile in programme.calendar.profiles]
        for name in self.profiles:
            if name not in ids:
                message = f"expected a calendar profile, found {name!r}."
                yield Issue(f"{self.kind}/profiles", message, value=name)

    def fields(self, programme: Programme) -> Fields:
        """Return day and name."""
        return {"day": dated(self.day), "name": both(self.name)}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Add a closed period to the calendar, and to the profiles."""
        calendar = programme.calendar
        row = Closure(
            id=f"closed-{self.day}", name=self.name, first=self.day, last=self.day
        )
        profiles = tuple(
            edited(profile, closures=(*profile.closures, row.id))
            if not self.profiles or profile.id in self.profiles
            else profile
            for profile in calendar.profiles
        )
        closures = (*(c for c in calendar.closures if c.id != row.id), row)
        return programme.replace(
            calendar=edited(calendar, closures=closures, profiles=profiles)
        )


class RuleChange(Change):
    """A rule is added, replaced (by its id) or taken away."""

    kind: ClassVar[str] = "rule_change"
    said: ClassVar[Words] = Words(
        "reglen {rule} er ændret: {words_}", "the rule {rule} is changed: {words_}"
    )

    rule: SerializeAsAny[Rule] | None = None
    gone: Id | None = None

    @field_validator("rule", mode="before")
    @classmethod
    def _known_kind(cls, given: Any) -> Any:
        return None if given is None else rule_from(given)

    @property
    def about(self) -> tuple[str, ...]:
        """Id of the rule."""
        return ((self.rule.id if self.rule else self.gone) or "",)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where the rule that goes is not there, or none is named."""
        yield from known(programme, "rules", self.gone, f"{self.kind}/gone")
        if (self.rule is None) == (self.gone is None):
            message = "expected a rule, or the id of one that goes; found both or none."
            yield Issue(f"{self.kind}/rule", message)

    def fields(self, programme: Programme) -> Fields:
        """Return id and words."""
        rows = {rule.id: rule for rule in programme.rules}
        rule = self.rule or rows.get(self.about[0])
        words = rule.words if rule else Words("den gælder ikke mere", "it is gone")
        return {"rule": both(self.about[0]), "words_": (words.da, words.en)}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Change the rules."""
        if self.rule is not None:
            return programme.with_rules(self.rule)
        return programme.without_rules(self.about[0])
