"""The last good bytes of feeds, for while the store cannot be read."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from leaderplan.feeds.serving import Served

LONGEST = timedelta(hours=1)
"""How old what is kept may be: a link withdrawn meanwhile must not live on."""


class _Kept(NamedTuple):
    served: Served
    at: datetime


class LastGood:
    """Keeps what links gave last, within so many bytes; safe in several threads.

    Parameters
    ----------
    most
        Bytes of feeds; those longest unasked go first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._rows: OrderedDict[bytes, _Kept] = OrderedDict()
        self._lock = Lock()

    def keep(self, token: str, served: Served | None, now: datetime) -> None:
        """Note what a link gives; ``None`` forgets it."""
        name = _name(token)
        with self._lock:
            self._drop(name)
            if served is not None and len(served.data) <= self._most:
                self._rows[name] = _Kept(served, now)
                self._size += len(served.data)
            while self._size > self._most:
                self._drop(next(iter(self._rows)))

    def last(self, token: str, now: datetime) -> Served | None:
        """Return what a link gave last, ``None`` where that is unknown or too old."""
        with self._lock:
            kept = self._rows.get(_name(token))
        return kept.served if kept and now - kept.at <= LONGEST else None

    def _drop(self, name: bytes) -> None:
        old = self._rows.pop(name, None)
        if old is not None:
            self._size -= len(old.served.data)


def _name(token: str) -> bytes:
    """Return what stands for a token; none is kept itself."""
    return sha256(token.encode()).digest()
