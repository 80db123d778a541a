"""Possible groups, one by one, are those that plans are made of, at the same cost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan import rules
from leaderplan.check import check
from leaderplan.domain.people import Cohort, Pair
from leaderplan.domain.plan import NetworkGroup, Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.model import columns as listing
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.columns import columns
from leaderplan.model.partition import Partition, grouped
from leaderplan.model.parts import Parts
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.scope import Grouped, Kept
from leaderplan.rules._base import Decisions, Posting
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import person, programme
from tests.strategies import Dice, plans, small_programmes

LEVEL = "groups"
FREE = Budget(None)

Split = frozenset[frozenset[str]]
"""People set apart in groups, whichever group is which."""


def _about_one_group() -> st.SearchStrategy[Rule]:
    """Draw a rule that asks something of each network group alone."""
    level = st.sampled_from((None, LEVEL))
    weight = st.integers(1, 3)
    named = {"attribute": st.sampled_from(("area", "sector", "kind")), "level": level}
    sizes = {"smallest": st.integers(1, 2), "largest": st.integers(3, 6)}
    related = {"relation": st.sampled_from(("apart", "acquainted")), "level": level}
    return st.one_of(
        st.builds(rules.GroupSize, **sizes),
        st.builds(rules.Balance, id=st.just("even"), weight=weight, **named),
        st.builds(
            rules.NobodyAlone, share_percent=st.sampled_from((33, 60)), weight=weight,
            **named,
        ),
        st.builds(rules.AtMostAlike, most=st.integers(1, 3), **named),
        st.builds(rules.Represented, weight=weight, **named),
        st.builds(rules.UnitApart, level=level, weight=weight),
        st.builds(rules.PairsApart, weight=weight, **related),
        st.builds(rules.PairsTogether),
    )  # fmt: skip


@st.composite
def _worlds(draw: st.DrawFn) -> Programme:
    """Draw three to five people, two or three groups they go into, and rules."""
    count = draw(st.integers(3, 5))
    names = [f"p{number}" for number in range(count)]
    people = [
        person(
            name,
            unit=draw(st.sampled_from(("u1", "u2", "u3"))),
            attributes=draw(st.sampled_from(({}, {"kind": "x"}, {"kind": "y"}))),
        )
        for name in names
    ]
    relation = st.sampled_from(("apart", "acquainted", "linked"))
    drawn = draw(st.lists(st.tuples(st.permutations(names), relation), max_size=3))
    pairs = {
        frozenset(p[:2]): Pair(first=p[0], second=p[1], relation=r) for p, r in drawn
    }
    asked = draw(
        st.lists(_about_one_group(), max_size=4, unique_by=lambda rule: rule.id)
    )
    cohorts = (Cohort(id="c", name="c", network_groups=draw(st.integers(2, 3))),)
    return programme(
        people, cohorts=cohorts, pairs=tuple(pairs.values()), rules=tuple(asked)
    )


def _plans(given_: Programme) -> Iterator[tuple[dict[str, frozenset[str]], int]]:
    """Yield every plan that keeps the rules, as groups by label, with its cost."""
    people = [p.id for p in given_.participants]
    labels = given_.group_ids("c")
    for chosen in product(labels, repeat=len(people)):
        held = {
            label: frozenset(
                w for w, on in zip(people, chosen, strict=True) if on == label
            )
            for label in labels
        }
        plan = Plan(
            groups=tuple(
                NetworkGroup(id=label, cohort="c", participants=tuple(sorted(who)))
                for label, who in held.items()
            )
        )
        report = check(given_, plan)
        if report.ok:
            yield held, report.levels[LEVEL]


def _split(held: dict[str, frozenset[str]]) -> Split:
    return frozenset(who for who in held.values() if who)


@settings(max_examples=40, deadline=None)
@given(_worlds())
def test_groups_that_are_possible_one_by_one_are_those_of_plans(
    given_: Programme,
) -> None:
    """Whoever puts possible groups together has a plan, at the sum of their costs."""
    listed = columns(given_, LEVEL, FREE)
    assert listed is not None
    (found,) = listed
    cost = {
        frozenset(np.array(found.people)[row > 0].tolist()): int(price)
        for row, price in zip(found.taken, found.cost, strict=True)
    }
    assert len(cost) == len(found.cost)
    known = list(_plans(given_))
    expected = {_split(held) for held, _ in known}
    for held, price in known:
        assert sum(cost[who] for who in held.values()) == price
    people = {p.id for p in given_.participants}
    for chosen in product(cost, repeat=len(found.labels)):
        if (
            sum(map(len, chosen)) == len(people)
            and frozenset().union(*chosen) == people
        ):
            assert frozenset(who for who in chosen if who) in expected


@settings(max_examples=40, deadline=None)
@given(_worlds(), st.integers(0, 3), st.booleans())
def test_no_group_of_a_plan_that_costs_little_is_left_out(
    given_: Programme, more: int, anchored: bool
) -> None:
    """Prices rule out no group that is in a set within the cost, nor do anchors."""
    known = list(_plans(given_))
    partitions = [Partition(row, FREE) for row in columns(given_, LEVEL, FREE) or ()]
    if not known:
        return
    best = min(price for _, price in known)
    assert sum(partition.bound for partition in partitions) <= best + 1e-6
    kept = grouped(partitions, best + more, anchored=anchored, limit=10**6)
    assert kept is not None
    left = {
        label: {frozenset(c.people): c.cost for c in rows}
        for label, rows in kept.columns.items()
    }
    for held, price in known:
        if price <= best + more:
            orders = permutations(held.values()) if anchored else [tuple(held.values())]
            assert any(
                all(who in left[label] for label, who in zip(left, order, strict=True))
                for order in orders
            )


@settings(max_examples=40, deadline=None)
@given(_worlds())
def test_a_model_of_whole_groups_is_the_same(given_: Programme) -> None:
    """Groups chosen as wholes cost what groups chosen person by person do, and keep
    the same rules.
    """
    known = list(_plans(given_))
    best = min((price for _, price in known), default=None)
    partitions = [Partition(row, FREE) for row in columns(given_, LEVEL, FREE) or ()]
    most = 50 if best is None else best
    kept = grouped(partitions, most, anchored=True, limit=10**6)
    assert kept is not None
    solved = Lexicographic(given_, FREE, seed=0).fit(
        Parts(given_).groups, None, {LEVEL: most}, least=LEVEL, effort=10.0,
        kept=Kept(labels={"groups": kept.labels()}, grouped=kept),
    )  # fmt: skip
    if best is None:
        assert solved.outcome is Outcome.INFEASIBLE
        return
    assert solved.values[LEVEL] == best
    assert solved.found is not None
    met: dict[str, set[str]] = {}
    for who, label in solved.found.group.items():
        met.setdefault(label, set()).add(who)
    assert frozenset(map(frozenset, met.values())) in {
        _split(held) for held, _ in known
    }


def test_only_groups_within_the_cost_are_left() -> None:
    """Two pairs of mates: they cost nothing together, 3 for each pair apart."""
    people = [
        person(who, attributes={"kind": kind})
        for who, kind in zip("abcd", "xxyy", strict=True)
    ]
    alone = rules.NobodyAlone(attribute="kind", level=LEVEL, weight=3, share_percent=50)
    given_ = programme(people, rules=(rules.GroupSize(smallest=2, largest=2), alone))
    (partition,) = (Partition(row, FREE) for row in columns(given_, LEVEL, FREE) or ())
    assert partition.bound == pytest.approx(0.0)
    left = grouped([partition], 0, anchored=False, limit=100)
    assert left is not None
    pairs = {column.people for rows in left.columns.values() for column in rows}
    assert pairs == {("a", "b"), ("c", "d")}
    one_each = grouped([partition], 0, anchored=True, limit=100)
    assert one_each is not None
    assert [len(rows) for rows in one_each.columns.values()] == [1, 1]
    assert sorted(one_each.labels()) == ["a", "b", "c", "d"]
    assert grouped([partition], 12, anchored=True, limit=5) is None


def test_too_many_possible_groups_are_not_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a rule of size any of 2^6 groups is possible."""
    given_ = programme([person(f"p{n}") for n in range(6)])
    (found,) = columns(given_, LEVEL, FREE) or ()
    assert len(found.cost) == 64
    monkeypatch.setattr(listing, "MOST_GROUPS", 63)
    assert columns(given_, LEVEL, FREE) is None


