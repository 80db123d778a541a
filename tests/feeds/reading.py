"""Feeds read back with a reader that had no part in writing them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import icalendar

from leaderplan.feeds import FeedKey, FeedLedger, Release, release
from tests.feeds.example import NOW, plan, programme


class Shown(NamedTuple):
    """One entry as icalendar reads it; times are in UTC, days are days."""

    summary: str
    start: datetime | date
    end: datetime | date
    location: str
    description: str
    status: str
    private: bool
    blocking: bool
    uid: str
    sequence: int
    stamp: datetime


def _instant(moment: Any) -> datetime | date:
    found = moment.dt
    return found.astimezone(UTC) if isinstance(found, datetime) else found


def read(data: bytes) -> list[Shown]:
    """Read the entries of a feed, in its order."""
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar.validate() is None
    assert calendar.errors == []
    return [_shown(event) for event in calendar.walk("VEVENT")]


def _shown(event: Any) -> Shown:
    assert event.errors == []
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
    return Shown(
        summary=str(event["SUMMARY"]),
        start=_instant(event["DTSTART"]),
        end=_instant(event["DTEND"]),
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        status=str(event["STATUS"]),
        private=event.get("CLASS") == "PRIVATE",
        blocking=event["TRANSP"] == "OPAQUE",
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        stamp=event["DTSTAMP"].dt,
    )


def first_release(**changes: Any) -> Release:
    """Release the example for the first time, with facts of it changed."""
    return release(programme(**changes), plan(), FeedLedger(), NOW)


def entries(made: Release, kind: Any, subject: str) -> list[Shown]:
    """Read the entries of one feed of a release."""
    return read(made.feed(FeedKey(kind, subject)).data)


def summaries(made: Release, kind: Any, subject: str) -> list[str]:
    """Return the titles of one feed of a release, in its order."""
    return [entry.summary for entry in entries(made, kind, subject)]


def blocks_of(data: bytes) -> dict[str, bytes]:
    """Return the bytes of each entry by its UID."""
    found = {}
    for part in data.split(b"BEGIN:VEVENT\r\n")[1:]:
        body = part.split(b"END:VEVENT\r\n")[0]
        uid = body.split(b"UID:")[1].split(b"\r\n")[0].decode()
        assert uid not in found, "one UID stands twice in a feed"
        found[uid] = body
    return found
