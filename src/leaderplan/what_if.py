"""What another choice would cost: made, and everything else planned anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from leaderplan.answers import Difference, WhatIf
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.errors import InputError, RuleBroken
from leaderplan.model.as_before import CHANGES, AsBefore, made
from leaderplan.model.asked import Asked
from leaderplan.model.near import Start
from leaderplan.model.parts import Parts
from leaderplan.model.proof import Candidate
from leaderplan.options import SolveOptions
from leaderplan.result import Certificate, Report, Result, Status
from leaderplan.solve import solved

DETAILS = ("time", "place", "leader")
WHAT = ("host", "coach", "group", "class", "facilitator", "day", *DETAILS)
"""What can be another way, in the order in which it is told."""


def what_if(
    programme: Programme,
    plan: Plan | Result,
    *,
    hosts: Mapping[str, str] | None = None,
    coaches: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    classes: Mapping[str, str] | None = None,
    days: Mapping[str, date] | None = None,
    places: Mapping[str, str] | None = None,
    leaders: Mapping[str, str] | None = None,
    options: SolveOptions | None = None,
) -> WhatIf:
    """Plan with some choices made, and compare with a plan.

    The answer is exact where it is ``proven``: no plan with these choices is better,
    level by level. Among the plans that are as good it is one that changes little:
    first people's hosts, coaches, groups and classes, then days, then hours, places
    and leaders stay as they are.

    Parameters
    ----------
    programme, plan
        The facts and rules, and the plan compared with; of a result what is proven
        of it is used, which saves most of the time.
    hosts, coaches
        By participant, the host unit or coach that they would have.
    groups, classes
        By participant, another participant with whom they would be in a network group
        or module class; or a group or class of the plan, which is known by its people:
        they would be with more than half of the others who are in it now.
    days
        By session (``theme_day/h27/2``), the day that it would be on. Of a network
        group or class it is that which keeps more than half of its people.
    places
        By session, the room or unit where it would be, or ``online``.
    leaders
        By session, who would lead it, in the first role for which they may be chosen.
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
        When an id is unknown, a day outside the horizon, or something follows from
        another choice and cannot be chosen by itself.
    RuleBroken
        When the plan compared with breaks a hard rule, or a result has none.
    """
    dates = {name: day.isoformat() for name, day in (days or {}).items()}
    held = _held(plan)
    asked = Asked(
        programme, held, hosts or {}, coaches or {}, groups or {}, classes or {},
        dates, places or {}, leaders or {},
    )  # fmt: skip
    known = plan if isinstance(plan, Result) else None
    return answered(asked, known, options or SolveOptions())


def _held(plan: Plan | Result) -> Plan:
    held = plan if isinstance(plan, Plan) else plan.plan
    if held is None:
        raise RuleBroken("there is no plan to compare with")
    return held


def answered(asked: Asked, known: Result | None, options: SolveOptions) -> WhatIf:
    """Answer what was asked about, with what is known of the plan."""
    programme, held = asked.programme, asked.plan
    report = check(programme, held)
    report.raise_if_broken()
    if issues := asked.faults():
        raise InputError(issues)
    start = start_of(asked, known)
    if start.proven is not None and _is_so(asked, start.proven, report):
        levels = dict(report.levels)
        return WhatIf(programme, levels, levels, True, held, None, (), options.language)
    result = solved(programme.with_rules(*asked.rules()), options, start)
    return WhatIf(
        programme,
        dict(report.levels),
        dict(result.report.levels) if result.report else {},
        result.status in (Status.OPTIMAL, Status.INFEASIBLE),
        result.plan,
        result.conflict and replace(result.conflict, language=options.language),
        () if result.plan is None else differences(programme, held, result.plan),
        options.language,
    )


def _is_so(asked: Asked, proven: Candidate, report: Report) -> bool:
    """Whether the plan has it so already, and is proven best."""
    best = dict(proven.bounds) == dict(report.levels)
    view = PlanView(asked.programme, asked.plan)
    return best and not any(True for rule in asked.rules() for _ in rule.check(view))


def start_of(asked: Asked, result: Result | None) -> Start:
    """Gather what is known of a plan: what was proven of it holds with choices made."""
    start = Start(asked.plan, asked.opened(), asked.least())
    if result is None or result.certificate is None:
        return start
    values = {row.level: row.value for row in result.certificate.levels}
    same = result.certificate.programme == asked.programme.fingerprint
    if not same or result.report is None or values != dict(result.report.levels):
        return start
    return replace(
        start, proven=_candidate(result.certificate), known=_known(asked, result.known)
    )


def _candidate(certificate: Certificate) -> Candidate:
    """Return what a certificate proves of all plans that cost so much at most."""
    rows = certificate.levels
    return Candidate(
        "the plan's certificate",
        {row.level: row.bound for row in rows},
        {row.level: row.value - row.bound for row in rows},
    )


def _known(asked: Asked, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts solved of which nothing was asked."""
    parts = Parts(asked.programme)
    opened = asked.families | ({"core"} if "hosts" in asked.families else set())
    core = parts.plenary | parts.practicum | parts.network
    if "classes" in asked.families or asked.activities & core:
        opened |= {"core", "calendar"}
    return {part: row for part, row in known.items() if part not in opened}


def differences(
    programme: Programme, before: Plan, after: Plan
) -> tuple[Difference, ...]:
    """List what is another way in a second plan, who is with whom first.

    Of a session that moves to another day only that is told.
    """
    one, other = made(before), made(after)
    rule = AsBefore(level=CHANGES.id, plan=before)
    rows = [row.subject for row in rule.check(PlanView(programme, after))]
    moved = {who for what, who, *_ in rows if what == "day"}
    told = [
        Difference(about[0], about[1], one.get(about), other.get(about))
        for about in rows
        if about[0] not in DETAILS or about[1] not in moved
    ]
    return tuple(sorted(told, key=lambda row: (WHAT.index(row.what), row.who)))
