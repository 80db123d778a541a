"""What stands behind a link: the types between a store and whoever serves it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from leaderplan.errors import LeaderplanError
from leaderplan.feeds.ledger import Line
from leaderplan.feeds.revise import FeedChange
from leaderplan.locale import Language

TOKEN_LENGTH = 43
"""Characters of 32 random bytes in base64url without padding."""


class Served(NamedTuple):
    """What a link gives at a moment.

    ``data`` are the bytes of the feed as they are to be sent; ``etag`` is their
    SHA-256 in hexadecimal, strong and without quotes; ``modified`` is in UTC and in
    whole seconds; ``file_name`` is ASCII, ends in ``.ics`` and names nobody;
    ``closing`` tells that it is the last feed of a link that ended.
    """

    data: bytes
    etag: str
    modified: datetime
    file_name: str
    closing: bool


class Page(NamedTuple):
    """What the page behind a link shows.

    ``title`` is the calendar's, as in the feed; ``zone`` the IANA name of the zone of
    its clock times; ``lines`` are the shown lines of the ledger, live and cancelled;
    ``changes`` what the last release changed in this feed.
    """

    title: str
    language: Language
    zone: str
    lines: tuple[Line, ...]
    changes: tuple[FeedChange, ...]
    released: datetime
    closing: bool


class Links(Protocol):
    """Where links are looked up; ``None`` for any that opens nothing.

    A token is 43 characters of ``A-Z``, ``a-z``, ``0-9``, ``-`` and ``_``. Unknown,
    malformed, rotated and revoked ones are answered alike. All raise :class:`Busy`
    where there is no answer for the moment.
    """

    def feed(self, token: str, now: datetime) -> Served | None:
        """Return the feed behind a link."""

    def page(self, token: str, now: datetime) -> Page | None:
        """Return what the page behind a link shows."""

    def ready(self) -> bool:
        """Tell whether links can be looked up."""


class Busy(LeaderplanError):
    """The store is locked for the moment; asking again in a little while helps."""
