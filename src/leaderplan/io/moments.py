"""Days, times and weekdays as people write them; Danish dates are day first."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from leaderplan.io.lists import NOTHING
from leaderplan.locale import month_name

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years read as dates; others are slips of the pen or stand-ins for *for ever*."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})")
_WITH_MONTH = re.compile(r"(\d{1,2})\.?\s*([^\W\d]+)\.?,?\s+(\d{4})")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2})(?:[.:](\d{2}))?)?")
_WEEKDAYS = (
    ("mandag", "monday"),
    ("tirsdag", "tuesday"),
    ("onsdag", "wednesday"),
    ("torsdag", "thursday"),
    ("fredag", "friday"),
    ("lørdag", "saturday"),
    ("søndag", "sunday"),
)
_MONTHS = {
    month_name(number, language)[:3].casefold(): number
    for number in range(1, 13)
    for language in ("da", "en")
}
_EXCEL_ZERO = date(1899, 12, 30)
_LAST_EXCEL_DAY = 2_958_465


class Wrong(ValueError):
    """A cell that cannot be read: what was expected and found, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def day(value: Any) -> date:
    """Read a day: a date cell, ``7-9-2027``, ``2027-09-07``, ``7. september 2027``.

    Raises
    ------
    Wrong
        When it is no day, has a time of day or a time zone, or a strange year.
    """
    found = _from_cell(value) if not isinstance(value, str) else _from_text(value)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        hint = "Leave the cell empty where there is no such day."
        raise Wrong(f"expected a year {FIRST_YEAR} to {LAST_YEAR}, found {found.year}.",
                    hint)  # fmt: skip
    return found


def _from_cell(value: Any) -> date:
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise Wrong("expected a day without a time zone, found one with.")
        if value.time() != time():
            raise Wrong(
                f"expected a day, found a day with a time: {value:%Y-%m-%d %H:%M}."
            )
        return value.date()
    if isinstance(value, date):
        return value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and math.isfinite(value) and 0 < value <= _LAST_EXCEL_DAY:
        meant = _EXCEL_ZERO + timedelta(days=int(value))
        hint = f"Excel would show it as {meant}: format the cell as a date."
        raise Wrong(f"expected a date, found the number {value}.", hint)
    if hasattr(value, "astype") and hasattr(value, "item"):
        return _from_cell(value.astype("datetime64[us]").item())
    raise Wrong(f"expected a date, found {str(value)[:60]!r}.")


def _from_text(text: str) -> date:
    plain = " ".join(text.split()).casefold()
    first, _, rest = plain.partition(" ")
    if rest and _weekday(first.rstrip(".,")) is not None:
        plain = rest.removeprefix("den ")
    if found := _ISO.fullmatch(plain):
        return _date(text, *map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(plain):
        number, _, month, year = found.groups()
        century = 2000 if len(year) == 2 else 0
        return _date(text, int(year) + century, int(month), int(number))
    if (found := _WITH_MONTH.fullmatch(plain)) and found[2][:3] in _MONTHS:
        return _date(text, int(found[3]), _MONTHS[found[2][:3]], int(found[1]))
    hint = "Write the day first, as in 07-09-2027, or 2027-09-07."
    raise Wrong(f"expected a date, found {text[:60]!r}.", hint)


def _date(text: str, year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        hint = "The day comes first, then the month."
        raise Wrong(f"there is no such day as {text.strip()!r}.", hint) from None


def clock(value: Any) -> time:
    """Read a time of day: a time cell, ``8.30``, ``08:30``, ``kl. 9``.

    Raises
    ------
    Wrong
        When it is no time between 00:00 and 23:59.
    """
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(" ".join(value.split()).casefold()) if isinstance(
        value, str) else None  # fmt: skip
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and 2 <= value <= 23:  # 0 and 1 may be meant as parts of a day
        return time(value)
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 1440)
        return time(minutes // 60 % 24, minutes % 60)
    if found:
        hour, minute, second = (int(part or 0) for part in found.groups())
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second)
    hint = "Write hours and minutes, as in 08:30."
    raise Wrong(f"expected a time 00:00 to 23:59, found {str(value)[:60]!r}.", hint)


def _weekday(word: str) -> int | None:
    """Return the number of a weekday that a word of three or more letters begins."""
    for number, names in enumerate(_WEEKDAYS):
        if any(len(word) >= 3 and name.startswith(word) for name in names):
            return number
    return None


def weekdays(value: Any) -> tuple[int, ...]:
    """Read weekdays, ``Mandag, onsdag;fre`` or ``man-tor``; ``-`` is none of them.

    Raises
    ------
    Wrong
        When a word is no weekday.
    """
    found: list[int] = []
    text = str(value).casefold().strip()
    if text == NOTHING:
        return ()
    text = re.sub(r"\s*[-\u2013]\s*", "-", text)
    for word in re.split(r"[;,+&\s]+|\bog\b|\band\b", text):
        first, dash, last = (part.rstrip(".") for part in word.partition("-"))
        numbers = [_weekday(part) for part in ((first, last) if dash else (first,))]
        if not word:
            continue
        if None in numbers:
            hint = "Write man; ons or Mon; Wed."
            raise Wrong(f"expected weekdays, found {word!r}.", hint)
        start, end = numbers[0] or 0, numbers[-1] or 0
        found += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return tuple(found)


def blocks(value: Any) -> tuple[int, ...]:
    """Read blocks of the day, counted from 1, as ``1; 2``; ``-`` is none of them.

    Raises
    ------
    Wrong
        When a number is not 1 to 12.
    """
    whole = isinstance(value, float) and value.is_integer()
    text = str(int(value) if whole else value).strip()
    if text == NOTHING:
        return ()
    words = [word for word in re.split(r"[;,\s]+", text) if word]
    numbers = [int(word) if re.fullmatch(r"\d{1,2}", word) else 0 for word in words]
    if not all(1 <= number <= 12 for number in numbers):
        hint = "The first block of the day is 1."
        raise Wrong(f"expected blocks 1 to 12 as in 1; 2, found {text[:60]!r}.", hint)
    return tuple(number - 1 for number in numbers)
