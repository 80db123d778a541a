"""What changes for whom between two plans, and whom to tell by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leaderplan.comparing import ChangeRow, Comparing
from leaderplan.domain.change import Change
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.locale import Language

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import pandas as pd

    from leaderplan.alternatives import Alternatives


@dataclass(frozen=True)
class ChangeSheet:
    """Who has what another way, from what to what, why, and when they are to know."""

    programme: Programme
    rows: tuple[ChangeRow, ...]
    language: Language = "en"
    earlier: Programme | None = None
    """The facts before, which name what is gone."""

    @property
    def people(self) -> tuple[str, ...]:
        """Ids of all whom something changes for."""
        return tuple(sorted({row.person for row in self.rows}))

    def text(self, language: Language | None = None) -> str:
        """Return the sheet in sentences; those who are told the same stand together."""
        from leaderplan.display.sheet_lines import sheet_lines

        return "\n".join(sheet_lines(self, language or self.language))

    @property
    def table(self) -> pd.DataFrame:
        """A row of each change, with names."""
        from leaderplan.display.change_sheet import sheet_table

        return sheet_table(self)

    @property
    def told(self) -> pd.DataFrame:
        """A row of each person: by when to tell them, and how much changes.

        What somebody is not to be told before a day has a row of its own.
        """
        from leaderplan.display.sheet_workbook import told_table

        return told_table(self)

    def to_excel(
        self, path: str | os.PathLike[str], alternatives: Alternatives | None = None
    ) -> Path:
        """Write the sheet as a workbook, with alternatives where they are given.

        Raises
        ------
        InputError
            When the name does not end in ``.xlsx``.
        OSError
            When the file cannot be written; an older one is then intact.
        """
        from leaderplan.display.sheet_workbook import write_sheet

        return write_sheet(self, path, alternatives)

    def write(
        self, path: str | os.PathLike[str], alternatives: Alternatives | None = None
    ) -> Path:
        """Write the sheet as a workbook, a page or a table, as the name ends.

        Parameters
        ----------
        path
            Ends in ``.xlsx``, ``.html`` (a page of its own) or ``.csv`` (a row of each
            change, which has no room for alternatives; no cell is a formula). All name
            people.
        alternatives
            What else could be done.

        Raises
        ------
        InputError
            When the name ends otherwise.
        OSError
            When the file cannot be written; an older one is then intact.
        """
        from leaderplan.display.sheet_workbook import write_any

        return write_any(self, path, alternatives)

    def html(self, alternatives: Alternatives | None = None) -> str:
        """Return the sheet as a table for a notebook, grouped as its text.

        Parameters
        ----------
        alternatives
            What else could be done, as a second table.
        """
        from leaderplan.display.sheet_html import sheet_html

        return sheet_html(self, self.language, alternatives)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()


def compare(  # noqa: PLR0913 - what happened, when and what was known
    programme: Programme,
    before: Plan,
    after: Plan,
    *,
    changes: Sequence[Change] = (),
    as_of: date | None = None,
    earlier: Programme | None = None,
    language: Language = "en",
) -> ChangeSheet:
    """List what is another way in a second plan, for everybody whom it touches.

    Parameters
    ----------
    programme
        The facts and rules of the second plan.
    before, after
        The two plans; the first may hold what is no longer asked for.
    changes
        What happened between them.
    as_of
        The day on which it was decided: from it follows when people are to know.
    earlier
        The facts of the first plan, where they were others: who was at what.
    language
        Of texts.
    """
    views = PlanView(earlier or programme, before), PlanView(programme, after)
    rows = Comparing(programme, views, changes, as_of).rows()
    return ChangeSheet(programme, tuple(sorted(rows, key=_order)), language, earlier)


def _order(row: ChangeRow) -> tuple[date, str, str, str]:
    return row.tell_by or date.max, row.person, str(row.session or ""), row.what
