"""Versions of programmes and plans, saved by several people."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection, Row, Table, insert, select
from sqlalchemy.exc import IntegrityError

from leaderplan.domain.base import issues_of
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.io.json import from_json, to_json
from leaderplan.store.audit import note
from leaderplan.store.database import Database
from leaderplan.store.faults import SAVED_MEANWHILE, SavedMeanwhile
from leaderplan.store.records import Version
from leaderplan.store.schema import plans, programmes


class Save(NamedTuple):
    """Who saves, when, and the version that was read before, 0 for none."""

    by: str
    at: datetime
    after: int


def save_programme(database: Database, programme: Programme, save: Save) -> Version:
    """Save a programme as the version that follows.

    Raises
    ------
    SavedMeanwhile
        When somebody else has saved since.
    """
    return _save(database, programmes, programme.id, _content(to_json(programme)), save)


def save_plan(
    database: Database, programme: str, of: int | None, plan: Plan, save: Save
) -> Version:
    """Save a plan of a programme's version (the last for ``None``).

    Raises
    ------
    SavedMeanwhile
        When somebody else has saved since.
    InputError
        When there is no such programme.
    """
    with database.reading() as connection:
        version = one(connection, programmes, programme, of).version
    row = _content(plan.model_dump_json()) | {"programme_version": version}
    return _save(database, plans, programme, row, save)


def _content(text: str) -> dict[str, object]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"content": text, "digest": digest}


def _save(
    database: Database, table: Table, programme: str, row: dict[str, object], save: Save
) -> Version:
    made = Version(programme, save.after + 1, save.at, save.by)
    try:
        with database.writing() as connection:
            _refuse_late(_last(connection, table, programme), save)
            connection.execute(insert(table).values(**made._asdict(), **row))
            what = (f"{table.name[:-1]}_saved", programme, "")
            note(connection, what, save.by, save.at, f"version {made.version}")
    except IntegrityError:
        # PostgreSQL lets two begin at once; the key of the version stops one.
        with database.reading() as connection:
            _refuse_late(_last(connection, table, programme), save)
        raise
    return made


def _last(connection: Connection, table: Table, programme: str) -> Row[Any] | None:
    columns = [table.c.version, table.c.saved, table.c.saved_by]
    statement = select(*columns).where(table.c.programme == programme)
    return connection.execute(statement.order_by(table.c.version.desc())).first()


def _refuse_late(last: Row[Any] | None, save: Save) -> None:
    found = 0 if last is None else last.version
    if last is not None and found > save.after:
        raise SavedMeanwhile(
            SAVED_MEANWHILE, last.saved_by, last.saved, found, save.after
        )
    if found != save.after:
        text = f"expected a version up to {found}; found {save.after}."
        raise InputError([Issue("after", text, "0 saves the first version.")])


def one(
    connection: Connection, table: Table, programme: str, version: int | None
) -> Row[Any]:
    """Return a version's row, the last for ``None``.

    Raises
    ------
    InputError
        When there is none.
    """
    statement = select(table).where(table.c.programme == programme)
    if version is not None:
        statement = statement.where(table.c.version == version)
    row = connection.execute(statement.order_by(table.c.version.desc())).first()
    if row is None:
        which = "" if version is None else f" version {version} of"
        text = f"expected a saved programme or plan; found no{which} {programme[:64]}."
        raise InputError([Issue(table.name, text, "Save it first.")])
    return row


def versions(
    connection: Connection, table: Table, programme: str
) -> tuple[Version, ...]:
    """Return every version that was saved, oldest first."""
    columns = (table.c.version, table.c.saved, table.c.saved_by)
    statement = select(*columns).where(table.c.programme == programme)
    found = connection.execute(statement.order_by(table.c.version))
    return tuple(Version(programme, r.version, r.saved, r.saved_by) for r in found)


def programme_ids(connection: Connection) -> tuple[str, ...]:
    """Return the ids of all programmes, in order."""
    found = connection.execute(select(programmes.c.programme).distinct())
    return tuple(sorted(found.scalars()))


def programme_of(row: Row[Any]) -> Programme:
    """Read a stored programme."""
    return from_json(row.content.encode())


def plan_of(row: Row[Any]) -> Plan:
    """Read a stored plan.

    Raises
    ------
    InputError
        When it was stored by a version that knew other plans.
    """
    try:
        return Plan.model_validate_json(row.content)
    except ValidationError as error:
        raise InputError(issues_of(error, "plan")) from None
