"""A search stage by stage, as for a large programme, of one that is small."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import from_plan
from leaderplan.model.build import reference
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.search import Search
from leaderplan.model.searched import Searched

SearchT = TypeVar("SearchT", bound=Search)

REFERENCE_EFFORT = 8.0
"""Deterministic seconds for one level of the reference model."""


def searching(given: Programme, kind: type[SearchT]) -> SearchT:
    """Return a search that judges its plans by the check, and ends soon."""
    return kind(
        given,
        Budget(None, 40.0),
        seed=0,
        value_of=partial(judged, given),
        tell=lambda _progress: None,
        small=0,
    )


def searched(given: Programme) -> Searched:
    """Return what such a search ends with."""
    return searching(given, Search).run()


def judged(given: Programme, plan: Plan) -> dict[str, int]:
    """Return the levels' values of a plan that the independent check accepts."""
    report = check(given, plan)
    faults = [*report.malformed, *(v.message for v in report.hard)]
    assert report.ok, [fault.en for fault in faults]
    return dict(report.levels)


@dataclass(frozen=True)
class Known:
    """What the reference model says, level by level until one is left open.

    ``proven`` are the optimal values in order; ``reached`` is the value found at
    the first level that could not be proven, ``None`` where all are.
    """

    proven: list[int]
    reached: int | None = None


def by_reference(programme: Programme, plan: Plan | None = None) -> Known | None:
    """Solve the reference model level by level, each held while the next improves.

    ``None`` where there is no plan, which may not be with a ``plan`` known.
    """
    built = reference(programme)
    if plan is not None:
        built.hint(from_plan(programme, plan))
    proven: list[int] = []
    for level in programme.levels:
        cost = built.cost(level.id)
        built.model.minimize(cost)
        run = Budget(None).run(built.model, seed=0, effort=REFERENCE_EFFORT)
        if run.outcome is Outcome.INFEASIBLE:
            assert (plan, proven) == (None, []), f"no plan at {level.id}"
            return None
        if run.outcome is not Outcome.OPTIMAL:
            return Known(proven, run.value if run.found else None)
        proven.append(run.value)
        built.model.add(cost <= run.value)
        built.hint(built.extract(run.solver))
    return Known(proven)
