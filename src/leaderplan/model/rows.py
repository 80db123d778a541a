"""A row of the certificate for each set of cohorts that were bounded together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from leaderplan.domain.rule import Level
from leaderplan.errors import InternalError
from leaderplan.model.portions import Portion
from leaderplan.model.proof import Joint, Proof
from leaderplan.model.searched import Searched
from leaderplan.model.slices import Bounded, Values
from leaderplan.result import CohortLevel, CohortProof


def with_rows(
    levels: Sequence[Level],
    found: Searched,
    portions: Sequence[Portion],
    bounded: Sequence[Bounded | None],
    joint: Sequence[Joint],
    values_in: Values,
) -> Searched:
    """Return a plan of all with what it costs each portion, and what is proven of that.

    Parameters
    ----------
    levels, portions
        Those of the programme.
    found
        The plan, and what it costs all of them.
    bounded
        What bounding gave of each portion.
    joint
        What all of them cost together.
    values_in
        What a plan of some portion's programme costs, from the independent check.

    Raises
    ------
    InternalError
        When the check refuses what a valid plan decides for a portion, or when a bound
        is above the cost: then the portion is no relaxation, a defect.
    """
    if found.plan is None:
        return found
    costs = [values_in(p.programme, p.part_of(found.plan)) for p in portions]
    told = [Proof(levels) if row is None else row.proof for row in bounded]
    bounds = apart(levels, told, joint, found.values, costs)
    rows = tuple(
        CohortProof(
            cohorts=portion.cohorts,
            levels=tuple(_level(key.id, cost[key.id], row[key.id]) for key in levels),
        )
        for portion, cost, row in zip(portions, costs, bounds, strict=True)
    )
    return replace(found, cohorts=rows)


def apart(
    levels: Sequence[Level],
    told: Sequence[Proof],
    joint: Sequence[Joint],
    values: Mapping[str, int],
    costs: Sequence[Mapping[str, int]],
) -> list[dict[str, int | None]]:
    """Return bounds of what each portion costs, ``None`` where it has none of its own.

    They hold for plans of all that on no earlier level cost any portion, or all of
    them, more than so much. Proofs speak of prices where hosts or coaches cost: there
    a portion pays at most what all may pay and the others do not have to.

    Parameters
    ----------
    levels
        The levels.
    told
        Proofs of the portions.
    joint
        What they cost together.
    values
        Cost of all of them, by level.
    costs
        Cost of each of them, by level.
    """
    ceilings = [dict(row) for row in costs]
    bounds: list[dict[str, int | None]] = [{} for _ in told]
    for level in levels:
        key = level.id
        rows = [t.within(key, most) for t, most in zip(told, ceilings, strict=True)]
        beside = [row.base for row in joint if row.level == key]
        known = sum(beside) + sum(rows)
        for most, bound, row in zip(ceilings, bounds, rows, strict=True):
            bound[key] = None if beside else row
            if beside:
                most[key] = row + values[key] - known
    return bounds


def _level(key: str, value: int, bound: int | None) -> CohortLevel:
    if bound is not None and bound > value:
        raise InternalError(
            f"the bound {bound} of {key} is above the {value} that a valid plan costs "
            "some cohorts"
        )
    return CohortLevel(level=key, value=value, bound=bound)
