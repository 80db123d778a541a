"""What a search of a portion is given, and what a search ends with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment
from leaderplan.model.parts import Part
from leaderplan.model.proof import Proof
from leaderplan.model.run import Budget
from leaderplan.model.rungs import Solved
from leaderplan.progress import LevelProgress, Progress
from leaderplan.result import CohortProof


@dataclass(frozen=True, slots=True)
class Within:
    """What others leave one portion of many.

    Parameters
    ----------
    planned
        The portion's programme with further hard rules that a plan must keep, but no
        bound; where there are several, each leaves more than the one before.
    held
        Sessions that stand in such a plan.
    known
        Parts that were solved before, by id.
    groups
        Those that a plan is first looked for with, where it is not the best.
    paid, priced
        By level, what the hosts found for all cost in the planned programme, and what
        in the one that bounds rest on.
    """

    planned: tuple[Programme, ...] = ()
    held: Assignment = field(default_factory=Assignment)
    known: Mapping[str, Solved] = field(default_factory=dict)
    groups: Assignment | None = None
    paid: Mapping[str, int] = field(default_factory=dict)
    priced: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Searched:
    """What a search ended with.

    ``bounds`` and ``how`` are by level; ``effort`` is in deterministic seconds;
    ``impossible`` is the part that was proven to have no solution; ``cohorts`` tells
    the same of each set of cohorts that were bounded together.
    """

    plan: Plan | None = None
    values: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    effort: float = 0.0
    impossible: Part | None = None
    cohorts: tuple[CohortProof, ...] = ()

    def settled(self, proof: Proof, effort: float) -> Searched:
        """Return the same with the bounds that a proof has for the values of a plan.

        It is another object, so that whoever reads the one at hand, at any moment,
        sees a plan with its own bounds.
        """
        found = {} if self.plan is None else proof.bounds(self.values)
        return replace(
            self,
            bounds={level: bound for level, (bound, _) in found.items()},
            how={level: how for level, (_, how) in found.items()},
            effort=effort,
        )

    def progress(self, budget: Budget, part: str, levels: Iterable[str]) -> Progress:
        """Tell how far the search is, and what it is about."""
        return Progress(
            seconds=budget.elapsed,
            limit=budget.seconds or 0.0,
            part=part,
            levels=tuple(
                LevelProgress(k, self.values.get(k), self.bounds.get(k)) for k in levels
            ),
        )
