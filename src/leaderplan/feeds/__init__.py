"""Calendars that people subscribe to: what each may say, and how it is written."""

from leaderplan.feeds.ledger import FeedKey, FeedLedger
from leaderplan.feeds.publish import Feed, FeedChange, Release, release, write_feeds

__all__ = [
    "Feed",
    "FeedChange",
    "FeedKey",
    "FeedLedger",
    "Release",
    "release",
    "write_feeds",
]
