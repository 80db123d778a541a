"""A table as found, and its rows read by the table's columns."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from leaderplan.io import cells
from leaderplan.io.cells import Wrong, is_blank
from leaderplan.io.faults import Faults
from leaderplan.io.layout import SETTING, VALUE
from leaderplan.io.schema import ATTRIBUTE, Column, Table, folded
from leaderplan.locale import Language

MAX_ROWS = 50_000
MAX_COLUMNS = 200
"""Largest table read, in rows and columns."""

_CELL = Column("value", VALUE)


@dataclass(frozen=True)
class Source:
    """A table as it was found, before anything in it is understood.

    Parameters
    ----------
    title
        How people know it: ``sheet Deltagere`` or ``table participants``.
    headings
        The headings as they stand.
    rows
        Number of each row, and its values.
    place
        Names a cell from the number of its row and the index of its column.
    heading_row
        Number of the row of headings.
    """

    title: str
    headings: tuple[Any, ...]
    rows: Sequence[tuple[int, tuple[Any, ...]]]
    place: Callable[[int, int], str]
    heading_row: int = 0


@dataclass
class Row:
    """One row, read: values by column name, and the place of every cell."""

    table: Table
    values: dict[str, Any]
    first_place: str
    places: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    faulty: bool = False

    def place(self, column: str) -> str:
        """Name the cell of a column, or the row's first cell."""
        return self.places.get(column, self.first_place)

    def get(self, column: str) -> Any:
        """Return a value, ``None`` where the cell is blank or faulty."""
        return self.values.get(column)


def _item(row: tuple[Any, ...], index: int) -> Any:
    return row[index] if index < len(row) else None


def upright(source: Source) -> Source:
    """Turn a list of settings (two columns) into a table of one row."""
    titles = [folded(text) for text in source.headings]
    names = {folded(w) for w in (*SETTING, "setting")}
    contents = {folded(w) for w in (*VALUE, "value")}
    left = next((i for i, title in enumerate(titles) if title in names), None)
    right = next((i for i, title in enumerate(titles) if title in contents), None)
    if left is None or right is None:
        return source
    filled = [(n, row) for n, row in source.rows if not is_blank(_item(row, left))]

    def place(row: int, column: int) -> str:
        side = left if row == source.heading_row else right
        return source.place(filled[column][0], side) if filled else source.title

    return Source(
        source.title,
        tuple(_item(row, left) for _, row in filled),
        [(-1, tuple(_item(row, right) for _, row in filled))] if filled else [],
        place,
        source.heading_row,
    )


def read_rows(
    table: Table, source: Source, faults: Faults, language: Language | None = None
) -> list[Row]:
    """Read every row that holds something; faults are noted and left blank.

    ``language`` decides between two headings that mean one column, one in each
    language; without it they are a fault.
    """
    columns, extra = _columns(table, source, faults, language)
    missing = [c for c in table.columns if c.needed and c.name not in columns.values()]
    for column in missing:
        found = ", ".join(str(h) for h in source.headings if not is_blank(h))
        heads = " / ".join(dict.fromkeys(column.words))
        faults.add(
            f"{source.title}, column {column.words.da}",
            f"the needed column {heads} is missing.",
            f"Found: {found[:300]}.",
        )
    rows = []
    for number, values in source.rows:
        if table.vertical or any(not is_blank(value) for value in values):
            rows.append(_row(table, source, faults, (number, values), columns, extra))
    if table.needed and not rows and not missing:
        place = source.place(source.heading_row + 1, 0)
        faults.add(place, "expected at least one row below the headings, found none.")
    return rows


def _columns(
    table: Table, source: Source, faults: Faults, language: Language | None
) -> tuple[dict[int, str], dict[int, str]]:
    """Match headings: column names, and attribute names, by the index of a column."""
    known = table.headings()
    taken: dict[str, int] = {}
    for index, text in enumerate(source.headings):
        name = _meaning(table, text, known)
        if name is None:
            _unknown(table, source, faults, index, known)
        elif name not in taken:
            taken[name] = index
        elif language and (
            kept := _preferred(known, source, taken[name], index, language)
        ):
            taken[name] = kept - 1
        else:
            faults.add(
                source.place(source.heading_row, index),
                f"the heading {cells.shown(text)} stands twice, "
                f"also in {source.place(source.heading_row, taken[name])}.",
                "Rename or delete one of the two columns.",
            )
    mark = ATTRIBUTE
    return (
        {i: name for name, i in taken.items() if not name.startswith(mark)},
        {i: name[len(mark) :] for name, i in taken.items() if name.startswith(mark)},
    )


def _preferred(
    known: Any, source: Source, first: int, second: int, language: Language
) -> int:
    """Return 1 + the index of the column whose heading is in a language, or 0."""
    for index in (first, second):
        text = folded(source.headings[index])
        column = known.get(text)
        if column is None:
            continue
        other = column.words.en if language == "da" else column.words.da
        if text == folded(column.words.to(language)) != folded(other):
            return index + 1
    return 0


def _meaning(table: Table, text: Any, known: Any) -> str | None:
    plain = " ".join(unicodedata.normalize("NFC", str(text)).split())
    if table.attributes and plain.casefold().startswith(ATTRIBUTE):
        return ATTRIBUTE + plain[len(ATTRIBUTE) :].strip()
    column = known.get(folded(text))
    return column.name if column else None


def _unknown(
    table: Table, source: Source, faults: Faults, index: int, known: Any
) -> None:
    text, place = source.headings[index], source.place(source.heading_row, index)
    if not is_blank(text):
        spelled = {folded(w): w for c in table.columns for w in (*c.words, c.name)}
        near = difflib.get_close_matches(folded(text), list(spelled), 1, 0.6)
        hint = f" Did you mean {spelled[near[0]]}?" if near else ""
        faults.warn(place, f"the column {cells.shown(text)} is not read.{hint}")
    elif any(not is_blank(_item(row, index)) for _, row in source.rows):
        faults.warn(place, "the column has no heading and is not read.")


def _row(
    table: Table,
    source: Source,
    faults: Faults,
    found: tuple[int, tuple[Any, ...]],
    columns: dict[int, str],
    extra: dict[int, str],
) -> Row:
    number, values = found
    row = Row(table, {}, source.place(number, min(columns, default=0)))
    for index, name in columns.items():
        row.places[name] = source.place(number, index)
        value = _item(values, index)
        _fill(row, table.column(name), value, faults)
    for index, name in extra.items():
        value = _item(values, index)
        if not is_blank(value):
            try:
                row.attributes[name] = cells.read(_CELL, value)
            except Wrong as error:
                row.faulty = True
                place = source.place(number, index)
                faults.add(place, error.message, error.hint, str(value))
    return row


def _fill(row: Row, column: Column, value: Any, faults: Faults) -> None:
    if is_blank(value):
        if column.needed:
            row.faulty = True
            heads = " / ".join(dict.fromkeys(column.words))
            faults.add(
                row.place(column.name), f"{heads} must be filled in, found nothing."
            )
        return
    try:
        row.values[column.name] = cells.read(column, value)
    except Wrong as error:
        row.faulty = True
        faults.add(row.place(column.name), error.message, error.hint, str(value))


def cells_of(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield column, value as text, and place, one for each item of a list."""
    for name in row.places:
        value = row.values.get(name)
        for item in value if isinstance(value, tuple) and value else (value,):
            yield name, "" if item is None else str(item), row.places[name]
