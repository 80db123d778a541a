"""One cell as a value: what people write, read strictly and explained."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

from leaderplan.domain.references import nearest
from leaderplan.io import lists, moments, parameters
from leaderplan.io.choices import YES_NO, Choices
from leaderplan.io.moments import Wrong
from leaderplan.io.schema import Column, Kind, folded

MAX_CHARACTERS = 10_000
"""Longest text read from one cell; RELIABILITY limits, all of them bounds on cost."""


_NAMES = {
    "bool": "true or false",
    "bool_": "true or false",
    "time": "a time",
    "timedelta": "a duration",
}


class Broken:
    """A cell that the source itself could not read; ``why`` is the sentence."""

    def __init__(self, why: str, hint: str = "") -> None:
        self.why, self.hint = why, hint


def is_blank(value: Any) -> bool:
    """Tell whether a cell holds nothing: empty, only spaces, NaN or NaT."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list | tuple | dict | set | Broken):
        return False
    if isinstance(value, Decimal):
        return value.is_nan()  # comparing a signalling one would raise
    try:
        return bool(value != value)  # noqa: PLR0124 - only NaN and NaT differ from themselves
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def read(column: Column, value: Any) -> Any:
    """Read a cell that is not blank.

    Raises
    ------
    Wrong
        With what was expected, what was found and a hint.
    """
    if isinstance(value, Broken):
        raise Wrong(value.why, value.hint)
    if isinstance(value, list | tuple | dict | set):
        raise Wrong(f"expected one value, found a {type(value).__name__}.",
                    'Write lists as text, as in "a; b".')  # fmt: skip
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        raise Wrong(f"expected at most {MAX_CHARACTERS:,} characters, "
                    f"found {len(value):,}.")  # fmt: skip
    if isinstance(value, Decimal):
        value = float("nan") if value.is_nan() else float(value)
    return _READERS[column.kind](column, value)


def shown(value: Any) -> str:
    """Return a value as it stands in a message: short, on one line."""
    if isinstance(value, datetime):
        value = value.isoformat(sep=" ")
    text = " ".join(str(value).split())
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def _whole(value: Any) -> int | None:
    """Return a number without decimals as an int, ``None`` for anything else."""
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return None
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        return int(number) if number.is_integer() else None
    return None


def _is_number(value: Any) -> bool:
    boolean = isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")
    return isinstance(value, Real) and not boolean


def _id(_column: Column, value: Any) -> str:
    if (number := _whole(value)) is not None:
        return str(number)
    if not isinstance(value, str):
        what = "a number with decimals" if _is_number(value) else _named(value)
        raise Wrong(f"expected an id as text, found {what}: {shown(value)}.",
                    "Format the cell as text and write the id again.")  # fmt: skip
    return " ".join(unicodedata.normalize("NFC", value).split())


def _named(value: Any) -> str:
    if isinstance(value, date):
        return "a date"
    return _NAMES.get(type(value).__name__, "something else")


def _text(column: Column, value: Any) -> str:
    if _is_number(value):
        whole = _whole(value)
        return str(value) if whole is None else str(whole)
    if not isinstance(value, str):
        raise Wrong(f"expected text, found {_named(value)}: {shown(value)}.",
                    "Format the cell as text and write it again.")  # fmt: skip
    if column.name == "email" and re.search(r"[\s\x00-\x1f]", value.strip()):
        raise Wrong("expected an e-mail address without spaces or line breaks.")
    return "" if value == '""' else value


def _ids(column: Column, value: Any) -> tuple[str, ...]:
    if not isinstance(value, str):
        return (_id(column, value),)
    return tuple(_id(column, item) for item in lists.split(value))


def _int(_column: Column, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\s*[-+]?\d{1,15}([.,]0+)?\s*", value):
        value = int(re.split("[.,]", value)[0])
    number = _whole(value)
    if number is None:
        raise Wrong(f"expected a whole number, found {shown(value)}.")
    return number


def _number(_column: Column, value: Any) -> float:
    if isinstance(value, str):
        try:
            value = float(value.strip().replace(",", "."))
        except ValueError:
            raise Wrong(f"expected a number, found {shown(value)}.") from None
    if not _is_number(value):
        raise Wrong(f"expected a number, found {shown(value)}.")
    return float(value)


def _bool(_column: Column, value: Any) -> bool:
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    word = folded(_whole(value) if _is_number(value) else value)
    if word in {"ja", "yes", "true", "sand", "x", "1", "y", "j"}:
        return True
    if word in {"nej", "no", "false", "falsk", "0", "n"}:
        return False
    raise Wrong(f"expected yes or no, found {shown(value)}.")


def _choice(column: Column, value: Any) -> str:
    return chosen(column.choices, str(value))


def chosen(choices: Choices, text: str) -> str:
    """Return the choice that a word means, in either language."""
    wanted = folded(text)
    for key, words in choices.items():
        if wanted in {folded(key), folded(words.da), folded(words.en)}:
            return key
    known = [name for words in choices.values() for name in words]
    listed = ", ".join(f"{words.da} ({words.en})" if words.da != words.en else words.en
                       for words in choices.values())  # fmt: skip
    hint = nearest(text, known) or f"Choose from: {listed}."
    raise Wrong(f"expected one of {len(choices)} words, found {shown(text)}.", hint)


def _choices(column: Column, value: Any) -> tuple[str, ...]:
    items = re.split(r"[;,\n]", str(value))
    return tuple(chosen(column.choices, item) for item in items if item.strip())


def _leads(column: Column, value: Any) -> tuple[dict[str, str], ...]:
    """Read ``facilitator (group); coach (coach)``; without brackets: is picked."""
    leads = []
    for item in lists.split(str(value)):
        found = re.fullmatch(r"(.*\S)\s*\(([^()]*)\)", item)
        role, relation = found.groups() if found else (item, "pick")
        leads.append({"role": role, "relation": chosen(column.choices, relation)})
    return tuple(leads)


def _parameters(_column: Column, value: Any) -> dict[str, Any]:
    try:
        return parameters.parsed(str(value))
    except ValueError as error:
        raise Wrong(f"{error}.", "Write name=value; name=value.") from None


_READERS: dict[Kind, Callable[[Column, Any], Any]] = {
    "id": _id,
    "ids": _ids,
    "text": _text,
    "int": _int,
    "number": _number,
    "date": lambda _, value: moments.day(value),
    "time": lambda _, value: moments.clock(value),
    "bool": _bool,
    "weekdays": lambda _, value: moments.weekdays(value),
    "blocks": lambda _, value: moments.blocks(value),
    "choice": _choice,
    "choices": _choices,
    "leads": _leads,
    "parameters": _parameters,
}

__all__ = ["YES_NO", "Broken", "Wrong", "chosen", "is_blank", "read", "shown"]
