"""Literals and linear amounts that may be settled constants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ortools.sat.python import cp_model

Lit = Any
"""A Boolean variable, its negation, or a plain ``bool`` where settled."""


def settled(literal: Lit) -> bool:
    """Whether a literal is a constant."""
    return isinstance(literal, bool)


def negated(literal: Lit) -> Lit:
    """Return the opposite of a literal."""
    return (not literal) if settled(literal) else literal.negated()


def together(literals: Iterable[Lit]) -> list[Lit] | None:
    """Open literals of a conjunction, ``None`` where one is settled false."""
    kept = []
    for literal in literals:
        if literal is False:
            return None
        if literal is not True:
            kept.append(literal)
    return kept


def total(literals: Iterable[Lit]) -> Any:
    """Return how many literals hold, as a linear expression or an int."""
    return sum((int(lit) if settled(lit) else lit for lit in literals), start=0)


def bounds(expression: Any) -> tuple[int, int]:
    """Least and greatest value that a linear expression can take by its domains."""
    if isinstance(expression, int):
        return expression, expression
    flat = cp_model.FlatIntExpr(expression)
    low = high = int(flat.offset)
    for variable, coefficient in zip(flat.vars, flat.coeffs, strict=True):
        # Not domain[-1]: the solver's own sequence reads that as its first item.
        domain = variable.proto.domain
        ends = (
            int(coefficient) * domain[0],
            int(coefficient) * domain[len(domain) - 1],
        )
        low += min(ends)
        high += max(ends)
    return low, high
