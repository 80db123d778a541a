"""Calendars that people subscribe to: what each may say, and how it is written."""

from leaderplan.feeds.ledger import FeedKey, FeedLedger
from leaderplan.feeds.notice import Notice, Notices
from leaderplan.feeds.notices import notices
from leaderplan.feeds.places import Target
from leaderplan.feeds.publish import Feed, FeedChange, Release, publish, release

__all__ = [
    "Feed",
    "FeedChange",
    "FeedKey",
    "FeedLedger",
    "Notice",
    "Notices",
    "Release",
    "Target",
    "notices",
    "publish",
    "release",
]
