"""The first and last day that distances leave each session."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from leaderplan.domain.plan import SessionKey
from leaderplan.preflight.asked import Distance
from leaderplan.preflight.days import DayAudit

FAR = 10**6


class Span(NamedTuple):
    """First and last day, and what moved each there."""

    first: int
    last: int
    after: Distance | None = None
    before: Distance | None = None


class Spans:
    """Moves the ends of each session's days until no distance moves them.

    Parameters
    ----------
    audit
        What the rules say of days.
    asked
        The distances.
    keys
        Sessions that must have a day even where no distance names them.
    """

    def __init__(
        self,
        audit: DayAudit,
        asked: Sequence[Distance],
        keys: Iterable[SessionKey] = (),
    ) -> None:
        self._audit = audit
        self._edges: dict[SessionKey, list[Distance]] = defaultdict(list)
        for row in asked:
            self._edges[row.first].append(row)
            self._edges[row.then].append(row)
        self.of: dict[SessionKey, Span] = {}
        self.clashes: dict[SessionKey, Distance | None] = {}
        self._reasons: dict[SessionKey, list[Distance]] = {}
        for key in dict.fromkeys([*self._edges, *keys]):
            self._start(key)
        self._move()

    def _start(self, key: SessionKey) -> None:
        most = len(self._audit.days) - 1
        first = self._audit.first(key, 0, most)
        last = self._audit.last(key, 0, most)
        if first is None or last is None:
            self.clashes[key] = None
        else:
            self.of[key] = Span(first, last)

    def _move(self) -> None:
        waiting = deque(self._edges)
        queued = set(waiting)
        while waiting:
            key = waiting.popleft()
            queued.discard(key)
            for row in self._edges[key]:
                other = row.then if row.first == key else row.first
                if self._narrowed(row, key, other) and other not in queued:
                    queued.add(other)
                    waiting.append(other)

    def _narrowed(self, row: Distance, key: SessionKey, other: SessionKey) -> bool:
        """Move the days of one end by those of the other; tell whether they moved."""
        if key in self.clashes or other in self.clashes:
            return False
        span, mine = self.of[other], self.of[key]
        least = -FAR if row.least is None else row.least
        most = FAR if row.most is None else row.most
        if other == row.then:
            low, high = mine.first + least, mine.last + most
        else:
            low, high = mine.first - most, mine.last - least
        moved = False
        if low > span.first:
            first = self._audit.first(other, low, span.last)
            if first is None:
                return self._clash(other, row)
            span, moved = span._replace(first=first, after=row), True
        if high < span.last:
            last = self._audit.last(other, span.first, high)
            if last is None:
                self.of[other] = span
                return self._clash(other, row)
            span, moved = span._replace(last=last, before=row), True
        self.of[other] = span
        return moved

    def _clash(self, key: SessionKey, row: Distance) -> bool:
        """Note that a session has no day; what it left others is not to be trusted."""
        self._reasons[key] = self._traced(key, row)
        self.clashes[key] = row
        return False

    def _traced(self, key: SessionKey, row: Distance) -> list[Distance]:
        """Gather the distances that moved the ends of a session, and theirs."""
        found: dict[int, Distance] = {id(row): row}
        waiting, seen = [key, row.first, row.then], set[SessionKey]()
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            span = self.of[at]
            for reason in (span.after, span.before):
                if reason is not None:
                    found[id(reason)] = reason
                    waiting += [reason.first, reason.then]
        return list(found.values())

    def part(self, key: SessionKey) -> list[Distance]:
        """Return distances that by themselves leave a session without a day."""
        return _pruned(self._audit, self._reasons[key]) or self._whole(key)

    def _whole(self, key: SessionKey) -> list[Distance]:
        """Return all distances that hang together with a session."""
        found: dict[int, Distance] = {}
        waiting, seen = [key], {key}
        while waiting:
            for row in self._edges[waiting.pop()]:
                found[id(row)] = row
                for end in (row.first, row.then):
                    if end not in seen:
                        seen.add(end)
                        waiting.append(end)
        return list(found.values())

    def reasons(self, keys: Iterable[SessionKey]) -> list[Distance]:
        """Return all distances that moved the days of some sessions."""
        found: dict[int, Distance] = {}
        for key in keys:
            for row in self._edges.get(key, ()):
                for part in self._traced(key, row):
                    found[id(part)] = part
        return list(found.values())


def _pruned(audit: DayAudit, rows: list[Distance]) -> list[Distance]:
    """Leave out distances as long as the others leave somebody without a day."""
    if not Spans(audit, rows).clashes:
        return []
    left = rows
    for row in rows:
        fewer = [other for other in left if other is not row]
        if Spans(audit, fewer).clashes:
            left = fewer
    return left
