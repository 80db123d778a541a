"""The cheapest way to spread alike people over groups."""

from __future__ import annotations

from collections.abc import Sequence

INFINITE = 1 << 60
"""More than any cost: what no group may have."""


def cheapest(prices: Sequence[int], people: int, groups: int) -> int:
    """Return the least cost of spreading people over groups, ``INFINITE`` where none.

    Parameters
    ----------
    prices
        Cost of a group by how many of the people it has, 0 to ``people``.
    people, groups
        How many of each; ``groups`` at least 1.
    """
    share, rest = divmod(people, groups)
    if not prices[share] and not (rest and prices[share + 1]):
        return 0
    best = [0] + [INFINITE] * people
    for _ in range(groups):
        best = [
            min(best[before] + prices[done - before] for before in range(done + 1))
            for done in range(people + 1)
        ]
    return min(best[people], INFINITE)
