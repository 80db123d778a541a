"""For tests of rules, the user's own included: solver and checker must agree."""

from __future__ import annotations

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule


def assert_rule_agrees(programme: Programme, plan: Plan, *rules: Rule) -> bool:
    """Assert that the reference model and the checker judge a plan alike.

    The reference model with exactly these rules, fixed to the plan, must have a
    solution exactly when the checker finds no hard violation, at the same cost
    for each rule.

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
    return report.ok
