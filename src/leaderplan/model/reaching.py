"""Which sessions a requirement is about that names none of them."""

from __future__ import annotations

from collections.abc import Iterable

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.waiver import Subject


class Reaching:
    """Tells sessions that a subject may be about, by the people and places it names.

    What names a session is about that; what names an activity and an audience about
    theirs. What names neither may be about any session of the people, or of whoever
    leads or stands there.
    """

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._sessions = {str(key) for key in programme.session_keys}
        self._activities = {activity.id for activity in programme.activities}
        self._people = {person.id: person for person in programme.participants}
        self._staff = {member.id: member for member in programme.staff}
        self._rooms = {room.id for room in programme.rooms}
        self._units = {unit.id for unit in programme.units}

    def sessions(self, subjects: Iterable[Subject]) -> frozenset[SessionKey]:
        """Sessions that some subjects may be about beside those that they name."""
        people: set[str] = set()
        activities: set[str] = set()
        for subject in subjects:
            named = self._sessions.intersection(subject)
            if named or self._activities.intersection(subject):
                continue
            for token in subject:
                people |= self._people_at(token)
                activities |= self._led_at(token)
        cohorts = {self._people[who].cohort for who in people}
        return frozenset(
            key
            for key in self._programme.session_keys
            if key.activity in activities or self._attends(key, people, cohorts)
        )

    def _people_at(self, token: str) -> set[str]:
        """Whoever is named, or works in a unit that is."""
        if token in self._people:
            return {token}
        if token not in self._units:
            return set()
        return {
            person.id
            for person in self._programme.participants
            if any(post.unit == token for post in person.posts)
        }

    def _led_at(self, token: str) -> set[str]:
        """Activities that somebody may lead, or that may stand in a room."""
        programme = self._programme
        if token in self._rooms:
            return {a.id for a in programme.activities if "room" in a.where}
        member = self._staff.get(token)
        if member is None:
            return set()
        roles = {load.role for load in member.roles}
        return {
            activity.id
            for activity in programme.activities
            for lead in activity.leads
            if lead.role in roles or lead.relation in ("manager", "director")
        }

    def _attends(self, key: SessionKey, people: set[str], cohorts: set[str]) -> bool:
        """Whether somebody may be at a session."""
        activity = self._programme.activity(key.activity)
        if activity.audience == "participant":
            return key.audience in people
        return any(
            key.audience in self._programme.audiences_of(activity.id, cohort)
            for cohort in cohorts
        )
