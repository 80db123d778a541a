"""A plan as an Excel workbook with a sheet for each audience."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from leaderplan.display.files import write_whole
from leaderplan.display.rows import Rows
from leaderplan.display.sheets import Cell, Sheet, overview, sheets
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

WIDEST, NARROWEST = 60, 9
"""Widths of columns, in characters of the body font."""
SAMPLED = 200
"""Rows that a column's width is measured on."""
LONGEST = 32_767
"""Characters that Excel keeps in a cell."""
MOST_ROWS = 1_048_575
"""Rows below a heading that Excel keeps in a sheet."""


def write_workbook(
    programme: Programme,
    plan: Plan,
    path: str | os.PathLike[str],
    language: Language = "en",
    as_of: date | None = None,
) -> Path:
    """Write a plan as a workbook, in one step.

    Sheets for rooms, home units and those who lead say no more than those audiences
    may see on a day, nothing of a job that is secret then; the file as a whole is the
    coordinator's, and other sheets say all. No cell is a formula, whatever a name
    begins with.

    Parameters
    ----------
    programme, plan
        The facts and a plan of them.
    path
        The file, ending in ``.xlsx``.
    language
        Language of sheets, headings and titles, ``da`` or ``en``.
    as_of
        The day on which sheets are handed on; today where none is given.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        When the name does not end in ``.xlsx``.
    RuleBroken
        When the plan is no plan of the programme.
    OSError
        When the file cannot be written; an older one is then intact.
    """
    from openpyxl import Workbook

    if Path(path).suffix.lower() != ".xlsx":
        message = f"expected a file name ending in .xlsx, found {Path(path).name!r}."
        raise InputError([Issue("path", message)])
    here = ZoneInfo(programme.calendar.time_zone)
    rows = Rows(programme, plan, language, as_of or datetime.now(here).date())
    book = Workbook(write_only=True)
    book.properties.creator = "leaderplan"
    book.properties.title = programme.name or programme.id
    for sheet in (overview(rows), *sheets(rows)):
        add_sheet(book, sheet)
    held = BytesIO()
    book.save(held)
    return write_whole(path, held.getvalue())


def add_sheet(book: Workbook, sheet: Sheet) -> None:
    """Add a sheet with its headings to a workbook that is written once."""
    from openpyxl.utils import get_column_letter

    # The stubs leave out what a write-only sheet shares with other sheets.
    page: Any = book.create_sheet(sheet.name)
    for number, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"
    last = get_column_letter(len(sheet.headings))
    rows = sheet.rows[:MOST_ROWS]
    page.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.append([_heading(page, text) for text in sheet.headings])
    for row in rows:
        page.append([_cell(page, value) for value in row])


def _heading(page: WriteOnlyWorksheet, text: str) -> Any:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = _cell(page, text[:1].upper() + text[1:])
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="1D4E89")
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _cell(page: WriteOnlyWorksheet, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        cell = WriteOnlyCell(page, value=value[:LONGEST])
        cell.data_type = "s"  # a name that begins with = is a name
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > WIDEST)
        return cell
    cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]  # dates too
    if isinstance(value, time):
        cell.number_format = "hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, float):
        cell.number_format = "0.##"
    return cell


def _widths(sheet: Sheet) -> list[int]:
    columns: Sequence[Sequence[Cell]] = list(
        zip(sheet.headings, *sheet.rows[:SAMPLED], strict=True)
    )
    texts = ([_shown(value) for value in column] for column in columns)
    return [min(WIDEST, max(NARROWEST, max(map(len, t)) + 3)) for t in texts]


def _shown(value: Cell) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value or "")
