"""The workbook that a programme is written in: empty to fill in, or filled."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path
from typing import Any

from leaderplan.display.files import write_whole
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import DEFAULT_LEVELS
from leaderplan.io.choices import YES_NO, Choices
from leaderplan.io.flatten import Line, flatten
from leaderplan.io.gather import require_language
from leaderplan.io.layout import BY_NAME, LISTS, SETTING, TABLES, VALUE
from leaderplan.io.legend import legend_lines
from leaderplan.io.schema import Column, Table, heading
from leaderplan.io.written import cell, cleaned
from leaderplan.locale import Language

LAST_ROW = 2_000
"""Down to this row a new sheet offers its drop-downs."""

_HEADING, _NEEDED, _LEGEND = "D9E1F2", "B4C6E7", "FFF2CC"


def template(
    path: str | os.PathLike[str],
    language: Language = "da",
    programme: Programme | None = None,
) -> Path:
    """Write the workbook that :func:`leaderplan.read_workbook` reads.

    Parameters
    ----------
    path
        Where it goes, an ``.xlsx`` file.
    language
        Language of sheets, headings, choices and the guide.
    programme
        What it is filled with; ``None`` leaves it empty but for the usual price
        levels. Reading it back gives the same programme.

    Returns
    -------
    Path
        The file: a guide, one sheet a table, headings that say by a star what must
        be filled in, and drop-downs where something is chosen.

    Raises
    ------
    InputError
        When the language is unknown, a list of the programme too long for a cell, or
        anything waived, for which a workbook has no place.
    OSError
        When the file cannot be written; an older one is then intact.
    """
    from openpyxl import Workbook

    require_language(language)
    lines = flatten(programme) if programme else _empty()
    book = Workbook()
    guide = book.active
    lists = _Lists(book.create_sheet(LISTS), language)
    for table in TABLES:
        sheet = book.create_sheet(table.words.to(language))
        if table.vertical:
            _write_settings(sheet, table, lines[table.name], language, lists)
        else:
            _write_table(sheet, table, lines[table.name], language, lists)
    _write_guide(guide, language)
    book.move_sheet(LISTS, len(book.sheetnames))
    book[LISTS].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return write_whole(path, content.getvalue())


def _empty() -> dict[str, list[Line]]:
    lines: dict[str, list[Line]] = {table.name: [] for table in TABLES}
    lines["programme"] = [{}]
    lines["levels"] = [
        {"id": level.id, "title_da": level.title.da, "title_en": level.title.en,
         "combine": level.combine}
        for level in DEFAULT_LEVELS
    ]  # fmt: skip
    return lines


def text_cell(target: Any, value: Any) -> None:
    """Fill a cell; a text stays text, whatever it begins with."""
    if isinstance(value, str):
        target.value = cleaned(value)
        target.data_type = "s"
        target.number_format = "@"
        return
    target.value = value
    if isinstance(value, date):
        target.number_format = "dd-mm-yyyy"


def heading_cell(target: Any, text: str, colour: str = _HEADING) -> None:
    """Fill a heading."""
    from openpyxl.styles import Alignment, Font, PatternFill

    text_cell(target, text)
    target.font = Font(bold=True)
    target.fill = PatternFill("solid", start_color=colour, end_color=colour)
    target.alignment = Alignment(wrap_text=True, vertical="top")


class _Lists:
    """The hidden sheet with the choices of the drop-downs, each in a column once."""

    def __init__(self, sheet: Any, language: Language) -> None:
        self.sheet, self.language = sheet, language
        self._known: dict[int, str] = {}

    def range_of(self, choices: Choices) -> str:
        """Return where the words of some choices stand, as a formula."""
        from openpyxl.utils import get_column_letter

        if id(choices) not in self._known:
            column = len(self._known) + 1
            for row, words in enumerate(choices.values(), start=1):
                text_cell(self.sheet.cell(row, column), words.to(self.language))
            letter = get_column_letter(column)
            area = f"'{LISTS}'!${letter}$1:${letter}${len(choices)}"
            self._known[id(choices)] = area
        return self._known[id(choices)]


def _offer(
    sheet: Any, column: Column, where: str, language: Language, lists: _Lists
) -> None:
    """Offer a drop-down; it advises and never forbids, since reading explains more."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.kind in ("choice", "bool"):
        source = lists.range_of(column.choices or YES_NO)
    elif column.kind == "id" and column.of:
        title = BY_NAME[column.of].words.to(language)
        source = f"'{title}'!$A$2:$A${LAST_ROW}"
    else:
        return
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.showErrorMessage = False
    sheet.add_data_validation(rule)
    rule.add(where)


def _write_table(
    sheet: Any, table: Table, lines: list[Line], language: Language, lists: _Lists
) -> None:
    from openpyxl.utils import get_column_letter

    known = {column.name: column for column in table.columns}
    names = [*known, *sorted({key for line in lines for key in line} - set(known))]
    for index, name in enumerate(names, start=1):
        column, letter = known.get(name), get_column_letter(index)
        star = "*" if column and column.needed else ""
        text = (heading(column, language) if column else name) + star
        heading_cell(sheet.cell(1, index), text, _NEEDED if star else _HEADING)
        sheet.column_dimensions[letter].width = max(12, min(40, len(text) + 4))
        for row, line in enumerate(lines, start=2):
            place = f"sheet {sheet.title}, cell {letter}{row}"
            value = cell(column, line.get(name), language, place)
            if value is not None:
                text_cell(sheet.cell(row, index), value)
        if column:
            last = max(LAST_ROW, len(lines) + 1)
            _offer(sheet, column, f"{letter}2:{letter}{last}", language, lists)
    sheet.freeze_panes = "C2" if len(names) > 2 else "A2"


def _write_settings(
    sheet: Any, table: Table, lines: list[Line], language: Language, lists: _Lists
) -> None:
    heading_cell(sheet.cell(1, 1), SETTING.to(language))
    heading_cell(sheet.cell(1, 2), VALUE.to(language))
    for row, column in enumerate(table.columns, start=2):
        star = "*" if column.needed else ""
        text = heading(column, language) + star
        heading_cell(sheet.cell(row, 1), text, _NEEDED if star else _HEADING)
        place = f"sheet {sheet.title}, cell B{row}"
        value = cell(column, lines[0].get(column.name), language, place)
        text_cell(sheet.cell(row, 2), value)
        _offer(sheet, column, f"B{row}", language, lists)
    sheet.column_dimensions["A"].width = 36
    sheet.column_dimensions["B"].width = 40
    sheet.freeze_panes = "A2"


def _write_guide(sheet: Any, language: Language) -> None:
    from openpyxl.styles import Alignment

    title, headings, rows = legend_lines(language)
    sheet.title = title
    for column, text in enumerate(headings, start=1):
        heading_cell(sheet.cell(1, column), text, _LEGEND)
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            target = sheet.cell(number, column)
            text_cell(target, text)
            target.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (26, 32, 14, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
