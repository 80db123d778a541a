"""How columns are declared, and those that several tables share."""

from __future__ import annotations

from leaderplan.io.choices import Choices
from leaderplan.io.schema import Column, Kind
from leaderplan.locale import Words


def col(
    name: str, da: str, en: str, kind: Kind = "text", of: str | Choices = ""
) -> Column:
    """Make a column; a star after its name says that every row must fill it."""
    return Column(
        name.rstrip("*"),
        Words(da, en),
        kind,
        needed=name.endswith("*"),
        of=of if isinstance(of, str) else "",
        choices={} if isinstance(of, str) else of,
    )


def dates(first: str = "valid_from", last: str = "valid_to") -> tuple[Column, Column]:
    """Make the two columns of a period; both may be left empty."""
    return (
        col(first, "Fra dato", "From date", "date"),
        col(last, "Til dato", "To date", "date"),
    )


WHEN = (
    col("weekdays", "Ugedage", "Weekdays", "weekdays"),
    col("blocks", "Blokke", "Blocks", "blocks"),
)
POINT = (
    col("latitude", "Breddegrad", "Latitude", "number"),
    col("longitude", "Længdegrad", "Longitude", "number"),
)
JOB = (
    col("area", "Område", "Area", "id", "areas"),
    col("manager", "Nærmeste leder", "Manager", "id", "staff"),
    col("role", "Stilling", "Role"),
)
