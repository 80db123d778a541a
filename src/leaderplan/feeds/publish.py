"""Feeds as files that any web server or object storage can serve."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from leaderplan.display.files import inert
from leaderplan.domain.base import issues_of
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue, LeaderplanError
from leaderplan.feeds.ledger import FeedLedger, FeedLines
from leaderplan.feeds.places import Kept, Target
from leaderplan.feeds.release import Feed, Release, release
from leaderplan.feeds.revise import FeedChange
from leaderplan.feeds.subjects import KINDS, subject_name
from leaderplan.locale import Language, Words

__all__ = ["Feed", "FeedChange", "Release", "Target", "publish", "release"]

_COLUMNS = (
    Words("Kalender", "Calendar"),
    Words("Id", "Id"),
    Words("Navn", "Name"),
    Words("Fil", "File"),
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,120}")


LEDGER, INDEX = "ledger.json", "index.csv"

TRIES = 12
"""How often a release is made anew that another run got ahead of."""


def publish(
    programme: Programme,
    plan: Plan,
    target: str | Path | Target,
    now: datetime | None = None,
    *,
    language: Language = "da",
    tell: Callable[[Release], object] | None = None,
) -> Release:
    """Release a plan as one file for each feed, where people can subscribe to them.

    The names of the files cannot be guessed and stay the same for good. Apart from
    them, where nobody else may read, stand the ledger (what the next release starts
    from: keep it) and the index (whose feed is which file: for the coordinator
    alone). Each file is replaced whole; one that would not change is not written.
    After a fault the old feeds stand, and the next run mends the rest.

    Parameters
    ----------
    programme, plan
        What is released.
    target
        A folder for a web server, a prefix of object storage such as
        ``s3://bucket/prefix``, or a :class:`Target` that says more. Ledger and
        index of a folder stand beside it, as ``<folder>.ledger.json`` and
        ``<folder>.index.csv``, those of a prefix under ``<prefix>.private/``.
    now
        When the release is made, with a time zone; ``None`` is the present.
    language
        Of the feeds and the index, ``da`` or ``en``.
    tell
        Called with a release that changes anything, before it is written: what it
        does has been done even where the run is killed right after, and is done
        again by the next run then.

    Returns
    -------
    Release
        The feeds, the ledger as written and what changed.

    Raises
    ------
    RuleBroken
        When the plan is malformed or has an open hard violation.
    InputError
        When the ledger is unreadable or another programme's, ``now`` has no zone,
        or the target is not understood.
    MissingExtra
        When the target is object storage and obstore is not installed.
    LeaderplanError
        When the disk or the storage does not take the files.
    """
    to = target if isinstance(target, Target) else Target.at(target)
    at = datetime.now(UTC) if now is None else now
    try:
        with to.private.held(), to.feeds.held():
            for _ in range(TRIES):
                kept = to.private.read(LEDGER)
                before = read_ledger(kept)
                made = release(programme, plan, before, at, language=language)
                made = replace(made, ledger=_named(made.ledger, before, to.token))
                if tell is not None and made.changes:
                    tell(made)
                if _write(programme, before, kept, made, to):
                    return made
            raise OSError("other runs publish the same calendars all the time")
    except OSError as error:
        raise LeaderplanError(
            f"expected to write feeds to {to.feeds}; found: "
            f"{error.strerror or error}. "
            "The feeds of the last release are still there; the next run writes the "
            "rest."
        ) from None


def read_ledger(kept: Kept | None) -> FeedLedger:
    """Read a feed ledger; an empty one where there is no file.

    Raises
    ------
    InputError
        When the file is no feed ledger.
    """
    if kept is None:
        return FeedLedger()
    try:
        return FeedLedger.model_validate_json(kept.data)
    except ValidationError as error:
        first = issues_of(error, LEDGER)[0]
        hint = "Put back a copy: without it every link changes."
        raise InputError([Issue(first.place, first.message, hint)]) from None


def _named(
    ledger: FeedLedger, before: FeedLedger, token: Callable[[], str]
) -> FeedLedger:
    """Give a file name to each feed that has entries and none yet.

    Where no feed changes the ledger stays as it was, the time of its release too.
    """
    if (ledger.feeds, ledger.language) == (before.feeds, before.language):
        return before
    taken = {feed.token for feed in ledger.feeds}

    def named(feed: FeedLines) -> FeedLines:
        if feed.token is not None or not feed.shown:
            return feed
        chosen = token()
        if not _TOKEN.fullmatch(chosen) or chosen in taken:
            text = (
                "expected 1 to 120 letters, digits, - and _, new for each feed; "
                f"found {chosen[:20]!r}."
            )
            raise InputError([Issue("token", text, value=chosen)])
        taken.add(chosen)
        return feed.model_copy(update={"token": chosen})

    return FeedLedger(
        programme=ledger.programme,
        language=ledger.language,
        released=ledger.released,
        feeds=tuple(named(feed) for feed in ledger.feeds),
    )


def _write(
    programme: Programme,
    before: FeedLedger,
    kept: Kept | None,
    made: Release,
    to: Target,
) -> bool:
    """Write a release; tell whether no other run had got ahead of it."""
    names = {feed.key: f"{made.ledger.file_of(feed.key)}" for feed in made.feeds}
    old = {before.file_of(row.key) for row in before.feeds} - {None}
    to.feeds.remove(sorted(f"{name}" for name in old - set(names.values())))
    # The ledger goes before the feeds: they are written from it alone, so a run
    # that dies is mended by the next one, and no file has a name that nobody knows.
    ledger = made.ledger.model_dump_json(exclude_defaults=True, indent=1).encode()
    if not to.private.replace(LEDGER, ledger, kept):
        return False

    def still() -> bool:
        found = to.private.read(LEDGER)
        return found is not None and found.data == ledger

    to.private.write({INDEX: _index(programme, made.ledger)}, still)
    to.feeds.write({names[feed.key]: feed.data for feed in made.feeds}, still)
    return True


def _index(programme: Programme, ledger: FeedLedger) -> bytes:
    """Write whose feed is which file, as a table that a spreadsheet opens."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    language = ledger.language
    table.writerow([column.to(language) for column in _COLUMNS])
    for feed in ledger.feeds:
        if feed.token is not None and feed.closed is None:
            kind = KINDS[feed.kind].to(language)
            name = subject_name(programme, feed.key)
            cells = (kind, feed.subject, name, f"{feed.token}.ics")
            table.writerow([inert(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
