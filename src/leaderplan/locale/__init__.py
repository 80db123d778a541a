"""Words in Danish and English, and the forms of dates and times in both."""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache
from typing import Literal, NamedTuple

Language = Literal["da", "en"]

_WEEKDAYS = {
    "da": ("man", "tir", "ons", "tor", "fre", "lør", "søn"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "da": (
        "januar", "februar", "marts", "april", "maj", "juni", "juli",
        "august", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


class Words(NamedTuple):
    """One text in both languages; ``{name}`` fields are filled by :meth:`fill`."""

    da: str
    en: str

    def to(self, language: Language) -> str:
        """Return the text in a language."""
        return self.da if language == "da" else self.en

    def fill(self, **fields: object) -> Words:
        """Return the words with their ``{name}`` fields filled in."""
        return Words(self.da.format(**fields), self.en.format(**fields))


def weekday_name(day: date, language: Language) -> str:
    """Short name of the weekday, e.g. ``tir`` or ``Tue``."""
    return _WEEKDAYS[language][day.weekday()]


def month_name(month: int, language: Language) -> str:
    """Name of a month, 1 to 12."""
    return _MONTHS[language][month - 1]


@lru_cache(maxsize=8_192)
def day_text(day: date, language: Language) -> str:
    """Write a date for people: ``tir 7. september 2027``, ``Tue 7 September 2027``."""
    dot = "." if language == "da" else ""
    month = month_name(day.month, language)
    return f"{weekday_name(day, language)} {day.day}{dot} {month} {day.year}"


@lru_cache(maxsize=8_192)
def clock_text(moment: time, language: Language) -> str:
    """Write a time of day for people, e.g. ``kl. 08.30`` or ``08:30``."""
    if language == "da":
        return f"kl. {moment:%H.%M}"
    return f"{moment:%H:%M}"
