"""What sessions out of view still ask of those in view: chains of distances.

Every distance says *the earliest day of one session, given the day of another*: a
function of the day that never falls. Functions of a chain compose, closed days and
all, so a session can be left out of a model with little loss: what such a chain asks of
the session that it starts and ends at is not said again.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leaderplan.domain.plan import SessionKey
from leaderplan.model.dated import Days
from leaderplan.rules._distances import Distance

Earliest = npt.NDArray[np.int64]
"""For each day of the horizon the earliest day of another session; the number of
days where there is none."""


Row = dict[SessionKey, Earliest]
"""Such a function for each of some sessions."""

TURNS = 20
"""How often a session is passed through; what is known by then holds as it is."""


class Link(NamedTuple):
    """``day(then) >= earliest[day(first)]``."""

    first: SessionKey
    then: SessionKey
    earliest: Earliest


class Links:
    """The links between sessions, from which sessions can be taken out.

    Parameters
    ----------
    open_days
        Days on which each session may stand.
    distances
        Distances that bind in the model.
    """

    def __init__(
        self, open_days: Mapping[SessionKey, Days], distances: Iterable[Distance]
    ) -> None:
        self._days = open_days
        self._count = len(next(iter(open_days.values()), ()))
        self._next = {key: next_open(days) for key, days in open_days.items()}
        self._out: dict[SessionKey, dict[SessionKey, Earliest]] = defaultdict(dict)
        self._into: dict[SessionKey, dict[SessionKey, None]] = defaultdict(dict)
        self._own: dict[tuple[SessionKey, SessionKey], Earliest] = {}
        for row in distances:
            if row.least is not None:
                self._add(row.first, row.then, self._after(row.then, row.least))
            if row.most is not None:
                self._add(row.then, row.first, self._after(row.first, -row.most))
        for first, row_ in self._out.items():
            self._own.update({(first, then): f for then, f in row_.items()})

    def _after(self, then: SessionKey, least: int) -> Earliest:
        """Earliest open day of a session at least so many days after each day."""
        wanted = np.clip(np.arange(self._count) + least, 0, self._count)
        return self._next[then][wanted]

    def _add(self, first: SessionKey, then: SessionKey, earliest: Earliest) -> None:
        known = self._out[first].get(then)
        both = earliest if known is None else np.maximum(known, earliest)
        self._out[first][then] = both
        self._into[then][first] = None

    def without(self, gone: Collection[SessionKey]) -> Iterator[Link]:
        """Take sessions out; yield what the rest must keep beyond its own links."""
        for key in sorted(gone, key=lambda key: (self._degree(key), key)):
            after = self._out.pop(key, {})
            for first in self._into.pop(key, {}):
                one = self._out[first].pop(key)
                for then, other in after.items():
                    if then != first:
                        self._add(first, then, np.append(other, self._count)[one])
            for then in after:
                self._into[then].pop(key, None)
        for first, row in self._out.items():
            for then, earliest in row.items():
                own = self._own.get((first, then))
                if self._tells(first, then, earliest, own):
                    yield Link(first, then, earliest)

    def reach(self, start: SessionKey, gone: Collection[SessionKey]) -> Row:
        """Earliest day of each session that ``start`` bears on, by the day of it.

        Through sessions of ``gone`` only, none of which may be taken out yet.
        """
        found = {start: np.arange(self._count + 1)}
        waiting, turns = deque([start]), Counter[SessionKey]()
        while waiting:
            key = waiting.popleft()
            turns[key] += 1
            for then, earliest in self._out.get(key, {}).items():
                way = np.append(earliest, self._count)[found[key]]
                known = found.get(then)
                both = way if known is None else np.maximum(known, way)
                if then == start or (known is not None and (both == known).all()):
                    continue
                found[then] = both
                if then in gone and turns[then] < TURNS and then not in waiting:
                    waiting.append(then)
        return found

    def _degree(self, key: SessionKey) -> int:
        return len(self._out.get(key, ())) * len(self._into.get(key, ()))

    def _tells(
        self,
        first: SessionKey,
        then: SessionKey,
        earliest: Earliest,
        own: Earliest | None,
    ) -> bool:
        """Whether a link says more than the session's own days and links do."""
        days = self._days[first]
        start = int(np.argmax(self._days[then]))
        least = np.full(self._count, start) if own is None else np.maximum(own, start)
        return bool((earliest[days] > least[days]).any())


def next_open(days: Days) -> Earliest:
    """For each day (and the one after the horizon) the next open day from it on."""
    count = len(days)
    found = np.full(count + 1, count)
    found[:count][days] = np.nonzero(days)[0]
    return np.minimum.accumulate(found[::-1])[::-1]
