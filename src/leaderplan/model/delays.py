"""What priced distances cost at least that sessions left out stand between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.model.closure import Earliest, Links, Row, next_open
from leaderplan.model.dated import Days
from leaderplan.model.literals import Lit
from leaderplan.rules._distances import Distance


class Way(NamedTuple):
    """Days of two sessions where one person leads both, as a literal says."""

    here: Lit
    days: Mapping[SessionKey, Days]


Ways = Mapping[frozenset[SessionKey], Sequence[Way]]
"""Whoever may lead each two sessions; some do."""

Table = npt.NDArray[np.int64]
"""An amount for each day of one session (rows) and each of another (columns)."""

IMPOSSIBLE = 10**6
"""Stands in a table for two days that do not go together."""


class Source(NamedTuple):
    """A priced requirement: ``day(then) <= day(first) + most``."""

    rule: Rule
    first: SessionKey
    then: SessionKey
    most: int


class Delay(NamedTuple):
    """What two sessions in view tell of a source, whose own are left out or one is.

    It is broken by ``earliest[day(then)] - latest[day(first)]`` at least: ``earliest``
    is the first day of its later session, ``latest`` the last day that this may stand
    on for nothing; or they are amounts that tell as much.
    """

    source: Source
    first: SessionKey
    then: SessionKey
    latest: Earliest
    earliest: Earliest
    most: int
    """The greatest amount that the distances leave."""
    here: Lit = True
    """Where this holds it is so."""


class Delays:
    """What two sessions in view tell of priced distances between others.

    Parameters
    ----------
    links
        What binds, with no session taken out.
    days
        Days on which each session may stand, one at least.
    gone
        Sessions without a literal a day; all others are in view.
    ways
        What is known of two sessions that one person leads.
    """

    def __init__(
        self,
        links: Links,
        days: Mapping[SessionKey, Days],
        gone: Collection[SessionKey],
        ways: Ways,
    ) -> None:
        self._links = links
        self._days = days
        self._gone = gone
        self._ways = ways
        self._reached: dict[SessionKey, Row] = {}

    def of(self, distances: Iterable[Distance]) -> Iterator[Delay]:
        """Yield what each two sessions in view tell of some distances."""
        tellers = [key for key in self._days if key not in self._gone]
        for source in _sources(distances):
            before = list(self._before(source))
            for then in tellers if source.then in self._gone else [source.then]:
                earliest = self._reach(then).get(source.then)
                if earliest is None:
                    continue
                for first, latest in before:
                    most = self._most(first, then, latest, earliest)
                    if most > 0:
                        yield Delay(source, first, then, latest, earliest, most)
                    yield from self._led(source, first, then)

    def _before(self, source: Source) -> Iterator[tuple[SessionKey, Earliest]]:
        """The latest day that keeps a source, by the day of each session in view."""
        key = source.first
        for first, earliest in self._reach(key).items():
            if first in self._gone or (key not in self._gone and first != key):
                continue
            latest, _ = _latest(earliest, self._days[key])
            yield first, latest + source.most

    def _most(
        self, first: SessionKey, then: SessionKey, latest: Earliest, earliest: Earliest
    ) -> int:
        """The most that two sessions in view may leave of an amount."""
        days, others = self._days[then], np.nonzero(self._days[first])[0]
        least = np.full(len(earliest), others[0])
        known = self._reach(then).get(first)
        if known is not None:
            least = np.maximum(least, known)
        at = np.nonzero(days)[0]
        at = at[(least[at] <= others[-1]) & (earliest[at] < len(days))]
        return int((earliest[at] - latest[least[at]]).max(initial=0))

    # --- two sessions of one leader ---------------------------------------------------

    def _led(
        self, source: Source, first: SessionKey, then: SessionKey
    ) -> Iterator[Delay]:
        """Yield what is told beyond the days of each: that one person leads both."""
        ways = self._ways.get(frozenset((source.first, source.then)), ())
        if not ways or not {source.first, source.then} <= {*self._gone}:
            return
        told = np.maximum(self._table(source, first, then, self._days), 0)
        tables = [self._table(source, first, then, way.days) for way in ways]
        yield from self._least(source, first, then, told, np.minimum.reduce(tables))
        for way, table in zip(ways, tables, strict=True):
            can = table < IMPOSSIBLE
            if way.here is not True and (can & (table > told)).any():
                most = int(table[can].max())
                early, late, able = self._ends(source, first, then, way.days)
                # Days that this person cannot come on at all must not say anything of
                # plans in which another one leads.
                early = np.where(early < len(self._days[then]), early, 0)
                late = np.where(able, late, early.max())
                yield Delay(source, first, then, late, early, most, way.here)

    def _least(
        self,
        source: Source,
        first: SessionKey,
        then: SessionKey,
        told: Table,
        exact: Table,
    ) -> Iterator[Delay]:
        """Yield what is told whoever leads them, beyond what is told already.

        Such amounts do not come apart into one of each day. Each delay is exact for
        one day of ``first``, and tells of the others what it may.
        """
        can, exact = exact < IMPOSSIBLE, np.maximum(exact, 0)
        missed = np.where(can, exact - told, 0)
        while missed.any():
            at = int(missed.sum(axis=0).argmax())
            tight = np.where(can[:, at], exact[:, at], 0)
            over = np.where(can, tight[:, None] - exact, 0).max(axis=0, initial=0)
            told = np.maximum(told, tight[:, None] - over[None, :])
            missed = np.where(can, exact - told, 0)
            yield Delay(
                source, first, then,
                self._spread(first, over), self._spread(then, tight), int(tight.max()),
            )  # fmt: skip

    def _table(
        self,
        source: Source,
        first: SessionKey,
        then: SessionKey,
        days: Mapping[SessionKey, Days],
    ) -> Table:
        """Amounts by the day of ``then`` and that of ``first``; below 0: with ease."""
        rows, columns = (np.nonzero(self._days[key])[0] for key in (then, first))
        early, late, able = self._ends(source, first, then, days)
        amounts = early[rows, None] - late[None, columns]
        never = (early == len(self._days[then]))[rows, None] | ~able[None, columns]
        known = self._reach(then).get(first)
        if known is not None:
            never |= known[rows, None] > columns[None, :]
        return np.where(never, IMPOSSIBLE, amounts)

    def _ends(
        self,
        source: Source,
        first: SessionKey,
        then: SessionKey,
        days: Mapping[SessionKey, Days],
    ) -> tuple[Earliest, Earliest, Days]:
        """First day of the source's later session, last one of its earlier for nothing.

        By the days of ``then`` and of ``first``, which may allow for none.
        """
        early = next_open(days[source.then])[self._reach(then)[source.then]]
        late, able = _latest(self._reach(source.first)[first], days[source.first])
        return early, late + source.most, able

    def _spread(self, key: SessionKey, amounts: Table) -> Earliest:
        """Amounts of the days of a session over all days."""
        days = self._days[key]
        spread = np.zeros(len(days) + 1, dtype=np.int64)
        spread[:-1][days] = amounts
        return spread

    def _reach(self, start: SessionKey) -> Row:
        if start not in self._reached:
            self._reached[start] = self._links.reach(start, self._gone)
        return self._reached[start]


def _latest(earliest: Earliest, days: Days) -> tuple[Earliest, Days]:
    """Last day of a session that allows for each day of another, and if there is one.

    ``earliest`` is the first day of the other by the day of this session.
    """
    options = np.nonzero(days)[0]
    ends = np.searchsorted(earliest[options], np.arange(len(earliest)), "right")
    return options[np.maximum(ends - 1, 0)], ends > 0


def _sources(distances: Iterable[Distance]) -> Iterator[Source]:
    for row in distances:
        if row.most is not None:
            yield Source(row.rule, row.first, row.then, row.most)
        if row.least is not None:
            yield Source(row.rule, row.then, row.first, -row.least)
