"""What sessions out of view still ask of those in view: chains of distances.

Every distance says *the earliest day of one session, given the day of another*: a
function of the day that never falls. Functions of a chain compose, closed days and
all, so a session can be left out of a model with little loss: what such a chain asks of
the session that it starts and ends at is not said again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.model.dated import Days
from leaderplan.model.windows import Distance

Earliest = npt.NDArray[np.int64]
"""For each day of the horizon the earliest day of another session; the number of
days where there is none."""


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
        self._next = {key: _next_open(days) for key, days in open_days.items()}
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


def _next_open(days: Days) -> Earliest:
    """For each day (and the one after the horizon) the next open day from it on."""
    count = len(days)
    found = np.full(count + 1, count)
    found[:count][days] = np.nonzero(days)[0]
    return np.minimum.accumulate(found[::-1])[::-1]


# --- chains with a price --------------------------------------------------------------


class Source(NamedTuple):
    """The one priced requirement that a chain rests on, beside hard ones."""

    rule: Rule
    first: SessionKey
    then: SessionKey
    early: bool
    """Whether it asks for a least distance, not for a most one."""


class Chain(NamedTuple):
    """``day(then) <= day(first) + most``, or a day more for each unit of its price."""

    first: SessionKey
    then: SessionKey
    most: int
    source: Source | None


Edges = dict[SessionKey, dict[SessionKey, dict[Source | None, int]]]


def priced_chains(
    distances: Iterable[Distance], gone: Collection[SessionKey]
) -> list[Chain]:
    """Chains through sessions left out that rest on one priced distance.

    Each holds in every plan, as the sum of the distances along the way; days that
    are closed on the way are passed over. Chains with two priced distances are
    left out, and those that hard distances make idle.

    Parameters
    ----------
    distances
        What is asked between any two sessions, in view or not.
    gone
        Sessions without a variable.
    """
    out: Edges = defaultdict(lambda: defaultdict(dict))
    into: dict[SessionKey, dict[SessionKey, None]] = defaultdict(dict)
    direct: set[Chain] = set()
    for chain in _edges(distances):
        _add(out, into, chain)
        direct.add(chain)
    for key in sorted(gone, key=lambda key: (len(out[key]) * len(into[key]), key)):
        after = out.pop(key, {})
        for before in into.pop(key, {}):
            ways = out[before].pop(key)
            for then, others in after.items():
                for chain in _joined(before, then, ways, others):
                    _add(out, into, chain)
        for then in after:
            into[then].pop(key, None)
    return [
        chain
        for chain in _left(out)
        if chain not in direct and chain.most < _hard(out, chain)
    ]


def _edges(distances: Iterable[Distance]) -> Iterator[Chain]:
    for row in distances:
        late, early = (
            None if row.rule.hard else Source(row.rule, row.first, row.then, side)
            for side in (False, True)
        )
        if row.most is not None:
            yield Chain(row.first, row.then, row.most, late)
        if row.least is not None:
            yield Chain(row.then, row.first, -row.least, early)


def _add(
    out: Edges, into: dict[SessionKey, dict[SessionKey, None]], chain: Chain
) -> None:
    """Keep the shortest way between two sessions for each source."""
    if chain.first == chain.then:
        return
    ways = out[chain.first][chain.then]
    ways[chain.source] = min(chain.most, ways.get(chain.source, chain.most))
    into[chain.then][chain.first] = None


def _joined(
    before: SessionKey,
    after: SessionKey,
    ways: dict[Source | None, int],
    others: dict[Source | None, int],
) -> Iterator[Chain]:
    for source, most in ways.items():
        for other, more in others.items():
            if source is None or other is None:
                yield Chain(before, after, most + more, source or other)


def _left(out: Edges) -> Iterator[Chain]:
    for first, row in out.items():
        for then, ways in row.items():
            for source, most in ways.items():
                if source is not None:
                    yield Chain(first, then, most, source)


def _hard(out: Edges, chain: Chain) -> float:
    return out[chain.first][chain.then].get(None, float("inf"))
