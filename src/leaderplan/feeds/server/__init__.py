"""The server of calendars: feeds and the page behind each link, and nothing else."""

from leaderplan.feeds.server.app import Settings, calendar_app

__all__ = ["Settings", "calendar_app"]
