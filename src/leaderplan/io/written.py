"""One value as a cell: what :mod:`leaderplan.io.cells` reads back as the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from leaderplan.errors import InputError, Issue
from leaderplan.io import lists, parameters
from leaderplan.io.cells import MAX_CHARACTERS
from leaderplan.io.choices import YES_NO
from leaderplan.io.schema import Column, Kind
from leaderplan.locale import Language, weekday_name

FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Before it Excel counts a 29 February 1900 that never was; such days become text."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def cell(column: Column | None, value: Any, language: Language, place: str) -> Any:
    """Write a value of a column; ``None`` is a blank cell.

    Parameters
    ----------
    column
        The column; ``None`` for a heading or an attribute.
    value
        What the domain holds.
    language
        Language of the words for choices and weekdays.
    place
        Where it goes, for the message.

    Raises
    ------
    InputError
        When a text is longer than a cell may be (10,000 characters).
    """
    content = _content(column, value, language)
    if isinstance(content, str):
        content = cleaned(content)
        if len(content) > MAX_CHARACTERS:
            message = (
                f"a cell holds at most {MAX_CHARACTERS:,} characters, "
                f"found {len(content):,}."
            )
            hint = "Keep this programme as JSON instead."
            raise InputError([Issue(place, message, hint)])
    return content


def cleaned(text: str) -> str:
    """Return a text without characters that a workbook cannot hold."""
    return _CONTROL.sub(" ", text)


def _content(column: Column | None, value: Any, language: Language) -> Any:
    if value is None or value == "":
        return None
    if column is None or column.kind not in _WRITERS:
        return value
    return _WRITERS[column.kind](column, value, language)


def _ids(_column: Column, value: tuple[str, ...], _language: Language) -> str | None:
    return lists.joined(value) or None


def _parameters(_column: Column, value: Any, _language: Language) -> str | None:
    return parameters.written(value) or None


def _leads(column: Column, value: Any, language: Language) -> str | None:
    items = (f"{role} ({column.choices[r].to(language)})" for role, r in value)
    return lists.joined(items) or None


def _choice(column: Column, value: str, language: Language) -> str:
    return column.choices[value].to(language)


def _choices(column: Column, value: tuple[str, ...], language: Language) -> str | None:
    return "; ".join(column.choices[item].to(language) for item in value) or None


def _bool(_column: Column, value: bool, language: Language) -> str:
    return YES_NO["yes" if value else "no"].to(language)


def _weekdays(_column: Column, value: tuple[int, ...], language: Language) -> str:
    monday = date(2024, 1, 1)
    days = (monday + timedelta(days=number) for number in value)
    return "; ".join(weekday_name(day, language) for day in days) or lists.NOTHING


def _blocks(_column: Column, value: tuple[int, ...], _language: Language) -> str:
    return "; ".join(str(number + 1) for number in value) or lists.NOTHING


def _date(_column: Column, value: date, _language: Language) -> date | str:
    return value if value >= FIRST_EXCEL_DAY else value.isoformat()


def _time(_column: Column, value: time, _language: Language) -> str:
    return value.isoformat("auto" if value.microsecond or value.second else "minutes")


_WRITERS: dict[Kind, Callable[[Column, Any, Language], Any]] = {
    "ids": _ids,
    "parameters": _parameters,
    "leads": _leads,
    "choice": _choice,
    "choices": _choices,
    "bool": _bool,
    "weekdays": _weekdays,
    "blocks": _blocks,
    "date": _date,
    "time": _time,
}
