"""JSON read strictly: one value, no repeated keys, numbers that are numbers."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any, NoReturn

from leaderplan.errors import InputError, Issue

MAX_BYTES = 200 * 10**6
MAX_DEPTH = 50
MAX_DIGITS = 30
"""Largest JSON read: bytes, nesting, and digits of a whole number."""

_MARKS = (
    (b"\x1f\x8b", "this is a gzip file.", "Unpack it first."),
    (b"PK\x03\x04", "this is a zip file or a workbook.", "Use read_workbook for one."),
    (b"\xef\xbb\xbf", "the text begins with a byte order mark.",
     "Save it as UTF-8 without BOM."),
    (b"\xff\xfe", "the text is UTF-16.", "Save it as UTF-8."),
    (b"\xfe\xff", "the text is UTF-16.", "Save it as UTF-8."),
)  # fmt: skip


def fail(place: str, message: str, hint: str = "", value: str = "") -> NoReturn:
    """Raise one fault."""
    raise InputError([Issue(place, message, hint, value)])


def read(source: str | bytes | os.PathLike[str]) -> tuple[str, Any]:
    """Read JSON from a path or a text.

    Parameters
    ----------
    source
        A path; or the JSON itself as ``bytes``, or as a text that begins with a
        bracket or is no name of a file.

    Returns
    -------
    tuple of str and object
        The place to name in messages, and the value.

    Raises
    ------
    InputError
        When it is no JSON, too large, too deep, or holds what JSON does not have.
    """
    place, data = _load(source)
    for mark, message, hint in _MARKS:
        if data.startswith(mark):
            fail(place, message, hint)
    if not data.strip():
        fail(place, "expected JSON, found nothing.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the text is not UTF-8 (byte {error.start + 1:,})."
        fail(place, message, "Save it as UTF-8.")
    return place, parse(place, text)


def _load(source: str | bytes | os.PathLike[str]) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        return "JSON", _sized("JSON", source)
    if isinstance(source, str) and _is_text(source):
        return "JSON", _sized("JSON", source.encode("utf-8", "surrogatepass"))
    path = Path(source)
    place = f"file {path.name}"
    if path.is_dir():
        fail(place, "expected a JSON file, found a folder.")
    if not path.exists():
        fail(place, "there is no such file.")
    if path.stat().st_size > MAX_BYTES:
        size = path.stat().st_size / 10**6
        fail(place, f"expected at most {MAX_BYTES // 10**6} MB, found {size:.0f} MB.")
    return place, path.read_bytes()


def _is_text(source: str) -> bool:
    if source.lstrip()[:1] in {"{", "[", '"', "\ufeff", ""} or "\n" in source:
        return True
    named = source.lower().endswith(".json") or "/" in source or "\\" in source
    return not named and (len(source) > 255 or not Path(source).exists())


def _sized(place: str, data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        size = len(data) / 10**6
        fail(place, f"expected at most {MAX_BYTES // 10**6} MB, found {size:.0f} MB.")
    return data


def parse(place: str, text: str) -> Any:
    """Parse a text as one strict JSON value."""

    def refuse(word: str) -> NoReturn:
        fail(place, f"{word} is no number in JSON.", value=word)

    def whole(digits: str) -> int:
        if len(digits) > MAX_DIGITS:
            fail(place, f"a number of {len(digits):,} digits is too large.")
        return int(digits)

    def real(digits: str) -> float:
        number = float(digits)
        if not math.isfinite(number):
            fail(place, f"the number {digits[:40]} is too large.", value=digits[:40])
        return number

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            fail(place, f"the key {twice[:60]!r} stands twice in one object.")
        return made

    try:
        value = json.loads(text, parse_constant=refuse, parse_int=whole,
                           parse_float=real, object_pairs_hook=unique)  # fmt: skip
    except json.JSONDecodeError as error:
        message = f"expected JSON; in line {error.lineno}, column {error.colno}: "
        fail(place, f"{message}{error.msg[0].lower()}{error.msg[1:]}.")
    except RecursionError:
        fail(place, f"expected at most {MAX_DEPTH} levels of brackets, found more.")
    _walk(place, value)
    return value


def _walk(place: str, value: Any) -> None:
    """Refuse what is nested too deep, and half characters."""
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, dict | list):
            if depth > MAX_DEPTH:
                fail(place, f"expected at most {MAX_DEPTH} levels of brackets.")
            items = [*item, *item.values()] if isinstance(item, dict) else item
            waiting += [(part, depth + 1) for part in items]
        elif isinstance(item, str) and not item.isascii():
            try:
                item.encode("utf-8")
            except UnicodeEncodeError:
                fail(place, "a text holds half of a character (a lone surrogate).")


def envelope(place: str, value: Any, kind: str, version: int) -> dict[str, Any]:
    """Check the outer object of a leaderplan file and return it.

    Raises
    ------
    InputError
        When it is another kind of file or of a newer version.
    """
    if not isinstance(value, dict):
        names = {
            list: "a list",
            str: "a text",
            type(None): "null",
            bool: "true or false",
        }
        what = names.get(type(value), "a number")
        fail(place, f"expected a {kind} file (an object), found {what}.")
    found_kind = value.get("kind")
    if found_kind != kind:
        fail(place, f"expected a {kind} file, found kind {str(found_kind)[:60]!r}.")
    found = value.get("schema_version")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        fail(
            f"{place}/schema_version", f"expected a whole number, found {found!r:.60}."
        )
    if found > version:
        message = (
            f"the file is of version {found}; this leaderplan reads up to {version}."
        )
        fail(f"{place}/schema_version", message, "Install a newer leaderplan.")
    return value
