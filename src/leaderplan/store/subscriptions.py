"""Links that are given out, renewed and ended."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from leaderplan.domain.references import nearest
from leaderplan.errors import InputError, Issue
from leaderplan.feeds.ledger import FeedKey
from leaderplan.store.audit import note
from leaderplan.store.database import Database
from leaderplan.store.faults import HAS_LINK, NO_LINK, StoreError
from leaderplan.store.links import CLOSES_AFTER, token_hash
from leaderplan.store.records import Link, Subscription
from leaderplan.store.schema import calendars, feeds
from leaderplan.store.schema import subscriptions as table


class Whose(NamedTuple):
    """Whose link: of which calendar, and for which of its readers."""

    programme: str
    key: FeedKey
    holder: str

    def rows(self) -> ColumnElement[bool]:
        """Return the condition for all links that were ever given out to them."""
        return and_(
            table.c.programme == self.programme,
            table.c.kind == self.key.kind,
            table.c.subject == self.key.subject,
            table.c.holder == self.holder,
        )


class End(NamedTuple):
    """The end of a link: ``how`` is rotated or revoked, ``closing`` that it says so."""

    how: str
    by: str
    at: datetime
    closing: bool


def new_secret() -> str:
    """Return 256 random bits as 43 letters, digits, ``-`` and ``_``."""
    return secrets.token_urlsafe(32)


def subscribe(
    database: Database, whose: Whose, by: str, at: datetime, expires: datetime | None
) -> Link:
    """Give out a link to a calendar that was released.

    Raises
    ------
    InputError
        When no such calendar was released.
    StoreError
        When they have a link already.
    """
    try:
        with database.writing() as connection:
            _refuse_unknown(connection, whose)
            link = _give(connection, whose, by, at, expires)
            _note(connection, "subscribed", whose, by, at)
    except IntegrityError:
        raise StoreError(HAS_LINK.fill(key=whose.key)) from None
    return link


def rotate(database: Database, whose: Whose, end: End) -> Link:
    """End a link and give out another, in one step.

    Raises
    ------
    StoreError
        When there is no open link.
    """
    with database.writing() as connection:
        open_one = select(table.c.expires).where(whose.rows(), table.c.ended.is_(None))
        row = connection.execute(open_one).first()
        if row is None or not _end(connection, whose, end):
            raise StoreError(NO_LINK.fill(key=whose.key))
        link = _give(connection, whose, end.by, end.at, row.expires)
        _note(connection, "rotated", whose, end.by, end.at)
    return link


def revoke(database: Database, whose: Whose, end: End) -> None:
    """End a link; one that is closing is dead at once where that is not asked for.

    Raises
    ------
    StoreError
        When there is no open link, nor one that is closing.
    """
    with database.writing() as connection:
        ended = _end(connection, whose, end)
        if not end.closing:
            still = update(table).where(whose.rows(), table.c.closes > end.at)
            ended += connection.execute(still.values(closes=None)).rowcount
        if not ended:
            raise StoreError(NO_LINK.fill(key=whose.key))
        _note(connection, "revoked", whose, end.by, end.at)


def _end(connection: Connection, whose: Whose, end: End) -> int:
    closes = end.at + CLOSES_AFTER if end.closing else None
    statement = update(table).where(whose.rows(), table.c.ended.is_(None))
    values = {"ended": end.at, "how": end.how, "closes": closes}
    return connection.execute(statement.values(values)).rowcount


def _give(
    connection: Connection, whose: Whose, by: str, at: datetime, end: datetime | None
) -> Link:
    token = new_secret()
    connection.execute(
        insert(table).values(
            programme=whose.programme, kind=whose.key.kind, subject=whose.key.subject,
            holder=whose.holder, token_hash=token_hash(token), made=at, made_by=by,
            expires=end,
        )
    )  # fmt: skip
    common = select(calendars.c.expires).where(calendars.c.programme == whose.programme)
    return Link(whose.key, end or connection.execute(common).scalar_one(), token)


def _note(
    connection: Connection, action: str, whose: Whose, by: str, at: datetime
) -> None:
    note(connection, (action, whose.programme, str(whose.key)), by, at, whose.holder)


def _refuse_unknown(connection: Connection, whose: Whose) -> None:
    columns = (feeds.c.kind, feeds.c.subject)
    statement = select(*columns).where(
        feeds.c.programme == whose.programme,
        feeds.c.etag.is_not(None),
        feeds.c.closed.is_(None),
    )
    known = {str(FeedKey(r.kind, r.subject)) for r in connection.execute(statement)}
    if str(whose.key) not in known:
        text = f"expected one of {len(known)} released calendars; found {whose.key}."
        hint = nearest(str(whose.key), known)
        raise InputError([Issue("calendar", text, hint or "Release the plan first.")])


def listed(connection: Connection, programme: str) -> tuple[Subscription, ...]:
    """Return every link that was given out, in the order in which they were."""
    statement = select(table).where(table.c.programme == programme)
    return tuple(map(_told, connection.execute(statement.order_by(table.c.id))))


def _told(row: Row[Any]) -> Subscription:
    return Subscription(
        FeedKey(row.kind, row.subject), row.holder, row.made, row.made_by,
        row.expires, row.ended, row.how, row.closes, row.used,
    )  # fmt: skip
