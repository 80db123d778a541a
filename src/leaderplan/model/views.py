"""Where a programme may be impossible: views of it, from cheap ones to all of it."""

from __future__ import annotations

from collections.abc import Iterator

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.model import practica
from leaderplan.model.parts import Part, Parts
from leaderplan.model.scope import Scope


def views(programme: Programme) -> Iterator[Part]:
    """Yield parts of which each is a relaxation of the whole, the cheap ones first."""
    parts = Parts(programme)
    for family in parts.families:
        if parts.decides(family):
            yield family
    if not programme.activities:
        return
    yield dates(programme)
    yield parts.calendar
    if parts.practicum and programme.hosts:
        yield practica.part(programme)
    yield parts.talks
    yield from years(programme)
    yield parts.core
    yield parts.master
    yield parts.whole


def years(programme: Programme) -> Iterator[Part]:
    """Yield each participant's sessions, with hours and places, as far as they are set.

    Nobody chooses who is at what is one's own or the whole cohort's.
    """
    audiences = {activity.id: activity.audience for activity in programme.activities}
    cohorts: dict[str, list[SessionKey]] = {}
    own: dict[str, list[SessionKey]] = {}
    for key in programme.session_keys:
        if audiences[key.activity] == "cohort":
            cohorts.setdefault(key.audience, []).append(key)
        elif audiences[key.activity] == "participant":
            own.setdefault(key.audience, []).append(key)
    for person in programme.participants:
        keys = frozenset(own.get(person.id, []) + cohorts.get(person.cohort, []))
        activities = frozenset(key.activity for key in keys)
        if keys:
            name = person.name or person.id
            words = Words(f"året for {name}", f"the year of {name}")
            yield Part("year", words, Scope(activities, only=keys), linear=0)


def dates(programme: Programme) -> Part:
    """Return the days of everything, each session for itself but for the distances."""
    every = frozenset(a.id for a in programme.activities)
    words = Words("datoerne", "the dates")
    return Part("dates", words, Scope(context=every), linear=0)
