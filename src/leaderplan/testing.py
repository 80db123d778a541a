"""For tests of rules, the user's own included: solver and checker must agree."""

from __future__ import annotations

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Waiver
from leaderplan.result import Report


def assert_rule_agrees(programme: Programme, plan: Plan, *rules: Rule) -> bool:
    """Assert that the reference model and the checker judge a plan alike.

    The reference model with exactly these rules, fixed to the plan, must have a
    solution exactly when the checker finds no hard violation, at the same cost
    for each rule; and where there are some, both must name the same requirements,
    by rule and subject. A violation may name more than the requirement, which its
    subject then begins with.

    Parameters
    ----------
    programme
        The facts; its own rules are left out.
    plan
        A well-formed plan; it may break the rules.
    rules
        The rules under test.

    Returns
    -------
    bool
        Whether the plan keeps the hard rules.

    Raises
    ------
    AssertionError
        When they differ, or when the plan is malformed.
    """
    from leaderplan.model.agreement import judged_by_model

    bare = programme.replace(rules=rules)
    report = check(bare, plan)
    if report.malformed:
        faults = "; ".join(fault.en for fault in report.malformed[:5])
        raise AssertionError(f"the plan is malformed: {faults}")
    costs = judged_by_model(bare, plan)
    if (costs is not None) != report.ok:
        found = [v.message.en for v in report.hard[:5]]
        verdict = "refuses" if costs is None else "accepts"
        raise AssertionError(f"the model {verdict} the plan; the checker found {found}")
    if costs is not None and costs != report.costs:
        raise AssertionError(f"model costs {costs}, checker costs {report.costs}")
    _assert_named_alike(bare, plan, report)
    return report.ok


def _assert_named_alike(programme: Programme, plan: Plan, report: Report) -> None:
    from leaderplan.model.agreement import named_by_model

    if report.ok:
        return
    found = {(v.rule, v.subject) for v in report.hard}
    rows = named_by_model(programme, plan)
    if rows is None:
        return
    named = {Waiver(rule=rule, subject=subject) for rule, subject in rows}
    missed = [row for row in found if not any(n.covers(*row) for n in named)]
    if missed:
        raise AssertionError(f"the model does not name {missed[:3]}; found {named}")
    extra = [n for n in named if not any(n.covers(*row) for row in found)]
    if extra:
        raise AssertionError(f"the checker does not name {extra[:3]}; found {found}")
