"""How long and how hard to solve: a typed, frozen object."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from math import isfinite

from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language
from leaderplan.progress import Progress

MAX_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveOptions:
    """What a solve may spend and how it reports.

    Parameters
    ----------
    time_limit
        Wall-clock seconds for everything, model building included; above 0. It is
        kept to a second, or to 5 % where that is more.
    deterministic_limit
        Solver work in deterministic seconds over all parts; above 0.
    seed
        Seed of every random choice, 0 to 2^31 - 1.
    workers
        Parts solved side by side, 1 to 64; the plan does not depend on it.
    deterministic
        No wall clock decides: same input and seed, same plan. The time limit is
        then read as deterministic seconds.
    executor
        Where independent parts are solved; ``None`` uses threads of this process.
    progress
        ``True`` shows a bar in a terminal or notebook, ``False`` nothing; or a
        function called with each :class:`~leaderplan.progress.Progress`.
    language
        Language of messages and of the result's tables.

    Raises
    ------
    InputError
        When a value is out of its range.
    """

    time_limit: float = 180.0
    deterministic_limit: float | None = None
    seed: int = 0
    workers: int = 1
    deterministic: bool = False
    executor: Executor | None = None
    progress: bool | Callable[[Progress], None] = False
    language: Language = "en"

    def __post_init__(self) -> None:
        faults = [
            *_seconds("time_limit", self.time_limit),
            *_seconds("deterministic_limit", self.deterministic_limit),
            *_whole("seed", self.seed, 0, MAX_SEED),
            *_whole("workers", self.workers, 1, 64),
        ]
        if self.language not in ("da", "en"):
            message = f"expected da or en, found {self.language!r}."
            faults.append(Issue("options/language", message))
        if faults:
            raise InputError(faults)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Wall-clock and deterministic seconds; ``None`` is no limit of that sort."""
        if not self.deterministic:
            return self.time_limit, self.deterministic_limit
        effort = self.deterministic_limit
        return None, self.time_limit if effort is None else effort


def _seconds(name: str, value: object) -> list[Issue]:
    if value is None and name == "deterministic_limit":
        return []
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and isfinite(value) and 0 < value <= 10**7:  # type: ignore[arg-type, operator]
        return []
    message = f"expected seconds above 0, at most 10,000,000; found {value!r}."
    return [Issue(f"options/{name}", message)]


def _whole(name: str, value: object, least: int, most: int) -> list[Issue]:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and least <= value <= most:  # type: ignore[operator]
        return []
    message = f"expected a whole number {least} to {most}, found {value!r}."
    return [Issue(f"options/{name}", message)]
