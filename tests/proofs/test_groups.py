"""Bounds of network groups against every way to divide people.

What a way costs is counted from the facts: no rule is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan import rules
from leaderplan.domain.people import Cohort, Pair
from leaderplan.domain.programme import Programme
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.columns import columns
from leaderplan.model.partition import Partition, grouped
from leaderplan.model.parts import Parts
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.scope import Kept
from tests.rules.small_world import AREA_OF, person, programme
from tests.strategies import Dice

FREE = Budget(None)
"""No limit."""
SEEDS = st.integers(0, 2**32 - 1)
LEVEL = "groups"
ALONE_PERCENT = 60

Groups = frozenset[frozenset[str]]
"""People set apart, whichever group is which."""


class Dividing(NamedTuple):
    """People to divide, as facts and in plain data."""

    programme: Programme
    count: int
    sizes: tuple[int, int]
    unit: dict[str, str]
    kind: dict[str, str]
    friends: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]
    weights: tuple[int, int, int, int]

    def every(self) -> dict[Groups, int]:
        """Return each way to divide people that may be, with its cost."""
        return {
            groups: sum(map(self._cost, groups))
            for groups in _divided(tuple(self.unit), self.count)
            if all(self._may_be(group) for group in groups)
        }

    def _may_be(self, group: frozenset[str]) -> bool:
        low, high = self.sizes
        return low <= len(group) <= high and not any(
            group.issuperset(pair) for pair in self.apart
        )

    def _cost(self, group: frozenset[str]) -> int:
        mates, uneven, alone, known = self.weights
        units = Counter(self.unit[who] for who in group)
        areas = Counter(AREA_OF[self.unit[who]] for who in group)
        of_area = Counter(AREA_OF[unit] for unit in self.unit.values())
        kinds, of_kind = (
            Counter(self.kind[w] for w in group),
            Counter(self.kind.values()),
        )
        cost = mates * sum(n - 1 for n in units.values())
        for area, total in of_area.items():
            fewest, most = total // self.count, -(-total // self.count)
            cost += uneven * max(0, fewest - areas[area], areas[area] - most)
        for kind, total in of_kind.items():
            minority = total >= 2 and 100 * total <= ALONE_PERCENT * len(self.kind)
            cost += alone * (minority and kinds[kind] == 1)
        return cost + known * sum(group.issuperset(pair) for pair in self.friends)


def _divided(people: tuple[str, ...], count: int) -> Iterator[Groups]:
    """Yield every way to divide people into so many groups, none of them empty."""
    if not people:
        if count == 0:
            yield frozenset()
        return
    if count > len(people) or count == 0:
        return
    first, rest = people[0], people[1:]
    for more in range(len(rest) + 1):
        for mates in combinations(rest, more):
            left = tuple(who for who in rest if who not in mates)
            for others in _divided(left, count - 1):
                yield others | {frozenset({first, *mates})}


def _dividing(seed: int) -> Dividing:
    """Draw five to eight people, two or three groups, pairs, sizes and prices."""
    dice = Dice(seed)
    names = [f"p{n}" for n in range(dice.between(5, 8))]
    unit = {who: dice.pick(tuple(AREA_OF)) for who in names}
    kind = {who: dice.pick(("x", "y", "y", "z")) for who in names}
    count = dice.between(2, 3)
    sizes = (dice.between(1, 2), dice.between(-(-len(names) // count), 5))
    pairs = dice.sample(list(combinations(names, 2)), 4)
    friends, apart = tuple(pairs[:2]), tuple(pairs[2:])
    mates, uneven, alone, known = tuple(dice.between(1, 3) for _ in range(4))
    made = programme(
        [person(who, unit[who], attributes={"kind": kind[who]}) for who in names],
        cohorts=(Cohort(id="c", name="c", network_groups=count),),
        pairs=tuple(
            Pair(first=one, second=other, relation=relation)
            for relation, rows in (("acquainted", friends), ("apart", apart))
            for one, other in rows
        ),
        rules=(
            rules.GroupSize(smallest=sizes[0], largest=sizes[1], most_difference=None),
            rules.PairsApart(id="apart"),
            rules.PairsApart(relation="acquainted", level=LEVEL, weight=known),
            rules.UnitApart(level=LEVEL, weight=mates),
            rules.Balance(attribute="area", level=LEVEL, weight=uneven),
            rules.NobodyAlone(attribute="kind", share_percent=ALONE_PERCENT,
                              level=LEVEL, weight=alone),
        ),
    )  # fmt: skip
    return Dividing(
        made, count, sizes, unit, kind, friends, apart, (mates, uneven, alone, known)
    )


@settings(max_examples=40)
@given(SEEDS)
def test_groups_cost_what_the_best_division_costs(seed: int) -> None:
    """Alone, groups are bounded by exactly the least cost of all ways to divide."""
    made = _dividing(seed)
    best = min(made.every().values(), default=None)
    solver = Lexicographic(made.programme, Budget(None), 0)
    solved = solver.solve(Parts(made.programme).groups)
    if best is None:
        assert solved.outcome is Outcome.INFEASIBLE
        return
    assert solved.bounds[LEVEL] == solved.values[LEVEL] == best


@settings(max_examples=40)
@given(SEEDS, st.integers(0, 3))
def test_no_division_is_cut_off(seed: int, more: int) -> None:
    """The price of everybody is at most the best, and each near best group is left."""
    made = _dividing(seed)
    every = made.every()
    (listed,) = columns(made.programme, LEVEL, FREE) or ()
    partition = Partition(listed, FREE)
    if not every:
        return
    best = min(every.values())
    assert partition.bound <= best + 1e-6
    names = np.array(listed.people)
    left = {
        frozenset(names[listed.taken[row] > 0].tolist())
        for row in partition.within(best + more - partition.bound)
    }
    for groups, cost in every.items():
        if cost <= best + more:
            assert groups <= left


@settings(max_examples=25)
@given(SEEDS)
def test_whole_groups_bound_as_the_best_division_does(seed: int) -> None:
    """Chosen among the possible groups, the least cost is that of all divisions."""
    made = _dividing(seed)
    best = min(made.every().values(), default=None)
    if best is None:
        return
    partitions = [
        Partition(row, FREE) for row in columns(made.programme, LEVEL, FREE) or ()
    ]
    kept = grouped(partitions, best, anchored=True, limit=10**6)
    assert kept is not None
    part = Parts(made.programme).groups
    for most, outcome in ((best, True), (best - 1, False)):
        solved = Lexicographic(made.programme, Budget(None), 0).fit(
            part, None, {LEVEL: most}, least=LEVEL, effort=10.0,
            kept=Kept(labels={"groups": kept.labels()}, grouped=kept),
        )  # fmt: skip
        assert (solved.outcome is not Outcome.INFEASIBLE) is outcome
        if outcome:
            assert solved.bounds[LEVEL] == best
