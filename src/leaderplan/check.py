"""The independent check of a plan, in plain Python: no solver, no shared code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.domain.view import PlanView
from leaderplan.result import Report
from leaderplan.wellformed import faults_of


def check(programme: Programme, plan: Plan, as_of: date | None = None) -> Report:
    """Check a plan against every rule of a programme.

    Parameters
    ----------
    programme
        The facts and rules.
    plan
        The plan to check; it need not come from :func:`leaderplan.solve`.
    as_of
        The day it is judged on: violations all of whose sessions are before it
        or locked are settled. ``None`` settles only what is locked.

    Returns
    -------
    Report
        Faults of form, or else all violations and the cost of each level. What is
        waived is listed, and neither fatal nor in the cost.
    """
    malformed = tuple(faults_of(programme, plan))
    if malformed:
        return Report(malformed, (), (), {})
    view = PlanView(programme, plan)
    found, waived = list[Violation](), list[Violation]()
    for rule in programme.rules:
        for broken in rule.check(view):
            (waived if _is_waived(programme, broken) else found).append(broken)
    past = _past_or_locked(plan, as_of)
    settled = [v for v in found if _is_settled(v, past)]
    open_ = [v for v in found if not _is_settled(v, past)]
    ordered = sorted(open_, key=lambda v: (not v.hard, v.rule, v.subject))
    levels, costs = _values(programme, ordered)
    return Report((), tuple(ordered), tuple(settled), levels, costs, tuple(waived))


def _is_waived(programme: Programme, violation: Violation) -> bool:
    """Tell whether somebody decided to do without what is broken."""
    broken = violation.rule, violation.subject
    return any(waiver.covers(*broken) for waiver in programme.waivers)


def _values(
    programme: Programme, violations: Iterable[Violation]
) -> tuple[dict[str, int], dict[str, int]]:
    """Cost of each level and rule: the sum, or the worst where only it counts."""
    combine = {level.id: level.combine for level in programme.levels}
    by_level: dict[str, list[int]] = {level.id: [] for level in programme.levels}
    by_rule: dict[str, list[int]] = {}
    worst_only = set()
    for violation in violations:
        if violation.level is not None:
            by_level[violation.level].append(violation.cost)
            by_rule.setdefault(violation.rule, []).append(violation.cost)
            if combine[violation.level] == "max":
                worst_only.add(violation.rule)
    levels = {
        level: sum(rows) if combine[level] == "sum" else max(rows, default=0)
        for level, rows in by_level.items()
    }
    costs = {
        rule: max(rows) if rule in worst_only else sum(rows)
        for rule, rows in by_rule.items()
    }
    return levels, costs


def _past_or_locked(plan: Plan, as_of: date | None) -> dict[str, bool]:
    past = {
        s.id: s.locked is not None or (as_of is not None and s.day < as_of)
        for s in plan.sessions
    }
    due = {str(m.key): as_of is not None and m.day < as_of for m in plan.milestones}
    return past | due


def _is_settled(violation: Violation, past: dict[str, bool]) -> bool:
    sessions = [item for item in violation.subject if item in past]
    return bool(sessions) and all(past[item] for item in sessions)
