"""Bounds held to plans that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leaderplan.domain.programme import Programme
from leaderplan.model.proof import Candidate
from tests.proofs.every_plan import Values


def values_of(programme: Programme, by_level: Mapping[str, int]) -> Values:
    """Return amounts by level in their order."""
    return tuple(by_level[level.id] for level in programme.levels)


def refuted(
    programme: Programme, candidates: Iterable[Candidate], known: Iterable[Values]
) -> list[str]:
    """Name each bound that a plan undercuts, though it is said to hold for the plan."""
    levels, found, plans = [level.id for level in programme.levels], [], list(known)
    for candidate in candidates:
        bounds = [candidate.bounds.get(level, 0) for level in levels]
        slack = [candidate.slack.get(level, 0) for level in levels]
        for values in plans:
            for place, level in enumerate(levels):
                if values[place] < bounds[place]:
                    found.append(f"{level} {candidate.how}: {bounds} but {values}")
                if values[place] - bounds[place] > slack[place]:
                    break
    return found
