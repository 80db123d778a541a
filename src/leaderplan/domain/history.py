"""What a plan breaks after changes: what is history, and what is to be mended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from leaderplan.domain.activity import COMPANY
from leaderplan.domain.locks import locks
from leaderplan.domain.plan import Plan, Session, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView

FACTS = ("manager", "director")
"""Relations of who leads a session that nobody decides."""

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
    for row in unwaived(view, (rule for rule in programme.rules if rule.hard)):
        was = (row.rule, row.subject) in known
        done = was or _is_past(row, view, gone)
        (settled if done else broken).append(row)
    return settled, broken


def unwaived(view: PlanView, rules: Iterable[Rule]) -> Iterator[Violation]:
    """Yield what a plan breaks of some rules, but for what is waived."""
    waived = view.programme.waived
    for rule in rules:
        for row in rule.check(view):
            if not waived.covers(row.rule, row.subject):
                yield row


def attended(
    view: PlanView, keys: Iterable[SessionKey]
) -> dict[SessionKey, frozenset[str]]:
    """Return who is at some sessions of a plan, guests of others aside."""
    return {
        key: frozenset(view.attendees(key, view.dated[key]))
        - {guest.id for guest in view.programme.guests(key)}
        for key in keys
    }


def with_attendance(
    programme: Programme, plan: Plan, was: Mapping[SessionKey, Collection[str]]
) -> Plan:
    """Return a plan that says who was at meetings of groups and classes before.

    Only where it is not who is in the group or class now.

    Parameters
    ----------
    programme, plan
        The facts, and the plan as it is from now on.
    was
        Of sessions that were before who was there, guests of others aside.
    """
    met = {
        row.key: row
        for row in plan.sessions
        if row.key in was and programme.activity(row.activity).audience in COMPANY
    }
    for key, row in met.items():
        if row.attended is not None:
            met[key] = row.model_copy(update={"attended": None})
    view = PlanView(programme, _with_rows(plan, met))
    for key, row in met.items():
        there = set(was[key])
        if there != {person.id for person in view.who_may_attend(key)}:
            met[key] = row.model_copy(update={"attended": tuple(sorted(there))})
    return _with_rows(plan, met)


def _with_rows(plan: Plan, rows: Mapping[SessionKey, Session]) -> Plan:
    """Return a plan with other rows for some sessions."""
    sessions = tuple(rows.get(row.key, row) for row in plan.sessions)
    return plan.model_copy(update={"sessions": sessions})


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
    if about_hosts and stays and all(key in gone for key in stays):
        return True
    met = _met(row, view)
    return bool(met) and all(key in gone for key in met)


def _met(row: Violation, view: PlanView) -> set[SessionKey]:
    """Return where a participant meets somebody of the staff, where it is about both.

    Who is somebody's manager or director is a fact; a practicum that was had may still
    be talked of with its host.
    """
    people = {person.id for person in view.programme.participants}
    found: dict[str, set[SessionKey]] = {}
    for who in people & set(row.subject):
        for key, _ in view.of_participant(who):
            session = view.by_key.get(key)
            leads = {lead.role: lead for lead in view.activity(key).leads}
            for seat in session.staff if session else ():
                relation = leads[seat.role].relation if seat.role in leads else ""
                if seat.staff in row.subject and relation not in FACTS:
                    found.setdefault(relation, set()).add(key)
    hosted = found.pop("host_leader", set())
    stays = {key for key in hosted if view.activity(key).kind == "practicum"}
    return (stays or hosted).union(*found.values())
