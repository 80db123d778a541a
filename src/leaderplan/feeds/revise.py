"""The next feed ledger: which entries are new, moved, changed or called off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from leaderplan.feeds.ledger import Entry, FeedKey, FeedLedger, FeedLines, Line
from leaderplan.locale import Language, Words, clock_text, day_text

ChangeKind = Literal["new", "moved", "changed", "cancelled"]

KEPT = timedelta(days=30)
"""How long a cancelled entry and a closed feed stay (CALENDAR.md, section 2)."""

TICK = timedelta(seconds=1)
"""The least step of a stamp, so that a change always has a later one."""

_WORDS: dict[ChangeKind, Words] = {
    "new": Words("Ny: {what}, {when}", "New: {what}, {when}"),
    "moved": Words(
        "Flyttet: {what}, fra {was} til {when}", "Moved: {what}, from {was} to {when}"
    ),
    "changed": Words(
        "Ændret: {what}, {when} ({how})", "Changed: {what}, {when} ({how})"
    ),
    "cancelled": Words("Aflyst: {what}, {when}", "Cancelled: {what}, {when}"),
}
_FIELDS = {
    "summary": Words("titel", "title"),
    "location": Words("sted", "place"),
    "description": Words("beskrivelse", "description"),
}
_VISIBILITY = Words("synlighed", "visibility")


@dataclass(frozen=True, slots=True)
class FeedChange:
    """One entry that differs from the release before, in words; ``before``, it was."""

    feed: FeedKey
    uid: str
    kind: ChangeKind
    words: Words
    before: Entry | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a release is made: ``at`` in UTC, never before the last; its local day."""

    at: datetime
    day: date

    def after(self, stamp: datetime) -> datetime:
        """Return the stamp of a change: now, and later than the one before."""
        return max(self.at, stamp + TICK)


class Revision:
    """Compares the entries of every feed with the ledger before.

    Parameters
    ----------
    before
        The ledger of the last release.
    entries
        What each feed says now; none is empty.
    people
        Ids of the participants of the programme.
    moment
        When the release is made.
    """

    def __init__(
        self,
        before: FeedLedger,
        entries: Mapping[FeedKey, Iterable[Entry]],
        people: frozenset[str],
        moment: Moment,
    ) -> None:
        self._before = {feed.key: feed for feed in before.feeds}
        self._entries = {key: tuple(found) for key, found in entries.items()}
        self._people = people
        self._moment = moment
        self._highest: dict[str, int] = {}
        for feed in before.feeds:
            for line in feed.lines:
                high = self._highest.get(line.uid, line.sequence)
                self._highest[line.uid] = max(high, line.sequence)
        self._shown = dict(self._highest)
        self._fresh: dict[str, list[Line]] = defaultdict(list)
        self.changes: list[FeedChange] = []

    def feeds(self) -> tuple[FeedLines, ...]:
        """Return the feeds of the next ledger, in order of their keys."""
        # What goes on comes first: an entry new to one feed takes over the
        # revision that the same entry has in another, if none has gone further.
        kept = {key: self._continued(key) for key in self._entries}
        for key in self._entries:
            for line in self._ending(key):
                if line.state == "live":
                    self._show(line.uid, line.sequence + 1)
        rows = []
        for key in sorted(self._entries):
            lines = kept[key] + self._added(key) + self._vanished(key)
            rows.append(self._row(key, lines))
        return tuple(rows)

    def _old(self, key: FeedKey) -> dict[str, Line]:
        feed = self._before.get(key)
        return {line.uid: line for line in feed.lines} if feed else {}

    def _continued(self, key: FeedKey) -> list[Line]:
        old = self._old(key)
        lines = []
        for entry in self._entries[key]:
            if entry.uid in old:
                line = self._next(key, old[entry.uid], entry)
                lines.append(line)
                self._fresh[entry.uid].append(line)
                self._show(line.uid, line.sequence)
        return lines

    def _show(self, uid: str, sequence: int) -> None:
        """Note what some feed shows of an entry after this release."""
        self._shown[uid] = max(sequence, self._shown.get(uid, 0))

    def _next(self, key: FeedKey, old: Line, entry: Entry) -> Line:
        before = old.entry
        if old.state == "live" and before == entry:
            return old
        sequence = old.sequence
        if old.state != "live" or before is None:
            self._tell(key, "new", entry)
            # Another feed may have gone on with the same entry meanwhile.
            sequence = self._highest[entry.uid]
            grows = True
        else:
            moved = before.when != entry.when
            self._tell(key, "moved" if moved else "changed", entry, before)
            grows = moved
        return Line(
            uid=entry.uid,
            sequence=sequence + grows,
            changed=self._moment.after(old.changed),
            entry=entry,
        )

    def _added(self, key: FeedKey) -> list[Line]:
        old, lines = self._old(key), []
        for entry in self._entries[key]:
            if entry.uid in old or (old and self._was(key, entry)):
                continue
            shown = self._shown.get(entry.uid, 0)
            twins = (li for li in self._fresh[entry.uid] if li.entry == entry)
            line = next((li for li in twins if li.sequence >= shown), None)
            if line is None:
                line = Line(
                    uid=entry.uid,
                    sequence=max(self._highest.get(entry.uid, -1) + 1, shown),
                    changed=self._moment.at,
                    entry=entry,
                )
                self._fresh[entry.uid].append(line)
            lines.append(line)
            self._tell(key, "new", entry)
        return lines

    def _vanished(self, key: FeedKey) -> list[Line]:
        return [self._without(key, line) for line in self._ending(key)]

    def _ending(self, key: FeedKey) -> list[Line]:
        """Return the lines of a feed that it no longer says anything for."""
        now = {entry.uid for entry in self._entries[key]}
        return [line for uid, line in self._old(key).items() if uid not in now]

    def _without(self, key: FeedKey, line: Line) -> Line:
        entry = line.entry
        if entry is None or (line.state == "live" and self._was(key, entry)):
            return line
        if entry.quiet:
            return _gone(line)
        if line.state == "live":
            self._tell(key, "cancelled", self._forgets(entry))
            return self._cancelled(line, entry, line.sequence + 1)
        old = self._moment.at - line.changed >= KEPT
        if old and entry.day < self._moment.day:
            return _gone(line)
        if self._forgets(entry) != entry:
            return self._cancelled(line, entry, line.sequence)
        return line

    def _was(self, key: FeedKey, entry: Entry) -> bool:
        """Whether a participant was there or not, whichever group they are in now."""
        return key.kind == "participant" and entry.day < self._moment.day

    def _cancelled(self, line: Line, entry: Entry, sequence: int) -> Line:
        return Line(
            uid=line.uid,
            sequence=sequence,
            changed=self._moment.after(line.changed),
            state="cancelled",
            entry=self._forgets(entry),
        )

    def _forgets(self, entry: Entry) -> Entry:
        """Return a cancelled entry without somebody who left the programme."""
        if entry.person is None or entry.person in self._people:
            return entry
        return entry.model_copy(
            update={"summary": entry.nameless, "description": "", "person": None}
        )

    def _row(self, key: FeedKey, lines: list[Line]) -> FeedLines:
        before = self._before.get(key)
        rows = tuple(sorted(lines, key=lambda line: line.uid))
        same = before is not None and before.lines == rows
        return FeedLines(
            kind=key.kind,
            subject=key.subject,
            lines=rows,
            modified=before.modified if before and same else self._stamp(before),
            token=before.token if before else None,
        )

    def _stamp(self, before: FeedLines | None) -> datetime:
        return self._moment.after(before.modified) if before else self._moment.at

    def _tell(
        self, key: FeedKey, kind: ChangeKind, entry: Entry, before: Entry | None = None
    ) -> None:
        if not entry.quiet:
            words = _told(kind, entry, before or entry)
            self.changes.append(FeedChange(key, entry.uid, kind, words, before))


