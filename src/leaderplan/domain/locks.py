"""What is locked: why it must not be another way, who said so, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from leaderplan.domain.base import Frozen
from leaderplan.domain.plan import Lock, Plan, SessionKey
from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from datetime import date

Named = tuple[str, str]
"""Table of a plan, and what a row of it is called."""

TABLES = ("sessions", "milestones", "placements", "matches", "groups", "classes")
"""Tables of a plan whose rows can be locked."""


def lock(
    plan: Plan,
    what: Iterable[Frozen | SessionKey | str],
    reason: str,
    *,
    by: str = "",
    on: date | None = None,
) -> Plan:
    """Return a plan in which some of it is locked: no replanning changes it.

    Of a session or due date day, hours, place and leaders stand; of a placement the
    host, of a match the coach; of a group or class those who are in it, and whoever
    facilitates it. Others may come to it.

    Parameters
    ----------
    plan
        The plan.
    what
        Rows of the plan, or the keys of sessions and due dates, as key or as text.
    reason
        Why, for those who read the plan; it stands in no feed.
    by, on
        Who locked it, and when.

    Raises
    ------
    InputError
        When the plan holds something of it not: all that is missing at once.
    """
    return _locked(plan, what, Lock(reason=reason, by=by, on=on))


def unlock(plan: Plan, what: Iterable[Frozen | SessionKey | str]) -> Plan:
    """Return a plan in which some of it is locked no longer.

    Raises
    ------
    InputError
        When the plan holds something of it not: all that is missing at once.
    """
    return _locked(plan, what, None)


def locks(plan: Plan) -> Iterator[tuple[str, Lock]]:
    """Yield what is locked, by name, with its lock."""
    for table in TABLES:
        for row in getattr(plan, table):
            if row.locked is not None:
                yield _name(row)[1], row.locked


def with_locks_of(plan: Plan, before: Plan) -> Plan:
    """Return a plan with the locks of another on what is as it was there."""
    held = {
        _name(row): row.locked
        for table in TABLES
        for row in getattr(before, table)
        if row.locked is not None
    }
    return _with(plan, held) if held else plan


def without_locks(plan: Plan) -> Plan:
    """Return a plan in which nothing is locked."""
    held = {
        _name(row) for table in TABLES for row in getattr(plan, table) if row.locked
    }
    return _with(plan, dict.fromkeys(held)) if held else plan


def locked_choices(plan: Plan) -> dict[str, frozenset[str]]:
    """Return who has a locked host, coach, group or class, and locked facilitators."""
    hosts = {row.participant for row in plan.placements if row.locked}
    coaches = {row.participant for row in plan.matches if row.locked}
    groups = [row for row in plan.groups if row.locked]
    classes = [row for row in plan.classes if row.locked]
    return {
        "hosts": frozenset(hosts),
        "coaches": frozenset(coaches),
        "groups": frozenset(who for row in groups for who in row.participants),
        "classes": frozenset(who for row in classes for who in row.participants),
        "facilitators": frozenset(row.id for row in groups),
    }


def _locked(
    plan: Plan, what: Iterable[Frozen | SessionKey | str], lock: Lock | None
) -> Plan:
    known = {_name(row) for table in TABLES for row in getattr(plan, table)}
    wanted, faults = dict[Named, Lock | None](), list[Issue]()
    for one in what:
        names = _names(one)
        found = [name for name in names if name in known]
        if not found:
            message = f"expected something that the plan holds, found {names[0][1]!r}."
            faults.append(Issue("locks", message, value=names[0][1]))
        wanted |= dict.fromkeys(found, lock)
    if faults:
        raise InputError(faults)
    return _with(plan, wanted)


def _with(plan: Plan, locks: dict[Named, Lock | None]) -> Plan:
    rows = {
        table: tuple(
            row.model_copy(update={"locked": locks[name]})
            if (name := _name(row)) in locks
            else row
            for row in getattr(plan, table)
        )
        for table in TABLES
    }
    return plan.model_copy(update=rows)


def _names(one: Frozen | SessionKey | str) -> list[Named]:
    if isinstance(one, Frozen):
        return [_name(one)]
    return [("sessions", str(one)), ("milestones", str(one))]


def _name(row: Any) -> Named:
    """Return table and name of a row."""
    kind = type(row).__name__
    if kind in ("Session", "Milestone"):
        return {"Session": "sessions"}.get(kind, "milestones"), str(row.key)
    if kind == "Placement":
        return "placements", row.participant
    if kind == "CoachMatch":
        return "matches", row.participant
    return {"NetworkGroup": "groups"}.get(kind, "classes"), row.id
