"""Who is at a host unit in each week, for what rules post; not for checkers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from leaderplan.rules._base import Decisions, Literal_


def guests_by_week(
    decisions: Decisions, people: Iterable[str], unit: str
) -> Iterator[tuple[date, Any]]:
    """Yield each week, by its Monday, with how many of some people are at a host."""
    weeks: dict[date, list[Literal_]] = defaultdict(list)
    for who in people:
        for monday, visit in decisions.visits(who, unit).items():
            weeks[monday].append(visit)
    for monday, visits in sorted(weeks.items()):
        yield monday, sum(visits)


def guests_of(decisions: Decisions, people: Iterable[str]) -> dict[str, list[str]]:
    """By host unit, which of some people may do the practicum there."""
    found: dict[str, list[str]] = {}
    for who in people:
        for unit, here in decisions.hosts(who).items():
            if here is not False:
                found.setdefault(unit, []).append(who)
    return found
