"""The oracle itself: nothing is left out, and nothing given up that might count."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.check import check
from leaderplan.domain.plan import Session, SessionStaff
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.rules import DayPattern, RightLeader, RightPlace
from tests.proofs.every_plan import ONCE_PLACED, WHOLE, EveryPlan
from tests.proofs.tiny import facts_of
from tests.proofs.tiny_rules import every_rule, rules_of
from tests.proofs.ways import Rows, number_of, people_of, plan_of, sessions_of
from tests.strategies import Dice

SEEDS = st.integers(0, 2**32 - 1)
FEW = 1_200
"""Plans that are ended each, to see that none was given up wrongly."""


def _plan(programme: Programme, dice: Dice) -> tuple[Rows, list[Rows]]:
    """Draw a plan, whatever it breaks: who is placed where, and the sessions."""
    placed: Rows = ()
    for options in people_of(programme):
        placed += dice.pick(options)
    dated = EveryPlan(programme, pruned=False).dates(placed)
    return placed, [dice.pick(options) for options in dated]


def _amounts(programme: Programme, rows: Rows) -> Counter[str]:
    """Return by how much each rule is broken, hard and priced."""
    view, found = PlanView(programme, plan_of(rows)), Counter[str]()
    for rule in programme.rules:
        if rule.level == "worst_off":
            found[rule.id] = max((v.amount for v in rule.check(view)), default=0)
        else:
            found[rule.id] = sum(v.amount for v in rule.check(view))
    return found


@settings(max_examples=8)
@given(SEEDS)
def test_nothing_is_given_up_that_counts(seed: int) -> None:
    """Each plan ended, the front is the same as where most are given up."""
    dice = Dice(seed)
    facts = facts_of(dice)
    while number_of(facts) > FEW:
        facts = facts_of(dice)
    programme = facts.replace(rules=rules_of(facts, dice))
    ended = EveryPlan(programme, 50 * FEW, pruned=False)
    assert ended.front() == EveryPlan(programme).front()


@settings(max_examples=60)
@given(SEEDS)
def test_a_plan_begun_breaks_no_more_than_the_whole(seed: int) -> None:
    """What is asked of a plan begun, and when, is never less in the end."""
    dice = Dice(seed)
    facts = facts_of(dice)
    programme = facts.replace(rules=every_rule(facts, dice))
    placed, dated = _plan(programme, dice)
    kinds = {rule.id: rule.kind for rule in programme.rules}
    cut = dice.between(0, len(dated))
    whole = placed + tuple(row for rows in dated for row in rows)
    begun = placed + tuple(row for rows in dated[:cut] for row in rows)
    early = placed[: dice.between(0, len(placed))]
    end = _amounts(programme, whole)
    for rows, unasked in ((early, WHOLE | ONCE_PLACED), (begun, WHOLE)):
        for key, amount in _amounts(programme, rows).items():
            assert kinds[key] in unasked or amount <= end[key], kinds[key]


@settings(max_examples=30)
@given(SEEDS)
def test_no_other_place_or_leader_is_right(seed: int) -> None:
    """A session at another place, or led by others, breaks a rule that always holds."""
    dice = Dice(seed)
    facts = facts_of(dice)
    programme = facts.replace(rules=(RightLeader(), RightPlace(), DayPattern()))
    placed, dated = _plan(programme, dice)
    rows = placed + tuple(row for part in dated for row in part)
    meetings = [row for row in rows if isinstance(row, Session)]
    if not meetings:
        return
    chosen = dice.pick(meetings)
    activity = programme.activity(chosen.activity)
    view = PlanView(programme, plan_of(placed))
    known = set(sessions_of(view, activity, chosen.audience, chosen.occurrence))
    units = [unit.id for unit in programme.units]
    places = [*(room.id for room in programme.rooms), *units, "online", None]
    seats = [
        (SessionStaff(role=lead.role, staff=member.id),)
        for lead in activity.leads
        for member in programme.staff
    ]
    for place in places:
        for staff in ((), *seats):
            other = chosen.model_copy(update={"place": place, "staff": staff})
            others = tuple(other if row is chosen else row for row in rows)
            report = check(programme, plan_of(others))
            broken = {v.subject[0] for v in report.hard if v.kind != "day_pattern"}
            if not report.malformed and chosen.id not in broken:
                assert other in known
