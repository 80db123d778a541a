"""The reference model's judgement of a given plan, for comparison with the check."""

from __future__ import annotations

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.waiver import Subject
from leaderplan.model.assignment import from_plan
from leaderplan.model.build import reference
from leaderplan.model.run import Budget, Outcome


def judged_by_model(programme: Programme, plan: Plan) -> dict[str, int] | None:
    """Cost of each rule that costs anything, ``None`` where the plan is refused.

    Only rules at levels of the ``sum`` sort, and at most one at each other
    level, are told apart.
    """
    built = reference(programme)
    built.fix(from_plan(programme, plan))
    terms = {}
    for rule in programme.rules:
        if rule.level is None:
            continue
        level = next(row for row in programme.levels if row.id == rule.level)
        terms[rule.id] = (
            built.cost(level.id)
            if level.combine == "max"
            else sum(built.core.costs.get(rule.id, []), start=0)
        )
    built.model.minimize(sum(terms.values(), start=0))
    run = Budget(None).run(built.model, seed=0, effort=60.0)
    if run.outcome is Outcome.INFEASIBLE:
        return None
    if run.outcome is not Outcome.OPTIMAL:
        raise AssertionError(f"the reference model ended {run.outcome.value}")
    costs = {rule: run.solver.value(term) for rule, term in terms.items()}
    return {rule: cost for rule, cost in costs.items() if cost}


def named_by_model(programme: Programme, plan: Plan) -> set[tuple[str, Subject]] | None:
    """Name requirements, as few as can be, without which a plan is accepted.

    ``None`` where somebody leads, or a session stands, that is no choice at all.
    """
    built = reference(programme, explain=True)
    built.fix(from_plan(programme, plan))
    switches = built.core.switches
    built.model.maximize(sum(switches.values()))
    run = Budget(None).run(built.model, seed=0, effort=60.0)
    if run.outcome is Outcome.INFEASIBLE:
        return None
    if run.outcome is not Outcome.OPTIMAL:
        raise AssertionError(f"the explaining model ended {run.outcome.value}")
    value = run.solver.boolean_value
    return {(n.rule, n.subject) for n, on in switches.items() if not value(on)}
