"""What the cohorts of a sample can reach, found once for all attempts to plan it."""

from __future__ import annotations

from collections.abc import Mapping

from leaderplan.domain.people import Staff
from leaderplan.domain.places import Room
from leaderplan.domain.programme import Programme
from leaderplan.samples.defaults import LONGEST_TO_PLENARY

LONGEST_JOURNEY = 45
"""Minutes to the practicum and to a network meeting; DOMAIN.md 4.1 and 4.4."""


DEGREES = 0.25
"""More than the degrees of latitude, and half of those of longitude, that anybody
comes in so many minutes: 26 kilometres."""

VISITS = 2
"""Participants that a host receives in a year, at most."""


class Reach:
    """Hosts, rooms and staff that are near enough, district by district.

    Parameters
    ----------
    programme
        The facts without availability.
    districts
        Number of the district of each area.
    providers
        How many providers teach the module; districts take turns among them.
    """

    def __init__(
        self,
        programme: Programme,
        districts: Mapping[str, int],
        providers: int = 1,
    ) -> None:
        self._programme = programme
        self._districts = districts
        self._providers = providers
        self.regional = len(set(districts.values())) > 1
        self.people = {c.id: tuple[str, ...]() for c in programme.cohorts}
        for person in programme.participants:
            self.people[person.cohort] += (person.id,)
        self._hosts: dict[str, list[str]] = {}
        self._rooms: dict[str, tuple[Room, ...]] = {}
        self._staff: dict[str, tuple[Staff, ...]] = {}

    def district(self, cohort: str) -> int:
        """Number of the district that a cohort's people come from."""
        person = self._programme.participant(self.people[cohort][0])
        return self._districts[person.posts[-1].area]

    def staff(self, role: str) -> tuple[Staff, ...]:
        """Staff with a role, in the order given."""
        if role not in self._staff:
            self._staff[role] = self._programme.staff_in(role)
        return self._staff[role]

    def teachers(self, cohort: str) -> list[str]:
        """Lecturers of the module of the provider that a cohort's district has."""
        everyone = [member.id for member in self.staff("module_lecturer")]
        each = len(everyone) // self._providers
        first = each * (self.district(cohort) % self._providers)
        return everyone[first : first + each]

    def coaches(self, cohort: str) -> list[Staff]:
        """Coaches of a cohort's district, and those of none."""
        here = self.district(cohort)
        return [
            coach
            for coach in self.staff("coach")
            if coach.area is None or self._districts[coach.area] == here
        ]

    def hosts(self, unit: str) -> list[str]:
        """Hosts no further than :data:`LONGEST_JOURNEY` from a unit."""
        if unit not in self._hosts:
            minutes = self._programme.travel_minutes
            self._hosts[unit] = [
                host
                for host in self._about(unit)
                if minutes(unit, host) <= LONGEST_JOURNEY
            ]
        return self._hosts[unit]

    def _about(self, unit: str) -> list[str]:
        """Hosts in the square of the map about a unit; all where there is no map."""
        here = self._programme.unit(unit).coordinates
        hosts = [host.unit for host in self._programme.hosts]
        if here is None:
            return hosts
        points = ((host, self._programme.unit(host).coordinates) for host in hosts)
        return [
            host
            for host, there in points
            if there is None
            or (
                abs(there.latitude - here.latitude) <= DEGREES
                and abs(there.longitude - here.longitude) <= 2 * DEGREES
            )
        ]

    def abroad(self, unit: str, host: str) -> bool:
        """Whether a host is of another municipality than a unit."""
        if not self.regional:
            return False
        here, there = (self._programme.unit(key).area for key in (unit, host))
        return here.split("-")[0] != there.split("-")[0]

    def rooms(self, activity: str, people: int, cohort: str) -> list[str]:
        """Rooms for an activity that have its features, the smallest first."""
        given = self._programme.activity(activity)
        needed = people + given.extra_seats + len(given.leads)
        fit = [
            room for room in self._near(cohort)
            if room.capacity >= needed and set(given.features) <= set(room.features)
        ]  # fmt: skip
        return [room.id for room in fit]

    def _near(self, cohort: str) -> tuple[Room, ...]:
        if cohort not in self._rooms:
            rooms = self._programme.rooms
            if self.regional:
                near = self._venues(cohort)
                rooms = tuple(room for room in rooms if room.venue in near)
            by_size = sorted(rooms, key=lambda room: (room.capacity, room.id))
            self._rooms[cohort] = tuple(by_size)
        return self._rooms[cohort]

    def _venues(self, cohort: str) -> set[str]:
        """Venues of a cohort's district, and shared ones that all can reach."""
        programme, here = self._programme, self.district(cohort)
        people = map(programme.participant, self.people[cohort])
        units = {post.unit for person in people for post in person.posts}
        return {
            venue.id
            for venue in programme.venues
            if (venue.area is None or self._districts[venue.area] == here)
            and all(
                programme.travel_minutes(unit, venue.id) <= LONGEST_TO_PLENARY
                for unit in units
            )
        }
