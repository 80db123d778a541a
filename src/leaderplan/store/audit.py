"""Who did what: a log of ids and counts, without names and without secrets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from leaderplan.store.records import AuditRow
from leaderplan.store.schema import audit


def note(
    connection: Connection, what: tuple[str, str, str], by: str, at: datetime,
    detail: str = "",
) -> None:  # fmt: skip
    """Add a row within the transaction of what it tells of.

    Parameters
    ----------
    connection
        The transaction.
    what
        The action, the programme's id and the subject's.
    by, at
        Who did it, and when.
    detail
        Counts, versions or the reason given.
    """
    action, programme, subject = what
    connection.execute(
        insert(audit).values(
            at=at, by=by, action=action, programme=programme, subject=subject,
            detail=detail,
        )
    )  # fmt: skip


def rows(connection: Connection, programme: str) -> tuple[AuditRow, ...]:
    """Return what was done to a programme, oldest first."""
    statement = select(audit).where(audit.c.programme == programme)
    found = connection.execute(statement.order_by(audit.c.id))
    return tuple(
        AuditRow(r.at, r.by, r.action, r.programme, r.subject, r.detail) for r in found
    )
