"""What another choice would cost: made, and everything else planned anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from leaderplan.answers import Difference, WhatIf
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.model.forced import Forced
from leaderplan.options import SolveOptions
from leaderplan.result import Status
from leaderplan.solve import solve


def what_if(
    programme: Programme,
    plan: Plan,
    *,
    hosts: Mapping[str, str] | None = None,
    coaches: Mapping[str, str] | None = None,
    days: Mapping[str, date] | None = None,
    options: SolveOptions | None = None,
) -> WhatIf:
    """Plan with some choices made, and compare with a plan.

    Parameters
    ----------
    programme, plan
        The facts and rules, and the plan compared with.
    hosts, coaches
        By participant, the host unit or coach that they would have.
    days
        By session (``theme_day/h27/2``), the day that it would be on.
    options
        Limits and seed of the solve; ``language`` is that of texts.

    Returns
    -------
    WhatIf
        What each level would cost, whether that is proven, the plan and what would be
        different for whom; or the conflict that forbids it.

    Raises
    ------
    InputError
        When an id is unknown or a day outside the horizon.
    RuleBroken
        When the plan compared with breaks a hard rule.
    """
    report = check(programme, plan)
    report.raise_if_broken()
    forced = Forced(
        id="forced", hosts=hosts or {}, coaches=coaches or {}, days=days or {}
    )
    _require_known(programme, forced)
    given = options or SolveOptions()
    result = solve(programme.with_rules(forced), given)
    proven = result.status in (Status.OPTIMAL, Status.INFEASIBLE)
    before = dict(report.levels)
    after = dict(result.report.levels) if result.report else {}
    different = () if result.plan is None else differences(plan, result.plan)
    return WhatIf(
        programme, before, after, proven, result.plan, result.conflict, different,
        given.language,
    )  # fmt: skip


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """List what is another way in a second plan: hosts, coaches, groups and days."""
    one, other = _made(before), _made(after)
    return tuple(
        Difference(what, who, one.get((what, who)), other.get((what, who)))
        for what, who in sorted(one.keys() | other.keys())
        if one.get((what, who)) != other.get((what, who))
    )


def _made(plan: Plan) -> dict[tuple[str, str], str]:
    """Return what a plan decides for each person and session."""
    found = {("host", row.participant): row.host for row in plan.placements}
    found |= {("coach", row.participant): row.coach for row in plan.matches}
    found |= {
        ("group", who): group.id for group in plan.groups for who in group.participants
    }
    return found | {("day", s.id): s.day.isoformat() for s in plan.sessions}


def _require_known(programme: Programme, forced: Forced) -> None:
    """Refuse ids that are not there, all of them at once."""
    known = {
        "participants": {p.id for p in programme.participants},
        "hosts": {h.unit for h in programme.hosts},
        "coaches": {s.id for s in programme.staff_in("coach")},
        "sessions": {str(key) for key in programme.session_keys},
        "days": {day.isoformat() for day in programme.calendar.days()},
    }
    asked = [
        *((f"hosts/{who}", "participants", who) for who in forced.hosts),
        *((f"hosts/{who}", "hosts", host) for who, host in forced.hosts.items()),
        *((f"coaches/{who}", "participants", who) for who in forced.coaches),
        *((f"coaches/{who}", "coaches", c) for who, c in forced.coaches.items()),
        *((f"days/{name}", "sessions", name) for name in forced.days),
        *((f"days/{n}", "days", day.isoformat()) for n, day in forced.days.items()),
    ]
    issues = [
        Issue(place, f"expected one of the programme's {kind}, found {value!r}.",
              value=value)
        for place, kind, value in asked
        if value not in known[kind]
    ]  # fmt: skip
    if issues:
        raise InputError(issues)
