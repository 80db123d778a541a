"""The bytes of a calendar, from a file, from an address, or as given."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from leaderplan.io.availability.address import is_address
from leaderplan.io.availability.fetch import Web
from leaderplan.io.availability.lines import Unreadable
from leaderplan.io.availability.policy import ReadingLimits
from leaderplan.locale import Language

Place = str | os.PathLike[str] | bytes
"""A file, an address, or the bytes of a calendar."""


class Given(NamedTuple):
    """A calendar's bytes and when they are from (UTC), where that is known."""

    data: bytes
    changed: datetime | None = None


def shown(place: Place, number: int, language: Language = "en") -> str:
    """Name a place for people: a file's name or a host, never all of an address."""
    nameless = f"{'kalender' if language == 'da' else 'calendar'} {number}"
    if isinstance(place, bytes | bytearray | memoryview):
        return nameless
    text = str(place).strip(" ")
    if not is_address(text):
        return Path(text).name[:100] or nameless
    rest = text.partition("://")[2]
    host = rest.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0].rpartition("@")[2]
    clean = "".join(sign for sign in host if sign.isalnum() or sign in ".-:[]")
    return clean[:100] or nameless


def contents(place: Place, limits: ReadingLimits, web: Web | None) -> Given:
    """Return the bytes of a calendar; ``web`` is ``None`` where it is not allowed.

    Raises
    ------
    Unreadable
        When there is no such file, or the address may not be asked or does not answer.
    """
    if isinstance(place, bytes | bytearray | memoryview):
        return Given(bytes(place))
    if not isinstance(place, str | os.PathLike):
        raise Unreadable("no_place")
    text = os.fspath(place)
    if not isinstance(text, str):
        raise Unreadable("no_place")
    if isinstance(place, str):
        text = text.strip(" ")
        if text.lstrip()[:6].upper() == "BEGIN:":
            raise Unreadable("text")
        if is_address(text):
            if web is None:
                raise Unreadable("network")
            return Given(*web.fetch(text, limits))
    return _file(text, limits)


def _file(text: str, limits: ReadingLimits) -> Given:
    try:
        # Not to wait for ever for a pipe that nobody writes to.
        number = os.open(text, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
                         | getattr(os, "O_BINARY", 0))  # fmt: skip
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable("no_file") from None
    except (OSError, ValueError):
        raise Unreadable("folder" if _is_folder(text) else "closed") from None
    found = os.fstat(number)
    if not stat.S_ISREG(found.st_mode):
        os.close(number)
        raise Unreadable("folder" if stat.S_ISDIR(found.st_mode) else "no_file")
    with os.fdopen(number, "rb") as file:
        try:
            data = file.read(limits.size + 1)
        except OSError:
            raise Unreadable("closed") from None
    return Given(data, datetime.fromtimestamp(int(found.st_mtime), UTC))


def _is_folder(text: str) -> bool:
    try:
        return Path(text).is_dir()
    except (OSError, ValueError):
        return False
