"""The earliest and the latest day of each session, as a network plan has them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from benchmarks.methods.tables import Tables
from leaderplan.domain.plan import SessionKey

Gap = tuple[SessionKey, SessionKey, int | None, int | None]
"""Two sessions, and the least and the most days from the first to the second."""


class Windows:
    """Days left to each session by the distances to the others.

    Parameters
    ----------
    tables
        The programme's tables.
    members
        Who comes to each session or due date.
    keys_of
        The sessions and due dates of each participant.
    """

    def __init__(
        self,
        tables: Tables,
        members: Mapping[SessionKey, Iterable[str]],
        keys_of: Mapping[str, Iterable[SessionKey]],
    ) -> None:
        self.low: dict[SessionKey, int] = {}
        self.high: dict[SessionKey, int] = {}
        self._settled: set[SessionKey] = set()
        self._fine: dict[SessionKey, npt.NDArray[np.int64]] = {}
        self._next: dict[SessionKey, list[tuple[SessionKey, int]]] = defaultdict(list)
        self._before: dict[SessionKey, list[tuple[SessionKey, int]]] = defaultdict(list)
        programme = tables.programme
        for key in programme.session_keys:
            activity = programme.activity(key.activity)
            fine = tables.allowed(key, activity)
            for who in members[key]:
                fine = fine & tables.attends(programme.participant(who), activity)
            days = self._fine[key] = np.flatnonzero(np.any(fine, axis=1))
            self.low[key] = int(days[0]) if len(days) else 0
            self.high[key] = int(days[-1]) if len(days) else tables.days - 1
        for one, other, least, most in set(_gaps(tables, keys_of)):
            if least is not None:  # other >= one + least
                self._next[one].append((other, least))
                self._before[other].append((one, least))
            if most is not None:  # one >= other - most
                self._next[other].append((one, -most))
                self._before[one].append((other, -most))
        self._spread(list(self.low))

    def settle(self, key: SessionKey, day: int) -> None:
        """Put a session on a day; the windows of the others follow."""
        self.low[key] = self.high[key] = day
        self._settled.add(key)
        self._spread([key])

    def _spread(self, changed: list[SessionKey]) -> None:
        waiting, seen = deque(changed), defaultdict[SessionKey, int](int)
        while waiting:
            key = waiting.popleft()
            seen[key] += 1
            if seen[key] > 50:  # a circle that cannot be kept, as no day is left
                continue
            for other, gap in self._next[key]:
                late = self.low[key] + gap > self.low[other]
                if late and other not in self._settled:
                    self.low[other] = self._open_from(other, self.low[key] + gap)
                    waiting.append(other)
            for other, gap in self._before[key]:
                early = self.high[key] - gap < self.high[other]
                if early and other not in self._settled:
                    self.high[other] = self._open_until(other, self.high[key] - gap)
                    waiting.append(other)

    def _open_from(self, key: SessionKey, day: int) -> int:
        """Return the first day on which a session may stand, from a day on."""
        days = self._fine[key]
        at = int(np.searchsorted(days, day))
        return int(days[at]) if at < len(days) else day

    def _open_until(self, key: SessionKey, day: int) -> int:
        """Return the last day on which a session may stand, up to a day."""
        days = self._fine[key]
        at = int(np.searchsorted(days, day, side="right"))
        return int(days[at - 1]) if at else day


def _gaps(tables: Tables, keys_of: Mapping[str, Iterable[SessionKey]]) -> Iterator[Gap]:
    programme = tables.programme
    for keys in keys_of.values():
        by_name = defaultdict[str, list[SessionKey]](list)
        for key in keys:
            by_name[key.activity].append(key)
        for rule in (*tables.rules("spacing"), *tables.rules("order")):
            then = rule.then or rule.first
            last = programme.activity(rule.first).occurrences
            first_at = getattr(rule, "first_occurrence", None) or last
            then_at = getattr(rule, "then_occurrence", None) or 1
            least, most = getattr(rule, "least", 1), getattr(rule, "most", None)
            for one in by_name[rule.first]:
                for other in by_name[then]:
                    if rule.then is None or rule.kind == "order":
                        meant = rule.then is not None or (
                            other.occurrence == one.occurrence + 1
                        )
                    else:
                        meant = (one.occurrence, other.occurrence) == (
                            first_at,
                            then_at,
                        )
                    if meant and one != other:
                        yield one, other, least, most
        yield from _patterns(tables, by_name)


def _patterns(tables: Tables, by_name: Mapping[str, list[SessionKey]]) -> Iterator[Gap]:
    """Occurrences on different days in order, or day after day of one week."""
    for name, keys in by_name.items():
        forms = tables.programme.activity(name).forms
        for one in keys:
            for other in keys:
                if other.occurrence == one.occurrence + 1:
                    if forms == ("week",):
                        yield one, other, 1, 1
                    elif forms == ("single_days",):
                        yield one, other, 1, None
