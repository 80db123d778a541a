"""Possible network groups of a cohort, each with what it costs by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.amounts import Asked, Table, Whole, asked_of_groups
from leaderplan.model.run import Budget

MOST_GROUPS = 250_000
"""Possible groups, begun or complete, beyond which they are not listed."""

Taken = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Columns:
    """The possible groups of a cohort: columns of a set partition.

    Parameters
    ----------
    labels
        The cohort's groups; a possible group may be any of them.
    people
        Participant ids, in the order of the columns of ``taken``.
    taken
        A row for each possible group: 1 for its people, else 0.
    cost
        What each costs at least on one level.
    """

    labels: tuple[str, ...]
    people: tuple[str, ...]
    taken: Taken
    cost: Whole


def columns(programme: Programme, level: str, budget: Budget) -> list[Columns] | None:
    """List for each cohort the groups that may be part of a plan.

    A group may be where no hard rule that is about one group refuses it. What it
    costs is what the rules that are about one group charge on a level.

    Returns
    -------
    list of Columns or None
        ``None`` where there are too many, or where not all groups are alike.
    """
    asked, rules = asked_of_groups(programme), {r.id: r for r in programme.rules}
    found = []
    for cohort in programme.cohorts:
        people = [p.id for p in programme.needs_groups if p.cohort == cohort.id]
        labels = programme.group_ids(cohort.id)
        if not people or not labels:
            continue
        rows = asked[labels[0]]
        if any(Counter(asked[label]) != Counter(rows) for label in labels):
            return None
        listed = _listed(people, rows, rules, budget)
        if listed is None:
            return None
        order, taken = listed
        table = {who: taken[:, i] for i, who in enumerate(order)}
        kept = _kept(table, [row for row in rows if rules[row.rule].hard])
        table = {who: row[kept] for who, row in table.items()}
        priced = [row for row in rows if rules[row.rule].level == level]
        cost = _cost(table, priced, rules)
        found.append(Columns(labels, tuple(order), taken[kept], cost))
    return found


def _listed(
    people: Sequence[str],
    rows: Iterable[Asked],
    rules: dict[str, Rule],
    budget: Budget,
) -> tuple[list[str], Taken] | None:
    """List groups person by person, without those no hard sum leaves room for."""
    stated = [r.over for r in rows if r.linear and rules[r.rule].hard]
    weights = [dict(over.terms) for over in stated]
    order = _ordered(people, weights)
    matrix = np.array([[w.get(who, 0) for w in weights] for who in order], np.int16)
    matrix = matrix.reshape(len(order), len(weights))
    # The least that the people still to come can bring each sum to.
    ahead = np.minimum(matrix, 0)[::-1].cumsum(axis=0)[::-1]
    ahead = np.vstack([ahead[1:], np.zeros((1, len(weights)), ahead.dtype)])
    sums = np.array([[over.constant for over in stated]], np.int16)
    taken = np.zeros((1, len(order)), np.int8)
    for place, weight in enumerate(matrix):
        budget.go_on()
        joined, sums_joined = taken.copy(), sums + weight
        joined[:, place] = 1
        taken, sums = np.vstack([taken, joined]), np.vstack([sums, sums_joined])
        possible = (sums + ahead[place] <= 0).all(axis=1)
        taken, sums = taken[possible], sums[possible]
        if len(taken) > MOST_GROUPS:
            return None
    return order, taken


def _ordered(people: Sequence[str], weights: list[dict[Any, int]]) -> list[str]:
    """Put people together of whom sums ask for some, so that few groups are begun."""
    wanted = [w for w in weights if any(n < 0 for n in w.values())]
    wanted.sort(key=len, reverse=True)
    return sorted(people, key=lambda who: tuple(w.get(who, 0) for w in wanted))


def _kept(table: Table, rows: Iterable[Asked]) -> npt.NDArray[np.bool_]:
    kept = np.ones(len(next(iter(table.values()))), np.bool_)
    for row in rows:
        if not row.linear:
            kept &= _excess(table, row) == 0
    return kept


def _cost(table: Table, rows: Iterable[Asked], rules: dict[str, Rule]) -> Whole:
    cost = np.zeros(len(next(iter(table.values()))), np.int64)
    for row in rows:
        cost += rules[row.rule].weight * _excess(table, row)
    return cost


def _excess(table: Table, row: Asked) -> Whole:
    """By how much each group breaks what a rule asks."""
    over = np.maximum(row.over.value(table), 0)
    for given in row.given:
        over = np.where(given.value(table) > 0, over, 0)
    return np.asarray(over, np.int64)
