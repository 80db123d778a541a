"""What a plan breaks after changes: what is history, and what is to be mended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from leaderplan.domain.locks import locks
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.domain.view import PlanView

Broken = tuple[str, tuple[str, ...]]
"""A rule, and the subject of which it is broken."""


def locked_before(programme: Programme, plan: Plan, as_of: date) -> set[Broken]:
    """Return what a plan breaks of what is locked all the same: it was decided so."""
    view, held = PlanView(programme, plan), {name for name, _ in locks(plan)}
    if not held:
        return set()
    held |= {str(key) for key, day in view.dated.items() if day < as_of}
    found = set[Broken]()
    for rule in programme.rules:
        for row in rule.check(view) if rule.hard else ():
            keys = {str(key) for key in view.dated} & set(row.subject)
            if keys and keys <= held:
                found.add((row.rule, row.subject))
    return found


def parted(
    programme: Programme, plan: Plan, as_of: date, known: Collection[Broken]
) -> tuple[list[Violation], list[Violation]]:
    """Part what a plan breaks: what is past or was known, and what is to be mended."""
    view = PlanView(programme, plan)
    gone = frozenset(key for key, day in view.dated.items() if day < as_of)
    settled, broken = list[Violation](), list[Violation]()
    for rule in programme.rules:
        if not rule.hard:
            continue
        for row in rule.check(view):
            if programme.waived.covers(row.rule, row.subject):
                continue
            was = (row.rule, row.subject) in known
            done = was or _is_past(row, view, gone)
            (settled if done else broken).append(row)
    return settled, broken


def _is_past(row: Violation, view: PlanView, gone: frozenset[SessionKey]) -> bool:
    """Whether all that a violation is about was before."""
    names = {str(key): key for key in view.dated}
    keys = [names[token] for token in row.subject if token in names]
    if keys:
        return all(key in gone for key in keys)
    placed = [who for who in row.subject if who in view.host_of]
    stays = [
        key
        for who in placed
        for key, _ in view.of_participant(who)
        if view.activity(key).kind == "practicum"
    ]
    about_hosts = any(view.host_of[who] in row.subject for who in placed)
    return about_hosts and bool(stays) and all(key in gone for key in stays)
