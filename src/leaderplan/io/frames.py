"""A programme from DataFrames and back: the workbook's tables and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.io.build import build
from leaderplan.io.faults import Faults
from leaderplan.io.flatten import flatten
from leaderplan.io.gather import missing_tables, require_language
from leaderplan.io.layout import BY_NAME, table_named
from leaderplan.io.rows import MAX_COLUMNS, MAX_ROWS, Row, Source, read_rows, upright
from leaderplan.io.schema import Table
from leaderplan.io.written import cell
from leaderplan.locale import Language

if TYPE_CHECKING:
    from pandas import DataFrame


def from_frames(
    tables: Mapping[str, DataFrame], *, language: Language | None = None
) -> Programme:
    """Make a programme from DataFrames.

    Parameters
    ----------
    tables
        DataFrames by table: ``participants``, ``units``, ``rules`` and so on, the
        tables and columns of :func:`to_frames` and of the workbook. Names and
        headings may be the English or Danish ones, and columns may stand in any
        order; indices do not count. ``NaN``, ``NaT`` and ``None`` are blanks, the
        texts ``"NA"`` and ``"None"`` are texts. Frames of polars are taken too.
        The frames are read only.
    language
        Decides where a table has a column twice, once in each language.

    Returns
    -------
    Programme
        The programme.

    Raises
    ------
    InputError
        With every fault, each with table, row (1 the first) and column.

    Warns
    -----
    InputWarning
        For columns that are not read, with the nearest known name.
    """
    require_language(language)
    faults = Faults()
    if not isinstance(tables, Mapping):
        text = f"expected DataFrames by table, found {type(tables).__name__}."
        raise InputError([Issue("tables", text, _HOW)])
    rows: dict[str, list[Row]] = {}
    for key, frame in tables.items():
        table = table_named(key)
        if table is None:
            faults.warn(f"table {key}", "there is no such table; it is not read.")
        elif table.name in rows:
            faults.add(f"table {key}", f"the table {table.name} is given twice.")
        elif source := _source(table, frame, faults):
            rows[table.name] = read_rows(table, source, faults, language)
        else:
            rows[table.name] = []
            faults.absent.add(table.name)
    missing_tables(rows, "table", faults)
    try:
        return build(rows, faults)
    finally:
        faults.tell()


_HOW = 'Give {"participants": frame, "units": frame, ...}; see to_frames.'


def _source(table: Table, frame: Any, faults: Faults) -> Source | None:
    title = f"table {table.name}"
    if hasattr(frame, "itertuples") and hasattr(frame, "columns"):
        columns, lines = frame.columns, _lines(frame)
    elif hasattr(frame, "iter_rows") and hasattr(frame, "columns"):
        columns, lines = frame.columns, frame.iter_rows()
    else:
        message = f"expected a DataFrame, found {type(frame).__name__}."
        hint = "Use pandas.read_csv or leaderplan.read_workbook to read a file."
        faults.add(title, message, hint)
        return None
    if getattr(columns, "nlevels", 1) > 1:
        hint = "Flatten them first: frame.columns = [...]."
        faults.add(title, "expected one row of headings, found several levels.", hint)
        return None
    if not len(columns) or len(columns) > MAX_COLUMNS or len(frame) > MAX_ROWS:
        faults.add(
            title,
            f"expected 1 to {MAX_COLUMNS} columns and at most {MAX_ROWS:,} rows, "
            f"found {len(columns)} and {len(frame):,}.",
        )
        return None
    names = list(columns)

    def place(row: int, column: int) -> str:
        name = names[column] if column < len(names) else column
        return (
            f"{title}, row {row}, column {name}" if row else f"{title}, column {name}"
        )

    rows = [(i, tuple(values)) for i, values in enumerate(lines, start=1)]
    source = Source(title, tuple(names), rows, place)
    return upright(source) if table.vertical else source


def _lines(frame: DataFrame) -> Any:
    """Return rows as tuples; a column keeps its type, unlike in ``values``."""
    columns = [frame.iloc[:, i].tolist() for i in range(frame.shape[1])]
    return zip(*columns, strict=True)


def to_frames(programme: Programme) -> dict[str, DataFrame]:
    """Return the programme as DataFrames that :func:`from_frames` reads back.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    dict of str to DataFrame
        One frame for each table of the workbook, in its order, each with every
        column of the table, of type ``object``: text, whole numbers, dates;
        ``None`` is blank. Lists are text, as in ``a; b``; choices are English.

    Raises
    ------
    InputError
        When a list is too long for one text (10,000 characters), or anything is
        waived, for which no table has a place.
    """
    import pandas as pd

    frames = {}
    for name, lines in flatten(programme).items():
        table = BY_NAME[name]
        columns = [column.name for column in table.columns]
        known = {column.name: column for column in table.columns}
        columns += sorted({key for line in lines for key in line} - set(columns))
        content = [
            [
                cell(
                    known.get(c),
                    line.get(c),
                    "en",
                    f"table {name}, row {i}, column {c}",
                )
                for c in columns
            ]
            for i, line in enumerate(lines, start=1)
        ]
        if table.vertical:
            content = [[c, value] for c, value in zip(columns, content[0], strict=True)]
            columns = ["setting", "value"]
        frames[name] = pd.DataFrame(content, columns=columns, dtype=object)
    return frames
