"""When the feeds of an unchanged plan change all the same, because time passes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leaderplan.domain.posts import days_told
from leaderplan.domain.programme import Programme
from leaderplan.feeds.ledger import FeedLedger
from leaderplan.feeds.revise import KEPT
from leaderplan.feeds.zones import zone

OPEN_AFTER = timedelta(days=60)
"""How long links stay open after the programme's last day (DOMAIN.md, section 3.3)."""


def due(programme: Programme, ledger: FeedLedger) -> datetime | None:
    """Return the first moment at which a release of the same plan could differ.

    Until then nobody's secret job becomes known, nor what it asks for, no cancelled
    entry has stood long enough and no closed feed goes. ``None`` is never.
    """
    return min(_moments(programme, ledger), default=None)


def _moments(programme: Programme, ledger: FeedLedger) -> Iterator[datetime]:
    here = zone(programme.calendar.time_zone)
    now = ledger.released or datetime.min.replace(tzinfo=UTC)
    today = now.astimezone(here).date()
    for day in days_told(programme):
        if day > today:
            yield _midnight(day, here)
    for feed in ledger.feeds:
        if feed.closed is not None:
            if feed.shown:
                yield feed.closed + KEPT
            continue
        for line in feed.lines:
            if line.state == "cancelled" and line.entry is not None:
                after = _midnight(line.entry.day + timedelta(days=1), here)
                yield max(line.changed + KEPT, after)


def expiry(programme: Programme) -> datetime:
    """Return when links that have no end of their own expire."""
    here = zone(programme.calendar.time_zone)
    return _midnight(programme.calendar.last + timedelta(days=1), here) + OPEN_AFTER


def _midnight(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), here).astimezone(UTC)
