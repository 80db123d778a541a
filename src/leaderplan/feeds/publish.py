"""Feeds as files in a folder that any web server can serve."""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from leaderplan.domain.base import issues_of
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue, LeaderplanError
from leaderplan.feeds.files import (
    SECRET,
    SERVED,
    alone,
    remove_unfinished,
    settle,
    write_whole,
)
from leaderplan.feeds.ledger import FeedLedger, FeedLines
from leaderplan.feeds.release import Feed, Release, release
from leaderplan.feeds.revise import FeedChange
from leaderplan.feeds.subjects import KINDS, subject_name
from leaderplan.locale import Language, Words

__all__ = ["Feed", "FeedChange", "Release", "new_token", "release", "write_feeds"]

_COLUMNS = (
    Words("Kalender", "Calendar"),
    Words("Id", "Id"),
    Words("Navn", "Name"),
    Words("Fil", "File"),
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,120}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def new_token() -> str:
    """Return 256 random bits in hexadecimal.

    Hexadecimal loses nothing where file names ignore case, and never starts with
    a dash.
    """
    return secrets.token_hex(32)


def write_feeds(
    programme: Programme,
    plan: Plan,
    folder: str | Path,
    now: datetime | None = None,
    *,
    language: Language = "da",
    token: Callable[[], str] = new_token,
) -> Release:
    """Release a plan as one file for each feed in a folder to be served.

    The names of the files cannot be guessed and stay the same for good. Beside the
    folder, not in it, stand ``<folder>.ledger.json`` (what the next release starts
    from: keep it) and ``<folder>.index.csv`` (whose feed is which file: for the
    coordinator alone). Each file is replaced whole; one that would not change is
    not written. After a fault the old feeds stand, and the next run mends the rest.

    Parameters
    ----------
    programme, plan
        What is released.
    folder
        Where the feeds go; made where missing.
    now
        When the release is made, with a time zone; ``None`` is the present.
    language
        Of the feeds and the index, ``da`` or ``en``.
    token
        Gives the unguessable part of a new file's name; letters, digits, ``-``
        and ``_``.

    Returns
    -------
    Release
        The feeds, the ledger as written and what changed.

    Raises
    ------
    RuleBroken
        When the plan is malformed or has an open hard violation.
    InputError
        When the ledger is unreadable or another programme's, or ``now`` has no zone.
    LeaderplanError
        When the disk does not take the files.
    """
    target = Path(folder).absolute()
    try:
        target.mkdir(parents=True, exist_ok=True)
        with alone(_beside(target, "lock")):
            before = read_ledger(_beside(target, "ledger.json"))
            at = datetime.now(UTC) if now is None else now
            made = release(programme, plan, before, at, language=language)
            made = replace(made, ledger=_named(made.ledger, token))
            _write(programme, before, made, target)
    except OSError as error:
        raise LeaderplanError(
            f"expected to write feeds to {target}; found: {error.strerror or error}. "
            "The feeds of the last release are still there; the next run writes the "
            "rest."
        ) from error
    return made


def read_ledger(path: Path) -> FeedLedger:
    """Read a feed ledger; an empty one where there is no file.

    Raises
    ------
    InputError
        When the file is no feed ledger.
    """
    try:
        return FeedLedger.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return FeedLedger()
    except ValidationError as error:
        first = issues_of(error, path.name)[0]
        hint = "Put back a copy: without it every link changes."
        raise InputError([Issue(first.place, first.message, hint)]) from None


def _beside(folder: Path, ending: str) -> Path:
    return folder.with_name(f"{folder.name}.{ending}")


def _named(ledger: FeedLedger, token: Callable[[], str]) -> FeedLedger:
    """Give a file name to each feed that has entries and none yet."""
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
    programme: Programme, before: FeedLedger, made: Release, folder: Path
) -> None:
    remove_unfinished(folder)
    remove_unfinished(folder.parent, f"{folder.name}.")
    names = {feed.key: f"{made.ledger.file_of(feed.key)}" for feed in made.feeds}
    kept = set(names.values())
    for row in before.feeds:
        name = before.file_of(row.key)
        if name is not None and name not in kept:
            (folder / name).unlink(missing_ok=True)
    # The ledger goes before the feeds: they are written from it alone, so a run
    # that dies is mended by the next one, and no file has a name that nobody knows.
    ledger = made.ledger.model_dump_json(exclude_defaults=True, indent=1).encode()
    write_whole(_beside(folder, "ledger.json"), ledger, SECRET)
    write_whole(_beside(folder, "index.csv"), _index(programme, made.ledger), SECRET)
    settle(folder.parent)
    for feed in made.feeds:
        write_whole(folder / names[feed.key], feed.data, SERVED)
    settle(folder)


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
            table.writerow([_inert(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
