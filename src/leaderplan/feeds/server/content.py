"""What the page behind a link says, gathered as plain values for its template."""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date, datetime, time
from typing import NamedTuple

from leaderplan.display.words import Phrases
from leaderplan.feeds.events import CLOSED
from leaderplan.feeds.ledger import Entry, Line
from leaderplan.feeds.revise import ChangeKind
from leaderplan.feeds.server.words import PHRASES
from leaderplan.feeds.serving import Page
from leaderplan.feeds.zones import zone
from leaderplan.locale import Language, clock_text, month_name, weekday_name

MOST_CHANGES = 6
"""Changes that stand open on the page; the others unfold."""

_TOLD_FIRST: tuple[ChangeKind, ...] = ("cancelled", "moved", "changed", "new")
"""The order of changes: what asks most of the reader first."""


class Item(NamedTuple):
    """One entry as the page shows it."""

    day: date
    weekday: str
    clock: str
    title: str
    place: str
    notes: tuple[str, ...]
    cancelled: bool
    past: bool
    running: bool


_WHAT = Item._fields.index("notes")
"""How many of its parts say when, what and where it is."""


class Month(NamedTuple):
    """One month: its anchor and name, days as weeks (0 is none), and what is on."""

    anchor: str
    name: str
    told: str
    weeks: list[list[int]]
    marked: frozenset[int]
    today: int


class Change(NamedTuple):
    """One change: its kind, what kind that is in a word, the rest, and how often."""

    kind: ChangeKind
    badge: str
    text: str
    times: int


class Content:
    """Everything that the template asks for, from a page and the present.

    Parameters
    ----------
    page
        What the link shows; nothing else is known here.
    now
        The present, with a time zone.
    language
        Of the page's own words; entries keep that of their feed.
    """

    def __init__(self, page: Page, now: datetime, language: Language) -> None:
        self.page, self.language = page, language
        self.t = Phrases(language, PHRASES)
        self.now = now.astimezone(zone(page.zone))
        shown = [(line.entry, line) for line in page.lines if line.entry is not None]
        told = [(entry, line) for entry, line in shown if not entry.quiet]
        told.sort(key=lambda row: (row[0].day, row[0].starts or time.min, row[0].uid))
        self.items = [self._item(entry, line) for entry, line in told]
        self.notes = [entry.summary for entry, _ in shown if entry.quiet]
        self.more_on_closing = [note for note in self.notes if note not in CLOSED]

    def _item(self, entry: Entry, line: Line) -> Item:
        ends = entry.ends or time.max
        here = self.now.replace(tzinfo=None)
        return Item(
            day=entry.day,
            weekday=weekday_name(entry.day, self.language),
            clock=self._clock(entry),
            title=entry.summary,
            place=entry.location,
            notes=tuple(note for note in entry.description.split("\n") if note),
            cancelled=line.state == "cancelled",
            past=datetime.combine(entry.day, ends) <= here,
            running=datetime.combine(entry.day, entry.starts or time.min)
            <= here
            < datetime.combine(entry.day, ends)
            and entry.starts is not None,
        )

    def _clock(self, entry: Entry) -> str:
        """Return an entry's hours; a due date has none, and takes no day either."""
        if entry.starts is None or entry.ends is None:
            return str(self.t.all_day) if entry.blocking else ""
        first, last = (clock_text(t, self.language) for t in (entry.starts, entry.ends))
        return f"{first}–{last.removeprefix('kl. ')}"

    @property
    def next(self) -> Item | None:
        """What comes next or is on; ``None`` at the end of the year.

        Entries that say the same of several people at once are one here, with the
        notes of all.
        """
        ahead = [item for item in self.items if not (item.past or item.cancelled)]
        if not ahead:
            return None
        found = ahead[0]
        alike = [i for i in ahead if i[:_WHAT] == found[:_WHAT]]
        notes = dict.fromkeys(note for item in alike for note in item.notes)
        return found._replace(notes=tuple(notes))

    def month_of(self, item: Item) -> str:
        """Return the short name of an entry's month, three letters."""
        return month_name(item.day.month, self.language)[:3]

    @property
    def past_count(self) -> int:
        """How many entries are over."""
        return sum(item.past for item in self.items)

    def until(self, item: Item) -> str:
        """Say how far off an entry is: on now, today, tomorrow, in so many days."""
        if item.running:
            return str(self.t.now)
        days = (item.day - self.now.date()).days
        if days > 1:
            return self.t.in_days(days=days)
        return str(self.t.tomorrow if days == 1 else self.t.today)

    def by_month(self, *, past: bool) -> list[tuple[str, str, list[Item]]]:
        """Return what is over, or what is to come, as (anchor, month, entries)."""
        held: dict[tuple[int, int], list[Item]] = {}
        for item in self.items:
            if item.past is past:
                held.setdefault((item.day.year, item.day.month), []).append(item)
        return [
            (self._anchor(*key, past=past), self._month(*key), found)
            for key, found in held.items()
        ]

    def _anchor(self, year: int, month: int, *, past: bool) -> str:
        return f"{'past' if past else 'm'}-{year}-{month:02}"

    def _month(self, year: int, month: int) -> str:
        return f"{month_name(month, self.language)} {year}"

    def months(self) -> list[Month]:
        """Return every month from the first entry to the last."""
        if not self.items:
            return []
        first, last = self.items[0].day, self.items[-1].day
        ahead = {(i.day.year, i.day.month) for i in self.items if not i.past}
        days = Counter(i.day for i in self.items if not i.cancelled)
        listed = {(i.day.year, i.day.month) for i in self.items}
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        keys = [divmod(first.year * 12 + first.month - 1 + n, 12) for n in range(count)]
        return [
            self._at_a_glance(y, m + 1, days, (y, m + 1) in listed, (y, m + 1) in ahead)
            for y, m in keys
        ]

    def _at_a_glance(
        self, year: int, month: int, days: Counter[date], listed: bool, ahead: bool
    ) -> Month:
        here = {d.day: n for d, n in days.items() if (d.year, d.month) == (year, month)}
        today = self.now.date()
        return Month(
            anchor=self._anchor(year, month, past=not ahead) if listed else "",
            name=self._month(year, month),
            told=self._count(sum(here.values())),
            weeks=calendar.Calendar().monthdayscalendar(year, month),
            marked=frozenset(here),
            today=today.day if (today.year, today.month) == (year, month) else 0,
        )

    def _count(self, number: int) -> str:
        if number == 0:
            return str(self.t.none)
        return str(self.t.one) if number == 1 else self.t.several(count=number)

    @property
    def first_release(self) -> bool:
        """Whether all that there is came with the last release."""
        changes = self.page.changes
        live = sum(not item.cancelled for item in self.items)
        return len(changes) == live > 0 and all(c.kind == "new" for c in changes)

    def changes(self) -> list[Change]:
        """Return what the last release changed, the most urgent first."""
        days = {li.uid: li.entry.day for li in self.page.lines if li.entry}
        rows = sorted(
            self.page.changes,
            key=lambda c: (_TOLD_FIRST.index(c.kind), days.get(c.uid, date.max), c.uid),
        )
        parts = Counter((c.kind, *_parted(c.words.to(self.language))) for c in rows)
        return [Change(*row, times) for row, times in parts.items()]


def _parted(text: str) -> tuple[str, str]:
    badge, colon, rest = text.partition(": ")
    return (badge, rest) if colon else ("", text)
