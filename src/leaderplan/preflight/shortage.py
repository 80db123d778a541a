"""More who need something than it is offered to: sets of people short of places."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Shortage(NamedTuple):
    """Some who need more than all they may have offers (Hall's condition fails)."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    needed: int
    offered: int


class Matching:
    """Gives everybody what they need as far as it goes, asking only what it must.

    Parameters
    ----------
    demand
        How much each person needs; split freely, which only helps.
    places
        Ids of what is offered.
    capacity
        How much a place offers.
    allowed
        Whether a person may have a place.
    """

    def __init__(
        self,
        demand: Mapping[str, int],
        places: Sequence[str],
        capacity: Callable[[str], int],
        allowed: Callable[[str, str], bool],
    ) -> None:
        self._demand = demand
        self._places = places
        self._capacity = capacity
        self._allowed = allowed
        self._used: dict[str, int] = defaultdict(int)
        self._flow: dict[str, dict[str, int]] = defaultdict(dict)

    def shortages(self) -> list[Shortage]:
        """Return the sets of people who are short, each place in one of them."""
        found: list[tuple[set[str], set[str]]] = []
        for person, amount in self._demand.items():
            if amount and (short := self._serve(person, amount)) is not None:
                found = _merged(found, *short)
        return [self._shortage(*row) for row in found]

    def _shortage(self, people: set[str], places: set[str]) -> Shortage:
        return Shortage(
            tuple(p for p in self._demand if p in people),
            tuple(p for p in self._places if p in places),
            sum(self._demand[p] for p in people),
            sum(self._capacity(p) for p in places),
        )

    def _serve(self, person: str, amount: int) -> tuple[set[str], set[str]] | None:
        """Give a person what they need; else whom and what that is stuck with."""
        for place in self._places:
            spare = self._capacity(place) - self._used[place]
            if spare > 0 and self._allowed(person, place):
                amount -= self._give(person, place, min(spare, amount))
                if not amount:
                    return None
        while amount:
            came_by, ends, seen = self._search(person)
            if ends is None:
                return seen, set(came_by)
            amount -= self._push(person, ends, came_by, amount)
        return None

    def _give(self, person: str, place: str, amount: int) -> int:
        self._flow[place][person] = self._flow[place].get(person, 0) + amount
        self._used[place] += amount
        return amount

    def _search(self, start: str) -> tuple[dict[str, str], str | None, set[str]]:
        """Look for a place to spare, moving others along."""
        came_by: dict[str, str] = {}
        seen, waiting = {start}, deque([start])
        self._moved: dict[str, str] = {}
        while waiting:
            person = waiting.popleft()
            for place in self._places:
                if place in came_by or not self._allowed(person, place):
                    continue
                came_by[place] = person
                if self._used[place] < self._capacity(place):
                    return came_by, place, seen
                for other, amount in self._flow[place].items():
                    if amount and other not in seen:
                        seen.add(other)
                        self._moved[other] = place
                        waiting.append(other)
        return came_by, None, seen

    def _push(self, start: str, end: str, came_by: dict[str, str], amount: int) -> int:
        path = [(came_by[end], end)]
        amount = min(amount, self._capacity(end) - self._used[end])
        while (person := path[-1][0]) != start:
            left = self._moved[person]
            amount = min(amount, self._flow[left][person])
            path.append((came_by[left], left))
        for person, place in path:
            self._give(person, place, amount)
            if person != start:
                self._give(person, self._moved[person], -amount)
        return amount


def _merged(
    found: list[tuple[set[str], set[str]]], people: set[str], places: set[str]
) -> list[tuple[set[str], set[str]]]:
    """Add a set, joined with those that it shares places with."""
    apart = [row for row in found if not row[1] & places]
    for others, theirs in found:
        if theirs & places:
            people, places = people | others, places | theirs
    return [*apart, (people, places)]
