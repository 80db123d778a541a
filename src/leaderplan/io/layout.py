"""All tables of a programme, in the order of the workbook."""

from __future__ import annotations

from leaderplan.io.layout_people import PEOPLE_AND_RULES
from leaderplan.io.layout_places import PLACES_AND_STAFF, SETTINGS
from leaderplan.io.schema import Table, folded
from leaderplan.locale import Words

TABLES: tuple[Table, ...] = (*PLACES_AND_STAFF, *PEOPLE_AND_RULES)
"""Every table; the first holds the settings of the programme itself."""

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
"""The tables by the name they have among DataFrames."""

LEGEND = Words("Vejledning", "Guide")
FAULTS = Words("Fejl", "Faults")
LISTS = "_lists"
"""Sheets that are no tables: the legend, the faults of a marked copy, drop-downs."""

SETTING = Words("Indstilling", "Setting")
VALUE = Words("Værdi", "Value")
"""Headings of the two columns of a table of settings."""

__all__ = [
    "BY_NAME",
    "FAULTS",
    "LEGEND",
    "LISTS",
    "SETTING",
    "SETTINGS",
    "TABLES",
    "VALUE",
    "aside",
    "table_named",
]


def table_named(text: object) -> Table | None:
    """Return the table that a sheet or a key of a mapping means."""
    wanted = folded(text)
    return next((table for table in TABLES if wanted in table.sheet_names()), None)


def aside(text: object) -> bool:
    """Tell whether a sheet is one of leaderplan's own that holds no table."""
    names = {LEGEND.da, LEGEND.en, FAULTS.da, FAULTS.en, LISTS}
    return folded(text) in {folded(name) for name in names}
