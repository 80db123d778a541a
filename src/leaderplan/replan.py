"""The year goes on: a plan after changes that disturbs as little as it can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from leaderplan.answers import Conflict, Requirement
from leaderplan.change_sheet import compare
from leaderplan.collector import uncollected
from leaderplan.domain.change import Change
from leaderplan.domain.locks import locks, with_locks_of, without_locks
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.model.assignment import from_plan
from leaderplan.model.conflict import SEEN, conflict_where
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.model.parts import Part
from leaderplan.model.replanned import Replanned
from leaderplan.model.replanning import Replanning
from leaderplan.model.run import Budget
from leaderplan.model.stood import days_that_stand
from leaderplan.options import SolveOptions
from leaderplan.result import Certificate, LevelProof, Report, Result, Status
from leaderplan.situation import SETTLED, Asked, Situation, carried, situation
from leaderplan.solve import versions

SOON, NAMING = 0.5, 10.0
"""Deterministic seconds to tell whether a part is impossible whatever stands, and to
name in all what clashes, where work is counted."""


def replan(
    programme: Programme,
    plan: Plan,
    changes: Change | Iterable[Change],
    as_of: date,
    policy: ReplanPolicy | None = None,
    options: SolveOptions | None = None,
) -> Result:
    """Plan anew after changes, with the least disturbance.

    What is before ``as_of``, locked or frozen never moves, and nothing is moved to
    before it; what is locked and clashes with a rule is named with it.
    What is disturbed is priced by whom it touches, how soon and what it is; the least
    price is the first level, proven as others are. The other goals follow below it,
    among what had to be opened.

    Parameters
    ----------
    programme, plan
        The facts and rules before, and the plan that holds.
    changes
        What happened; several are planned together.
    as_of
        The day on which it is decided.
    policy
        The prices of disturbance.
    options
        Limits and seed; ``language`` is that of texts.

    Returns
    -------
    Result
        Its ``programme`` is the changed one, in which what the past has broken is
        waived, by name; its certificate begins with the level ``disturbance``. Where
        there is no plan it names the requirements that clash, or tells what the plan
        breaks as it was.

    Raises
    ------
    InputError
        When a change does not fit, or the plan is not one of the programme.
    """
    given = options or SolveOptions()
    asked = Asked(programme, plan, changes, as_of, policy or ReplanPolicy(), given)
    return replanned(asked, Budget(*given.limits))


@uncollected()
def replanned(
    asked: Asked, budget: Budget, near: Plan | None = None, *, named: bool = True
) -> Result:
    """Plan anew within a budget, which may be stopped from outside.

    ``near`` is a plan to begin the search at, of fewer changes say; ``named`` whether
    what clashes is named where there is no plan.
    """
    given, begun = asked.options, situation(asked)
    changed, before, stands = begun.programme, begun.plan, begun.stands
    rule = Disturbance(level=DISTURBANCE.id, plan=before, as_of=asked.as_of,
                       policy=asked.policy)  # fmt: skip
    # Without its locks nothing of a plan is settled: what breaks a lock is no plan.
    search = Replanning(
        changed, without_locks(before), rule, budget, given.seed, stands
    )
    if near is not None:
        search.start = search.start.merged(from_plan(changed, carried(changed, near)))
    found = search.least(begun.broken)
    told = _told(begun, found, budget, given, named=named)
    if told.plan is None:
        return told
    sheet = compare(
        told.programme, asked.plan, told.plan, changes=begun.changes,
        as_of=asked.as_of, earlier=asked.programme, language=given.language,
    )  # fmt: skip
    return replace(told, sheet=sheet)


def _told(
    begun: Situation,
    found: Replanned,
    budget: Budget,
    options: SolveOptions,
    *,
    named: bool,
) -> Result:
    """Write what was found as a result, checked."""
    programme, before = begun.programme, begun.plan
    if found.plan is None or found.report is None:
        part, conflict = found.impossible, None
        if part is not None and named:
            conflict = _why(begun, part, budget, options)
        status = Status.NO_PLAN_FOUND if part is None else Status.INFEASIBLE
        return Result(programme, status, conflict=conflict, broken=_broken(begun),
                      seconds=budget.elapsed, language=options.language)  # fmt: skip
    for row in found.settled:
        programme = programme.waive(row.rule, row.subject, reason=SETTLED)
    certificate = Certificate(
        programme=programme.fingerprint,
        seed=options.seed,
        versions=versions(),
        levels=tuple(_levels(programme, found, found.report)),
        seconds=budget.elapsed,
        waivers=tuple(map(str, programme.waivers)),
        locks=tuple(f"{name}: {lock}" for name, lock in locks(before)),
    )
    status = Status.OPTIMAL if certificate.proven else Status.FEASIBLE
    plan = with_locks_of(found.plan, before)
    return Result(programme, status, plan, found.report, certificate,
                  seconds=budget.elapsed, language=options.language)  # fmt: skip


def _broken(begun: Situation) -> tuple[Requirement, ...]:
    """Return what the plan breaks as it was, each requirement once."""
    words = {rule.id: rule.words for rule in begun.programme.rules}
    names = dict.fromkeys((row.rule, row.subject) for row in begun.broken)
    return tuple(Requirement(rule, about, words[rule]) for rule, about in names)


def _why(
    begun: Situation, part: Part, budget: Budget, options: SolveOptions
) -> Conflict | None:
    """Name what clashes in a part, with what stands where the rest alone does not.

    Within what is left of the clock, and a little work of its own.
    """
    view = PlanView(begun.programme, begun.plan)
    days = tuple(days_that_stand(view, begun.stands))
    work = options.limits[1]
    within = budget.part(budget.left, work and min(work, NAMING))
    wider = _with_years(begun.programme, part)
    asked = (part, (), SOON), (part, days, SOON), (part, begun.standing, SEEN)
    for where, rules, effort in (*asked, (wider, begun.standing, SEEN)):
        found = conflict_where(
            begun.programme.with_rules(*rules), where, within, options.seed, effort,
            begun.attended,
        )  # fmt: skip
        if found is not None:
            return replace(found, language=options.language)
    return None


def _with_years(programme: Programme, part: Part) -> Part:
    """See all that the people have whose sessions are in a part, before it, too."""
    only = part.scope.only
    if only is None:
        return part
    people = {person.id for person in programme.participants}
    people &= {key.audience for key in only}
    keys = only | {key for key in programme.session_keys if key.audience in people}
    activities = frozenset(key.activity for key in keys)
    return replace(part, scope=replace(part.scope, dates=activities, only=keys))


def _levels(
    programme: Programme, found: Replanned, report: Report
) -> Iterator[LevelProof]:
    """Yield the disturbance with its bound, and the other levels without one."""
    yield LevelProof(
        level=DISTURBANCE.id, title=DISTURBANCE.title, value=found.value,
        bound=found.bound, how="what must change, seen alone", effort=0.0,
    )  # fmt: skip
    for level in programme.levels:
        yield LevelProof(
            level=level.id, title=level.title, value=report.levels[level.id], bound=0,
            how="not looked for", effort=0.0,
        )  # fmt: skip
