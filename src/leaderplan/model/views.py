"""Where a programme may be impossible: views of it, from cheap ones to all of it."""

from __future__ import annotations

from collections.abc import Iterator

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
    yield parts.core
    yield parts.master
    yield parts.whole


def dates(programme: Programme) -> Part:
    """Return the days of everything, each session for itself but for the distances."""
    every = frozenset(a.id for a in programme.activities)
    words = Words("datoerne", "the dates")
    return Part("dates", words, Scope(context=every), linear=0)
