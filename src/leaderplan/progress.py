"""What a running solve tells, and the bar that shows it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LevelProgress:
    """Best value and bound of one level so far; ``None`` where not yet known."""

    level: str
    value: int | None
    bound: int | None

    def __str__(self) -> str:
        value = "–" if self.value is None else str(self.value)
        if self.value is not None and self.value == self.bound:
            return f"{self.level} {value}"
        return f"{self.level} {value}≥{'–' if self.bound is None else self.bound}"


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


class Bar:
    """A bar of the seconds spent, with the best value and bound of each level.

    A proven level is written ``absences 3``, an open one ``dates 40≥36``. Nothing
    is written where standard error is no terminal and no notebook shows it.
    """

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        """Show one report."""
        if self._bar is None:
            self._bar = _tqdm(progress.limit)
        spent = min(progress.seconds, progress.limit)
        self._bar.set_description(progress.part, refresh=False)
        levels = ", ".join(str(level) for level in progress.levels)
        self._bar.set_postfix_str(levels, refresh=False)
        self._bar.update(max(0.0, spent - self._bar.n))
        self._bar.refresh()

    def close(self) -> None:
        """Take the bar away; a second call does nothing."""
        if self._bar is not None:
            self._bar.close()


@contextmanager
def shown(
    progress: bool | Callable[[Progress], None],
) -> Iterator[Callable[[Progress], None]]:
    """Give the function that takes the reports of one solve.

    Parameters
    ----------
    progress
        As in :class:`~leaderplan.options.SolveOptions`: ``True`` a bar, ``False``
        nothing, or the user's own function.

    Yields
    ------
    Callable[[Progress], None]
        To be called with every report; a bar is closed at the end.
    """
    if callable(progress):
        yield progress
    elif progress:
        bar = Bar()
        try:
            yield bar
        finally:
            bar.close()
    else:
        yield lambda _report: None


def _tqdm(limit: float) -> Any:
    # Without ipywidgets tqdm falls back to text, which needs no warning.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm

        form = "{desc} {percentage:3.0f}% |{bar}| {n:.0f}/{total:.0f} s {postfix}"
        # disable=None: tqdm is silent where its stream is no terminal.
        return tqdm(total=limit, disable=None, leave=False, bar_format=form)
