"""Seeded samples of the case programme, and plans planted in them."""

from __future__ import annotations

from leaderplan.domain.programme import Programme
from leaderplan.samples.build import build
from leaderplan.samples.sizes import Difficulty

__all__ = ["Difficulty", "programme"]


def programme(
    size: str = "S", seed: int = 0, difficulty: Difficulty = "default"
) -> Programme:
    """Make the programme of the case, with people and places drawn from a seed.

    Parameters
    ----------
    size
        ``"S"``, one cohort of 32.
    seed
        The same seed gives the same programme on every machine.
    difficulty
        ``"default"``, ``"tight"`` or ``"edge"``: how scarce hosts, coaches,
        rooms and days are.

    Raises
    ------
    InputError
        When the size or the difficulty is unknown.
    """
    return build(size, seed, difficulty)
