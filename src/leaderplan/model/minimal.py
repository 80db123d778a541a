"""Smallest subsets by tests alone: QuickXplain (Junker, AAAI 2004)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

ItemT = TypeVar("ItemT")


def minimal(
    items: Sequence[ItemT], clash: Callable[[Sequence[ItemT]], bool]
) -> list[ItemT]:
    """Return items that clash, none of which can be left out.

    Parameters
    ----------
    items
        All, those that are most likely needed first; all together clash.
    clash
        Whether some of them clash. More items clash where fewer do; where it cannot
        tell it says no, and an item more is kept.

    It asks some ``2 k log2(n / k) + 2 k`` times for ``k`` of ``n`` items.
    """
    if not items or clash([]):
        return []
    return _needed([], list(items), clash, fresh=False)


def _needed(
    background: list[ItemT],
    items: list[ItemT],
    clash: Callable[[Sequence[ItemT]], bool],
    *,
    fresh: bool,
) -> list[ItemT]:
    """Items needed beside a background; ``fresh`` where that has grown."""
    if fresh and clash(background):
        return []
    if len(items) == 1:
        return items
    half = len(items) // 2
    first, second = items[:half], items[half:]
    later = _needed(background + first, second, clash, fresh=True)
    sooner = _needed(background + later, first, clash, fresh=bool(later))
    return sooner + later
