"""Releases from a store: computed beside it, stored as one transaction."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from importlib import metadata
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from leaderplan.collector import uncollected
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError
from leaderplan.feeds.release import Release, release
from leaderplan.feeds.subjects import programme_title
from leaderplan.locale import Language
from leaderplan.store import ledgers
from leaderplan.store.audit import note
from leaderplan.store.database import Database
from leaderplan.store.due import due, expiry
from leaderplan.store.faults import RELEASED_MEANWHILE, SavedMeanwhile
from leaderplan.store.records import ReleaseRow, StoredRelease
from leaderplan.store.schema import plans, programmes, releases
from leaderplan.store.versions import one, plan_of, programme_of


class Asked(NamedTuple):
    """A release as it is asked for.

    ``after`` is the number of the release that a draft was compared with, ``None``
    for whichever is the last.
    """

    programme: str
    plan: int | None
    at: datetime
    by: str
    why: str
    language: Language | None = None
    after: int | None = None


class Prepared(NamedTuple):
    """A release that was computed and not yet stored; ``rows`` are those to store."""

    plan: int
    before: int
    made: Release | None
    head: dict[str, Any]
    rows: list[dict[str, Any]]


def draft(database: Database, asked: Asked) -> StoredRelease:
    """Tell what a release would change, and store nothing but that it was asked."""
    ready = _prepare(database, asked)
    told = ready.made.changes if ready.made else ()
    with database.writing() as connection:
        _note(connection, "drafted", asked, ready)
    return StoredRelease(ready.before, False, len(ready.rows), told)


def publish(database: Database, asked: Asked) -> StoredRelease:
    """Release a plan.

    Raises
    ------
    SavedMeanwhile
        When somebody else has released since; nothing is stored.
    """
    ready = _prepare(database, asked)
    try:
        with database.writing() as connection:
            if ready.made is None or not ready.rows:
                _refuse_late(connection, asked, ready.before)
                _settle(connection, ready)
                _note(connection, "unchanged", asked, ready)
                return StoredRelease(ready.before, True, 0, ())
            _store(connection, asked, ready, ready.made)
    except IntegrityError:
        # Two first releases at once: the key of the row stops one.
        with database.reading() as connection:
            _refuse_late(connection, asked, ready.before)
        raise
    return StoredRelease(
        ready.before + 1, True, len(ready.rows), tuple(ready.made.changes)
    )


def _prepare(database: Database, asked: Asked) -> Prepared:
    with database.reading() as connection:
        plan_row = one(connection, plans, asked.programme, asked.plan)
        version = plan_row.programme_version
        programme_row = one(connection, programmes, asked.programme, version)
        found = ledgers.head(connection, asked.programme)
        number = 0 if found is None else found.release
        if asked.after is not None and asked.after != number:
            _refuse_late(connection, asked, asked.after)
        language = asked.language or (found.language if found else "da")
        basis = _basis(programme_row.digest, plan_row.digest, language)
        if found is not None and _is_settled(found, basis, asked.at):
            return Prepared(plan_row.version, number, None, {}, [])
        before = ledgers.read(connection, asked.programme)
    with uncollected():
        programme, plan = programme_of(programme_row), plan_of(plan_row)
        made = release(programme, plan, before.ledger, asked.at, language=language)
        rows = list(ledgers.changed_rows(before, made))
    head = _head(programme, made, basis)
    return Prepared(plan_row.version, number, made, head, rows)


def _basis(programme: str, plan: str, language: str) -> str:
    """Return what stands for everything that feeds are made of, but for the time."""
    try:
        version = metadata.version("leaderplan")
    except metadata.PackageNotFoundError:
        version = ""
    text = json.dumps([programme, plan, language, version])
    return hashlib.sha256(text.encode()).hexdigest()


def _is_settled(found: Row[Any], basis: str, at: datetime) -> bool:
    """Tell whether a release would change nothing."""
    return bool(found.basis == basis and (found.due is None or at < found.due))


def _head(programme: Programme, made: Release, basis: str) -> dict[str, Any]:
    return {
        "programme": programme.id,
        "language": made.ledger.language,
        "zone": programme.calendar.time_zone,
        "first_year": programme.calendar.first.year,
        "title": programme_title(programme, made.ledger.language),
        "released": made.ledger.released,
        "expires": expiry(programme),
        "basis": basis,
        "due": due(programme, made.ledger),
    }


def _store(
    connection: Connection, asked: Asked, ready: Prepared, made: Release
) -> None:
    row = ready.head | {"release": ready.before + 1}
    if not ledgers.write_head(connection, row, ready.before):
        _refuse_late(connection, asked, ready.before)
        raise InternalError("the state of the feeds and the list of releases differ")
    ledgers.write_feeds(connection, ready.rows)
    ledgers.write_changes(
        connection, asked.programme, ready.before + 1, made.changes
    )  # fmt: skip
    connection.execute(
        insert(releases).values(
            programme=asked.programme, number=ready.before + 1,
            plan_version=ready.plan, made=made.ledger.released, made_by=asked.by,
            why=asked.why, feeds=len(ready.rows), told=made.summary("en"),
        )
    )  # fmt: skip
    _note(connection, "released", asked, ready)


def _settle(connection: Connection, ready: Prepared) -> None:
    """Remember that another version of the plan says just the same.

    The links' last day may have moved all the same.
    """
    if ready.made is not None:
        row = ready.head | {"release": ready.before}
        ledgers.write_head(connection, row, ready.before)


def _note(connection: Connection, action: str, asked: Asked, ready: Prepared) -> None:
    detail = f"plan {ready.plan}; feeds {len(ready.rows)}; {asked.why}"
    note(connection, (action, asked.programme, ""), asked.by, asked.at, detail)


def _refuse_late(connection: Connection, asked: Asked, before: int) -> None:
    statement = select(releases).where(releases.c.programme == asked.programme)
    last = connection.execute(statement.order_by(releases.c.number.desc())).first()
    if last is not None and last.number > before:
        raise SavedMeanwhile(
            RELEASED_MEANWHILE, last.made_by, last.made, last.number, before
        )


def history(connection: Connection, programme: str) -> tuple[ReleaseRow, ...]:
    """Return every release that was published, oldest first."""
    columns = [releases.c[name] for name in ReleaseRow._fields]
    statement = select(*columns).where(releases.c.programme == programme)
    found = connection.execute(statement.order_by(releases.c.number))
    return tuple(ReleaseRow(*row) for row in found)
