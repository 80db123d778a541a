"""What a running solve tells, and the bar that shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelProgress:
    """Best value and bound of one level so far; ``None`` where not yet known."""

    level: str
    value: int | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of a running solve.

    Parameters
    ----------
    seconds
        Wall-clock seconds since the solve began.
    limit
        The time limit in seconds.
    part
        Which part is being solved, in words.
    levels
        Value and bound of each level so far, in order.
    """

    seconds: float
    limit: float
    part: str
    levels: tuple[LevelProgress, ...]
