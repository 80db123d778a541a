"""The programme: every fact and rule that a plan is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Annotated, Any, Self

from pydantic import Field, SerializeAsAny, field_validator, model_validator

from leaderplan.domain import attributes
from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Frozen, Id, Minutes, Text
from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Cohort, Pair, Participant, PastLoad, Staff
from leaderplan.domain.places import (
    Area,
    Coordinates,
    HostUnit,
    Room,
    Travel,
    Unit,
    Venue,
)
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import DEFAULT_LEVELS, Level, Rule, rule_from

EARTH_RADIUS_KM = 6371.0
ROAD_FACTOR = 1.3
"""Road over great-circle distance; Danish municipal trips, LIBRARIES.md section 2."""
KM_PER_MINUTE = 0.75
"""45 km/h door to door in towns."""


class Programme(Frozen):
    """Everything given: facts and rules. Nothing here is decided.

    Parameters
    ----------
    id
        Name of the plan in calendars and files.
    calendar
        Horizon, blocks, closed periods.
    areas, units, hosts, venues, rooms, travel, default_travel
        Places; ``default_travel`` is the minutes between two places that have
        neither a travel row nor coordinates.
    staff, cohorts, participants, pairs
        People; ``pairs`` are declared to stand apart or together.
    activities
        What the year consists of, due dates included.
    ledger_total
        Quarter-days each participant is promised (84 is 21 days); ``None``
        where no total is promised.
    history
        What earlier years used.
    levels, rules
        Price levels in order of importance, and the rule instances.

    Raises
    ------
    InputError
        When ids repeat or name nothing; all faults at once.
    """

    id: Id
    name: Text = ""
    calendar: PlanningCalendar
    areas: tuple[Area, ...] = ()
    units: tuple[Unit, ...] = ()
    hosts: tuple[HostUnit, ...] = ()
    venues: tuple[Venue, ...] = ()
    rooms: tuple[Room, ...] = ()
    travel: tuple[Travel, ...] = ()
    default_travel: Minutes = 0
    staff: tuple[Staff, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    participants: Annotated[tuple[Participant, ...], Field(max_length=20_000)] = ()
    pairs: tuple[Pair, ...] = ()
    activities: tuple[Activity, ...] = ()
    ledger_total: Annotated[int, Field(ge=0, le=4_000)] | None = None
    history: tuple[PastLoad, ...] = ()
    levels: tuple[Level, ...] = DEFAULT_LEVELS
    rules: tuple[SerializeAsAny[Rule], ...] = ()

    @field_validator("rules", mode="before")
    @classmethod
    def _known_kinds(cls, given: Any) -> Any:
        if isinstance(given, list | tuple):
            return tuple(rule_from(row) for row in given)
        return given

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        from leaderplan.domain.references import raise_on_faults

        raise_on_faults(self)
        return self

    def with_rules(self, *rules: Rule) -> Programme:
        """Return the programme with rules added; one with a known id replaces it."""
        new = {rule.id for rule in rules}
        kept = tuple(rule for rule in self.rules if rule.id not in new)
        return self.replace(rules=kept + rules)

    def without_rules(self, *ids: str) -> Programme:
        """Return the programme without the rules of these ids."""
        return self.replace(rules=tuple(r for r in self.rules if r.id not in ids))

    def replace(self, **changes: Any) -> Programme:
        """Return the programme with fields replaced, checked anew."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Programme(**(fields | changes))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of everything given, in hexadecimal."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    # --- looking things up -------------------------------------------------

    @cached_property
    def _index(self) -> dict[str, dict[str, Any]]:
        tables = ("activities", "areas", "units", "venues", "rooms", "staff",
                  "cohorts", "participants")  # fmt: skip
        index = {name: {row.id: row for row in getattr(self, name)} for name in tables}
        index["hosts"] = {host.unit: host for host in self.hosts}
        return index

    def activity(self, key: str) -> Activity:
        """An activity by id."""
        found: Activity = self._index["activities"][key]
        return found

    def participant(self, key: str) -> Participant:
        """A participant by id."""
        found: Participant = self._index["participants"][key]
        return found

    def member(self, key: str) -> Staff:
        """A staff member by id."""
        found: Staff = self._index["staff"][key]
        return found

    def unit(self, key: str) -> Unit:
        """A unit by id."""
        found: Unit = self._index["units"][key]
        return found

    def area(self, key: str) -> Area:
        """An area by id."""
        found: Area = self._index["areas"][key]
        return found

    def host(self, key: str) -> HostUnit:
        """A host unit by its unit's id."""
        found: HostUnit = self._index["hosts"][key]
        return found

    def room(self, key: str) -> Room | None:
        """A room by id, ``None`` where the id names no room."""
        found: Room | None = self._index["rooms"].get(key)
        return found

    def venue(self, key: str) -> Venue:
        """A venue by id."""
        found: Venue = self._index["venues"][key]
        return found

    def staff_in(self, role: str) -> tuple[Staff, ...]:
        """Staff with a role, in the order given."""
        return tuple(s for s in self.staff if s.load(role) is not None)

    def site(self, place: str | None) -> str | None:
        """Venue or unit where a place lies; ``None`` for online and no place."""
        if place is None or place == "online":
            return None
        room = self.room(place)
        return place if room is None else room.venue

    # --- who follows what ---------------------------------------------------

    @cached_property
    def _followers(self) -> dict[str, tuple[Participant, ...]]:
        return {
            activity.id: tuple(
                p
                for p in self.participants
                if activity.of_cohort(p.cohort) and activity.id not in p.exempt
            )
            for activity in self.activities
        }

    def followers(self, activity: str) -> tuple[Participant, ...]:
        """Participants who follow an activity (their cohort does, not exempt)."""
        return self._followers[activity]

    def group_ids(self, cohort: str) -> tuple[str, ...]:
        """Ids of the network groups of a cohort, A, B, …"""
        count = self._index["cohorts"][cohort].network_groups
        return tuple(f"{cohort}-{_letters(i)}" for i in range(count))

    def class_ids(self, cohort: str) -> tuple[str, ...]:
        """Ids of the module classes of a cohort, 1, 2, …"""
        count = self._index["cohorts"][cohort].module_classes
        return tuple(f"{cohort}-{i + 1}" for i in range(count))

    def audiences(self, activity: str) -> tuple[str, ...]:
        """Audience ids of an activity, in order."""
        given = self.activity(activity)
        if given.audience == "participant":
            return tuple(p.id for p in self.followers(activity))
        if given.audience == "area":
            lead = self.merged_areas(activity)
            held = {lead[p.area] for f in self.followers(activity) for p in f.posts}
            return tuple(a.id for a in self.areas if a.id in held)
        per_cohort: dict[str, Callable[[str], tuple[str, ...]]] = {
            "cohort": lambda cohort: (cohort,),
            "class": self.class_ids,
            "network_group": self.group_ids,
        }
        cohorts = (c.id for c in self.cohorts if given.of_cohort(c.id))
        ids = (per_cohort[given.audience](cohort) for cohort in cohorts)
        return tuple(audience for row in ids for audience in row)

    @cached_property
    def session_keys(self) -> tuple[SessionKey, ...]:
        """Every session and due date that a plan must hold, in a fixed order."""
        return tuple(
            SessionKey(activity.id, audience, occurrence)
            for activity in self.activities
            for audience in self.audiences(activity.id)
            for occurrence in range(1, activity.occurrences + 1)
        )

    def merged_areas(self, activity: str) -> dict[str, str]:
        """Area whose meeting each area joins: its own, or the nearest one's.

        An area with fewer participants than ``smallest_area`` (by their posts at
        the start) joins the area with the shortest travel, then the first id;
        a joint meeting is kept under its first area.
        """
        return self._merged[activity]

    @cached_property
    def _merged(self) -> dict[str, dict[str, str]]:
        from leaderplan.domain.areas import merge

        return {a.id: merge(self, a) for a in self.activities if a.audience == "area"}

    @cached_property
    def needs_groups(self) -> tuple[Participant, ...]:
        """Participants who stand in a network group."""
        forming = {c.id for c in self.cohorts if c.network_groups}
        return tuple(p for p in self.participants if p.cohort in forming)

    @cached_property
    def needs_classes(self) -> tuple[Participant, ...]:
        """Participants who stand in a module class: not exempt from every lesson."""
        forming = {c.id for c in self.cohorts if c.module_classes}
        taught = [a.id for a in self.activities if a.audience == "class"]
        return tuple(
            p
            for p in self.participants
            if p.cohort in forming
            and (not taught or not set(taught) <= set(p.exempt))
        )

    @cached_property
    def needs_hosts(self) -> tuple[Participant, ...]:
        """Participants who need a practicum host."""
        return self._matched("host_leader", bool(self.hosts), "host_unit")

    @cached_property
    def needs_coaches(self) -> tuple[Participant, ...]:
        """Participants who need a coach."""
        return self._matched("coach", bool(self.staff_in("coach")), None)

    def _matched(
        self, relation: str, offered: bool, where: str | None
    ) -> tuple[Participant, ...]:
        wanted = [
            a.id
            for a in self.activities
            if where in a.where or any(lead.relation == relation for lead in a.leads)
        ]
        if not wanted:
            return self.participants if offered else ()
        held = {p.id for a in wanted for p in self.followers(a)}
        return tuple(p for p in self.participants if p.id in held)

    # --- travel --------------------------------------------------------------

    @cached_property
    def _minutes(self) -> dict[frozenset[str], int]:
        return {frozenset((t.origin, t.destination)): t.minutes for t in self.travel}

    def travel_minutes(self, origin: str | None, destination: str | None) -> int:
        """Minutes between two sites; 0 where either is ``None`` or both are one."""
        if origin is None or destination is None or origin == destination:
            return 0
        known = self._minutes.get(frozenset((origin, destination)))
        if known is not None:
            return known
        here, there = self._point(origin), self._point(destination)
        if here is None or there is None:
            return self.default_travel
        return round(_kilometres(here, there) * ROAD_FACTOR / KM_PER_MINUTE)

    def _point(self, site: str) -> Coordinates | None:
        place = self._index["units"].get(site) or self._index["venues"].get(site)
        point: Coordinates | None = place.coordinates if place else None
        return point

    # --- people on a day -------------------------------------------------------

    def manager_on(self, participant: str, day: date) -> str | None:
        """Own manager on a day."""
        post = self.participant(participant).post_on(day)
        return post.manager if post else None

    def director_on(self, participant: str, day: date) -> str | None:
        """Director of the participant's area (and sector) on a day."""
        post = self.participant(participant).post_on(day)
        if post is None:
            return None
        return self.area(post.area).director_on(day, self.unit(post.unit).sector)

    def sector_of(self, participant: str, day: date) -> str | None:
        """Sector of the unit where a participant works on a day."""
        post = self.participant(participant).post_on(day)
        return self.unit(post.unit).sector if post else None

    def attribute_of(self, participant: str, name: str) -> str | None:
        """What a participant has under a name, from the post or as given."""
        return attributes.attribute_of(self, participant, name)


def _letters(index: int) -> str:
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _kilometres(here: Coordinates, there: Coordinates) -> float:
    north, south = radians(here.latitude), radians(there.latitude)
    half_lat = sin((south - north) / 2) ** 2
    half_lon = sin(radians(there.longitude - here.longitude) / 2) ** 2
    chord = half_lat + cos(north) * cos(south) * half_lon
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))


def ids(rows: Iterable[Any]) -> list[str]:
    """Ids of rows, in order."""
    return [row.id for row in rows]
