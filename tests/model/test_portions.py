"""Cohorts bounded each for itself: what they cost alone is never more than together."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.portions import portions
from tests.rules.rule_instances import all_instances
from tests.strategies import Dice, plans, small_programmes


def amounts(programme: Programme, plan: Plan) -> Counter[str]:
    """Return how much each rule is broken by."""
    report = check(programme, plan)
    assert not report.malformed, [fault.en for fault in report.malformed[:3]]
    found: Counter[str] = Counter()
    for violation in report.violations:
        found[violation.rule] += violation.amount
    return found


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(st.data())
def test_what_cohorts_break_alone_they_break_together(data: st.DataObject) -> None:
    """For every rule that says so, amounts of the portions add up to no more."""
    drawn = data.draw(small_programmes())
    assume(len(portions(drawn)) > 1)
    plan = data.draw(plans(drawn))
    dice = Dice(data.draw(st.integers(0, 2**32 - 1)))
    rules = [r for r in all_instances(drawn, dice) if r.by_cohort]
    named = [r.model_copy(update={"id": f"{n}"}) for n, r in enumerate(rules)]
    given_ = drawn.replace(rules=tuple(named))
    whole = amounts(given_, plan)
    parts: Counter[str] = Counter()
    for portion in portions(given_):
        parts += amounts(portion.programme, portion.part_of(plan))
    above = [
        (named[int(k)].kind, n, whole[k]) for k, n in parts.items() if n > whole[k]
    ]
    assert not above
