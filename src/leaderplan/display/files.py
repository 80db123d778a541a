"""Writing a file so that a reader sees the old one or the new one, never half."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of a spreadsheet begins with that is a formula."""


def inert(cell: str) -> str:
    """Return a cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def write_whole(path: str | os.PathLike[str], content: bytes) -> Path:
    """Write a file in one step: beside it first, then in its place.

    Parameters
    ----------
    path
        Where it goes; its folder must be there.
    content
        All of it.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    OSError
        When it cannot be written; an older file of that name is then intact.
    """
    target = Path(path)
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    return target
