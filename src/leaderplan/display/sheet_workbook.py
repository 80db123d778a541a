"""A change sheet as a workbook: what changes, whom to tell by when, what else."""

from __future__ import annotations

import csv
import os
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from leaderplan.display.change_sheet import sheet_table
from leaderplan.display.files import inert, write_whole
from leaderplan.display.naming import Naming
from leaderplan.display.sheets import Cell, Sheet
from leaderplan.display.what_if import WHAT
from leaderplan.display.workbook import add_sheet
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from leaderplan.alternatives import Alternatives
    from leaderplan.change_sheet import ChangeSheet
    from leaderplan.comparing import ChangeRow

CHANGES = Words("Ændringer", "Changes")
TELL = Words("Besked til", "Whom to tell")
ELSE = Words("Alternativer", "Alternatives")
HEADINGS = {
    "tell_by": Words("besked senest", "to be told by"),
    "not_before": Words("besked tidligst", "not to be told before"),
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


KINDS = WHAT | {
    "new": Words("ny", "new"),
    "cancelled": Words("aflyst", "cancelled"),
}
"""What a change is called."""

ENDINGS = (".xlsx", ".html", ".csv")
"""Of the names of files that a sheet is written to."""


def require_ending(
    path: str | os.PathLike[str], endings: tuple[str, ...] = ENDINGS
) -> str:
    """Return how a file's name ends, where a sheet is written to such.

    Raises
    ------
    InputError
        When the name ends otherwise.
    """
    ending = Path(path).suffix.lower()
    if ending not in endings:
        *some, last = endings
        told = f"{', '.join(some)} or {last}" if some else last
        message = f"expected a file name ending in {told}, found {Path(path).name!r}."
        raise InputError([Issue("path", message)])
    return ending


def write_any(
    sheet: ChangeSheet,
    path: str | os.PathLike[str],
    alternatives: Alternatives | None = None,
) -> Path:
    """Write a change sheet as its file's name ends; see :meth:`ChangeSheet.write`."""
    ending = require_ending(path)
    if ending == ".xlsx":
        return write_sheet(sheet, path, alternatives)
    if ending == ".html":
        from leaderplan.display.sheet_html import sheet_page

        told = sheet_page(sheet, sheet.language, alternatives)
        return write_whole(path, told.encode())
    page = _changes(sheet)
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(page.headings)
    for row in page.rows:
        table.writerow(["" if cell is None else inert(str(cell)) for cell in row])
    return write_whole(path, text.getvalue().encode("utf-8-sig"))


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

    require_ending(path, (".xlsx",))
    book = Workbook(write_only=True)
    book.properties.creator = "leaderplan"
    language = sheet.language
    pages = [_changes(sheet), _page(TELL, told_table(sheet), language)]
    if alternatives is not None:
        pages.append(_page(ELSE, alternatives.table, language))
    for page in pages:
        add_sheet(book, page)
    held = BytesIO()
    book.save(held)
    return write_whole(path, held.getvalue())


def told_table(sheet: ChangeSheet) -> pd.DataFrame:
    """Make a row of each person: by when to tell them, and of how much.

    Whoever is not to be told of some of it before a day has a row of that, too.
    """
    import pandas as pd

    naming = Naming(sheet.programme, sheet.language, sheet.earlier)
    found: dict[tuple[str, date | None], list[ChangeRow]] = {}
    for row in sheet.rows:
        found.setdefault((row.person, row.not_before), []).append(row)
    rows = [
        {
            "tell_by": min((row.tell_by for row in own if row.tell_by), default=None),
            "not_before": first,
            "person": who,
            "name": naming.subject((who,)),
            "changes": len(own),
        }
        for (who, first), own in found.items()
    ]
    rows.sort(key=lambda row: (str(row["tell_by"]), str(row["name"])))
    columns = ["tell_by", "not_before", "person", "name", "changes"]
    return pd.DataFrame(rows, columns=columns)


def _changes(sheet: ChangeSheet) -> Sheet:
    """Make the sheet of all changes, with words for kinds."""
    table, language = sheet_table(sheet), sheet.language
    table["what"] = [KINDS[what].to(language) for what in table["what"]]
    return _page(CHANGES, table, language)


def _page(name: Words, table: pd.DataFrame, language: Language) -> Sheet:
    headings = tuple(HEADINGS[column].to(language) for column in table.columns)
    rows: Iterable[tuple[Cell, ...]] = table.itertuples(index=False, name=None)
    return Sheet(
        name.to(language),
        headings,
        [tuple(_plain(cell) for cell in row) for row in rows],
    )


def _plain(cell: Cell) -> Cell:
    """Return a cell that a workbook holds: nothing for what is missing."""
    return None if cell is None or cell != cell else cell  # noqa: PLR0124 - NaN
