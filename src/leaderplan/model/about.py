"""Which sessions of a plan a violation is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.domain.view import PlanView


class About:
    """Tells what a plan holds of whoever and whatever is broken.

    Parameters
    ----------
    programme, view
        The programme, and what holds of the plan.
    """

    def __init__(self, programme: Programme, view: PlanView) -> None:
        self._programme, self._view = programme, view

    def told(self, broken: Collection[Violation]) -> set[SessionKey]:
        """Return the sessions that are named themselves."""
        tokens = {token for row in broken for token in row.subject}
        return {self._keys[token] for token in tokens & self._keys.keys()}

    @cached_property
    def _keys(self) -> dict[str, SessionKey]:
        return {str(key): key for key in self._programme.session_keys}

    def named(self, broken: Collection[Violation]) -> set[SessionKey]:
        """Return what a plan holds of whoever and whatever is broken, on its days."""
        found = set[SessionKey]()
        hosts = {host.unit for host in self._programme.hosts}
        for row in broken:
            tokens = set(row.subject)
            days = {day for token in tokens if (day := _day(token)) is not None}
            found |= self.told([row])
            found |= self._of_cohort(tokens, days)
            for key, day in self._view.dated.items():
                if not days or day in days:
                    touched = self._touches(key, day, tokens)
                    host = self._view.host_of.get(key.audience)
                    if touched or (host in tokens and host in hosts):
                        found.add(key)
        return found

    def _of_cohort(self, tokens: set[str], days: set[date]) -> set[SessionKey]:
        """Return what a whole cohort has of activities that are named, on its days."""
        given = self._programme
        activities = tokens & {activity.id for activity in given.activities}
        cohorts = tokens & {cohort.id for cohort in given.cohorts}
        named = {
            (activity, audience)
            for activity in activities
            for cohort in cohorts
            for audience in given.audiences_of(activity, cohort)
        }
        return {
            key
            for key in given.session_keys
            if key[:2] in named and (not days or self._view.dated.get(key) in days)
        }

    def _touches(self, key: SessionKey, day: date, tokens: set[str]) -> bool:
        session = self._view.by_key.get(key)
        if session is not None and (
            session.place in tokens or any(s.staff in tokens for s in session.staff)
        ):
            return True
        return any(
            who in tokens
            or any(p.unit in tokens for p in self._programme.participant(who).posts)
            for who in self._view.attendees(key, day)
        )


def _day(token: str) -> date | None:
    try:
        return date.fromisoformat(token)
    except ValueError:
        return None
