"""Lists in one cell: how they are split, and written so that they split the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTHING = "-"
"""Stands for an empty list where an empty cell means *all*."""

_PIECE = re.compile(r'"(?:[^"]|"")*"|[^";,\n]+|[;,\n]|"')


def split(text: str) -> list[str]:
    """Split a list: at ``;`` or a new line, or else at ``,``; quotes protect.

    ``A; B``, ``A, B`` and ``"Nord, øst"; Syd`` each hold two items.
    """
    pieces = _PIECE.findall(text)
    marks = {";", "\n"} if {";", "\n"} & set(pieces) else {","}
    items = [""]
    for piece in pieces:
        if piece in marks:
            items.append("")
        else:
            items[-1] += piece
    return [item for item in (_bare(item.strip()) for item in items) if item]


def _bare(item: str) -> str:
    if len(item) > 1 and item[0] == item[-1] == '"':
        return item[1:-1].replace('""', '"').strip()
    return item


def joined(items: Iterable[str]) -> str:
    """Write a list so that :func:`split` gives the same items."""
    return "; ".join(_quoted(item) for item in items)


def _quoted(item: str) -> str:
    if re.search(r'[;,\n"]', item):
        return '"' + item.replace('"', '""') + '"'
    return item
