"""When a session could be led and housed at all, whoever and wherever it will be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.people import Staff
from leaderplan.domain.plan import SessionKey
from leaderplan.model.choices import Amounts
from leaderplan.model.core import Core
from leaderplan.model.literals import Lit
from leaderplan.model.people import People
from leaderplan.rules._base import (
    Coaching,
    Leading,
    LeadingTime,
    Location,
    LocationTime,
)


def reachable(
    core: Core, people: People, key: SessionKey, activity: Activity
) -> Amounts:
    """Tell for each day and start whether some leader and some place are free.

    A necessary condition of every plan: it keeps earlier parts from taking the
    only days on which examiners, facilitators or rooms can be had.
    """
    starts = len(core.programme.calendar.starts(activity.length))
    open_: Amounts = np.ones((len(core.programme.calendar.days()), starts), dtype=bool)
    if not activity.length:
        return open_
    for lead in activity.leads:
        fields = [
            (LeadingTime, (member, lead.role, activity))
            for member in _leaders(core, people, key, activity, lead)
        ]
        if fields:
            open_ = open_ & _any_free(core, fields, activity.length)
    if activity.where == ("room",):
        rooms = [
            (LocationTime, (room.id, activity))
            for room in core.programme.rooms
            if core.choices.allowed(Location(key, activity, room.id))
        ]
        if rooms:
            open_ = open_ & _any_free(core, rooms, activity.length)
    return open_


def coached(
    core: Core, people: People, key: SessionKey, activity: Activity
) -> dict[str, tuple[Lit, Amounts]]:
    """Tell of each coach whom a session may have when that one is free for it.

    With the literal that says so, ``True`` where it is not in view.
    """
    known = people.coach.get(key.audience, {})
    return {
        member.id: (known.get(member.id, True), _any_free(
            core, [(LeadingTime, (member, lead.role, activity))], activity.length
        ))
        for lead in activity.leads
        if lead.relation == "coach"
        for member in _leaders(core, people, key, activity, lead)
    }  # fmt: skip


def _leaders(
    core: Core, people: People, key: SessionKey, activity: Activity, lead: Lead
) -> Iterator[Staff]:
    """Yield who could lead by the rules that do not depend on time."""
    programme, allowed = core.programme, core.choices.allowed
    if lead.relation in ("pick", "group"):
        for member in programme.staff_in(lead.role):
            number = key.occurrence if lead.relation == "pick" else 1
            if allowed(Leading(member, lead.role, activity, key.audience, number)):
                yield member
    elif lead.relation == "coach":
        person = programme.participant(key.audience)
        known = people.coach.get(key.audience) or core.kept.of("coaches", key.audience)
        for member in programme.staff_in("coach"):
            if member.id in known if known else allowed(Coaching(person, member)):
                yield member


def _any_free(
    core: Core, rows: Sequence[tuple[type, tuple[Any, ...]]], length: int
) -> Amounts:
    free: Any = False
    for kind, fields in rows:
        rulings = core.choices.by_start(kind, fields, length)
        blocked = [row.amounts > 0 for row in rulings if core.choices.binding(row.rule)]
        if not blocked:
            return np.ones((1, 1), dtype=bool)
        free = free | ~np.logical_or.reduce(blocked)
    amounts: Amounts = free
    return amounts
