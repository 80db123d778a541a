"""The tables of a workbook, read sparingly and with every limit kept."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from leaderplan.io.cells import Broken, is_blank
from leaderplan.io.faults import Faults
from leaderplan.io.layout import SETTING, VALUE, aside, table_named
from leaderplan.io.parts import Part, damaged, parts
from leaderplan.io.rows import MAX_COLUMNS, MAX_ROWS, Source, upright
from leaderplan.io.schema import ATTRIBUTE, Table, folded
from leaderplan.locale import Language

MAX_SHEETS = 40
HEADING_ROWS = 10
"""Rows among which the headings are looked for."""

Line = tuple[int, tuple[Any, ...]]


def sources(
    shown: str, data: bytes, faults: Faults, language: Language | None
) -> tuple[dict[str, Source], list[str]]:
    """Return the table of every sheet that is one, and the titles of other sheets.

    Raises
    ------
    InputError
        When the workbook is damaged or has too many sheets.
    """
    known = parts(shown, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True,
                                 keep_links=False)  # fmt: skip
        except Exception:  # whatever a damaged part makes openpyxl raise
            raise damaged(shown) from None
        try:
            return _tables(shown, book, known, faults, language)
        finally:
            book.close()


def _tables(
    shown: str,
    book: Any,
    known: dict[str, Part],
    faults: Faults,
    language: Language | None,
) -> tuple[dict[str, Source], list[str]]:
    if len(book.sheetnames) > MAX_SHEETS:
        found = len(book.sheetnames)
        faults.add(shown, f"expected at most {MAX_SHEETS} sheets, found {found}.")
        faults.raise_if_any()
    chosen: dict[str, Any] = {}
    others = [sheet.title for sheet in book.chartsheets]
    for sheet in book.worksheets:
        table = table_named(sheet.title)
        if table is None:
            others += [] if aside(sheet.title) else [sheet.title]
        elif table.name not in chosen or _preferred(table, sheet.title, language):
            chosen[table.name] = sheet
        elif not language:
            message = f"the sheet {chosen[table.name].title} is for the same table."
            hint = "Delete or rename one of the two sheets."
            faults.add(f"sheet {sheet.title}", message, hint)
    found_tables = {}
    for name, sheet in chosen.items():
        table = table_named(name)
        if table and (source := _source(shown, table, sheet, known, faults)):
            found_tables[name] = source
    return found_tables, others


def _preferred(table: Table, title: str, language: Language | None) -> bool:
    """Tell whether a sheet is the one in the language that was asked for."""
    return bool(language) and folded(table.words.to(language or "da")) == folded(title)


def _source(
    shown: str, table: Table, sheet: Any, known: dict[str, Part], faults: Faults
) -> Source | None:
    title = f"sheet {sheet.title}"
    if sheet.title not in table.words:
        faults.warn(title, f"read as {table.words.da} / {table.words.en}.")
    if sheet.sheet_state != "visible":
        faults.warn(title, "the sheet is hidden, and is read.")
    part = known.get(sheet.title, Part())
    if part.far:
        limit = f"{MAX_ROWS:,} rows and {MAX_COLUMNS} columns"
        message = f"expected at most {limit}, found a value beyond them."
        faults.add(f"{title}, cell {part.far}", message)
        return None
    try:
        lines = list(_lines(sheet, part))
    except Exception:  # whatever a damaged sheet makes openpyxl raise
        raise damaged(shown) from None
    heading_row, row = _headings(table, lines)
    if not row:
        names = ", ".join(column.words.da for column in table.columns[:5])
        message = f"no headings were found in the first {HEADING_ROWS} rows."
        faults.add(f"{title}, cell A1", message, f"Expected {names} and so on.")
        return None
    if heading_row > 1:
        faults.warn(title, f"the headings were found in row {heading_row}.")

    def place(number: int, column: int) -> str:
        return f"{title}, cell {get_column_letter(column + 1)}{number}"

    below = [(n, line) for n, line in lines if n > heading_row]
    _merged(title, part, heading_row, row, below, faults)
    widest = max((len(line) for _, line in below), default=0)
    row += (None,) * (widest - len(row))
    source = Source(title, row, below, place, heading_row)
    return upright(source) if table.vertical else source


def _lines(sheet: Any, part: Part) -> Iterator[Line]:
    """Yield the rows that hold something, as far as anything is read."""
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
    rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=part.width)
    for number, cells in enumerate(rows, start=1):
        values = [_value(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if part.uncalculated:
            _mark_uncalculated(number, values, part)
        if any(not is_blank(value) for value in values):
            yield number, tuple(values)


def _value(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return Broken(f"the cell holds Excel's fault {value}.", "Mend the formula.")
    if isinstance(value, int) and not isinstance(value, bool):
        form = cell.number_format
        if len(form) > 1 and set(form) == {"0"}:
            return str(value).zfill(len(form))  # Excel shows 7 as 007
    return value


def _mark_uncalculated(number: int, values: list[Any], part: Part) -> None:
    for ref in part.uncalculated:
        letters = ref.rstrip("0123456789")
        if ref[len(letters) :] != str(number):
            continue
        index = 0
        for letter in letters:
            index = index * 26 + ord(letter) - 64
        values += [None] * (index - len(values))
        why = f"cell {ref} is a formula that Excel never calculated."
        values[index - 1] = Broken(why, "Open the workbook in Excel and save it.")


def _headings(table: Table, lines: list[Line]) -> tuple[int, tuple[Any, ...]]:
    """Return the row that has most of the table's headings, the first of equals."""
    known = set(table.headings())
    if table.vertical:
        known |= {folded(word) for word in (*SETTING, *VALUE)}
    best: tuple[int, int, tuple[Any, ...]] = (0, 0, ())
    for number, values in lines:
        if number > HEADING_ROWS:
            break
        texts = [value for value in values if isinstance(value, str)]
        hits = sum(
            folded(t) in known or (table.attributes and folded(t).startswith(ATTRIBUTE))
            for t in texts
        )
        if hits > best[0]:
            best = (hits, number, values)
    return best[1], best[2]


def _merged(
    title: str,
    part: Part,
    heading_row: int,
    headings: tuple[Any, ...],
    below: list[Line],
    faults: Faults,
) -> None:
    last = max((number for number, _ in below), default=heading_row)
    for left, top, right, bottom in part.merged:
        if bottom < heading_row or top > last or left > len(headings):
            continue
        start, end = get_column_letter(left), get_column_letter(right)
        what = "headings" if top <= heading_row else "cells"
        message = f"the {what} {start}{top}:{end}{bottom} are merged into one."
        hint = "Unmerge them, and fill in each cell."
        faults.add(f"{title}, cell {start}{top}", message, hint)
