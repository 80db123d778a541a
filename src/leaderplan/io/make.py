"""A domain value from one row, with every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar, cast

from leaderplan.domain.base import Frozen
from leaderplan.domain.references import nearest
from leaderplan.errors import InputError, Issue
from leaderplan.io.faults import Faults
from leaderplan.io.rows import Row

F = TypeVar("F", bound=Frozen)


_SIZED = re.compile(r"Value should have at most (\d+) items .*, not (\d+)")
"""What pydantic says of a text that is too long."""


def worded(issue: Issue, fields: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """Return the sentence and hint of a fault that a domain type found.

    ``fields`` are the names that the type knows, for the nearest one.
    """
    message, hint = issue.message, issue.hint
    if message == "Field required":
        return "must be filled in, found nothing.", hint
    if message.startswith("Extra inputs"):
        name = issue.place.rpartition("/")[2]
        return f"{name} is not known here.", nearest(name, fields or ())
    if sized := _SIZED.match(message):
        return "expected at most {} characters, found {}.".format(*sized.groups()), hint
    if message.startswith(("Input should", "String should", "Tuple should", "Value")):
        found = f"; found {issue.value[:60]!r}" if issue.value else ""
        what = message.replace("Input should be", "expected", 1)
        message = what[0].lower() + what[1:] + found
    return message if message.endswith((".", "?")) else f"{message}.", hint


def make(
    kind: type[F],
    row: Row,
    faults: Faults,
    given: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
    told: Collection[str] = (),
) -> F:
    """Make a value from a row; where it is faulty, one to go on checking with.

    Parameters
    ----------
    kind
        The domain type.
    row
        Its columns fill the fields of the same name.
    faults
        Where faults are noted.
    given
        Fields that do not come from columns of the same name.
    columns
        Names of the columns of fields that are called otherwise.
    told
        Fields whose faults have been noted already.
    """
    columns = columns or {}
    data = {name: row.values[name] for name in kind.model_fields if name in row.values}
    data |= {f: row.values[c] for f, c in columns.items() if c in row.values}
    data |= given or {}
    try:
        return kind(**data)
    except InputError as error:
        row_was_faulty, row.faulty = row.faulty, True
        for issue in error.issues:
            parts = issue.place.split("/")
            field = parts[1] if len(parts) > 1 else _period(kind)
            place = row.place(columns.get(field, field))
            if field in told:
                continue
            if field in data or not row_was_faulty:
                message, hint = worded(issue, kind.model_fields)
                faults.add(place, message, hint, issue.value)
            if field != row.table.key and field not in (given or {}):
                data.pop(field, None)
            if len(parts) == 1:
                data.pop(field.replace("last", "first").replace("to", "from"), None)
    blank = {n: None for n, f in kind.model_fields.items() if f.is_required()}
    return cast("F", kind.model_construct(**(blank | data)))


def _period(kind: type[Frozen]) -> str:
    """Name the field that a fault of the whole value is told at."""
    fields = kind.model_fields
    return next((name for name in ("valid_to", "last") if name in fields), "")


def by_key(rows: list[Row], faults: Faults) -> dict[str, Row]:
    """Return rows by their key, the first of each; repeated keys are faults."""
    found: dict[str, Row] = {}
    for row in rows:
        name = row.table.key
        key = row.get(name)
        if key is None:
            continue
        if key in found:
            message = f"the id {key!r} stands twice, also in {found[key].place(name)}."
            faults.add(row.place(name), message, "Ids must differ.", key)
        else:
            found[key] = row
    return found


def children(
    rows: list[Row], column: str, parents: Mapping[str, Any], faults: Faults
) -> dict[str, list[Row]]:
    """Group rows by what they belong to; a row of nothing known is a fault."""
    grouped: dict[str, list[Row]] = {key: [] for key in parents}
    for row in rows:
        key = row.get(column)
        if key in grouped:
            grouped[key].append(row)
        elif key is not None and row.table.column(column).of not in faults.absent:
            of = row.table.column(column).of
            message = f"expected an id of {of}, found {key!r}."
            faults.add(row.place(column), message, nearest(key, parents), key)
    return grouped
