"""Change notices: what a release changes for whom, because calendars lag for hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from leaderplan.domain.programme import Programme
from leaderplan.feeds.ledger import FeedKey, FeedLedger, Line
from leaderplan.feeds.release import Release
from leaderplan.feeds.sentences import KINDS, Sentence, is_away, sentence
from leaderplan.feeds.subjects import feed_title, programme_title
from leaderplan.feeds.text import one_line
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

CHANGES = Words("{programme}: ændringer i din kalender",
                "{programme}: changes in your calendar")  # fmt: skip
WELCOME = Words("{programme}: din kalender er klar",
                "{programme}: your calendar is ready")  # fmt: skip
DEAR = Words("Kære {name}", "Dear {name}")
LAG = Words(
    "Noget i din kalender er ændret. Kalenderen retter sig selv, men nogle programmer "
    "er op til et døgn om det.",
    "Something in your calendar has changed. It corrects itself, but some programs "
    "take up to a day.",
)
READY = Words(
    "Kalenderen er klar: {count} {what} fra {first} til {last}. Ændringer kommer af "
    "sig selv.",
    "The calendar is ready: {count} {what} from {first} to {last}. Changes "
    "arrive by themselves.",
)
READY_ONE = Words(
    "Kalenderen er klar: én aftale, {first}. Ændringer kommer af sig selv.",
    "The calendar is ready: one appointment, {first}. Changes arrive by themselves.",
)
ENTRIES = Words("aftaler", "appointments")
AWAY = Words("aftaler og dage, hvor nogen er optaget", "appointments and days away")
REGARDS = Words("Venlig hilsen", "Kind regards")
NOBODY = Words("Ingen skal have besked.", "Nobody needs to be told.")
COUNTED = Words("{count} får besked om ændringer.", "{count} are told of changes.")
COUNTED_ONE = Words("1 får besked om ændringer.", "1 is told of changes.")
UNREACHED = Words("Uden e-mailadresse: {names}.", "Without an e-mail address: {names}.")

COLUMNS = ("role", "person", "name", "calendar", "change", "what", "when", "was",
           "place", "note", "text")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What changes in one calendar of somebody's.

    A calendar that is new to its reader has a ``welcome`` in place of a sentence
    for each of its entries.
    """

    feed: FeedKey
    title: str
    sentences: tuple[Sentence, ...]
    welcome: str = ""
    marks: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What its reader is told, line by line."""
        told = tuple(s.text for s in self.sentences)
        return (self.welcome,) if self.welcome else told


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told: of each of their calendars what changes in it."""

    role: Literal["participant", "staff"]
    person: str
    name: str
    email: str
    programme: str
    language: Language
    parts: tuple[Part, ...]

    @property
    def reachable(self) -> bool:
        """Whether there is an e-mail address that a mail can be written to."""
        from leaderplan.feeds.outbox import reader_of

        return reader_of(self.name, self.email) is not None

    @property
    def subject(self) -> str:
        """The subject of a mail; it names nobody."""
        new = all(part.welcome for part in self.parts)
        words = WELCOME if new else CHANGES
        return words.to(self.language).replace("{programme}", self.programme)

    @property
    def greeting(self) -> str:
        """How it begins."""
        return DEAR.to(self.language).replace("{name}", self.name) + ","

    @property
    def preface(self) -> str:
        """Why it is sent, where something changes."""
        new = all(part.welcome for part in self.parts)
        return "" if new else LAG.to(self.language)

    @property
    def regards(self) -> str:
        """How it ends."""
        return f"{REGARDS.to(self.language)}\n{self.programme}"

    @property
    def text(self) -> str:
        """All of it as plain text."""
        rows = [self.greeting, *filter(None, [self.preface])]
        for part in self.parts:
            sign = "" if part.welcome else "- "
            told = (sign + line for line in part.lines)
            rows.append("\n".join([part.title, *told]))
        return "\n\n".join([*rows, self.regards]) + "\n"


