"""What a search ends with."""

from __future__ import annotations

from dataclasses import dataclass, field

from leaderplan.domain.plan import Plan
from leaderplan.model.parts import Part


@dataclass(slots=True)
class Searched:
    """What a search ended with.

    ``bounds`` and ``how`` are by level; ``effort`` is in deterministic seconds;
    ``impossible`` is the part that was proven to have no solution.
    """

    plan: Plan | None = None
    values: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    effort: float = 0.0
    impossible: Part | None = None