class _OfOneGroup(rules.GroupSize):
    """A rule that means a certain group."""

    kind = "of_one_group"

    def post(self, decisions: object, posting: object) -> None:
        """State that the first person is in the first group."""
        first = decisions.members("c-A")  # type: ignore[attr-defined]
        posting.at_least(first["p0"], 1, ("p0",))  # type: ignore[attr-defined]


def test_groups_that_are_not_alike_are_not_listed() -> None:
    """Who may be in one group only is in no list that holds for all."""
    size = _OfOneGroup(smallest=1, largest=9)
    given_ = programme([person(f"p{n}") for n in range(4)], rules=(size,))
    assert columns(given_, LEVEL, FREE) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_label_is_but_a_name(data: st.DataObject) -> None:
    """No rule of the catalogue minds which group is which, so labels may be chosen."""
    drawn = data.draw(small_programmes())
    plan = data.draw(plans(drawn))
    rule = data.draw(st.sampled_from(all_instances(drawn, Dice(0))))
    names = {}
    for cohort in drawn.cohorts:
        labels = drawn.group_ids(cohort.id)
        names.update(zip(labels, data.draw(st.permutations(labels)), strict=True))
    renamed = Plan(
        **dict(plan)
        | {
            "groups": tuple(
                g.model_copy(update={"id": names[g.id]}) for g in plan.groups
            ),
            "sessions": tuple(
                s.model_copy(update={"audience": names.get(s.audience, s.audience)})
                for s in plan.sessions
            ),
        }
    )
    drawn = drawn.replace(rules=(rule,))
    one, other = check(drawn, plan), check(drawn, renamed)
    assert one.ok == other.ok
    assert one.levels == other.levels
    assert sorted(v.amount for v in one.hard) == sorted(v.amount for v in other.hard)


def test_whoever_is_left_out_has_no_label() -> None:
    """A list of no groups leaves nobody a label."""
    assert Grouped({"c-A": ()}, 0).labels() == {}


def test_sums_may_be_large() -> None:
    """Amounts beyond two bytes are counted, though not while groups are listed."""

    class Costly(Rule):
        """A rule of which each person counts 40,000."""

        kind: ClassVar[str] = "costly_group"
        words: ClassVar[Words] = Words("dyrt", "dear")
        said: ClassVar[Words] = Words("dyrt", "dear")

        def post(self, decisions: Decisions, posting: Posting) -> None:
            """State that a group has at most two people."""
            for label in decisions.groups():
                members = decisions.members(label).values()
                posting.at_most(sum(40_000 * on for on in members), 80_000, (label,))

    given_ = programme([person(f"p{n}") for n in range(4)], rules=(Costly(),))
    (found,) = columns(given_, LEVEL, FREE) or ()
    assert sorted(found.taken.sum(axis=1).tolist()) == [0, *[1] * 4, *[2] * 6]
