"""What every domain type shares: frozen, closed to unknown fields, plain ids."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language


def issues_of(error: ValidationError, root: str) -> list[Issue]:
    """Turn a validation error into faults placed below ``root``."""
    issues = []
    faults = error.errors(include_url=False)
    for fault in faults:
        if fault["type"] == "too_short" and any(
            f["loc"][:-1] == fault["loc"] for f in faults
        ):
            continue  # only because the faulty items are left out of the count
        place = "/".join([root, *(str(part) for part in fault["loc"])])
        cause = fault.get("ctx", {}).get("error")
        if isinstance(cause, InputError):
            issues += [_below(place, issue) for issue in cause.issues]
            continue
        message = fault["msg"].removeprefix("Value error, ")
        issues.append(Issue(place, message, value=str(fault["input"])[:200]))
    return issues


def _below(place: str, issue: Issue) -> Issue:
    """Place the fault of a part below the whole.

    A part is named by its type, ``Post/unit``; other places, as
    ``units/u1/area``, are places in the programme already.
    """
    part, _, inner = issue.place.partition("/")
    if not part[:1].isupper():
        return issue
    return replace(issue, place=f"{place}/{inner}" if inner else place)


class Frozen(BaseModel):
    """A value that never changes; unknown fields are refused.

    Raises
    ------
    InputError
        When made with values outside their bounds; all faults at once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise InputError(issues_of(error, type(self).__name__)) from None


_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    kept = (c if unicodedata.category(c)[0] not in {"C", "Z"} else " " for c in text)
    return " ".join("".join(kept).split())


def _identifier(text: str) -> str:
    text = _clean(text)
    if not text:
        raise ValueError("an id must have at least one visible character")
    if "/" in text:
        raise ValueError("an id must not contain '/'")
    return text


Id = Annotated[str, AfterValidator(_identifier), Field(max_length=64)]
"""An identifier: 1 to 64 visible characters without a slash, NFC, spaces folded."""

Text = Annotated[str, AfterValidator(_clean), Field(max_length=200)]
"""One line for people, at most 200 characters; control characters become spaces."""


def _email(text: str) -> str:
    text = _clean(text)
    if text and not (len(text) <= 200 and _EMAIL.fullmatch(text)):
        raise ValueError(f"expected an e-mail address, found {text[:60]!r}")
    return text


Email = Annotated[str, AfterValidator(_email)]
"""An e-mail address of at most 200 characters, or nothing."""

Weekday = Annotated[int, Field(ge=0, le=6)]
"""A day of the week, Monday 0 to Sunday 6."""

Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
"""A whole number of things, 0 to 1,000,000."""

Days = Annotated[int, Field(ge=0, le=1_100, strict=True)]
"""A number of days, 0 to 1,100 (three years)."""

Minutes = Annotated[int, Field(ge=0, le=1_440, strict=True)]
"""A number of minutes, 0 to 1,440 (one day)."""

Weight = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
"""Price of one unit of excess, 1 to 1,000,000."""


class Title(Frozen):
    """A name for people in both languages."""

    da: Text
    en: Text

    def to(self, language: Language) -> str:
        """Return the title in a language."""
        return self.da if language == "da" else self.en


def title(da: str, en: str | None = None) -> Title:
    """Make a :class:`Title`; English is the Danish text where none is given."""
    return Title(da=da, en=da if en is None else en)


class Span(Frozen):
    """Days from ``first`` to ``last``, both included; ``None`` is open."""

    first: date | None = None
    last: date | None = None

    def model_post_init(self, _context: Any) -> None:
        """Refuse a span that ends before it starts."""
        if self.first and self.last and self.last < self.first:
            raise ValueError(
                f"the last day must not be before the first; "
                f"found {self.first} to {self.last}"
            )

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (
            self.last is None or day <= self.last
        )

    def overlaps(self, first: date, last: date) -> bool:
        """Tell whether any day of ``first`` to ``last`` lies in the span."""
        return (self.first is None or self.first <= last) and (
            self.last is None or first <= self.last
        )
