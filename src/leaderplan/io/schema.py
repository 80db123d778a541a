"""What a table is: its columns, their headings in both languages and their kinds."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from leaderplan.io.choices import Choices
from leaderplan.locale import Language, Words

Kind = Literal[
    "id",
    "ids",
    "text",
    "int",
    "number",
    "date",
    "time",
    "bool",
    "weekdays",
    "blocks",
    "choice",
    "choices",
    "leads",
    "parameters",
]

ATTRIBUTE = "attr:"
"""Headings that begin so hold attributes, one a column, e.g. ``attr:gender``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        Name in DataFrames and in the domain types.
    words
        Heading in both languages; a unit may follow in brackets.
    kind
        What stands in a cell.
    needed
        Whether every row must fill it.
    of
        Table whose ids it holds, for drop-downs and the legend.
    choices
        The fixed choices of a ``choice`` or ``choices`` column.
    """

    name: str
    words: Words
    kind: Kind = "text"
    needed: bool = False
    of: str = ""
    choices: Choices = field(default_factory=dict)

    def spellings(self) -> set[str]:
        """Return every heading, folded, that means this column."""
        return {folded(self.name), folded(self.words.da), folded(self.words.en)}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the workbook, one DataFrame of :func:`leaderplan.from_frames`.

    Parameters
    ----------
    name
        Name in the mapping of DataFrames.
    words
        Name of the sheet in both languages.
    about
        What it holds, for the legend.
    columns
        The columns, in order.
    needed
        Whether there must be at least one row.
    path
        Place of a row in the domain, e.g. ``participants/{id}``, by which faults
        found later are brought back to their cell.
    key
        Column that no two rows may have alike; empty where rows may repeat.
    vertical
        Whether it has one row, written as a list of settings.
    attributes
        Whether ``attr:`` columns are allowed.
    """

    name: str
    words: Words
    about: Words
    columns: tuple[Column, ...]
    path: str
    needed: bool = False
    key: str = ""
    vertical: bool = False
    attributes: bool = False

    def column(self, name: str) -> Column:
        """Return a column by name."""
        return next(column for column in self.columns if column.name == name)

    def headings(self) -> Mapping[str, Column]:
        """Return the columns by every folded heading that means them."""
        return {text: column for column in self.columns for text in column.spellings()}

    def sheet_names(self) -> set[str]:
        """Return every folded sheet name that means this table."""
        return {folded(self.name), folded(self.words.da), folded(self.words.en)}


def folded(text: object) -> str:
    """Fold a heading or sheet name: case, spaces, marks and units do not count."""
    plain = unicodedata.normalize("NFC", str(text)).partition("(")[0]
    plain = plain.replace("_", " ").replace("\ufeff", "").rstrip(" *:\n\r\t\xa0")
    return " ".join(plain.split()).casefold()


def heading(column: Column, language: Language) -> str:
    """Return the heading of a column in a language."""
    return column.words.to(language)
