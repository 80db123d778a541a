"""A model that tells every day by a literal judges plans as the checker does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan.check import check
from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import from_plan
from leaderplan.model.build import Built
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.scope import EVERYTHING_KEPT, Kept, everything
from leaderplan.rules import UnitAway
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import activity, group, person, session
from tests.rules.small_world import programme as small
from tests.strategies import Dice, plans, small_programmes


def assert_indexed_agrees(
    programme: Programme, plan: Plan, rule: Rule, kept: Kept = EVERYTHING_KEPT
) -> int | None:
    """Return what a plan costs in both, or ``None`` where both refuse it."""
    bare = programme.replace(rules=(rule,))
    report = check(bare, plan)
    assert not report.malformed
    scope = everything(bare)
    built = Built(bare, replace(scope, indexed=scope.dates), kept=kept)
    built.fix(from_plan(bare, plan))
    cost = built.cost(rule.level) if rule.level else 0
    built.model.minimize(cost)
    run = Budget(None).run(built.model, seed=0, effort=60.0)
    if not report.ok:
        assert run.outcome is Outcome.INFEASIBLE
        return None
    assert run.outcome is Outcome.OPTIMAL
    assert run.value == sum(report.costs.values())
    return run.value


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(small_programmes(), st.data())
def test_every_rule_agrees(programme: Programme, data: st.DataObject) -> None:
    """Whichever rule is stated alone."""
    plan = data.draw(plans(programme))
    drawn = all_instances(programme, Dice(data.draw(st.integers(0, 2**32 - 1))))
    assert_indexed_agrees(programme, plan, data.draw(st.sampled_from(list(drawn))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(small_programmes(), st.data())
def test_people_of_a_unit_are_counted_each_day(
    programme: Programme, data: st.DataObject
) -> None:
    """The crowd is stated of days here, and of sessions in the reference model."""
    plan, most = data.draw(plans(programme)), data.draw(st.integers(1, 3))
    units = tuple(u.model_copy(update={"max_away": most}) for u in programme.units)
    away = ("exam", "network", "director_meeting", "practicum")
    named = data.draw(st.sampled_from((None, away)))
    level = data.draw(st.sampled_from((None, None, "dates")))
    rule = UnitAway(activities=named, level=level)
    assert_indexed_agrees(programme.replace(units=units), plan, rule)


def _of_one_group(*people: str, max_away: int) -> Programme:
    """Return a unit's people, all in the one group, with meetings and an exam each."""
    given = small(
        [person(who) for who in people],
        cohorts=(Cohort(id="c", name="c", network_groups=1),),
        activities=(
            activity("network", "network_group", occurrences=2),
            activity("joint", "cohort"),
            activity("exam", "participant"),
        ),
    )
    units = [u.model_copy(update={"max_away": max_away}) for u in given.units]
    return given.replace(units=tuple(units))


def test_a_member_is_away_on_the_days_of_the_meetings_only() -> None:
    """Two at each of two meetings and one joint day, where one may be away."""
    given = _of_one_group("p", "q", max_away=1)
    rows = ("network/c-A/1", "network/c-A/2", "joint/c/1", "exam/p/1", "exam/q/1")
    held = tuple(session(key, number) for number, key in enumerate(rows))
    plan = Plan(groups=(group("A", "p", "q"),), sessions=held)
    priced = UnitAway(level="dates")
    assert assert_indexed_agrees(given, plan, priced) == 3
    assert assert_indexed_agrees(given, plan, UnitAway()) is None
    # As well where a day is known before: two days alike are two days.
    days = {row.key: frozenset({number}) for number, row in enumerate(held)}
    assert assert_indexed_agrees(given, plan, priced, Kept(days=days)) == 3
    once = given.replace(activities=(activity("network", "network_group"),))
    plan = Plan(groups=plan.groups, sessions=held[:1])
    assert assert_indexed_agrees(once, plan, priced) == 1


def test_each_of_those_at_one_meeting_is_counted() -> None:
    """Three people at one session, where two may be away."""
    given = _of_one_group("p", "q", "r", max_away=2)
    held = (session("joint/c/1", 3),)
    plan = Plan(groups=(group("A", "p", "q", "r"),), sessions=held)
    rule = UnitAway(activities=("joint",))
    given = given.replace(activities=(activity("joint", "cohort"),))
    assert assert_indexed_agrees(given, plan, rule) is None
    priced = rule.model_copy(update={"level": "dates"})
    assert assert_indexed_agrees(given, plan, priced) == 1
