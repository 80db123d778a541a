"""The feed ledger and the feeds of a programme, row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from leaderplan.feeds.ledger import FeedKey, FeedLedger, FeedLines, Line
from leaderplan.feeds.release import Release
from leaderplan.feeds.revise import FeedChange
from leaderplan.locale import Words
from leaderplan.store.schema import calendars, changes, feeds

LINES: TypeAdapter[tuple[Line, ...]] = TypeAdapter(tuple[Line, ...])
"""How the lines of a feed are read and written."""

TICK = timedelta(seconds=1)


class Stored(NamedTuple):
    """The feeds as they are: their ledger, and of each its title, tag and time."""

    release: int
    ledger: FeedLedger
    served: dict[FeedKey, tuple[str, str | None, datetime]]


def head(connection: Connection, programme: str) -> Row[Any] | None:
    """Return what is kept of a programme's feeds as a whole, if there is any."""
    statement = select(calendars).where(calendars.c.programme == programme)
    return connection.execute(statement).first()


def read(connection: Connection, programme: str) -> Stored:
    """Return the ledger of the last release, an empty one before the first."""
    found = head(connection, programme)
    if found is None:
        return Stored(0, FeedLedger(), {})
    columns = [column for column in feeds.c if column.name != "data"]
    rows = connection.execute(
        select(*columns).where(feeds.c.programme == programme)
    ).all()
    ledger = FeedLedger(
        programme=programme,
        language=found.language,
        released=found.released,
        feeds=tuple(sorted(map(_lines, rows), key=lambda feed: feed.key)),
    )
    served = {
        FeedKey(r.kind, r.subject): (r.title, r.etag, r.served) for r in rows
    }  # fmt: skip
    return Stored(found.release, ledger, served)


def _lines(row: Row[Any]) -> FeedLines:
    # What stands here was checked when it was made; the lines are checked anew.
    return FeedLines.model_construct(
        kind=row.kind,
        subject=row.subject,
        lines=LINES.validate_json(row.lines),
        modified=row.modified,
        token=None,
        closed=row.closed,
    )


def changed_rows(before: Stored, made: Release) -> Iterator[dict[str, Any]]:
    """Yield the rows of the feeds that are not as they were."""
    old = {feed.key: feed for feed in before.ledger.feeds}
    new = {feed.key: feed for feed in made.feeds}
    at = made.ledger.released
    for row in made.ledger.feeds:
        feed, was = new.get(row.key), before.served.get(row.key)
        etag = hashlib.sha256(feed.data).hexdigest() if feed else None
        title = feed.title if feed else ""
        if was is not None and (title, etag) == was[:2] and _same(old[row.key], row):
            continue
        times = [t for t in (at, row.modified, was and was[2] + TICK) if t]
        yield {
            "programme": made.ledger.programme,
            "kind": row.kind,
            "subject": row.subject,
            "title": title,
            "lines": LINES.dump_json(row.lines, exclude_defaults=True).decode(),
            "modified": row.modified,
            "closed": row.closed,
            "served": max(times),
            "etag": etag,
            "data": feed.data if feed else None,
        }


def _same(old: FeedLines, new: FeedLines) -> bool:
    # Lines never change without this stamp, but for those of a feed that goes.
    return (old.modified, old.closed) == (new.modified, new.closed)


def write_feeds(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Store feeds over what was there."""
    if not rows:
        return
    made: Any = (
        sqlite.insert(feeds)
        if connection.dialect.name == "sqlite"
        else postgresql.insert(feeds)
    )
    keys = ["programme", "kind", "subject"]
    values = {c.name: made.excluded[c.name] for c in feeds.c if c.name not in keys}
    connection.execute(
        made.on_conflict_do_update(index_elements=keys, set_=values), rows
    )


def write_head(connection: Connection, row: dict[str, Any], before: int) -> bool:
    """Store the state of the feeds as a whole; tell whether nobody was faster."""
    if before == 0:
        connection.execute(insert(calendars).values(**row))
        return True
    key = calendars.c.programme == row["programme"]
    statement = update(calendars).where(key, calendars.c.release == before)
    return connection.execute(statement.values(**row)).rowcount == 1


def write_changes(
    connection: Connection, programme: str, release: int, told: Iterable[FeedChange]
) -> None:
    """Store what a release changed, and forget what the one before did."""
    connection.execute(delete(changes).where(changes.c.programme == programme))
    rows = [
        {
            "programme": programme, "kind": change.feed.kind,
            "subject": change.feed.subject, "place": place, "release": release,
            "uid": change.uid, "change": change.kind,
            "da": change.words.da, "en": change.words.en,
        }
        for place, change in enumerate(told)
    ]  # fmt: skip
    if rows:
        connection.execute(insert(changes), rows)


def read_changes(
    connection: Connection, programme: str, key: FeedKey
) -> tuple[FeedChange, ...]:
    """Return what the last release changed in a feed."""
    statement = select(changes).where(
        changes.c.programme == programme,
        changes.c.kind == key.kind,
        changes.c.subject == key.subject,
    )
    return tuple(
        FeedChange(key, row.uid, row.change, Words(row.da, row.en))
        for row in connection.execute(statement.order_by(changes.c.place))
    )
