"""What a search after changes found, and what it proved."""

from __future__ import annotations

from dataclasses import dataclass

from leaderplan.domain.plan import Plan
from leaderplan.domain.rule import Violation
from leaderplan.model.parts import Part
from leaderplan.result import Report


@dataclass(frozen=True)
class Replanned:
    """What was found: a plan, what it disturbs, and what any plan does at least.

    ``report`` is the check of the plan; ``proven`` says that none disturbs less,
    ``impossible`` is a part that cannot be. What is ``settled`` is of sessions that
    stand with whom they were, who are no longer coach, facilitator or host of these
    people.
    """

    plan: Plan | None = None
    report: Report | None = None
    value: int = 0
    bound: int = 0
    impossible: Part | None = None
    settled: tuple[Violation, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether no plan disturbs less."""
        return self.plan is not None and self.bound == self.value

    @property
    def decided(self) -> bool:
        """Whether there is no better plan, or none at all."""
        return self.proven or self.impossible is not None
