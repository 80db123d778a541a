"""Conflicts: true by the reference model, and irreducible by it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leaderplan import rules
from leaderplan.answers import Conflict, Requirement
from leaderplan.domain.programme import Programme
from leaderplan.explain import why_not
from leaderplan.model.build import reference
from leaderplan.model.conflict import all_of, conflict_of, smallest_of
from leaderplan.model.core import Named
from leaderplan.model.explainer import Explainer
from leaderplan.model.minimal import minimal
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.scope import Scope
from leaderplan.options import SolveOptions
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import activity, day, person, programme
from tests.strategies import Dice, small_programmes

FULL = "LEADERPLAN_FULL" in os.environ
EFFORT = 30.0
"""Deterministic seconds for the reference model of a few requirements."""


def asked(given: Programme, kept: Iterable[Requirement]) -> Outcome:
    """Ask the reference model for a plan that keeps some requirements only."""
    only = given.asking_only((row.rule, row.subject) for row in kept)
    hard = [rule for rule in given.rules if rule.hard]
    built = reference(only, hard)
    if built.core.refused:
        return Outcome.INFEASIBLE
    return Budget(None).run(built.model, seed=0, effort=EFFORT).outcome


def assert_irreducible(given: Programme, found: Conflict) -> None:
    """All of it clashes; without any one of it nothing does."""
    rows = found.requirements
    assert found.irreducible
    assert len(set(rows)) == len(rows)
    assert asked(given, rows) is Outcome.INFEASIBLE
    for row in rows:
        rest = [other for other in rows if other != row]
        assert asked(given, rest) is Outcome.OPTIMAL, row


@st.composite
def demanding(draw: st.DrawFn) -> Programme:
    """Draw a small programme with so many hard rules that most have no plan."""
    bare = draw(small_programmes())
    dice = Dice(draw(st.integers(0, 2**32 - 1)))
    hard = [rule for rule in all_instances(bare, dice) if rule.hard]
    return bare.replace(rules=[rule for rule in hard if dice.random() < 0.5])


@pytest.mark.slow
@settings(
    max_examples=150 if FULL else 8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(demanding())
def test_a_conflict_is_true_and_irreducible(given: Programme) -> None:
    """Whatever clashes, in whichever part that was found."""
    found = conflict_of(given, Budget(None, 60.0), 0)
    assume(found is not None)
    assert found is not None
    assert_irreducible(given, found)


@pytest.mark.slow
@settings(
    max_examples=40 if FULL else 3,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(demanding())
def test_a_conflict_is_the_same_at_any_number_of_workers(given: Programme) -> None:
    """Nor does it matter how often it was asked for."""
    found = [why_not(given, SolveOptions(workers=count)) for count in (1, 2, 8)]
    assume(found[0] is not None)
    assert found[0] == found[1] == found[2]


def brute_force(given: Programme, names: list[Requirement]) -> list[set[Requirement]]:
    """Return every irreducible set of requirements, by asking about all sets."""
    found: list[set[Requirement]] = []
    for count in range(len(names) + 1):
        for rows in combinations(names, count):
            known = any(clash <= set(rows) for clash in found)
            if not known and asked(given, rows) is Outcome.INFEASIBLE:
                found.append(set(rows))
    return found


def requirements(given: Programme) -> list[Requirement]:
    """Return every requirement that the reference model names."""
    hard = [rule for rule in given.rules if rule.hard]
    built = reference(given, hard, explain=True)
    words = {rule.id: rule.words for rule in hard}
    return [Requirement(n.rule, n.subject, words[n.rule])
            for n in sorted(built.core.switches)]  # fmt: skip


@pytest.mark.parametrize("seed", range(30 if FULL else 6))
def test_smallest_and_all_are_those_of_brute_force(seed: int) -> None:
    """Of a few windows and an order for three sessions, every set is asked about."""
    dice = Random(seed)
    ids = ("one", "two", "three")
    windows = [
        rules.Window(
            id=f"w{n}", activity=dice.choice(ids), **{side: day(dice.randrange(6))}
        )
        for n in range(5)
        for side in [dice.choice(("earliest", "latest"))]
    ]
    spaced = [
        rules.Spacing(id=f"s{n}", first=a, then=b, least=dice.randint(1, 3))
        for n, (a, b) in enumerate((("one", "two"), ("two", "three"), ("one", "three")))
    ]
    given = programme(
        [person("a")],
        activities=tuple(activity(name, "cohort") for name in ids),
        rules=(*windows, *spaced),
    )
    names = requirements(given)
    assert len(names) <= 15
    known = brute_force(given, names)
    found = list(all_of(given, Budget(None, 60.0), 0))
    assert all(row.irreducible for row in found)
    sets = [frozenset(row.requirements) for row in found]
    assert len(set(sets)) == len(sets)
    assert set(sets) == set(map(frozenset, known))
    least = smallest_of(given, Budget(None, 60.0), 0)
    assert (least is None) == (not known)
    if least is not None:
        assert least.smallest
        assert len(least.requirements) == min(map(len, known))
        assert set(least.requirements) in known


def test_days_that_two_windows_leave() -> None:
    """Two windows and the order between them; nothing else of the programme."""
    given = programme(
        [person("a"), person("b", "u2")],
        activities=(
            activity("kick", "cohort"),
            activity("talk", "participant"),
            activity("end", "cohort"),
        ),
        rules=(
            rules.NoDoubleBooking(),
            rules.Window(id="late", activity="kick", earliest=day(5)),
            rules.Window(id="soon", activity="talk", latest=day(3)),
            rules.Order(first="kick", then="talk"),
            rules.Order(id="ends", first="talk", then="end"),
        ),
    )
    found = conflict_of(given, Budget(None, 60.0), 0)
    assert found is not None
    assert_irreducible(given, found)
    assert {row.rule for row in found.requirements} == {"late", "soon", "order"}
    assert len(found.requirements) == 3
    assert found == conflict_of(given, Budget(None, 60.0), 0)


def test_what_is_out_of_view_clashes_with_nothing() -> None:
    """Named all the same, as a core of a larger view may; once that was a KeyError."""
    given = programme(
        [person("a")],
        activities=(activity("talk", "participant"), activity("other", "participant")),
        rules=(
            rules.Window(activity="talk", earliest=day(3), latest=day(4)),
            rules.Window(id="late", activity="talk", earliest=day(8)),
            rules.Window(id="out", activity="other", earliest=day(8)),
        ),
    )
    scope = Scope(frozenset({"talk"}))
    explainer = Explainer(given, scope, Budget(None), seed=0)
    out = Named("out", ("other/a/1",))
    assert out not in explainer.names
    found = explainer.core([*explainer.names, out])
    assert found is not None
    assert {name.rule for name in found} == {"window", "late"}
    assert explainer.core([out]) is None


def test_a_programme_with_a_plan_has_no_conflict() -> None:
    """Nothing is made up."""
    given = programme([person("a")], activities=(activity("kick", "cohort"),), rules=())
    assert conflict_of(given, Budget(None, 20.0), 0) is None


@settings(max_examples=200)
@given(st.sets(st.integers(0, 15), max_size=6), st.sets(st.integers(0, 15), max_size=6))
def test_minimal_sets_by_tests_alone(one: set[int], other: set[int]) -> None:
    """Of two sets that clash one is found, without anything that it does not need."""
    tests: list[int] = []

    def clash(items: Iterable[int]) -> bool:
        tests.append(1)
        return one <= set(items) or other <= set(items)

    found = set(minimal(range(16), clash))
    assert found in (one, other)
    assert not found > one
    assert not found > other
    assert len(tests) <= 2 * 6 * 4 + 2 * 6 + 1
