"""What a chain of releases promises its subscribers, read from the bytes they get."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.feeds.events import uid_of
from leaderplan.feeds.ledger import FeedKey
from leaderplan.feeds.privacy import CLASSES
from leaderplan.feeds.release import Release
from leaderplan.feeds.revise import KEPT

EVENT = re.compile(rb"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", re.DOTALL)
MOVING = ("DTSTART", "DTEND", "STATUS")
"""What an entry's sequence counts the changes of."""

STAMP = "%Y%m%dT%H%M%SZ"

Uid = tuple[FeedKey, str]


class Promises:
    """Follows a chain of releases and tells what breaks a promise.

    An entry keeps its UID, its SEQUENCE never falls and rises where it is moved or
    cancelled, its DTSTAMP rises where it changes, and what was before does not change.
    But a job change that is told of later takes the days since then from one manager's
    feed to another's. No entry goes without having been called off for thirty days,
    and no feed without having been closed.
    """

    def __init__(self) -> None:
        self._data: dict[FeedKey, bytes] = {}
        self._bodies: dict[Uid, bytes] = {}

    def broken_by(self, made: Release, as_of: date) -> list[str]:
        """Take in a release made on a day; return what it breaks, in plain words."""
        found = list[str]()
        closed = {row.key for row in made.ledger.feeds if row.closed is not None}
        gone = self._data.keys() - {feed.key for feed in made.feeds}
        found.extend(f"the feed of {key} is gone" for key in sorted(gone - closed))
        for key in gone & closed:
            del self._data[key]
        for feed in made.feeds:
            if self._data.get(feed.key) != feed.data:
                if feed.key not in closed:
                    programme = made.ledger.programme or ""
                    note = uid_of(programme, str(feed.key), "note")
                    found.extend(self._left(feed.key, feed.data, note, as_of))
                self._data[feed.key] = feed.data
                found.extend(self._seen(feed.key, feed.data, as_of))
        return found

    def _left(self, key: FeedKey, data: bytes, note: str, as_of: date) -> Iterator[str]:
        """Yield the entries that go too soon; a note that a feed is empty may."""
        now = _uids(data)
        for uid in sorted(_uids(self._data.get(key, b"")) - now - {note}):
            before = _fields(self._bodies[key, uid])
            stamp = datetime.strptime(before["DTSTAMP"], STAMP).replace(tzinfo=UTC)
            off = before["STATUS"] == "CANCELLED"
            if not off or as_of - stamp.date() < KEPT:
                yield f"{uid} goes without having been called off"

    def _seen(self, key: FeedKey, data: bytes, as_of: date) -> Iterator[str]:
        seen: set[str] = set()
        for match in EVENT.finditer(data):
            body = match.group(1)
            fields = _fields(body)
            uid = fields["UID"]
            if uid in seen:
                yield f"{uid} is there twice"
            seen.add(uid)
            before = self._bodies.get((key, uid))
            if before is not None and before != body:
                yield from _against(key, _fields(before), fields, as_of)
            self._bodies[key, uid] = body


def _against(
    feed: FeedKey, before: dict[str, str], after: dict[str, str], as_of: date
) -> Iterator[str]:
    """Yield what is wrong with a changed entry."""
    uid = after["UID"]
    handed_on = feed.kind == "manager" and after["STATUS"] == "CANCELLED"
    was, is_ = int(before["SEQUENCE"]), int(after["SEQUENCE"])
    if is_ < was:
        yield f"{uid} falls from sequence {was} to {is_}"
    if any(before.get(n) != after.get(n) for n in MOVING) and is_ <= was:
        yield f"{uid} is moved and keeps sequence {was}"
    if after["DTSTAMP"] <= before["DTSTAMP"]:
        yield f"{uid} is changed without a later stamp"
    day = before["DTSTART"][:8]
    past = day < f"{as_of:%Y%m%d}" and not handed_on
    if past and any(before.get(n) != after.get(n) for n in MOVING):
        yield f"{uid} was on {day}, before {as_of}, and is changed"


def told_early(
    programme: Programme, plan: Plan, made: Release, as_of: date
) -> list[str]:
    """Return what a release tells of jobs and activities before their day.

    Of an activity that is not to be seen yet there is no entry in any feed, and the
    manager of a job that is not to be seen yet has no entry of whoever gets it.
    """
    feeds = {feed.key: feed.data for feed in made.feeds}
    later = {a.id for a in programme.activities if _secret(a.visible_from, as_of)}
    hidden = _uids_of(programme, _identities(plan, later))
    found = [
        f"{key} tells of {uid} before its day"
        for key, data in feeds.items()
        for uid in sorted(_uids(data) & hidden)
    ]
    for person in programme.participants:
        known = {p.manager for p in person.posts if not _secret(p.visible_from, as_of)}
        for post in person.posts:
            if not _secret(post.visible_from, as_of) or post.manager in {None, *known}:
                continue
            key = FeedKey("manager", post.manager or "")
            own = (s.id for s in plan.sessions if s.audience == person.id)
            if _uids(feeds.get(key, b"")) & _uids_of(programme, own):
                found.append(f"{key} tells of {person.id} before the day of a new job")
    return found


def _uids_of(programme: Programme, identities: Iterable[str]) -> set[str]:
    """Return what sessions and due dates are called in any feed."""
    kinds = {row.name for rows in CLASSES.values() for row in rows}
    return {uid_of(programme.id, name, kind) for name in identities for kind in kinds}


def _secret(seen: date | None, as_of: date) -> bool:
    return seen is not None and seen > as_of


def _identities(plan: Plan, activities: set[str]) -> Iterator[str]:
    """Yield the names by which entries of activities are known."""
    yield from (s.id for s in plan.sessions if s.activity in activities)
    yield from (str(m.key) for m in plan.milestones if m.activity in activities)


def _uids(data: bytes) -> set[str]:
    bodies = (match.group(1) for match in EVENT.finditer(data))
    return {_fields(body)["UID"] for body in bodies}


def _fields(body: bytes) -> dict[str, str]:
    """Read properties without their parameters."""
    text = body.decode().replace("\r\n ", "")
    rows = (line.partition(":") for line in text.split("\r\n") if line)
    return {name.partition(";")[0]: value for name, _, value in rows}
