"""Change notices: what a release changes for whom, because calendars lag for hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from leaderplan.change_sheet import ChangeSheet
from leaderplan.domain.programme import Programme
from leaderplan.feeds.ledger import FeedKey, FeedLedger, Line
from leaderplan.feeds.notice import Notice, Notices, Part, Role
from leaderplan.feeds.release import Release
from leaderplan.feeds.sentences import Sentence, is_away, sentence
from leaderplan.feeds.subjects import feed_title, programme_title
from leaderplan.feeds.text import one_line
from leaderplan.feeds.zones import zone
from leaderplan.locale import Words, day_text

READY = Words(
    "Kalenderen er klar: {count} {what} fra {first} til {last}. Ændringer kommer af "
    "sig selv.",
    "The calendar is ready: {count} {what} from {first} to {last}. Changes "
    "arrive by themselves.",
)
READY_ONE = Words(
    "Kalenderen er klar: én aftale, {first}. Ændringer kommer af sig selv.",
    "The calendar is ready: one appointment, {first}. Changes arrive by themselves.",
)
ENTRIES = Words("aftaler", "appointments")
AWAY = Words("aftaler og dage, hvor nogen er optaget", "appointments and days away")


def notices(
    programme: Programme, release: Release, sheet: ChangeSheet | None = None
) -> Notices:
    """Return what a release changes for whom.

    Participants are told of their own calendar; coaches, facilitators, leaders of
    hosts, managers and directors of theirs. Calendars of groups, cohorts and rooms
    have nobody of their own: who comes there is told by the calendar they have.

    Parameters
    ----------
    programme
        The programme that was released.
    release
        What :func:`leaderplan.publish` or :func:`leaderplan.release` returned.
    sheet
        The change sheet of the replanning that was released: from it follows by when
        each notice is to be sent, whom it names whose calendars say nothing new, and
        who is not to be told yet. That is for the coordinator; no letter says it.

    Returns
    -------
    Notices
        In the language of the release; empty where nothing changed.
    """
    ledger = release.ledger
    found: dict[tuple[Role, str], list[Part]] = {}
    touched = sorted({change.feed for change in release.changes})
    for key in touched:
        who = _reader(programme, key)
        part = _part(programme, release, key)
        if who is not None and part is not None:
            found.setdefault(who, []).append(part)
    title = programme_title(programme, ledger.language)
    rows = []
    for (role, person), parts in sorted(found.items()):
        holder = (
            programme.participant(person)
            if role == "participant"
            else programme.member(person)
        )
        rows.append(
            Notice(role, person, one_line(holder.name), one_line(holder.email), title,
                   ledger.language, tuple(parts))
        )  # fmt: skip
    at = ledger.released or datetime.fromtimestamp(0, UTC)
    made = Notices(tuple(rows), title, ledger.language, at)
    return made if sheet is None else _timed(programme, made, sheet)


def _timed(programme: Programme, made: Notices, sheet: ChangeSheet) -> Notices:
    """Add by when each is to be sent, and whom no letter is for, or none yet."""
    today = made.released.astimezone(zone(programme.calendar.time_zone)).date()
    by: dict[str, date] = {}
    later: dict[str, date] = {}
    for row in sheet.rows:
        days = by
        day = row.tell_by
        if row.not_before is not None and row.not_before > today:
            days, day = later, row.not_before
        if day is not None:
            days[row.person] = min(day, days.get(row.person, day))
    rows = tuple(replace(row, send_by=by.get(row.person)) for row in made.notices)
    told = {row.person for row in rows}
    silent = {k: day for k, day in by.items() if k not in told and day >= today}
    return replace(made, notices=rows, later=_by_day(sheet, later),
                   otherwise=_by_day(sheet, silent))  # fmt: skip


def _by_day(sheet: ChangeSheet, days: dict[str, date]) -> tuple[tuple[str, date], ...]:
    """Name people with their days, those who must know first, first."""
    given = sheet.programme
    names = {row.id: one_line(row.name) for row in given.participants}
    names |= {row.id: one_line(row.name) for row in given.staff}
    rows = [(names.get(who) or who, day) for who, day in days.items()]
    return tuple(sorted(rows, key=lambda row: (row[1], row[0])))


def _reader(programme: Programme, key: FeedKey) -> tuple[Role, str] | None:
    """Return whose calendar it is, ``None`` where it is nobody's own."""
    if key.kind == "participant":
        return "participant", key.subject
    if key.kind in {"coach", "facilitator", "manager", "director"}:
        return "staff", key.subject
    if key.kind == "host":
        leaders = {host.unit: host.leader for host in programme.hosts}
        leader = leaders.get(key.subject)
        return None if leader is None else ("staff", leader)
    return None


def _part(programme: Programme, release: Release, key: FeedKey) -> Part | None:
    ledger = release.ledger
    title = feed_title(programme, key, ledger.language)
    if key in release.fresh:
        return Part(key, title, (), _welcome(ledger, key), _marks(ledger, key))
    lines = {line.uid: line for line in _lines(ledger, key)}
    rows: list[tuple[date, str, Sentence, str]] = []
    for change in release.changes:
        line = lines.get(change.uid) if change.feed == key else None
        if line is None or line.entry is None:
            continue
        told = sentence(change.kind, line.entry, change.before, ledger.language)
        if told is not None:
            entry, mark = line.entry, f"{line.uid} {line.sequence} {change.kind}"
            rows.append((entry.day, f"{entry.starts or ''} {told.text}", told, mark))
    rows.sort(key=lambda row: row[:2])
    told_of, marks = tuple(row[2] for row in rows), tuple(row[3] for row in rows)
    return Part(key, title, told_of, "", marks) if rows else None


def _lines(ledger: FeedLedger, key: FeedKey) -> tuple[Line, ...]:
    feed = ledger.of(key)
    return () if feed is None else feed.shown


def _marks(ledger: FeedLedger, key: FeedKey) -> tuple[str, ...]:
    return tuple(f"{line.uid} {line.sequence} new" for line in _lines(ledger, key))


def _welcome(ledger: FeedLedger, key: FeedKey) -> str:
    entries = [line.entry for line in _lines(ledger, key) if line.entry]
    days = [entry.day for entry in entries]
    what = AWAY if any(map(is_away, entries)) else ENTRIES
    words = READY_ONE if len(days) == 1 else READY
    language = ledger.language
    return words.to(language).format(
        count=len(days),
        what=what.to(language),
        first=day_text(min(days), language),
        last=day_text(max(days), language),
    )
