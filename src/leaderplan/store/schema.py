"""The tables of a store, as they are now; ``migrations.py`` makes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as whole seconds since 1970: the same in any database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """Return what is stored."""
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: Any | None, dialect: Any) -> datetime | None:
        """Return what was stored."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


TABLES = MetaData()


def _text(name: str, *, key: bool = False, empty: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=empty)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False)


def _moment(name: str, *, empty: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=empty)


schema_version = Table("schema_version", TABLES, _number("version"))

programmes = Table(
    "programmes", TABLES,
    _text("programme", key=True), _number("version", key=True),
    _moment("saved"), _text("saved_by"), _text("digest"), _text("content"),
)  # fmt: skip

plans = Table(
    "plans", TABLES,
    _text("programme", key=True), _number("version", key=True),
    _number("programme_version"),
    _moment("saved"), _text("saved_by"), _text("digest"), _text("content"),
)  # fmt: skip

calendars = Table(
    "calendars", TABLES,
    _text("programme", key=True), _number("release"),
    _text("language"), _text("zone"), _number("first_year"), _text("title"),
    _moment("released"), _moment("expires"), _text("basis"), _moment("due", empty=True),
)  # fmt: skip
"""One row a programme: the state of its feeds as a whole."""

releases = Table(
    "releases", TABLES,
    _text("programme", key=True), _number("number", key=True),
    _number("plan_version"), _moment("made"), _text("made_by"), _text("why"),
    _number("feeds"), _text("told"),
)  # fmt: skip

feeds = Table(
    "feeds", TABLES,
    _text("programme", key=True), _text("kind", key=True), _text("subject", key=True),
    _text("title"), _text("lines"), _moment("modified"), _moment("closed", empty=True),
    _moment("served"), _text("etag", empty=True),
    Column("data", LargeBinary, nullable=True),
)  # fmt: skip

changes = Table(
    "changes", TABLES,
    _text("programme", key=True), _text("kind", key=True), _text("subject", key=True),
    _number("place", key=True),
    _number("release"), _text("uid"), _text("change"), _text("da"), _text("en"),
)  # fmt: skip
"""What the last release changed; that of the one before is forgotten."""

subscriptions = Table(
    "subscriptions", TABLES,
    Column("id", BigInteger, primary_key=True),
    _text("programme"), _text("kind"), _text("subject"), _text("holder"),
    _text("token_hash"), _moment("made"), _text("made_by"),
    _moment("expires", empty=True), _moment("ended", empty=True),
    _text("how", empty=True), _moment("closes", empty=True),
    _text("used", empty=True),
)  # fmt: skip

audit = Table(
    "audit", TABLES,
    Column("id", BigInteger, primary_key=True),
    _moment("at"), _text("by"), _text("action"), _text("programme"),
    _text("subject"), _text("detail"),
)  # fmt: skip
