"""The part of a store that keeps programmes and plans."""

from __future__ import annotations

from datetime import datetime

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.store import versions
from leaderplan.store.database import Database
from leaderplan.store.records import Version, moment_of, said
from leaderplan.store.schema import plans, programmes


class Saving:
    """Versions of programmes and plans, saved by several people."""

    _database: Database

    def save_programme(
        self, programme: Programme, now: datetime, *, by: str, after: int = 0
    ) -> Version:
        """Save a programme as the version that follows the one that was read.

        Parameters
        ----------
        programme
            What is saved.
        now
            When, with a time zone.
        by
            Who saves, 1 to 200 characters.
        after
            The version that this was made from; 0 for the first.

        Raises
        ------
        SavedMeanwhile
            When somebody else has saved since; it says who, when and what to do.
        """
        save = versions.Save(said("by", by), moment_of(now), after)
        return versions.save_programme(self._database, programme, save)

    def save_plan(
        self,
        programme: str,
        plan: Plan,
        now: datetime,
        *,
        by: str,
        after: int = 0,
        of: int | None = None,
    ) -> Version:
        """Save a plan as the version that follows the one that was read.

        Parameters
        ----------
        programme
            Id of the programme.
        plan, now, by, after
            As for :meth:`save_programme`; versions of plans count by themselves.
        of
            The version of the programme it is a plan of, the last for ``None``.

        Raises
        ------
        SavedMeanwhile
            When somebody else has saved since.
        InputError
            When there is no such programme.
        """
        save = versions.Save(said("by", by), moment_of(now), after)
        return versions.save_plan(self._database, programme, of, plan, save)

    def programme(self, programme: str, version: int | None = None) -> Programme:
        """Return a version of a programme, the last for ``None``.

        Raises
        ------
        InputError
            When there is none.
        """
        with self._database.reading() as connection:
            row = versions.one(connection, programmes, programme, version)
        return versions.programme_of(row)

    def plan(self, programme: str, version: int | None = None) -> Plan:
        """Return a version of a plan, the last for ``None``.

        Raises
        ------
        InputError
            When there is none.
        """
        with self._database.reading() as connection:
            row = versions.one(connection, plans, programme, version)
        return versions.plan_of(row)

    def programmes(self) -> tuple[str, ...]:
        """Return the ids of all programmes, in order."""
        with self._database.reading() as connection:
            return versions.programme_ids(connection)

    def programme_versions(self, programme: str) -> tuple[Version, ...]:
        """Return every version of a programme, oldest first."""
        with self._database.reading() as connection:
            return versions.versions(connection, programmes, programme)

    def plan_versions(self, programme: str) -> tuple[Version, ...]:
        """Return every version of a programme's plan, oldest first."""
        with self._database.reading() as connection:
            return versions.versions(connection, plans, programme)
