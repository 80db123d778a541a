"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from glob import escape
from pathlib import Path

UNFINISHED = ".leaderplan-"
"""How the names of unfinished files begin; what a killed run left is removed."""

SERVED, SECRET = 0o644, 0o600


def write_whole(path: Path, data: bytes, mode: int) -> bool:
    """Write a file so that it is wholly old or wholly new, also after a crash.

    Parameters
    ----------
    path
        Where; its folder must be there.
    data
        What.
    mode
        The file's permissions.

    Returns
    -------
    bool
        Whether it was written; a file that has these bytes and permissions is left
        alone.
    """
    if _is_written(path, data, mode):
        return False
    handle, name = tempfile.mkstemp(prefix=f"{UNFINISHED}{path.name}-", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    return True


def _is_written(path: Path, data: bytes, mode: int) -> bool:
    try:
        found = path.stat()
        same = found.st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False
    return same and (os.name == "nt" or found.st_mode & 0o777 == mode)


def settle(folder: Path) -> None:
    """Make the names in a folder survive a crash (where the system can)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_unfinished(folder: Path, name: str = "") -> None:
    """Remove what a killed run left half written of files whose name so begins."""
    for path in folder.glob(f"{UNFINISHED}{escape(name)}*"):
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process holds the lock file, and hold it.

    Windows has no such lock here: there, two runs at once are not kept apart.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(path, os.O_RDWR | os.O_CREAT, SECRET)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
