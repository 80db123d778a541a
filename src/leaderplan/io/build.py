"""A programme from the rows of its tables; every fault noted, none stops the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Title
from leaderplan.domain.calendar import (
    Block,
    CalendarProfile,
    Closure,
    PlanningCalendar,
)
from leaderplan.domain.people import Cohort, Pair, PastLoad
from leaderplan.domain.programme import Programme
from leaderplan.domain.references import raise_on_faults
from leaderplan.domain.rule import Level
from leaderplan.errors import InputError, Issue
from leaderplan.io import build_people, build_places, build_rules
from leaderplan.io.faults import Faults
from leaderplan.io.layout import SETTINGS
from leaderplan.io.make import by_key, make
from leaderplan.io.places import Places
from leaderplan.io.rows import Row

Rows = Mapping[str, list[Row]]


def build(rows: Rows, faults: Faults) -> Programme:
    """Build the programme.

    Parameters
    ----------
    rows
        The rows of each table by its name; a table that was not there is left out.
    faults
        The faults found while reading; those of the whole programme are added.

    Raises
    ------
    InputError
        With every fault found, each at its cell.
    """
    table = _Tables(rows)
    settings = table["programme"]
    if len(settings) > 1:
        message = f"expected one programme, found {len(settings)} rows."
        faults.add(settings[1].first_place, message)
    row = settings[0] if settings else Row(SETTINGS, {}, "programme")
    fields: dict[str, Any] = {
        name: row.values[name]
        for name in ("id", "name", "default_travel", "ledger_total")
        if name in row.values
    }
    fields["calendar"] = _calendar(row, table, faults)
    fields |= build_places.places(table, faults)
    fields |= build_people.people(table, faults)
    fields |= _rest(table, faults)
    _warn_of_horizon(fields["calendar"], table["availability"], faults)
    return _checked(fields, Places(rows), faults)


class _Tables(dict[str, list[Row]]):
    def __missing__(self, key: str) -> list[Row]:
        return []


def _calendar(row: Row, table: Rows, faults: Faults) -> PlanningCalendar:
    closures = by_key(table["closures"], faults)
    profiles = by_key(table["profiles"], faults)
    given: dict[str, Any] = {
        "closures": tuple(
            make(Closure, r, faults, {"name": r.get("name") or ""})
            for r in closures.values()
        ),
        "profiles": tuple(
            make(CalendarProfile, r, faults,
                 {"name": r.get("name") or "", "closures": r.get("closures") or ()})
            for r in profiles.values()
        ),
    }  # fmt: skip
    if table["blocks"]:
        given["blocks"] = tuple(make(Block, r, faults) for r in table["blocks"])
        _check_blocks(given["blocks"], table["blocks"], faults)
        if any(r.faulty for r in table["blocks"]):
            del given["blocks"]
    return make(PlanningCalendar, row, faults, given)


def _check_blocks(blocks: tuple[Block, ...], rows: list[Row], faults: Faults) -> None:
    """Find blocks out of order here, where the cell is known."""
    for before, after, row in zip(blocks, blocks[1:], rows[1:], strict=False):
        whole = row.get("start") and row.get("end") and isinstance(before.end, time)
        if whole and not row.faulty and after.start < before.end:
            row.faulty = True
            message = (
                f"blocks must be in order without overlap; found {after.start:%H:%M} "
                f"after a block that ends {before.end:%H:%M}."
            )
            faults.add(row.place("start"), message)


def _rest(table: Rows, faults: Faults) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "cohorts": tuple(
            make(Cohort, row, faults, {"name": row.get("name") or ""})
            for row in by_key(table["cohorts"], faults).values()
        ),
        "pairs": tuple(make(Pair, row, faults) for row in table["pairs"]),
        "activities": tuple(
            make(Activity, row, faults, {"title": _title(row, faults)})
            for row in by_key(table["activities"], faults).values()
        ),
        "history": tuple(make(PastLoad, row, faults) for row in table["history"]),
        "rules": build_rules.rules(table["rules"], faults),
    }
    if "levels" in table:
        levels = by_key(table["levels"], faults).values()
        fields["levels"] = tuple(
            make(Level, row, faults, {"title": _title(row, faults)}) for row in levels
        )
    return fields


def _title(row: Row, faults: Faults) -> Title:
    """Read a title; English is the Danish text where none is given."""
    da = row.get("title_da") or ""
    en = row.get("title_en")
    names = {"da": "title_da", "en": "title_en"}
    given = {"da": da, "en": da if en is None else en}
    return make(Title, row, faults, given, names)


def _warn_of_horizon(
    calendar: PlanningCalendar, rows: list[Row], faults: Faults
) -> None:
    if calendar.first is None or calendar.last is None:  # type: ignore[redundant-expr] # a faulty calendar has blanks
        return
    for row in rows:
        first, last = row.get("first"), row.get("last")
        if (last and last < calendar.first) or (first and first > calendar.last):
            faults.warn(
                row.place("first"),
                f"the period lies outside the horizon {calendar.first} to "
                f"{calendar.last} and has no effect.",
            )


def _checked(fields: dict[str, Any], places: Places, faults: Faults) -> Programme:
    """Make the programme; with faults already found, only look for more."""
    found: tuple[Issue, ...] = ()
    try:
        if not faults.issues:
            return Programme(**fields)
        blank = {"id": "", "participants": (), "rules": ()}
        raise_on_faults(Programme.model_construct(**(blank | fields)))
    except InputError as error:
        found = error.issues
    places.bring_back([_own(issue) for issue in found], faults)
    faults.raise_if_any()
    raise AssertionError("a refused programme has faults")


def _own(issue: Issue) -> Issue:
    """Give a fault of a field of the programme the place of its setting or table."""
    head, _, rest = issue.place.partition("/")
    if head != "Programme":
        return issue
    known = {column.name for column in SETTINGS.columns}
    place = f"programme/{rest}" if rest.split("/")[0] in known else rest
    return Issue(place, issue.message, issue.hint, issue.value)
