"""What is known of sessions before it is known who comes: everybody has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.choices import Amounts
from leaderplan.model.core import Core
from leaderplan.model.drafts import Draft
from leaderplan.model.times import Flags
from leaderplan.rules._base import Attendance


def companies(programme: Programme, rules: Iterable[Rule]) -> list[tuple[str, ...]]:
    """Participants who are in a network group together whatever is decided."""
    mates: dict[str, set[str]] = {p.id: {p.id} for p in programme.needs_groups}
    for rule in rules:
        binds = rule.hard and not programme.waived.any_of(rule.id)
        for one, other in rule.united(programme) if binds else ():
            joint = mates[one] | mates[other]
            mates.update(dict.fromkeys(joint, joint))
    return sorted({tuple(sorted(joint)) for joint in mates.values()})


def stand_ins(
    core: Core, drafts: Mapping[SessionKey, Draft]
) -> dict[SessionKey, Draft]:
    """Draft for each company its own sessions of open groups, whichever that is.

    Such a session stands where one of the groups' does. It has no variable: it tells
    which days the distances to what its people do besides leave to either.

    Parameters
    ----------
    core
        The books of the model.
    drafts
        What is in view; sessions of groups whose members are settled need none.
    """
    open_: dict[tuple[str, int], list[Draft]] = defaultdict(list)
    for key, draft in drafts.items():
        if draft.activity.audience == "network_group" and draft.fixed is None:
            open_[key.activity, key.occurrence].append(draft)
    followers = {met: {p.id for p in core.programme.attending(*met)} for met in open_}
    found = {}
    for people in companies(core.programme, core.rules):
        cohort = core.programme.participant(people[0]).cohort
        for (activity, occurrence), rows in open_.items():
            there = tuple(
                who for who in people if who in followers[activity, occurrence]
            )
            left = [row for row in rows if _may_join(core, there, cohort, row)]
            if there and left:
                key = SessionKey(activity, "+".join(there), occurrence)
                found[key] = _stand_in(core, key, there, left)
    return found


def _may_join(core: Core, people: Iterable[str], cohort: str, group: Draft) -> bool:
    if group.key.audience not in core.programme.group_ids(cohort):
        return False
    guests = {guest.id for guest in core.programme.guests(group.key)}
    known = {who: here for who, here in group.attendees.items() if who not in guests}
    return not known or all(known.get(who, False) is not False for who in people)


def _stand_in(
    core: Core, key: SessionKey, people: tuple[str, ...], rows: list[Draft]
) -> Draft:
    activity = rows[0].activity
    allowed: Amounts = np.logical_or.reduce([row.allowed for row in rows])
    for refused in _refused(core, people, rows[0]):
        allowed = allowed & ~refused
    return Draft(
        key=key,
        # Of no audience that splits a cohort, nor one person's own.
        activity=activity.model_copy(update={"audience": "area"}),
        attendees=dict.fromkeys(people, True),
        staff={},
        places={},
        guarded=[],
        allowed=allowed,
        fixed=None,
        context=True,
        placeless=True,
    )


def _refused(core: Core, people: Iterable[str], row: Draft) -> Iterator[Flags]:
    for who in people:
        fields = (core.programme.participant(who), row.activity)
        for ruling in core.choices.by_start(Attendance, fields, row.activity.length):
            if core.choices.binding(ruling.rule):
                yield ruling.amounts > 0
