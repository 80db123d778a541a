"""What a store hands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from leaderplan.errors import InputError, Issue
from leaderplan.feeds.ledger import FeedKey
from leaderplan.feeds.release import summary_of
from leaderplan.feeds.revise import FeedChange
from leaderplan.locale import Language

LONGEST_NAME, LONGEST_REASON = 200, 1_000


class Version(NamedTuple):
    """A saved version of a programme or a plan: which, when (UTC) and by whom."""

    programme: str
    version: int
    saved: datetime
    saved_by: str


class StoredRelease(NamedTuple):
    """What a release did, or, where not ``published``, what it would do.

    ``number`` is that of the last release there is; one that changes nothing gets
    none of its own. ``written`` counts the feeds that are stored anew. The words of
    ``changes`` are as confidential as the feeds.
    """

    number: int
    published: bool
    written: int
    changes: Sequence[FeedChange]

    def summary(self, language: Language = "en") -> str:
        """Return how many entries are new, moved, changed and cancelled."""
        return summary_of(self.changes, language)


class ReleaseRow(NamedTuple):
    """A release that was published: which plan, when (UTC), who, why, what of."""

    number: int
    plan_version: int
    made: datetime
    made_by: str
    why: str
    feeds: int
    told: str


class Subscription(NamedTuple):
    """A link that was given out; its secret is not kept.

    ``holder`` tells several readers of one calendar apart, ``used`` is the last day
    on which it was (``None`` never), ``ended`` when it was revoked or rotated, and
    ``closes`` until when an ended one says so.
    """

    key: FeedKey
    holder: str
    made: datetime
    made_by: str
    expires: datetime | None
    ended: datetime | None
    how: str | None
    closes: datetime | None
    used: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A new link, shown this once; ``token`` is the secret and in no text of this."""

    key: FeedKey
    expires: datetime
    token: str = field(repr=False)

    @property
    def path(self) -> str:
        """Path of the feed below the server's address."""
        return f"/c/{self.token}.ics"


class AuditRow(NamedTuple):
    """Something that was done: when (UTC), by whom, to what; ids and counts only."""

    at: datetime
    by: str
    action: str
    programme: str
    subject: str
    detail: str


def moment_of(now: datetime) -> datetime:
    """Return a time in UTC and whole seconds.

    Raises
    ------
    InputError
        When it has no time zone.
    """
    if now.tzinfo is None:
        text = f"expected a time with a time zone; found {now.isoformat()}."
        raise InputError([Issue("now", text, "Try datetime.now(UTC).")])
    return now.astimezone(UTC).replace(microsecond=0)


def said(place: str, text: str, longest: int = LONGEST_NAME) -> str:
    """Return a name or a reason on one line.

    Raises
    ------
    InputError
        When there is none, or it is too long.
    """
    kept = " ".join(text.split())
    if not 0 < len(kept) <= longest or not kept.isprintable():
        message = f"expected 1 to {longest} characters; found {len(kept)}."
        raise InputError([Issue(place, message)])
    return kept
