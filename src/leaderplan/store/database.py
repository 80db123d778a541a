"""Connections to a database that is safe to share and to lose power over."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from leaderplan.errors import InputError, Issue, MissingExtra
from leaderplan.feeds.serving import Busy
from leaderplan.store.faults import BUSY, DAMAGED, StoreError

try:
    from sqlalchemy import Connection, Engine, create_engine, event
    from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError
except ImportError:
    raise MissingExtra("stores", "sqlalchemy", "db") from None

PATIENCE = 20.0
"""Seconds that a save or a release waits for others to end theirs."""

HASTE = 1.0
"""Seconds that a reader of a link waits before it is told to come back."""

_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_WAIT = {"55P03", "57014", "40001", "40P01", "53300", "57P01", "57P03"}
"""PostgreSQL's codes for locked, timed out, collided, full and shutting down."""


class Database:
    """A database and the three ways it is used: patiently, hastily, without waiting.

    Parameters
    ----------
    path_or_url
        The path of an SQLite file, made where missing, or the URL of a PostgreSQL
        database (``postgresql://…``).

    Raises
    ------
    InputError
        When it is neither.
    MissingExtra
        When PostgreSQL's driver is not installed.
    """

    def __init__(self, path_or_url: str | os.PathLike[str]) -> None:
        url = os.fspath(path_or_url)
        self.is_sqlite = "://" not in url
        if not self.is_sqlite:
            url = _postgresql(url)
        else:
            _make_private(Path(url))
            _use_log(url)
        self._writing, self._reading, self._trying = (
            self._engine(url, seconds) for seconds in (PATIENCE, HASTE, 0.0)
        )

    def _engine(self, url: str, seconds: float) -> Engine:
        # Parameters are hidden: an error must not say what was stored.
        if not self.is_sqlite:
            options = f"-c lock_timeout={max(1, int(seconds * 1000))}"
            return create_engine(
                url, hide_parameters=True, pool_pre_ping=True, pool_timeout=PATIENCE,
                connect_args={"options": options, "connect_timeout": 5},
            )  # fmt: skip
        engine = create_engine(
            f"sqlite+pysqlite:///{url}", hide_parameters=True, pool_timeout=PATIENCE,
            connect_args={"timeout": seconds, "isolation_level": None},
        )  # fmt: skip
        start = "BEGIN" if seconds == HASTE else "BEGIN IMMEDIATE"

        @event.listens_for(engine, "connect")
        def _settle(connection: Any, _: object) -> None:
            # What is only tried may be lost with the power; the rest may not.
            safety = "FULL" if seconds else "NORMAL"
            for line in ("foreign_keys=ON", f"synchronous={safety}"):
                connection.execute(f"PRAGMA {line}")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(start)

        return engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that waits for others, and stores all or nothing."""
        with _plainly(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a view of one moment; it is not kept waiting by those who write."""
        with _plainly(), self._reading.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """Give a transaction that is refused at once where another one writes."""
        with _plainly(), self._trying.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        for engine in (self._writing, self._reading, self._trying):
            engine.dispose()

    def __repr__(self) -> str:
        return f"Database({'SQLite' if self.is_sqlite else 'PostgreSQL'})"


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what went wrong in words, and nothing of what was stored."""
    try:
        yield
    except IntegrityError:
        raise
    except TimeoutError:
        raise Busy(BUSY.en) from None
    except DBAPIError as error:
        if _is_passing(error.orig):
            raise Busy(BUSY.en) from None
        raise StoreError(DAMAGED.fill(why=_cause(error.orig))) from None


def _is_passing(error: Any) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _LOCKED
    # A server that cannot be reached gives no code.
    state = getattr(error, "sqlstate", None)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return state in _WAIT or (state is None and "OperationalError" in kinds)


def _cause(error: Any) -> str:
    if isinstance(error, sqlite3.Error):
        return str(error)
    return f"PostgreSQL {getattr(error, 'sqlstate', None) or type(error).__name__}"


def _postgresql(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        text = f"expected a file or postgresql://…; found {scheme[:20]}://…"
        raise InputError([Issue("store", text)])
    if find_spec("psycopg") is None:
        raise MissingExtra("PostgreSQL stores", "psycopg", "postgres")
    return f"postgresql+psycopg://{rest}"


def _make_private(path: Path) -> None:
    """Make the file where missing, for its owner alone: it names people."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        text = f"expected a file that can be written; found: {error.strerror}."
        raise InputError([Issue(f"store {path.name}", text)]) from None


def _use_log(path: str) -> None:
    """Let readers and a writer work side by side (SQLite's write-ahead log)."""
    # The switch is refused, not queued, while another process is at it.
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with closing(sqlite3.connect(path, timeout=HASTE)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                return
        except sqlite3.Error as error:
            if not _is_passing(error):
                raise StoreError(DAMAGED.fill(why=_cause(error))) from None
            if time.monotonic() > until:
                raise Busy(BUSY.en) from None
            time.sleep(0.05)
