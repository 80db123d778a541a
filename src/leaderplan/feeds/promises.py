"""What a chain of releases promises its subscribers, read from the bytes they get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from leaderplan.feeds.ledger import FeedKey
from leaderplan.feeds.release import Release

EVENT = re.compile(rb"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", re.DOTALL)
MOVING = ("DTSTART", "DTEND", "STATUS")
"""What an entry's sequence counts the changes of."""

Uid = tuple[FeedKey, str]


class Promises:
    """Follows a chain of releases and tells what breaks a promise.

    An entry keeps its UID, its SEQUENCE never falls and rises where it is moved or
    cancelled, its DTSTAMP rises where it changes, and what was before does not change.
    But a job change that is told of later takes the days since then from one manager's
    feed to another's.
    """

    def __init__(self) -> None:
        self._data: dict[FeedKey, bytes] = {}
        self._bodies: dict[Uid, bytes] = {}

    def broken_by(self, made: Release, as_of: date) -> list[str]:
        """Take in a release made on a day; return what it breaks, in plain words."""
        found = list[str]()
        for feed in made.feeds:
            if self._data.get(feed.key) != feed.data:
                self._data[feed.key] = feed.data
                found.extend(self._seen(feed.key, feed.data, as_of))
        return found

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


def _fields(body: bytes) -> dict[str, str]:
    """Read properties without their parameters."""
    text = body.decode().replace("\r\n ", "")
    rows = (line.partition(":") for line in text.split("\r\n") if line)
    return {name.partition(";")[0]: value for name, _, value in rows}