def _gone(line: Line) -> Line:
    return Line(
        uid=line.uid, sequence=line.sequence, changed=line.changed, state="gone"
    )


def close(feed: FeedLines, note: Entry, moment: Moment) -> FeedLines:
    """Return a feed whose subject left: a closing note, and later nothing.

    The note stands for as long as cancelled entries do; then the file goes.
    """
    if feed.closed is None:
        lines = tuple(_gone(line) for line in feed.lines if line.uid != note.uid)
        old = next((line for line in feed.lines if line.uid == note.uid), None)
        closing = Line(
            uid=note.uid,
            sequence=old.sequence + 1 if old else 0,
            changed=moment.after(old.changed) if old else moment.at,
            entry=note,
        )
        return feed.model_copy(
            update={
                "lines": tuple(sorted((*lines, closing), key=lambda line: line.uid)),
                "closed": moment.at,
                "modified": moment.after(feed.modified),
            }
        )
    if moment.at - feed.closed < KEPT or not feed.shown:
        return feed
    gone = tuple(_gone(line) for line in feed.lines)
    return feed.model_copy(update={"lines": gone, "token": None})


def _told(kind: ChangeKind, entry: Entry, before: Entry) -> Words:
    return Words(*(_said(kind, entry, before, to) for to in ("da", "en")))


def _said(kind: ChangeKind, entry: Entry, before: Entry, language: Language) -> str:
    fields = {"what": entry.summary, "when": when_text(entry, language)}
    if kind == "moved":
        fields["was"] = when_text(before, language)
    if kind == "changed":
        how = [w for name, w in _FIELDS.items() if _differs(name, entry, before)]
        fields["how"] = ", ".join(w.to(language) for w in how or [_VISIBILITY])
    return _WORDS[kind].to(language).format(**fields)


def _differs(field: str, entry: Entry, before: Entry) -> bool:
    return bool(getattr(entry, field) != getattr(before, field))


def when_text(entry: Entry, language: Language) -> str:
    """Return the day and times of an entry for people."""
    day = day_text(entry.day, language)
    if entry.starts is None or entry.ends is None:
        return day
    start, end = clock_text(entry.starts, language), clock_text(entry.ends, language)
    return f"{day} {start}–{end.removeprefix('kl. ')}"
