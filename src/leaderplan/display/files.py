"""Writing a file so that a reader sees the old one or the new one, never half."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


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
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    return target
