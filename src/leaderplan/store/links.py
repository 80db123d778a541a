"""What a link gives, from one look-up by the hash of its secret."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Row, and_, select, update

from leaderplan.errors import LeaderplanError
from leaderplan.feeds.events import CLOSED
from leaderplan.feeds.events import note as note_of
from leaderplan.feeds.ical import FeedWriter
from leaderplan.feeds.ledger import FeedKey, Line, shown
from leaderplan.feeds.serving import TOKEN_LENGTH, Page, Served
from leaderplan.feeds.zones import zone
from leaderplan.locale import Language, Words
from leaderplan.store.database import Database
from leaderplan.store.ledgers import LINES, read_changes
from leaderplan.store.schema import calendars, feeds, subscriptions

CLOSES_AFTER = timedelta(days=30)
"""How long an ended link says that it is closed (CALENDAR.md, section 5)."""

MOVED = Words(
    "Denne kalender har fået en ny adresse; spørg din koordinator",
    "This calendar has a new address; ask your coordinator",
)
"""What a rotated link says, where it says anything."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""Until when a dead link is open, whatever a clock that runs behind says."""

FILES = Words("kalender.ics", "calendar.ics")
"""What the file behind every link is called."""

_KEY = ("programme", "kind", "subject")
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")

_ALWAYS = [
    *(subscriptions.c[n] for n in ("id", "kind", "subject", "ended", "how", "closes")),
    subscriptions.c.used,
    subscriptions.c.expires.label("own_end"),
    *(calendars.c[n] for n in ("programme", "language", "zone", "first_year")),
    calendars.c.released,
    calendars.c.expires.label("common_end"),
    calendars.c.title.label("name"),
    feeds.c.closed,
    feeds.c.etag,
]
_FEED = (feeds.c.data, feeds.c.served)
_PAGE = (feeds.c.title, feeds.c.lines)


class Closing(NamedTuple):
    """The end of a link: since when, until when it says so, and in which words."""

    since: datetime
    until: datetime
    words: Words


def token_hash(token: str) -> str:
    """Return what is stored of a token: its SHA-256.

    A look-up by it takes no longer for a near miss: two tokens that are alike have
    hashes that are not.
    """
    return hashlib.sha256(token.encode()).hexdigest()


class StoredLinks:
    """Links looked up in a database; see :class:`leaderplan.feeds.serving.Links`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ready(self) -> bool:
        """Tell whether links can be looked up."""
        try:
            with self._database.reading() as connection:
                connection.execute(select(calendars.c.programme).limit(1)).first()
        except LeaderplanError:
            return False
        return True

    def feed(self, token: str, now: datetime) -> Served | None:
        """Return the feed behind a link, ``None`` where it opens nothing."""
        if not is_token(token):
            return None
        with self._database.reading() as connection:
            row = _row(connection, token, now, _FEED)
        if row is None:
            return None
        self._use(row, now)
        end = _end(row, now)
        if end is not None:
            return _closing_feed(row, end)
        gone = row.closed is not None
        return Served(row.data, row.etag, row.served, FILES.to(row.language), gone)

    def page(self, token: str, now: datetime) -> Page | None:
        """Return what the page behind a link shows, ``None`` where it opens nothing."""
        if not is_token(token):
            return None
        with self._database.reading() as connection:
            row = _row(connection, token, now, _PAGE)
            if row is None:
                return None
            key = FeedKey(row.kind, row.subject)
            told = read_changes(connection, row.programme, key)
        self._use(row, now)
        end = _end(row, now)
        if end is not None:
            note = (_closing_line(row, end),)
            return Page(row.name, row.language, row.zone, note, (), end.since, True)
        gone = row.closed is not None
        lines = shown(LINES.validate_json(row.lines))
        return Page(row.title, row.language, row.zone, lines, told, row.released, gone)

    def _use(self, row: Row[Any], now: datetime) -> None:
        """Note the day, once and only if nobody has to wait for it."""
        today = now.astimezone(UTC).date().isoformat()
        if row.used is not None and row.used >= today:
            return
        statement = update(subscriptions).where(subscriptions.c.id == row.id)
        # The next reader of the day notes it where this one could not.
        with suppress(LeaderplanError), self._database.trying() as connection:
            connection.execute(statement.values(used=today))


def is_token(token: object) -> bool:
    """Tell whether something has the form of a token."""
    return isinstance(token, str) and _TOKEN.fullmatch(token) is not None


def _row(
    connection: Connection, token: str, now: datetime, columns: Iterable[Column[Any]]
) -> Row[Any] | None:
    """Look a link up; one that opens nothing any more is as one that never was."""
    of_feed = and_(*(feeds.c[n] == subscriptions.c[n] for n in _KEY))
    statement = (
        select(*_ALWAYS, *columns)
        .join(feeds, of_feed)
        .join(calendars, calendars.c.programme == subscriptions.c.programme)
        .where(subscriptions.c.token_hash == token_hash(token))
        .select_from(subscriptions)
    )
    row = connection.execute(statement).first()
    if row is None:
        return None
    end = _end(row, now)
    shut = row.etag is None if end is None else now >= end.until
    return None if shut else row


def _end(row: Row[Any], now: datetime) -> Closing | None:
    """Return how a link ended, ``None`` for one that is open."""
    if row.ended is not None:
        words = MOVED if row.how == "rotated" else CLOSED
        return Closing(row.ended, row.closes or NEVER, words)
    end = row.own_end or row.common_end
    return Closing(end, end + CLOSES_AFTER, CLOSED) if now >= end else None


def _closing_line(row: Row[Any], end: Closing) -> Line:
    day = end.since.astimezone(zone(row.zone)).date()
    words = end.words.to(row.language)
    # The number of the link, so that the note is not taken for one of the feed's.
    entry = note_of(row.programme, FeedKey(row.kind, f"link {row.id}"), words, day)
    return Line(uid=entry.uid, changed=end.since, entry=entry)


def _closing_feed(row: Row[Any], end: Closing) -> Served:
    language: Language = row.language
    writer = FeedWriter(row.zone, row.first_year, language)
    data = writer.write(row.name, (_closing_line(row, end),))
    etag = hashlib.sha256(data).hexdigest()
    return Served(data, etag, end.since, FILES.to(language), True)
