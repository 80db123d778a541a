"""The distances between sessions that hard rules ask for, whoever is with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.preflight.grounds import Grounds
from leaderplan.rules._base import Seat
from leaderplan.rules._distances import OPEN, Distance, Open, Recorder

OPEN_AUDIENCES = ("network_group", "class")


class _Undecided:
    """A programme of which nothing is decided, as rules that space sessions see it.

    Implements what such a rule asks of :class:`leaderplan.rules._base.Decisions`.
    """

    stood: ClassVar[frozenset[SessionKey]] = frozenset()

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._keys: dict[str, list[SessionKey]] = defaultdict(list)
        self._seats: dict[tuple[str, str], list[Seat]] = defaultdict(list)
        for key in programme.session_keys:
            self._keys[key.activity].append(key)
        for activity in programme.activities:
            self._seat(activity)

    def _seat(self, activity: Activity) -> None:
        held: dict[str, list[SessionKey]] = defaultdict(list)
        for key in self._keys[activity.id]:
            held[key.audience].append(key)
        for person in self.programme.followers(activity.id):
            row = self._seats[person.id, activity.id]
            for audience in self._audiences(activity, person):
                here = audience in (person.id, person.cohort)
                row += [
                    Seat(key, True if here else OPEN)
                    for key in held.get(audience, ())
                    if person.takes_part(key.activity, key.occurrence)
                ]

    def _audiences(self, activity: Activity, person: Any) -> Iterable[str]:
        programme = self.programme
        if activity.audience == "participant":
            return (person.id,)
        if activity.audience == "cohort":
            return (person.cohort,)
        if activity.audience == "network_group":
            return programme.group_ids(person.cohort)
        if activity.audience == "class":
            return programme.class_ids(person.cohort)
        return dict.fromkeys(
            programme.meeting_of(activity.id, person.cohort, post.area)
            for post in person.posts
        )

    def sessions(self, activities: Iterable[str] | None = None) -> list[SessionKey]:
        """Sessions and due dates, all or those of some activities."""
        names = self._keys if activities is None else dict.fromkeys(activities)
        return [key for name in names for key in self._keys.get(name, ())]

    def activity(self, session: SessionKey) -> Activity:
        """Activity of a session."""
        return self.programme.activity(session.activity)

    def day(self, session: SessionKey) -> Open:
        """Day number of a session."""
        return OPEN

    def on_days(self, session: SessionKey, days: Iterable[date]) -> Open:
        """Whether a session stands on one of some days."""
        return OPEN

    def seats(
        self, participant: str, activities: Iterable[str] | None = None
    ) -> list[Seat]:
        """Sessions that a participant may be at."""
        names = self._keys if activities is None else dict.fromkeys(activities)
        return [
            seat for name in names for seat in self._seats.get((participant, name), ())
        ]


def distances(grounds: Grounds) -> list[Distance]:
    """Gather what the rules that space sessions ask for."""
    undecided = _Undecided(grounds.programme)
    found: list[Distance] = []
    for rule in grounds.rules:
        if rule.spaces:
            recorder = Recorder(rule, grounds.programme.waived)
            rule.post(undecided, recorder)
            found += recorder.found
    return found
