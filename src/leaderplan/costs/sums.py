"""Costs added up by what they are about, in whole numbers: nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, get_args

from leaderplan.costs.items import Item
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Level

View = Literal["rule", "person", "group", "host", "coach", "cohort"]
VIEWS: tuple[View, ...] = get_args(View)
"""By what costs are added up."""

Sums = dict[str | None, dict[str, int]]
"""Cost of each level, by id; ``None`` stands for what is nobody's own."""

KEYS: Mapping[View, Callable[[Item], tuple[str, ...]]] = {
    "rule": lambda item: (item.violation.rule,),
    "person": lambda item: item.participants,
    "group": lambda item: item.groups,
    "host": lambda item: item.hosts,
    "coach": lambda item: item.coaches,
    "cohort": lambda item: item.cohorts,
}
"""What an item counts for, in each view."""


def added_up(programme: Programme, items: Iterable[Item], view: View) -> Sums:
    """Add the costs of items up by what they are about.

    What several share is split into whole numbers, of which those named first have the
    larger; on a level that counts only the largest, each has all of it. So each level's
    column adds up to the level, or its largest is the level.

    Returns
    -------
    dict
        A row for everything of the programme in the order given there (of hosts, only
        those with a cost), and last, where it has any cost, one for ``None``: what is
        nobody's own.
    """
    levels = {level.id: level for level in programme.levels}
    sums: Sums = {key: dict.fromkeys(levels, 0) for key in known(programme, view)}
    rest = dict.fromkeys(levels, 0)
    for item in items:
        level = levels[item.violation.level or ""]
        keys = KEYS[view](item)
        for key, cost in zip(keys or (None,), _shares(item, keys, level), strict=True):
            row = (
                rest if key is None else sums.setdefault(key, dict.fromkeys(levels, 0))
            )
            row[level.id] = joined(level, (row[level.id], cost))
    return {**sums, None: rest} if any(rest.values()) else sums


def joined(level: Level, costs: Iterable[int]) -> int:
    """Make one cost of several: their sum, or the largest where only it counts."""
    return max(costs, default=0) if level.combine == "max" else sum(costs)


def known(programme: Programme, view: View) -> Sequence[str]:
    """Ids of what has a row in any case."""
    if view == "rule":
        return [rule.id for rule in programme.rules if not rule.hard]
    if view == "person":
        return [person.id for person in programme.participants]
    if view == "coach":
        return [member.id for member in programme.staff_in("coach")]
    cohorts = [cohort.id for cohort in programme.cohorts]
    if view == "group":
        return [group for key in cohorts for group in programme.group_ids(key)]
    return cohorts if view == "cohort" else []


def _shares(item: Item, keys: tuple[str, ...], level: Level) -> list[int]:
    cost, count = item.violation.cost, max(1, len(keys))
    if level.combine == "max":
        return [cost] * count
    share, rest = divmod(cost, count)
    return [share + (place < rest) for place in range(count)]
