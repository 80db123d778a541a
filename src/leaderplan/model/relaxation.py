"""The linear relaxation of a model: a bound, and what each choice adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, inf
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2
from ortools.math_opt.python.model import Model
from ortools.math_opt.python.parameters import SolverType
from ortools.math_opt.python.result import TerminationReason
from ortools.sat.python import cp_model

from leaderplan.model.build import Built
from leaderplan.model.literals import settled

TOLERANCE = 1e-6
NODES = 2_000
"""Nodes of a search for whole numbers; what is asked of it is nearly a flow."""

WIDE = 2**60
"""Bounds of a row beyond this are none."""

Terms = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What a linear relaxation says of one level.

    Parameters
    ----------
    bound
        A bound of the level's cost, rounded up.
    value
        The relaxation's value before rounding.
    at
        Value of each variable in the relaxation's best solution.
    reduced
        For each variable what the cost rises at least by, for each unit that the
        variable leaves the bound it rests on.
    """

    bound: int
    value: float
    at: npt.NDArray[np.float64]
    reduced: npt.NDArray[np.float64]

    def allows(self, literal: Any, most: int) -> bool:
        """Whether a variable can be 1 in a solution that costs at most ``most``."""
        if settled(literal):
            return bool(literal)
        return bool(self.value + self.reduced[literal.index] <= most + TOLERANCE)


def relax(built: Built, level: str) -> Relaxed | None:
    """Solve the linear relaxation of a model for the cost of one level.

    Only constraints that are linear as they stand count; intervals and whatever
    hangs on a literal are left out, so the bound is valid.

    Returns
    -------
    Relaxed or None
        ``None`` where the cost is settled or the relaxation has no optimum.
    """
    stated = _stated(built, level)
    if stated is None:
        return None
    solved, offset = stated
    result = built.budget.run_linear(solved, SolverType.GLOP)
    if result.termination.reason is not TerminationReason.OPTIMAL:
        return None
    value = result.objective_value() + offset
    reduced, at = result.reduced_costs(), result.variable_values()
    return Relaxed(
        bound=ceil(value - TOLERANCE),
        value=value,
        at=np.array([at[v] for v in solved.variables()]),
        reduced=np.array(
            # What is 1 in any case adds nothing by being so.
            [0.0 if v.lower_bound > 0 else reduced[v] for v in solved.variables()]
        ),
    )


def integral(
    built: Built, level: str, relaxed: Relaxed
) -> tuple[npt.NDArray[np.int64], int] | None:
    """Find whole numbers of least cost for the plain linear part of a model.

    A relaxation with whole numbers is one already; else a search is made from it,
    which is quick where the rows are nearly those of a flow.

    Returns
    -------
    tuple or None
        A value for each variable and a bound of the cost; ``None`` where no values
        are found soon.
    """
    whole = np.rint(relaxed.at)
    if np.abs(relaxed.at - whole).max() <= TOLERANCE:
        return whole.astype(np.int64), relaxed.bound
    stated = _stated(built, level)
    if stated is None:
        return None
    model, offset = stated
    for variable in model.variables():
        variable.integer = True
    result = built.budget.run_linear(model, SolverType.HIGHS, NODES)
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    found = np.array([round(values[variable]) for variable in model.variables()])
    bound = result.termination.objective_bounds.dual_bound + offset
    return found, max(relaxed.bound, ceil(bound - TOLERANCE))


def _stated(built: Built, level: str) -> tuple[Model, float] | None:
    """State the linear part of a model, and the constant of what it minimises."""
    cost = built.cost(level)
    if isinstance(cost, int):
        return None
    flat = cp_model.FlatIntExpr(cost)
    model = model_pb2.ModelProto()
    _variables(model, built.model.proto)
    _rows(model, built.model.proto)
    weights: dict[int, float] = {}
    for variable, weight in zip(flat.vars, flat.coeffs, strict=True):
        weights[variable.index] = weights.get(variable.index, 0.0) + float(weight)
    objective = model.objective.linear_coefficients
    objective.ids.extend(sorted(weights))
    objective.values.extend(weights[i] for i in sorted(weights))
    return Model.from_model_proto(model), float(flat.offset)


def _variables(model: model_pb2.ModelProto, proto: Any) -> None:
    domains = [variable.domain for variable in proto.variables]
    model.variables.ids.extend(range(len(domains)))
    model.variables.lower_bounds.extend(float(d[0]) for d in domains)
    model.variables.upper_bounds.extend(float(d[len(d) - 1]) for d in domains)
    model.variables.integers.extend(False for _ in domains)


def _rows(model: model_pb2.ModelProto, proto: Any) -> None:
    matrix, rows = model.linear_constraint_matrix, model.linear_constraints
    for number, (terms, low, high) in enumerate(_linear(proto)):
        rows.ids.append(number)
        rows.lower_bounds.append(low)
        rows.upper_bounds.append(high)
        for column, value in sorted(terms):
            matrix.row_ids.append(number)
            matrix.column_ids.append(column)
            matrix.coefficients.append(value)


def _linear(proto: Any) -> Iterator[tuple[Terms, float, float]]:
    """Yield the rows that a model's plain constraints make."""
    for constraint in proto.constraints:
        if len(constraint.enforcement_literal):
            continue
        if constraint.has_linear():
            yield _row(constraint.linear)
        elif constraint.has_exactly_one():
            yield _count(constraint.exactly_one.literals, 1.0, 1.0)
        elif constraint.has_at_most_one():
            yield _count(constraint.at_most_one.literals, -inf, 1.0)
        elif constraint.has_bool_or():
            yield _count(constraint.bool_or.literals, 1.0, inf)


def _row(linear: Any) -> tuple[Terms, float, float]:
    terms: dict[int, float] = {}
    for column, value in zip(linear.vars, linear.coeffs, strict=True):
        terms[column] = terms.get(column, 0.0) + float(value)
    domain = linear.domain
    low, high = domain[0], domain[len(domain) - 1]
    return (
        [(column, value) for column, value in terms.items() if value],
        -inf if low < -WIDE else float(low),
        inf if high > WIDE else float(high),
    )


def _count(
    literals: Iterable[int], low: float, high: float
) -> tuple[Terms, float, float]:
    """The row of a number of literals; a negated one counts as one less itself."""
    terms: dict[int, float] = {}
    negated = 0
    for literal in literals:
        column, sign = (literal, 1.0) if literal >= 0 else (-literal - 1, -1.0)
        negated += sign < 0
        terms[column] = terms.get(column, 0.0) + sign
    return [(c, v) for c, v in terms.items() if v], low - negated, high - negated
