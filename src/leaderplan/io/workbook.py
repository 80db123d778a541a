"""A programme from an Excel workbook, and a copy of it with its faults marked."""

from __future__ import annotations

import difflib
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from leaderplan.display.files import write_whole
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.io import guard
from leaderplan.io.build import build
from leaderplan.io.faults import Faults
from leaderplan.io.gather import missing_tables, require_language
from leaderplan.io.layout import BY_NAME, FAULTS, TABLES
from leaderplan.io.rows import read_rows
from leaderplan.io.template import heading_cell, text_cell
from leaderplan.io.written import cleaned
from leaderplan.locale import Language

FAULTY = "FFC7CE"
"""Colour of a marked cell: the pale red that Excel itself uses for *bad*."""

_PLACE = re.compile(r"sheet (.+), cell ([A-Z]{1,3}[1-9]\d{0,6})\Z", re.DOTALL)


def read_workbook(
    path: str | os.PathLike[str], *, language: Language | None = None
) -> Programme:
    """Read a programme from a workbook such as :func:`leaderplan.template` writes.

    Parameters
    ----------
    path
        An ``.xlsx`` file of at most 20 MB (64 MB unpacked, 40 sheets, 50,000 rows
        and 200 columns a sheet, 10,000 characters a cell). Sheets and headings may
        be Danish or English, mixed, in any case and order.
    language
        Decides where a table or column stands twice, once in each language;
        without it that is a fault.

    Returns
    -------
    Programme
        The programme.

    Raises
    ------
    InputError
        With every fault of the file, each with its sheet and cell; see
        :func:`write_marked`.

    Warns
    -----
    InputWarning
        For what is odd and read all the same: a hidden sheet, a column nobody
        knows, headings that are not in the first row.
    """
    require_language(language)
    data = guard.contents(path)
    faults = Faults()
    sources, others = sources_of(f"file {Path(path).name}", data, faults, language)
    tables = {
        name: read_rows(BY_NAME[name], source, faults, language)
        for name, source in sources.items()
    }
    failed = {table.name for table in TABLES if _refused(table.words, faults)}
    missing_tables({*tables, *failed}, "sheet", faults, others)
    _tell_of_others(others, faults)
    for name in failed - set(tables):
        faults.absent.add(name)
        tables.setdefault(name, [])
    try:
        return build(tables, faults)
    except InputError as error:
        titles = [source.title for source in sources.values()]
        raise InputError(
            sorted(error.issues, key=lambda i: _order(i, titles))
        ) from None
    finally:
        faults.tell()


def sources_of(
    shown: str, data: bytes, faults: Faults, language: Language | None
) -> tuple[dict[str, Any], list[str]]:
    """Read the tables; openpyxl is loaded only here."""
    from leaderplan.io.sheets import sources

    return sources(shown, data, faults, language)


def _refused(names: Iterable[str], faults: Faults) -> bool:
    starts = tuple(f"sheet {name}" for name in names)
    return any(place.startswith(starts) for place in faults.places)


def _tell_of_others(others: list[str], faults: Faults) -> None:
    names = [word for table in TABLES for word in table.words]
    for title in others:
        near = difflib.get_close_matches(title, names, 1, 0.7)
        hint = f" Did you mean {near[0]}?" if near else ""
        faults.warn(f"sheet {title}", f"the sheet is not read.{hint}")


def _order(issue: Issue, titles: list[str]) -> tuple[int, int, int, str]:
    """Order faults as a reader meets them: by sheet, row and column."""
    found = _PLACE.match(issue.place)
    title = f"sheet {found[1]}" if found else issue.place.partition(",")[0]
    sheet = titles.index(title) if title in titles else len(titles)
    if not found:
        return sheet, 0, 0, ""
    letters = found[2].rstrip("0123456789")
    return sheet, int(found[2][len(letters) :]), len(letters), letters


def write_marked(
    path_in: str | os.PathLike[str],
    path_out: str | os.PathLike[str],
    issues: InputError | Iterable[Issue],
) -> Path:
    """Write a copy of a workbook in which the faults are marked.

    Parameters
    ----------
    path_in
        The workbook that :func:`read_workbook` refused; it is not changed.
    path_out
        Where the copy goes.
    issues
        The faults: the error itself, or its ``issues``. Each cell at fault is
        coloured and carries the sentence as a comment; all of them are listed on a
        sheet *Fejl / Faults* in front.

    Returns
    -------
    Path
        The copy.

    Raises
    ------
    InputError
        When the workbook cannot be opened at all, or the copy would replace it.
    """
    if Path(path_in).resolve() == Path(path_out).resolve():
        raise guard.refuse("path_out", "the marked copy must not replace the workbook.")
    from openpyxl import load_workbook

    data = guard.contents(path_in)
    listed = tuple(issues.issues if isinstance(issues, InputError) else issues)
    try:
        book = load_workbook(io.BytesIO(data))
    except Exception:  # whatever a damaged part makes openpyxl raise
        shown = f"file {Path(path_in).name}"
        raise guard.refuse(
            shown, "the workbook is damaged; nothing is marked."
        ) from None
    said: dict[tuple[str, str], list[str]] = {}
    for issue in listed:
        if (found := _PLACE.match(issue.place)) and found[1] in book.sheetnames:
            text = f"{issue.message} {issue.hint}".strip()
            said.setdefault((found[1], found[2]), []).append(text)
    for (title, ref), texts in said.items():
        _mark(book[title], ref, texts)
    _list_faults(book, listed)
    content = io.BytesIO()
    book.save(content)
    return write_whole(path_out, content.getvalue())


def _mark(sheet: Any, ref: str, texts: list[str]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet[ref]
    if isinstance(cell, MergedCell):
        return
    cell.fill = PatternFill("solid", start_color=FAULTY, end_color=FAULTY)
    note = Comment(cleaned("\n".join(texts)), "leaderplan")
    note.width, note.height = 320, 40 + 40 * len(texts)
    cell.comment = note


def _list_faults(book: Any, issues: tuple[Issue, ...]) -> None:
    for name in FAULTS:
        if name in book.sheetnames:
            del book[name]
    sheet = book.create_sheet(FAULTS.da, 0)
    for column, text in enumerate(
        ("Sted / Place", "Fejl / Fault", "Råd / Hint"), start=1
    ):
        heading_cell(sheet.cell(1, column), text)
    for number, issue in enumerate(issues, start=2):
        for column, text in enumerate(
            (issue.place, issue.message, issue.hint), start=1
        ):
            text_cell(sheet.cell(number, column), text)
        found = _PLACE.match(issue.place)
        if found and found[1] in book.sheetnames:
            name = found[1].replace("'", "''")
            sheet.cell(number, 1).hyperlink = f"#'{name}'!{found[2]}"
    for letter, width in zip("ABC", (34, 70, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.active = 0
