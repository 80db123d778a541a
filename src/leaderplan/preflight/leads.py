"""Who, where and at which host: options of which a session needs one that is free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.people import Staff
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import SessionKey
from leaderplan.rules._base import (
    Coaching,
    HostingDay,
    Leading,
    LeadingTime,
    Location,
    LocationTime,
)

if TYPE_CHECKING:
    from leaderplan.preflight.days import DayAudit
    from leaderplan.preflight.tables import Tables


class Options:
    """Options of which one must be free, found out only as far as anybody asks."""

    def __init__(self, rows: Iterator[Tables]) -> None:
        self._rows = rows
        self._known: dict[Tables, None] = {}

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None

    def __iter__(self) -> Iterator[Tables]:
        yield from tuple(self._known)
        for row in self._rows:
            if row not in self._known:
                self._known[row] = None
                yield row


DATED = ("manager", "director")
"""Relations that name somebody for a day."""


class Leads:
    """The options of sessions, for an audit of days."""

    def __init__(self, audit: DayAudit) -> None:
        self._audit = audit
        self._programme = audit.programme
        self._known: dict[Any, Options] = {}
        self._members: dict[str, tuple[Staff, ...]] = {}
        self._options: dict[tuple[str, ...], Tables] = {}

    def settled(self, key: SessionKey, activity: Activity) -> Iterator[Options]:
        """Yield the options of each role, of the room and of the host.

        Where there is no coach, facilitator, room or host at all, other arguments say
        so, and no day is blamed for it.
        """
        audit = self._audit
        if audit.needs_leaders:
            for lead in activity.leads:
                if lead.relation == "host_leader" or lead.relation in DATED:
                    continue
                led = self._led(key, activity, lead)
                if lead.relation == "pick" or led:
                    yield led
        in_room = audit.needs_rooms and activity.where == ("room",) and activity.length
        if in_room and (rooms := self._rooms(key, activity)):
            yield rooms
        if hosted := self._hosts(key, activity):
            yield hosted

    def _led(self, key: SessionKey, activity: Activity, lead: Lead) -> Options:
        occurrence = key.occurrence if lead.relation == "pick" else 0
        at = (activity.id, lead.role, key.audience, occurrence)
        if at not in self._known:
            self._known[at] = Options(
                self._leading(who, lead.role, activity)
                for who in self._people(key, activity, lead)
            )
        return self._known[at]

    def _people(
        self, key: SessionKey, activity: Activity, lead: Lead
    ) -> Iterator[Staff]:
        allows, programme = self._audit.grounds.allows, self._programme
        if lead.relation == "coach":
            person = programme.participant(key.audience)
            for coach in self._staff_in("coach"):
                if allows(Coaching(person, coach)):
                    yield coach
        elif lead.relation == "group":
            led, role = facilitated(programme.activities)
            for who in self._staff_in(role):
                if allows(Leading(who, role, led, key.audience, 1)):
                    yield who
        else:
            asked = (lead.role, activity, key.audience, key.occurrence)
            for who in self._staff_in(lead.role):
                if allows(Leading(who, *asked)):
                    yield who

    def _staff_in(self, role: str) -> tuple[Staff, ...]:
        if role not in self._members:
            self._members[role] = self._programme.staff_in(role)
        return self._members[role]

    def _rooms(self, key: SessionKey, activity: Activity) -> Options:
        allows = self._audit.grounds.allows
        return Options(
            self._audit.tables(LocationTime, (room.id, activity))
            for room in self._programme.rooms
            if allows(Location(key, activity, room.id))
        )

    def _hosts(self, key: SessionKey, activity: Activity) -> Options | None:
        audit = self._audit
        leads = [
            lead
            for lead in activity.leads
            if lead.relation == "host_leader" and audit.needs_leaders
        ]
        stays = activity.kind == "practicum" and activity.where == ("host_unit",)
        if not leads and not stays:
            return None
        at = ("host", activity.id, key.audience)
        if at not in self._known:
            self._known[at] = Options(
                self._hosted(host, activity, leads, stays=stays)
                for host in self._allowed(key.audience)
            )
        return self._known[at]

    def _allowed(self, participant: str) -> Iterator[HostUnit]:
        may_host = self._audit.grounds.may_host
        for host in self._programme.hosts:
            if may_host(participant, host.unit):
                yield host

    def _hosted(
        self, host: HostUnit, activity: Activity, leads: list[Lead], *, stays: bool
    ) -> Tables:
        at = (host.unit, activity.id)
        if at not in self._options:
            found: Tables = ()
            if stays:
                found = self._audit.tables(HostingDay, (host,))
            for lead in leads:
                if host.leader is not None:
                    leader = self._programme.member(host.leader)
                    found += self._leading(leader, lead.role, activity)
            self._options[at] = found
        return self._options[at]

    def _leading(self, who: Staff, role: str, activity: Activity) -> Tables:
        at = (who.id, role, activity.id)
        if at not in self._options:
            asked = (who, role, activity)
            self._options[at] = self._audit.tables(LeadingTime, asked)
        return self._options[at]

    # --- those who lead by the day -------------------------------------------------

    def relations(self, key: SessionKey, activity: Activity) -> tuple[str, str] | None:
        """Return activity and audience where the leader is known by the day."""
        if not self._audit.needs_leaders:
            return None
        named = any(lead.relation in DATED for lead in activity.leads)
        return (activity.id, key.audience) if named else None

    def dated(self, number: int, name: str, audience: str) -> Iterator[Options]:
        """Yield the one option of each role that is settled for a day."""
        activity = self._programme.activity(name)
        for lead in activity.leads:
            if lead.relation in DATED:
                for who in self._on(number, activity, audience, lead):
                    member = self._programme.member(who)
                    found = self._leading(member, lead.role, activity)
                    yield Options(iter((found,)))

    def _on(
        self, number: int, activity: Activity, audience: str, lead: Lead
    ) -> set[str]:
        programme, day = self._programme, self._audit.days[number]
        if activity.by_area and lead.relation == "director":
            return {
                held.staff
                for area in programme.areas_at(activity.id, audience)
                for held in area.directors
                if day in held.span
            }
        if activity.audience != "participant":
            return set()
        find = (
            programme.manager_on
            if lead.relation == "manager"
            else programme.director_on
        )
        who = find(audience, day)
        return set() if who is None else {who}


def facilitated(activities: tuple[Activity, ...]) -> tuple[Activity, str]:
    """Return the first activity led by the group's facilitator, and the role."""
    return next(
        (activity, lead.role)
        for activity in activities
        for lead in activity.leads
        if lead.relation == "group"
    )
