"""Links made of a release and held in memory, for tests of the server."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from leaderplan.domain.programme import Programme
from leaderplan.feeds import FeedKey, Release
from leaderplan.feeds.serving import Busy, Page, Served


def token_of(key: FeedKey) -> str:
    """Return a token of the right form that stays the same for a feed."""
    return (sha256(str(key).encode()).hexdigest() + "-_AZ")[-43:]


class MemoryLinks:
    """Every feed of a release behind a token; released anew, closed or made to fail.

    ``fault`` is raised at every question while it is set; ``asked`` counts them.
    """

    def __init__(self, programme: Programme, made: Release) -> None:
        self.programme, self.made = programme, made
        self.closing: set[str] = set()
        self.revoked: set[str] = set()
        self.fault: Exception | None = None
        self.asked = 0

    def _key(self, token: str) -> FeedKey | None:
        self.asked += 1
        if self.fault is not None:
            raise self.fault
        if token in self.revoked:
            return None
        keys = (feed.key for feed in self.made.feeds)
        return next((key for key in keys if token_of(key) == token), None)

    def feed(self, token: str, now: datetime) -> Served | None:
        """Return a feed as the last release made it."""
        key = self._key(token)
        if key is None:
            return None
        feed = self.made.feed(key)
        etag = sha256(feed.data).hexdigest()
        closing = token in self.closing
        return Served(feed.data, etag, feed.modified, "calendar.ics", closing)

    def page(self, token: str, now: datetime) -> Page | None:
        """Return what the last release shows and changed."""
        key = self._key(token)
        if key is None:
            return None
        ledger = self.made.ledger
        row = ledger.of(key)
        assert row is not None
        assert ledger.released is not None
        return Page(
            title=self.made.feed(key).title,
            language=ledger.language,
            zone=self.programme.calendar.time_zone,
            lines=row.shown,
            changes=tuple(c for c in self.made.changes if c.feed == key),
            released=ledger.released,
            closing=token in self.closing,
        )

    def ready(self) -> bool:
        """Tell that there is no fault."""
        return self.fault is None


BUSY = Busy("the store is locked")
