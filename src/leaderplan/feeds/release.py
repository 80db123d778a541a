"""A release: the bytes of every feed, the next ledger and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.feeds.events import CLOSED, EMPTY, Writer, note
from leaderplan.feeds.ical import FeedWriter
from leaderplan.feeds.ledger import Entry, FeedKey, FeedLedger, FeedLines
from leaderplan.feeds.revise import ChangeKind, FeedChange, Moment, Revision, close
from leaderplan.feeds.subjects import feed_title, programme_title
from leaderplan.feeds.zones import zone
from leaderplan.locale import Language, Words

_COUNTED: dict[ChangeKind, Words] = {
    "new": Words("{n} ny(e)", "{n} new"),
    "moved": Words("{n} flyttet", "{n} moved"),
    "changed": Words("{n} ændret", "{n} changed"),
    "cancelled": Words("{n} aflyst", "{n} cancelled"),
}
_UNCHANGED = Words("Ingen ændringer", "No changes")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: whose it is, what it is called, its bytes, when it last changed."""

    key: FeedKey
    title: str
    data: bytes
    modified: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """What :func:`release` makes of a plan.

    ``feeds`` are in order of their keys; ``ledger`` is what the next release starts
    from; ``changes`` says of each feed which entries differ from the last one. The
    words of a change are as confidential as the feed it stands in. ``fresh`` are the
    feeds that nobody had before.
    """

    feeds: tuple[Feed, ...]
    ledger: FeedLedger
    changes: tuple[FeedChange, ...]
    fresh: frozenset[FeedKey] = frozenset()

    def feed(self, key: FeedKey) -> Feed:
        """Return one feed.

        Raises
        ------
        InputError
            When the release has no such feed.
        """
        for feed in self.feeds:
            if feed.key == key:
                return feed
        raise InputError(
            [Issue("feeds", f"expected one of {len(self.feeds)} feeds; found {key}.")]
        )

    def summary(self, language: Language = "en") -> str:
        """Return how many entries are new, moved, changed and cancelled."""
        return summary_of(self.changes, language)


def summary_of(changes: Iterable[FeedChange], language: Language) -> str:
    """Return how many entries are new, moved, changed and cancelled."""
    counts = Counter(change.kind for change in changes)
    parts = [
        words.fill(n=counts[kind]).to(language)
        for kind, words in _COUNTED.items()
        if counts[kind]
    ]
    return ", ".join(parts) or _UNCHANGED.to(language)


def release(
    programme: Programme,
    plan: Plan,
    ledger: FeedLedger,
    now: datetime,
    *,
    language: Language = "da",
) -> Release:
    """Make the feeds of a plan; a pure function of what is given.

    Parameters
    ----------
    programme, plan
        What is released.
    ledger
        The ledger of the last release; an empty one for the first.
    now
        When the release is made, with a time zone. Changed entries are stamped with
        it, and posts that are visible later are not told. A moment before the last
        release counts as that one, so no stamp ever falls.
    language
        Of the feeds, ``da`` or ``en``.

    Returns
    -------
    Release
        Every feed, also those without entries, which hold one whole-day note. A
        feed whose subject has left says for 30 days that it is closed.

    Raises
    ------
    RuleBroken
        When the plan is malformed or has an open hard violation.
    InputError
        When ``now`` has no time zone, the ledger is another programme's, or the
        programme's time zone or the language does not exist.
    """
    moment = _moment(programme, ledger, now)
    _refuse_strangers(programme, ledger, language)
    check(programme, plan, as_of=moment.day).raise_if_broken(language)
    entries: dict[FeedKey, tuple[Entry, ...]] = {}
    for key, found in Writer(programme, plan, moment.day, language).write().items():
        empty = note(programme.id, key, EMPTY.to(language), programme.calendar.first)
        entries[key] = found or (empty,)
    people = frozenset(p.id for p in programme.participants)
    revision = Revision(ledger, entries, people, moment)
    rows = (*revision.feeds(), *_closed(programme, ledger, entries, moment, language))
    after = FeedLedger(
        programme=programme.id,
        language=language,
        released=moment.at,
        feeds=tuple(sorted(rows, key=lambda feed: feed.key)),
    )
    changes = tuple(sorted(revision.changes, key=lambda c: c.feed))
    old = {feed.key for feed in ledger.feeds if feed.shown and feed.closed is None}
    return Release(
        _rendered(programme, after), after, changes, frozenset(entries) - old
    )


def _moment(programme: Programme, ledger: FeedLedger, now: datetime) -> Moment:
    if now.tzinfo is None:
        text = f"expected a time with a time zone; found {now.isoformat()}."
        raise InputError([Issue("now", text, "Try datetime.now(UTC).")])
    at = now.astimezone(UTC).replace(microsecond=0)
    if ledger.released is not None:
        at = max(at, ledger.released)
    return Moment(at, at.astimezone(zone(programme.calendar.time_zone)).date())


def _refuse_strangers(
    programme: Programme, ledger: FeedLedger, language: Language
) -> None:
    if ledger.programme not in {None, programme.id}:
        text = (
            f"expected the ledger of the programme {programme.id}; "
            f"found that of {ledger.programme}."
        )
        raise InputError([Issue("ledger", text, "Give each programme its own folder.")])
    if language not in {"da", "en"}:
        text = f"expected one of da and en; found {str(language)[:20]!r}."
        raise InputError([Issue("language", text)])


def _closed(
    programme: Programme,
    ledger: FeedLedger,
    entries: dict[FeedKey, tuple[Entry, ...]],
    moment: Moment,
    language: Language,
) -> list[FeedLines]:
    rows = []
    for feed in ledger.feeds:
        if feed.key not in entries:
            words = CLOSED.to(language)
            closing = note(programme.id, feed.key, words, moment.day)
            rows.append(close(feed, closing, moment))
    return rows


def _rendered(programme: Programme, ledger: FeedLedger) -> tuple[Feed, ...]:
    calendar = programme.calendar
    writer = FeedWriter(calendar.time_zone, calendar.first.year, ledger.language)
    feeds = []
    for row in ledger.feeds:
        if not row.shown:
            continue
        if row.closed is None:
            title = feed_title(programme, row.key, ledger.language)
        else:
            title = programme_title(programme, ledger.language)
        data = writer.write(title, row.shown)
        feeds.append(Feed(row.key, title, data, row.modified))
    return tuple(feeds)
