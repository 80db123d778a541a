"""The linear relaxation against the best solutions of the same model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leaderplan.check import check
from leaderplan.domain.people import Cohort, Wish
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.build import Built
from leaderplan.model.parts import Part, Parts
from leaderplan.model.relaxation import Relaxed, relax
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.search import Search
from leaderplan.rules import HostArea, HostCapacity, Wishes
from tests.rules import rule_instances
from tests.rules.small_world import person, programme
from tests.strategies import Dice, plans, small_programmes

Drawn = tuple[Programme, Part]
SLACKS = (0, 1, 4)
"""How far above the least cost a solution may be."""


@st.composite
def placing(draw: st.DrawFn) -> Drawn:
    """Draw who is to be placed, rules of which a plan keeps the hard ones, the part."""
    drawn, hosted = draw(small_programmes()), draw(st.booleans())
    plan, dice = draw(plans(drawn)), Dice(draw(st.integers(0, 2**32 - 1)))
    instances = rule_instances.hosts if hosted else rule_instances.staff
    rows = [
        rule.model_copy(update={"id": f"{rule.kind}-{number}"})
        for number, rule in enumerate(instances(drawn, dice))
    ]
    report = check(drawn.replace(rules=[row for row in rows if row.hard]), plan)
    broken = {violation.rule for violation in report.hard}
    kept = [row for row in rows if row.id not in broken and dice.often()]
    parts = Parts(drawn)
    return drawn.replace(rules=kept), parts.hosts if hosted else parts.coaches


def built(given_: Programme, part: Part) -> Built:
    """Build the model of a part alone."""
    return Built(given_, part.scope)


def literals(model: Built) -> dict[tuple[str, str], Any]:
    """Return the literal of each choice of a host or coach."""
    people = model.decisions.people
    rows = people.host | people.coach
    return {(who, to): lit for who, row in rows.items() for to, lit in row.items()}


def relaxed_levels(model: Built) -> Iterator[tuple[str, Relaxed]]:
    """Relax a model for each level that is not settled."""
    for level in model.programme.levels:
        relaxed = relax(model, level.id)
        if relaxed is not None:
            yield level.id, relaxed


def least(model: Built, level: str) -> int:
    """Return the least cost of a level."""
    model.model.minimize(model.cost(level))
    run = Budget(None).run(model.model, seed=0, effort=10.0)
    assert run.outcome is Outcome.OPTIMAL
    return run.value


def assert_refused_rightly(
    drawn: Drawn, level: str, allowed: set[tuple[str, str]], most: int
) -> None:
    """Look for a solution of at most some cost that has a choice not allowed."""
    model = built(*drawn)
    refused = [lit for key, lit in literals(model).items() if key not in allowed]
    model.model.add(model.cost(level) <= most)
    model.model.add_bool_or(refused)
    run = Budget(None).run(model.model, seed=0, effort=10.0)
    assert run.outcome is Outcome.INFEASIBLE


def of_wishes(*units: str, rules: tuple[Rule, ...] = ()) -> Drawn:
    """Who works in some units and wishes for u2, which takes one, as u1 does."""
    wish = (Wish(rank=1, host="u2"),)
    people = [person(f"p{i}", unit=u, wishes=wish) for i, u in enumerate(units, 1)]
    hosts = tuple(
        HostUnit(unit=f"u{i}", capacity_year=max(1, i - 1)) for i in (1, 2, 3)
    )
    cohorts = (Cohort(id="c", name="c"),)
    all_ = (HostCapacity(), Wishes(), *rules)
    given_ = programme(people, hosts=hosts, cohorts=cohorts, rules=all_)
    return given_, Parts(given_).hosts


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(placing())
def test_no_solution_beats_the_relaxation(drawn: Drawn) -> None:
    """A bound is at most the optimum, and what a solution needs is allowed."""
    for level, relaxed in relaxed_levels(built(*drawn)):
        best = least(built(*drawn), level)
        assert relaxed.bound <= best
        for most in (best + slack for slack in SLACKS):
            rows = literals(built(*drawn)).items()
            allowed = {key for key, lit in rows if relaxed.allows(lit, most)}
            assert_refused_rightly(drawn, level, allowed, most)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(placing())
@example(of_wishes("u2", "u1", rules=(HostArea(level="matches"),)))
def test_the_search_keeps_all_that_a_cost_allows(drawn: Drawn) -> None:
    """Whatever later levels cost: a part's own best there binds nobody else."""
    given_, part = drawn
    tell = partial(check, given_)
    search = Search(given_, Budget(None), 0, lambda p: dict(tell(p).levels), print)
    assert search._people(part)
    for slack in SLACKS if part.id in search._relaxed else ():
        search._narrow(part.id, slack)
        level, kept = search._relaxed[part.id][0], search._labels[part.id]
        allowed = {(who, to) for who, row in kept.items() for to in row}
        most = search._alone[part.id].values[level] + slack
        assert_refused_rightly(drawn, level, allowed, most)


def test_what_costs_more_is_refused() -> None:
    """One who alone wishes for u2 gets it at no cost, and nothing else for none."""
    model = built(*of_wishes("u1"))
    ((level, relaxed),) = relaxed_levels(model)
    assert (level, relaxed.bound, least(model, level)) == ("placements", 0, 0)
    rows = literals(model).items()
    assert [key for key, lit in rows if relaxed.allows(lit, 0)] == [("p1", "u2")]


def test_a_settled_cost_has_no_relaxation() -> None:
    """Without any price there is nothing to relax."""
    given_, part = of_wishes("u1")
    assert [*relaxed_levels(built(given_.replace(rules=()), part))] == []
