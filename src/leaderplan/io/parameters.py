"""Parameters of a rule in one cell: ``activity=theme_day; least=10; days=[0, 1]``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[^\s;,=\[\]{}\"][^;,=\[\]{}\"\n]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]|[;\n]|[^"\[\]{};\n]+|"')
_LIST_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]|,|[^"\[\]{},]+|"')


def written(values: Mapping[str, Any]) -> str:
    """Write parameters as text that :func:`parsed` reads back.

    Parameters
    ----------
    values
        Plain JSON values by name; ``None`` is written as ``null``.
    """
    return "; ".join(f"{name}={_value(value)}" for name, value in values.items())


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value == value.strip():
        return value if _read(value) == value else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def parsed(text: str) -> dict[str, Any]:
    """Read parameters.

    Raises
    ------
    ValueError
        When a part is not ``name=value``, a name stands twice or a bracket is
        left open.
    """
    values: dict[str, Any] = {}
    for part in _parts(text, _TOKEN, {";", "\n"}):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise ValueError(f"expected name=value, found {part.strip()!r}")
        if name in values:
            raise ValueError(f"the parameter {name} stands twice")
        values[name] = _read(value.strip())
    return values


def _parts(text: str, token: re.Pattern[str], marks: set[str]) -> list[str]:
    parts, depth = [""], 0
    for piece in token.findall(text):
        depth += (piece in "[{") - (piece in "]}") if len(piece) == 1 else 0
        if piece in marks and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    if depth:
        raise ValueError(f"a bracket is not closed in {text!r}")
    return [part for part in parts if part.strip()]


def _read(value: str) -> Any:
    """Read a JSON value, a list of bare words, or a bare word."""
    try:
        return json.loads(value, parse_constant=lambda word: word)
    except (ValueError, RecursionError):
        pass
    if value.startswith("[") and value.endswith("]"):
        inner = _parts(value[1:-1], _LIST_TOKEN, {","})
        return [_read(item.strip()) for item in inner]
    return value
