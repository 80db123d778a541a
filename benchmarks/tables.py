"""Tables of measurements: printed, stored and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.registry import Table


def text_of(table: Table) -> str:
    """Write a table for people and for pages in Markdown."""
    heads = list(dict.fromkeys(head for row in table for head in row))
    rows = [[_cell(row.get(head, "")) for head in heads] for row in table]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = []
    for row in [heads, ["-" * width for width in widths], *rows]:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


class Measured(NamedTuple):
    """The table of one family, and when and where it was measured."""

    machine: str
    table: Table


def save(path: Path, families: Mapping[str, Measured]) -> None:
    """Store tables by family."""
    stored = {name: row._asdict() for name, row in families.items()}
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, Measured]:
    """Read tables by family, as they were stored."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {name: Measured(**row) for name, row in stored.items()}


def whole(value: object) -> int:
    """Read a cell that holds a whole number."""
    return int(str(value))


def number(value: object) -> float:
    """Read a cell that holds a number."""
    return float(str(value))


def levels(row: Mapping[str, object], head: str) -> list[int]:
    """Read a cell that holds one number for each level; nothing where it is empty."""
    value = row.get(head)
    return [whole(part) for part in value] if isinstance(value, list) else []


def gaps(row: Mapping[str, object]) -> list[float]:
    """Gap of each level, (value − bound) / max(1, value), in whole units of value."""
    return [
        (value - bound) / max(1, value)
        for value, bound in zip(
            levels(row, "value"), levels(row, "bound"), strict=False
        )
    ]
