"""Which possible groups can be among those that hold everybody once and cost little."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2
from ortools.math_opt.python.model import Model
from ortools.math_opt.python.parameters import SolverType

from leaderplan.model.columns import Columns
from leaderplan.model.run import Budget
from leaderplan.model.scope import Column, Grouped

TOLERANCE = 1e-6

FIRST, MORE = 2_000, 1_000
"""Possible groups that the relaxation starts from, and that join it at a time."""

DEAR = 10
"""What it costs there to leave somebody out, in the greatest cost of a group."""

SHARE = 0.05
"""What part of a group is held already where prices are to fit many groups tightly."""

MOST_STEPS = 2_000
"""Steps of the search for people who are all apart; fewer than most do as well."""

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


class Partition:
    """A cohort's people, each in one of its groups: a set partition.

    Its linear relaxation prices people such that no possible group is cheaper than
    its people. Groups that hold everybody once then cost what everybody is priced at,
    and whatever each of them is dearer than its people. Such prices bound the cost
    and rule groups out, whoever found them.

    Parameters
    ----------
    columns
        The possible groups.
    budget
        What may be spent.
    """

    def __init__(self, columns: Columns, budget: Budget) -> None:
        self.columns = columns
        self._budget = budget
        self._taken = columns.taken.astype(np.float64)
        self._cost = columns.cost.astype(np.float64)
        self._demand = np.append(np.ones(len(columns.people)), len(columns.labels))
        self.bound, self._over = np.inf, self._cost
        if len(self._cost):
            self.bound, self._over = self._relaxed()

    def within(self, slack: float) -> Rows:
        """Number the groups of sets that cost at most ``slack`` above the bound."""
        left = np.nonzero(self._over <= slack + TOLERANCE)[0]
        if len(left):
            # Prices that are as good, but fit as many groups as possible loosely.
            held = np.append(self._taken[left].mean(axis=0), 1.0) * SHARE
            bound, over = self._priced(left, self._prices(left, self._demand - held))
            left = left[over <= self.bound + slack - bound + TOLERANCE]
        return left

    def _relaxed(self) -> tuple[float, Floats]:
        """Solve the relaxation: groups that are cheaper than its prices join it."""
        everything = np.arange(len(self._cost))
        rows = np.argsort(self._cost, kind="stable")[:FIRST]
        while True:
            bound, over = self._priced(everything, self._prices(rows, self._demand))
            cheap = np.nonzero(over < -TOLERANCE)[0]
            order = np.argsort(over[cheap], kind="stable")
            fresh = np.setdiff1d(cheap[order][:MORE], rows)
            if not len(fresh):
                return bound, over
            rows = np.append(rows, fresh)

    def _priced(self, rows: Rows, prices: Floats) -> tuple[float, Floats]:
        """Bound by prices, and how much dearer than them some groups are."""
        over = self._cost[rows] - self._taken[rows] @ prices[:-1] - prices[-1]
        least = min(0.0, float(over.min(initial=0.0)))
        return float(prices @ self._demand) + least * self._demand[-1], over

    def _prices(self, rows: Rows, demand: Floats) -> Floats:
        """Solve the relaxation of some groups: a price each person, and one a group."""
        taken = np.vstack([self._taken[rows].T, np.ones(len(rows))])
        people, size = len(demand) - 1, len(rows)
        model = model_pb2.ModelProto()
        count = size + 2 * people
        model.variables.ids.extend(range(count))
        model.variables.lower_bounds.extend([0.0] * count)
        model.variables.upper_bounds.extend([np.inf] * count)
        model.variables.integers.extend([False] * count)
        dear = DEAR * (1.0 + float(self._cost[rows].max(initial=0.0)))
        cost = np.append(self._cost[rows], np.full(2 * people, dear))
        model.objective.linear_coefficients.ids.extend(np.nonzero(cost)[0].tolist())
        model.objective.linear_coefficients.values.extend(cost[cost != 0].tolist())
        model.linear_constraints.ids.extend(range(people + 1))
        model.linear_constraints.lower_bounds.extend(demand.tolist())
        model.linear_constraints.upper_bounds.extend(demand.tolist())
        # Whoever is left out, or held once too often.
        loose = np.hstack([np.eye(people), -np.eye(people)])
        loose = np.vstack([loose, np.zeros((1, 2 * people))])
        full = np.hstack([taken, loose])
        row_ids, column_ids = np.nonzero(full)
        matrix = model.linear_constraint_matrix
        matrix.row_ids.extend(row_ids.tolist())
        matrix.column_ids.extend(column_ids.tolist())
        matrix.coefficients.extend(full[row_ids, column_ids].tolist())
        solved = Model.from_model_proto(model)
        result = self._budget.run_linear(solved, SolverType.GLOP)
        if not result.has_dual_feasible_solution():
            return np.zeros(people + 1)  # prices as true as any, only worth little
        prices = result.dual_values()
        return np.array([prices[row] for row in solved.linear_constraints()])


def grouped(
    partitions: Sequence[Partition], most: int, *, anchored: bool, limit: int
) -> Grouped | None:
    """List the possible groups of each label where all cost at most so much.

    Parameters
    ----------
    anchored
        Whether labels are mere names: then people of whom no two can be together
        are given one each, which leaves few labels to the others.
    limit
        How many there may be in all; ``None`` is returned where there are more.
    """
    slack = most - sum(partition.bound for partition in partitions)
    found: dict[str, list[Column]] = {}
    for partition in partitions:
        rows = partition.within(slack)
        found.update(_labelled(partition.columns, rows, anchored=anchored))
        if sum(map(len, found.values())) > limit:
            return None
    return Grouped(found, most)


def _labelled(
    columns: Columns, rows: Rows, *, anchored: bool
) -> dict[str, list[Column]]:
    """Give each label the groups that it may stand for."""
    taken, names = columns.taken[rows] > 0, np.array(columns.people)
    listed = [
        Column(tuple(names[on].tolist()), int(cost))
        for on, cost in zip(taken, columns.cost[rows], strict=True)
    ]
    anchors = _apart(taken, len(columns.labels)) if anchored else []
    found, free = {}, ~taken[:, anchors].any(axis=1)
    for place, label in enumerate(columns.labels):
        here = taken[:, anchors[place]] if place < len(anchors) else free
        found[label] = [listed[i] for i in np.nonzero(here)[0]]
    return found


def _apart(taken: npt.NDArray[np.bool_], wanted: int) -> list[int]:
    """Find up to so many people of whom no possible group holds two: a clique."""
    count = taken.astype(np.int64)
    apart = [set(np.nonzero(~row)[0].tolist()) for row in (count.T @ count) > 0]
    best: list[int] = []
    waiting: list[tuple[list[int], set[int]]] = [([], set(range(len(apart))))]
    for _ in range(MOST_STEPS):
        if not waiting or len(best) == wanted:
            break
        chosen, left = waiting.pop()
        if len(chosen) > len(best):
            best = chosen
        for who in sorted(left, key=lambda who: (len(apart[who] & left), -who)):
            waiting.append(([*chosen, who], left & apart[who]))
    return best
