"""What the facts say of each day of the horizon, as arrays; worked out once."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.base import Span
from leaderplan.domain.people import Post
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme

Days = npt.NDArray[np.bool_]
"""One flag for each day of the horizon."""


class Dated:
    """Who holds which post on which days, from the dated facts.

    Parameters
    ----------
    programme
        The facts.
    """

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._first = programme.calendar.first
        self._count = len(programme.calendar.days())
        self._known: dict[Hashable, dict[str, Days]] = {}

    def leaders(
        self, key: SessionKey, activity: Activity, lead: Lead
    ) -> dict[str, Days]:
        """Managers or directors of a session, each with the days they are it."""
        if lead.relation not in ("manager", "director"):
            return {}
        personal = lead.relation == "manager" or activity.audience == "participant"
        name = (lead.relation, key.audience, None if personal else activity.id)
        if name not in self._known:
            self._known[name] = (
                self._managers(key.audience)
                if lead.relation == "manager"
                else self._own_directors(key.audience)
                if personal
                else self._area_directors(activity, key.audience)
            )
        return self._known[name]

    def in_areas(self, activity: Activity, audience: str) -> dict[str, Days]:
        """Followers of an area meeting, each with the days they belong to it."""
        name = ("area", activity.id, audience)
        if name not in self._known:
            meeting = self._programme.meeting_of
            found = {}
            for person in self._programme.followers(activity.id):
                held = self._none()
                for post, days in self._posts(person.id):
                    if meeting(activity.id, person.cohort, post.area) == audience:
                        held |= days
                if held.any():
                    found[person.id] = held
            self._known[name] = found
        return self._known[name]

    def home_units(self, participant: str) -> dict[str, Days]:
        """Units where a participant works, each with the days."""
        name = ("home", participant)
        if name not in self._known:
            found: dict[str, Days] = {}
            for post, days in self._posts(participant):
                found[post.unit] = found.get(post.unit, self._none()) | days
            self._known[name] = found
        return self._known[name]

    # --- posts and spans --------------------------------------------------------

    def _none(self) -> Days:
        return np.zeros(self._count, dtype=bool)

    def _of(self, span: Span) -> Days:
        held = self._none()
        first = 0 if span.first is None else (span.first - self._first).days
        last = self._count - 1 if span.last is None else (span.last - self._first).days
        held[max(0, first) : max(0, last + 1)] = True
        return held

    def _posts(self, participant: str) -> list[tuple[Post, Days]]:
        """Posts in order, each with the days on which it is the one that counts."""
        rows, left = [], ~self._none()
        for post in self._programme.participant(participant).posts:
            days = self._of(post.span) & left
            left &= ~days
            rows.append((post, days))
        return rows

    def _managers(self, participant: str) -> dict[str, Days]:
        found: dict[str, Days] = {}
        for post, days in self._posts(participant):
            _hold(found, post.manager, days)
        return found

    def _own_directors(self, participant: str) -> dict[str, Days]:
        programme = self._programme
        found: dict[str, Days] = {}
        for post, days in self._posts(participant):
            sector, left = programme.unit(post.unit).sector, days
            for wanted in (sector, None):
                for held in programme.area(post.area).directors:
                    if held.sector == wanted:
                        now = left & self._of(held.span)
                        left = left & ~now
                        _hold(found, held.staff, now)
        return found

    def _area_directors(self, activity: Activity, audience: str) -> dict[str, Days]:
        found: dict[str, Days] = {}
        for area in self._programme.areas_at(activity.id, audience):
            for held in area.directors:
                _hold(found, held.staff, self._of(held.span))
        return dict(sorted(found.items()))


def _hold(found: dict[str, Days], who: str | None, days: Days) -> None:
    """Let somebody hold a post on some days more."""
    if who is not None and days.any():
        found[who] = found[who] | days if who in found else days
