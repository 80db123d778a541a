"""A change sheet as a workbook: what changes, whom to tell by when, what else."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from leaderplan.display.change_sheet import sheet_table
from leaderplan.display.conflicts import Naming
from leaderplan.display.files import write_whole
from leaderplan.display.sheets import Cell, Sheet
from leaderplan.display.workbook import add_sheet
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from leaderplan.alternatives import Alternatives
    from leaderplan.change_sheet import ChangeSheet

CHANGES = Words("Ændringer", "Changes")
TELL = Words("Besked til", "Whom to tell")
ELSE = Words("Alternativer", "Alternatives")
HEADINGS = {
    "tell_by": Words("besked senest", "to be told by"),
    "person": Words("id", "id"),
    "name": Words("navn", "name"),
    "what": Words("hvad", "what"),
    "session": Words("møde", "session"),
    "before": Words("før", "before"),
    "after": Words("nu", "now"),
    "why": Words("fordi", "because"),
    "changes": Words("ændringer", "changes"),
    "whom": Words("for", "for"),
    "decided": Words("valgt", "decided"),
    "instead": Words("i stedet", "instead"),
    "price": Words("forstyrrelse", "disturbance"),
    "more": Words("mere", "more"),
    "proven": Words("bevist", "proven"),
}


def write_sheet(
    sheet: ChangeSheet,
    path: str | os.PathLike[str],
    alternatives: Alternatives | None = None,
) -> Path:
    """Write a change sheet as a workbook, in one step; no cell is a formula.

    Raises
    ------
    InputError
        When the name does not end in ``.xlsx``.
    OSError
        When the file cannot be written; an older one is then intact.
    """
    from openpyxl import Workbook

    if Path(path).suffix.lower() != ".xlsx":
        message = f"expected a file name ending in .xlsx, found {Path(path).name!r}."
        raise InputError([Issue("path", message)])
    book = Workbook(write_only=True)
    book.properties.creator = "leaderplan"
    language = sheet.language
    pages = [(CHANGES, sheet_table(sheet)), (TELL, told_table(sheet))]
    if alternatives is not None:
        pages.append((ELSE, alternatives.table))
    for name, table in pages:
        add_sheet(book, _page(name.to(language), table, language))
    held = BytesIO()
    book.save(held)
    return write_whole(path, held.getvalue())


def told_table(sheet: ChangeSheet) -> pd.DataFrame:
    """Make a row of each person: by when to tell them, and of how much."""
    import pandas as pd

    naming = Naming(sheet.programme, sheet.language, sheet.earlier)
    rows = []
    for who in sheet.people:
        own = [row for row in sheet.rows if row.person == who]
        by = min((row.tell_by for row in own if row.tell_by), default=None)
        name = naming.subject((who,))
        rows.append({"tell_by": by, "person": who, "name": name, "changes": len(own)})
    rows.sort(key=lambda row: (str(row["tell_by"]), row["name"]))
    return pd.DataFrame(rows, columns=["tell_by", "person", "name", "changes"])


def _page(name: str, table: pd.DataFrame, language: Language) -> Sheet:
    headings = tuple(HEADINGS[column].to(language) for column in table.columns)
    rows: Iterable[tuple[Cell, ...]] = table.itertuples(index=False, name=None)
    return Sheet(name, headings, [tuple(_plain(cell) for cell in row) for row in rows])


def _plain(cell: Cell) -> Cell:
    """Return a cell that a workbook holds: nothing for what is missing."""
    return None if cell is None or cell != cell else cell  # noqa: PLR0124 - NaN
