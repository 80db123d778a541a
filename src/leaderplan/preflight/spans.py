"""The first and last day that distances leave each session."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from leaderplan.domain.plan import SessionKey
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.grounds import fewest
from leaderplan.rules._distances import Distance

MOST_ALIKE = 12
"""Sessions of an activity that are said to have no day; more are not looked for."""


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
    """

    def __init__(self, audit: DayAudit, asked: Sequence[Distance]) -> None:
        self._audit = audit
        self._edges: dict[SessionKey, list[Distance]] = defaultdict(list)
        for row in asked:
            self._edges[row.first].append(row)
            self._edges[row.then].append(row)
        self.of = {key: Span(*audit.needs(key).span) for key in self._edges}
        """First and last day of each session that a distance names."""
        self.clashes: dict[SessionKey, list[Distance]] = {}
        """Sessions left without a day, with the distances that do it."""
        self.dayless: set[SessionKey] = set()
        """Sessions that have no day of their own."""
        self._unsaid: set[SessionKey] = set()
        self._alike: Counter[str] = Counter()
        self._settle()

    def _settle(self) -> None:
        # Asking the rules about days is dear, so distances are followed first.
        moved = set(self.of)
        waiting = deque(self.of)
        while waiting:
            self._follow(waiting, moved)
            waiting.extend(key for key in self.of if key in moved and self._snap(key))
            moved.clear()

    def _follow(self, waiting: deque[SessionKey], moved: set[SessionKey]) -> None:
        """Move ends by distances alone, until none moves."""
        queued = set(waiting)
        while waiting:
            key = waiting.popleft()
            queued.discard(key)
            for row in self._edges[key]:
                other = row.then if row.first == key else row.first
                if self._narrowed(row, key, other):
                    moved.add(other)
                    if other not in queued:
                        queued.add(other)
                        waiting.append(other)

    def _narrowed(self, row: Distance, key: SessionKey, other: SessionKey) -> bool:
        """Move the days of one end by those of the other; tell whether they moved."""
        if self._lost(key) or self._lost(other):
            return False
        span, mine = self.of[other], self.of[key]
        low = high = None
        if other == row.then:
            low = None if row.least is None else mine.first + row.least
            high = None if row.most is None else mine.last + row.most
        else:
            low = None if row.most is None else mine.first - row.most
            high = None if row.least is None else mine.last - row.least
        moved = False
        if low is not None and low > span.first:
            span, moved = span._replace(first=low, after=row), True
        if high is not None and high < span.last:
            span, moved = span._replace(last=high, before=row), True
        if moved:
            self.of[other] = span
            if span.first > span.last:
                self._lose(other)
                return False
        return moved

    def _snap(self, key: SessionKey) -> bool:
        """Move the ends of a session to possible days; tell whether they moved."""
        if self._lost(key) or self._alike[key.activity] >= MOST_ALIKE:
            return False
        span = self.of[key]
        first = self._audit.first(key, span.first, span.last)
        last = None if first is None else self._audit.last(key, first, span.last)
        if first is None or last is None:
            self._lose(key)
            return False
        self.of[key] = span._replace(first=first, last=last)
        return (first, last) != (span.first, span.last)

    def _lost(self, key: SessionKey) -> bool:
        return key in self.clashes or key in self.dayless or key in self._unsaid

    def _lose(self, key: SessionKey) -> None:
        """Note that a session has no day, of its own or for what others ask."""
        self._alike[key.activity] += 1
        if self._alike[key.activity] > MOST_ALIKE:
            self._unsaid.add(key)
        elif not self._audit.some(key):
            self.dayless.add(key)
        else:
            self.clashes[key] = self._traced([key])

    def _traced(self, keys: Iterable[SessionKey]) -> list[Distance]:
        """Gather the distances that moved the ends of some sessions, and theirs."""
        found: dict[int, Distance] = {}
        waiting, seen = list(keys), set[SessionKey]()
        while waiting:
            at = waiting.pop()
            if at in seen or at not in self.of:
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
        return _pruned(self._audit, self.clashes[key]) or self._whole(key)

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
        """Return the distances that moved the days of some sessions."""
        return self._traced(keys)


def settled(audit: DayAudit, asked: Sequence[Distance]) -> Spans:
    """Return the days that distances leave, without sessions that have none anyway."""
    spans = Spans(audit, asked)
    if spans.dayless:
        lost = spans.dayless
        left = [r for r in asked if r.first not in lost and r.then not in lost]
        spans = Spans(audit, left)
        spans.dayless |= lost
    return spans


def _pruned(audit: DayAudit, rows: list[Distance]) -> list[Distance]:
    """Leave out distances as long as the others leave somebody without a day."""

    def clash(some: list[Distance]) -> bool:
        return bool(Spans(audit, some).clashes)

    return fewest(rows, clash) if clash(rows) else []