@dataclass(frozen=True, slots=True)
class Notices:
    """Who is touched by a release, and what each of them is told.

    Each notice says no more than what its reader's own calendars say; all together
    are for the coordinator alone.
    """

    notices: tuple[Notice, ...]
    programme: str
    language: Language
    released: datetime

    def __len__(self) -> int:
        return len(self.notices)

    @property
    def summary(self) -> str:
        """How many are told, and who of them has no e-mail address."""
        if not self.notices:
            return NOBODY.to(self.language)
        count = len(self.notices)
        words = COUNTED_ONE if count == 1 else COUNTED
        rows = [words.fill(count=count).to(self.language)]
        if lost := ", ".join(n.name for n in self.notices if not n.reachable):
            rows.append(UNREACHED.to(self.language).replace("{names}", lost))
        return " ".join(rows)

    @property
    def text(self) -> str:
        """The summary and every notice, one after the other."""
        return "\n\n".join([self.summary, *(notice.text for notice in self.notices)])

    def __str__(self) -> str:
        return self.text

    @property
    def table(self) -> pd.DataFrame:
        """A row of each sentence of each notice; all columns are text."""
        import pandas as pd

        rows = [
            (n.role, n.person, n.name, part.title, *cells)
            for n in self.notices
            for part in n.parts
            for cells in _cells(part, self.language)
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")

    def _repr_html_(self) -> str:
        from leaderplan.feeds.outbox import notices_html

        return notices_html(self)

    def write_outbox(self, folder: str | Path, *, sender: str) -> tuple[Path, ...]:
        """Write each notice as a mail that is ready to be sent, and send none.

        One ``.eml`` file (RFC 5322) for each person with an e-mail address, as plain
        text and HTML. Its name names nobody; the same notice has the same name and
        Message-ID, so writing it twice is writing it once.

        Parameters
        ----------
        folder
            Where they go; made where missing. They name people: keep it private.
        sender
            The address they come from, as ``kim@example.org`` or
            ``Kim Holm <kim@example.org>``.

        Returns
        -------
        tuple of Path
            The files.

        Raises
        ------
        InputError
            When ``sender`` is no e-mail address.
        LeaderplanError
            When the disk does not take the files.
        """
        from leaderplan.feeds.outbox import write_outbox

        return write_outbox(self, Path(folder), sender)


def _cells(part: Part, language: Language) -> Iterator[tuple[str, ...]]:
    if part.welcome:
        yield (KINDS["new"].to(language), "", "", "", "", "", part.welcome)
        return
    for s in part.sentences:
        kind = KINDS[s.kind].to(language)
        yield (kind, s.what, s.when, s.was, s.place, s.note, s.text)


def notices(programme: Programme, release: Release) -> Notices:
    """Return what a release changes for whom.

    Participants are told of their own calendar; coaches, facilitators, leaders of
    hosts, managers and directors of theirs. Calendars of groups, cohorts and rooms
    have nobody of their own: who comes there is told by the calendar they have.

    Parameters
    ----------
    programme
        The programme that was released.
    release
        What :func:`leaderplan.publish` or :func:`leaderplan.release` returned.

    Returns
    -------
    Notices
        In the language of the release; empty where nothing changed.
    """
    ledger = release.ledger
    found: dict[tuple[Literal["participant", "staff"], str], list[Part]] = {}
    touched = sorted({change.feed for change in release.changes})
    for key in touched:
        who = _reader(programme, key)
        part = _part(programme, release, key)
        if who is not None and part is not None:
            found.setdefault(who, []).append(part)
    title = programme_title(programme, ledger.language)
    rows = []
    for (role, person), parts in sorted(found.items()):
        holder = (
            programme.participant(person)
            if role == "participant"
            else programme.member(person)
        )
        rows.append(
            Notice(role, person, one_line(holder.name), one_line(holder.email), title,
                   ledger.language, tuple(parts))
        )  # fmt: skip
    at = ledger.released or datetime.fromtimestamp(0, UTC)
    return Notices(tuple(rows), title, ledger.language, at)


def _reader(
    programme: Programme, key: FeedKey
) -> tuple[Literal["participant", "staff"], str] | None:
    """Return whose calendar it is, ``None`` where it is nobody's own."""
    if key.kind == "participant":
        return "participant", key.subject
    if key.kind in {"coach", "facilitator", "manager", "director"}:
        return "staff", key.subject
    if key.kind == "host":
        leaders = {host.unit: host.leader for host in programme.hosts}
        leader = leaders.get(key.subject)
        return None if leader is None else ("staff", leader)
    return None


def _part(programme: Programme, release: Release, key: FeedKey) -> Part | None:
    ledger = release.ledger
    title = feed_title(programme, key, ledger.language)
    if key in release.fresh:
        return Part(key, title, (), _welcome(ledger, key), _marks(ledger, key))
    lines = {line.uid: line for line in _lines(ledger, key)}
    rows: list[tuple[date, str, Sentence, str]] = []
    for change in release.changes:
        line = lines.get(change.uid) if change.feed == key else None
        if line is None or line.entry is None:
            continue
        told = sentence(change.kind, line.entry, change.before, ledger.language)
        if told is not None:
            entry, mark = line.entry, f"{line.uid} {line.sequence} {change.kind}"
            rows.append((entry.day, f"{entry.starts or ''} {told.text}", told, mark))
    rows.sort(key=lambda row: row[:2])
    told_of, marks = tuple(row[2] for row in rows), tuple(row[3] for row in rows)
    return Part(key, title, told_of, "", marks) if rows else None


def _lines(ledger: FeedLedger, key: FeedKey) -> tuple[Line, ...]:
    feed = ledger.of(key)
    return () if feed is None else feed.shown


def _marks(ledger: FeedLedger, key: FeedKey) -> tuple[str, ...]:
    return tuple(f"{line.uid} {line.sequence} new" for line in _lines(ledger, key))


def _welcome(ledger: FeedLedger, key: FeedKey) -> str:
    entries = [line.entry for line in _lines(ledger, key) if line.entry]
    days = [entry.day for entry in entries]
    what = AWAY if any(map(is_away, entries)) else ENTRIES
    words = READY_ONE if len(days) == 1 else READY
    language = ledger.language
    return words.to(language).format(
        count=len(days),
        what=what.to(language),
        first=day_text(min(days), language),
        last=day_text(max(days), language),
    )
