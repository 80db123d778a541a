"""The store: what several coordinators share, and what links are answered from."""

from __future__ import annotations

import os
from datetime import datetime

from leaderplan.feeds.ledger import FeedLedger
from leaderplan.feeds.serving import Busy
from leaderplan.locale import Language
from leaderplan.store import audit, ledgers, releases
from leaderplan.store.database import Database
from leaderplan.store.faults import UNREACHABLE, StoreError
from leaderplan.store.giving import Giving
from leaderplan.store.links import StoredLinks
from leaderplan.store.migrations import MIGRATIONS, migrate, refuse_newer, version_of
from leaderplan.store.records import (
    LONGEST_REASON,
    AuditRow,
    ReleaseRow,
    StoredRelease,
    moment_of,
    said,
)
from leaderplan.store.saving import Saving


def open_store(path_or_url: str | os.PathLike[str]) -> Store:
    """Open a store, made where there is none, its tables brought up to date.

    Parameters
    ----------
    path_or_url
        The path of an SQLite file, whose folder must be there, or the URL of a
        PostgreSQL database (``postgresql://…``).

    Raises
    ------
    InputError
        When it is neither.
    StoreError
        When the database is a newer leaderplan's, another program's, damaged or out
        of reach.
    Busy
        When it is locked.
    MissingExtra
        When SQLAlchemy, or the driver for PostgreSQL, is not installed.
    """
    database = Database(path_or_url)
    try:
        with database.reading() as connection:
            found = refuse_newer(version_of(connection))
        if found < len(MIGRATIONS):
            with database.writing() as connection:
                migrate(connection)
    except BaseException as error:
        database.close()
        if isinstance(error, Busy) and not database.is_sqlite:
            raise StoreError(UNREACHABLE) from None
        raise
    return Store(database)


class Store(Saving, Giving):
    """Programmes, plans, releases and links of one database.

    Made by :func:`open_store`; may be shared by threads, and the database by
    processes and machines. Every change is one transaction: it is stored as a whole,
    with a line in the log of who did it, or not at all. It is what
    :class:`leaderplan.feeds.serving.Links` asks for, too.

    All that is stored is as confidential as the programme: it names people.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._links = StoredLinks(database)

    def __repr__(self) -> str:
        return f"Store({'SQLite' if self._database.is_sqlite else 'PostgreSQL'})"

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def release(  # noqa: PLR0913 - all by name but the first three
        self,
        programme: str,
        plan: int | None,
        now: datetime,
        *,
        by: str,
        why: str,
        language: Language | None = None,
        after: int | None = None,
    ) -> StoredRelease:
        """Release a plan: from this moment its links give the new feeds.

        Only feeds that differ are stored. A plan that changes none of them gets no
        number, and leaves nothing but a line in the log.

        Parameters
        ----------
        programme, plan
            Id of the programme and version of the plan, the last for ``None``.
        now
            When, with a time zone; before the last release it counts as that one.
        by, why
            Who releases and why, 1 to 200 and 1 to 1,000 characters.
        language
            Of the feeds; ``None`` is that of the last release, at first Danish.
        after
            Number of the release that a draft was compared with: where it is not the
            last any more, nothing is released. ``None`` takes any.

        Raises
        ------
        SavedMeanwhile
            When somebody else has released meanwhile.
        RuleBroken
            When the plan is malformed or has an open hard violation.
        InputError
            When there is no such plan, or ``now`` has no time zone.
        """
        asked = _asked((programme, plan), now, by, why)
        asked = asked._replace(language=language, after=after)
        return releases.publish(self._database, asked)

    def draft(
        self,
        programme: str,
        plan: int | None,
        now: datetime,
        *,
        by: str,
        language: Language | None = None,
    ) -> StoredRelease:
        """Tell what :meth:`release` would change, and release nothing.

        Its ``number`` is what ``release(after=…)`` takes. Raises what that does.
        """
        asked = _asked((programme, plan), now, by, "draft")
        return releases.draft(self._database, asked._replace(language=language))

    def releases(self, programme: str) -> tuple[ReleaseRow, ...]:
        """Return every release that was published, oldest first."""
        with self._database.reading() as connection:
            return releases.history(connection, programme)

    def ledger(self, programme: str) -> FeedLedger:
        """Return the feed ledger of the last release, an empty one before the first."""
        with self._database.reading() as connection:
            return ledgers.read(connection, programme).ledger

    def audit(self, programme: str) -> tuple[AuditRow, ...]:
        """Return who did what, oldest first; ids and counts, no secrets."""
        with self._database.reading() as connection:
            return audit.rows(connection, programme)


def _asked(
    release: tuple[str, int | None], now: datetime, by: str, why: str
) -> releases.Asked:
    programme, plan = release
    reason = said("why", why, LONGEST_REASON)
    return releases.Asked(programme, plan, moment_of(now), said("by", by), reason)
