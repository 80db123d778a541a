"""Network groups alone by local search: two people change groups while that helps."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import Any

from benchmarks.methods.dealing import Dealer, foes
from benchmarks.methods.tables import Tables
from leaderplan.domain.plan import NetworkGroup, Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.model.assignment import Assignment

STARTS = 20
"""Dealings from which swaps begin."""

HARD = 10_000
"""What one violation of a hard rule weighs; all priced rules of groups come to less."""

OF_GROUPS = (
    "balance", "nobody_alone", "represented", "at_most_alike", "pairs_apart",
    "pairs_together", "unit_apart", "manager_apart", "group_size",
)  # fmt: skip
"""Kinds of rules that are about the members of groups alone."""


def swapped(programme: Programme, starts: int = STARTS) -> tuple[dict[str, int], int]:
    """Improve dealt groups by swaps; the best of some starts.

    Returns
    -------
    tuple
        Cost by level, and violations of hard rules, both as the rules' own checks have
        them.
    """
    tables, best = Tables(programme), None
    for seed in range(starts):
        found = Assignment()
        Dealer(tables, found, random.Random(seed)).deal()
        cost = _Groups(programme, found.group).descend()
        if best is None or cost < best[0]:
            best = (cost, found.group)
    return judged(programme, best[1] if best else {})


def judged(programme: Programme, group: dict[str, str]) -> tuple[dict[str, int], int]:
    """Judge groups by the checks of the rules that are about groups alone."""
    labels = {g: c.id for c in programme.cohorts for g in programme.group_ids(c.id)}
    made = tuple(
        NetworkGroup(
            id=label,
            cohort=cohort,
            participants=tuple(p for p, at in group.items() if at == label),
        )
        for label, cohort in labels.items()
    )
    view = PlanView(programme, Plan(groups=made))
    rules = [rule for rule in programme.rules if rule.kind in OF_GROUPS]
    found = [violation for rule in rules for violation in rule.check(view)]
    values = {level.id: 0 for level in programme.levels}
    for violation in found:
        if violation.level is not None:
            values[violation.level] += violation.cost
    return values, sum(violation.hard for violation in found)


class _Groups:
    """Groups, and what each costs for itself."""

    def __init__(self, programme: Programme, group: dict[str, str]) -> None:
        self._programme = programme
        self._group = group
        self._rules = [rule for rule in programme.rules if rule.kind in OF_GROUPS]
        self._of = {
            name: {p: programme.attribute_of(p, name) for p in group}
            for name in {r.attribute for r in self._rules if hasattr(r, "attribute")}
        }
        self._foes = foes(programme)
        self._pairs = {
            relation: {
                frozenset((q.first, q.second))
                for q in programme.pairs
                if q.relation == relation
            }
            for relation in ("apart", "acquainted", "linked")
        }
        cohort = {p.id: p.cohort for p in programme.participants}
        self._total = {
            name: Counter((cohort[p], value) for p, value in of.items())
            for name, of in self._of.items()
        }
        self._cohort = cohort
        self._known: dict[frozenset[str], int] = {}

    def descend(self) -> int:
        """Swap two people while that costs less; return the cost."""
        members: dict[str, set[str]] = {}
        for who, label in self._group.items():
            members.setdefault(label, set()).add(who)
        better = True
        while better:
            better = False
            for one, other in combinations(sorted(self._group), 2):
                better |= self._swap(members, one, other)
        return sum(self._cost(frozenset(people)) for people in members.values())

    def _swap(self, members: dict[str, set[str]], one: str, other: str) -> bool:
        here, there = self._group[one], self._group[other]
        if here == there or self._cohort[one] != self._cohort[other]:
            return False
        before = [frozenset(members[here]), frozenset(members[there])]
        after = [before[0] - {one} | {other}, before[1] - {other} | {one}]
        if sum(map(self._cost, after)) >= sum(map(self._cost, before)):
            return False
        members[here], members[there] = set(after[0]), set(after[1])
        self._group[one], self._group[other] = there, here
        return True

    def _cost(self, people: frozenset[str]) -> int:
        if people not in self._known:
            cost = HARD * sum(
                frozenset(pair) in self._foes for pair in combinations(people, 2)
            )
            for rule in self._rules:
                weight = HARD if rule.hard else rule.weight
                cost += weight * self._amount(rule, people)
            self._known[people] = cost
        return self._known[people]

    def _amount(self, rule: Any, people: frozenset[str]) -> int:
        """Excess of a rule in one group; pairs that are apart count once."""
        if rule.kind == "pairs_apart":
            pairs = self._pairs[rule.relation]
            return sum(pair <= people for pair in pairs)
        if rule.kind == "pairs_together":
            return sum(len(pair & people) == 1 for pair in self._pairs["linked"])
        if rule.kind not in ("balance", "nobody_alone", "represented", "at_most_alike"):
            return 0
        cohort = self._cohort[min(people)]
        held = Counter(self._of[rule.attribute][p] for p in people)
        total = self._total[rule.attribute]
        rows = {v: n for (c, v), n in total.items() if c == cohort and v is not None}
        return sum(
            self._of_value(
                rule, cohort, held[value], (value, number), sum(rows.values())
            )
            for value, number in rows.items()
        )

    def _of_value(
        self, rule: Any, cohort: str, count: int, of_all: tuple[str, int], given: int
    ) -> int:
        value, number = of_all
        groups = len(self._programme.group_ids(cohort))
        if rule.kind == "balance":
            return max(0, number // groups - count, count + (-number // groups))
        if rule.kind == "at_most_alike":
            return max(0, count - int(rule.most))
        if rule.kind == "represented":
            return int(number >= groups and not count)
        small = Fraction(number, given) <= Fraction(rule.share_percent, 100)
        counts = value == rule.value or (small and not rule.value)
        return int(count == 1 and number > 1 and counts)
