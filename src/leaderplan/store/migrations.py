"""How a database comes from any older version of the tables to the present one."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, inspect, text

from leaderplan.store.faults import FOREIGN, NEWER, NewerStore, StoreError

ROOM_KEY = 5_716_402_811
"""A number of our own by which PostgreSQL lets one process migrate at a time."""

_FIRST = """
CREATE TABLE schema_version (version BIGINT NOT NULL);
CREATE TABLE programmes (
    programme TEXT NOT NULL, version BIGINT NOT NULL, saved BIGINT NOT NULL,
    saved_by TEXT NOT NULL, digest TEXT NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (programme, version));
CREATE TABLE plans (
    programme TEXT NOT NULL, version BIGINT NOT NULL,
    programme_version BIGINT NOT NULL, saved BIGINT NOT NULL,
    saved_by TEXT NOT NULL, digest TEXT NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (programme, version),
    FOREIGN KEY (programme, programme_version)
        REFERENCES programmes (programme, version));
CREATE TABLE calendars (
    programme TEXT NOT NULL PRIMARY KEY, release BIGINT NOT NULL,
    language TEXT NOT NULL, zone TEXT NOT NULL, first_year BIGINT NOT NULL,
    title TEXT NOT NULL, released BIGINT NOT NULL, expires BIGINT NOT NULL);
CREATE TABLE releases (
    programme TEXT NOT NULL, number BIGINT NOT NULL, plan_version BIGINT NOT NULL,
    made BIGINT NOT NULL, made_by TEXT NOT NULL, why TEXT NOT NULL,
    feeds BIGINT NOT NULL, told TEXT NOT NULL,
    PRIMARY KEY (programme, number),
    FOREIGN KEY (programme, plan_version) REFERENCES plans (programme, version));
CREATE TABLE feeds (
    programme TEXT NOT NULL REFERENCES calendars (programme),
    kind TEXT NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL,
    lines TEXT NOT NULL, modified BIGINT NOT NULL, closed BIGINT,
    served BIGINT NOT NULL, etag TEXT, data {bytes},
    PRIMARY KEY (programme, kind, subject));
CREATE TABLE changes (
    programme TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
    place BIGINT NOT NULL, release BIGINT NOT NULL, uid TEXT NOT NULL,
    change TEXT NOT NULL, da TEXT NOT NULL, en TEXT NOT NULL,
    PRIMARY KEY (programme, kind, subject, place),
    FOREIGN KEY (programme, kind, subject) REFERENCES feeds);
CREATE TABLE subscriptions (
    id {own_number}, programme TEXT NOT NULL, kind TEXT NOT NULL,
    subject TEXT NOT NULL, holder TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE,
    made BIGINT NOT NULL, made_by TEXT NOT NULL, expires BIGINT, ended BIGINT,
    how TEXT, closes BIGINT, used TEXT,
    FOREIGN KEY (programme, kind, subject) REFERENCES feeds);
CREATE UNIQUE INDEX one_open_link
    ON subscriptions (programme, kind, subject, holder) WHERE ended IS NULL;
CREATE TABLE audit (
    id {own_number}, at BIGINT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL,
    programme TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL);
"""

_DIALECTS = {
    "sqlite": {"bytes": "BLOB", "own_number": "INTEGER NOT NULL PRIMARY KEY"},
    "postgresql": {
        "bytes": "BYTEA",
        "own_number": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    },
}

Migration = Callable[[Connection], None]


def _first_tables(connection: Connection) -> None:
    words = _DIALECTS[connection.dialect.name]
    for statement in _FIRST.format(**words).split(";\n"):
        if statement.strip():
            connection.execute(text(statement))


def _what_releases_were_made_of(connection: Connection) -> None:
    """Let an unchanged plan be known without writing its feeds again."""
    connection.execute(
        text("ALTER TABLE calendars ADD COLUMN basis TEXT NOT NULL DEFAULT ''")
    )
    connection.execute(text("ALTER TABLE calendars ADD COLUMN due BIGINT"))


MIGRATIONS: tuple[Migration, ...] = (_first_tables, _what_releases_were_made_of)
"""What leads from each version to the next: the first to version 1, and so on.

Those that were ever released stay as they are; a change is one more.
"""


def version_of(connection: Connection) -> int:
    """Return the version of a database's tables, 0 where it is empty.

    Raises
    ------
    StoreError
        When the tables are another program's.
    """
    names = set(inspect(connection).get_table_names())
    if "schema_version" in names:
        found = connection.execute(text("SELECT version FROM schema_version")).scalar()
        if isinstance(found, int):
            return found
    if names:
        raise StoreError(FOREIGN)
    return 0


def migrate(connection: Connection) -> None:
    """Bring the tables to the present version, within the caller's transaction.

    Raises
    ------
    NewerStore
        When they are of a newer version than is known here.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": ROOM_KEY})
    found = refuse_newer(version_of(connection))
    for step in MIGRATIONS[found:]:
        step(connection)
    if found < len(MIGRATIONS):
        connection.execute(text("DELETE FROM schema_version"))
        statement = text("INSERT INTO schema_version VALUES (:version)")
        connection.execute(statement, {"version": len(MIGRATIONS)})


def refuse_newer(found: int) -> int:
    """Return a version that is known here.

    Raises
    ------
    NewerStore
        When it is not.
    """
    if found > len(MIGRATIONS):
        raise NewerStore(NEWER.fill(found=found, known=len(MIGRATIONS)))
    return found
