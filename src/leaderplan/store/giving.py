"""The part of a store that gives out links and answers them."""

from __future__ import annotations

from datetime import datetime

from leaderplan.feeds.ledger import FeedKey
from leaderplan.feeds.serving import Page, Served
from leaderplan.store import subscriptions
from leaderplan.store.database import Database
from leaderplan.store.links import StoredLinks
from leaderplan.store.records import LONGEST_NAME, Link, Subscription, moment_of, said
from leaderplan.store.subscriptions import Whose


class Giving:
    """Links to calendars: given out, renewed, ended, and answered."""

    _database: Database
    _links: StoredLinks

    def subscribe(
        self,
        programme: str,
        calendar: FeedKey,
        now: datetime,
        *,
        by: str,
        holder: str = "",
        expires: datetime | None = None,
    ) -> Link:
        """Give out a link to a calendar; its secret is shown this once.

        Parameters
        ----------
        programme, calendar
            Id of the programme, and whose calendar it is.
        now
            When, with a time zone.
        by
            Who gives it out.
        holder
            Tells several readers of one calendar apart (a room's, say), each with a
            link of his own; up to 200 characters.
        expires
            When it ends, with a time zone; ``None`` is 60 days after the programme's
            last day. For 30 days more it says that the calendar is closed.

        Raises
        ------
        InputError
            When no such calendar was released.
        StoreError
            When they have a link already.
        """
        end = None if expires is None else moment_of(expires)
        whose = _whose(programme, calendar, holder)
        at = moment_of(now)
        return subscriptions.subscribe(self._database, whose, said("by", by), at, end)

    def rotate(
        self,
        programme: str,
        calendar: FeedKey,
        now: datetime,
        *,
        by: str,
        holder: str = "",
        closing: bool = False,
    ) -> Link:
        """Give out another link for one that was lost or seen by others.

        The old one is at once as unknown as any other; with ``closing`` it says for
        30 days that the calendar has a new address.

        Raises
        ------
        StoreError
            When there is no open link.
        """
        whose = _whose(programme, calendar, holder)
        end = subscriptions.End("rotated", said("by", by), moment_of(now), closing)
        return subscriptions.rotate(self._database, whose, end)

    def revoke(
        self,
        programme: str,
        calendar: FeedKey,
        now: datetime,
        *,
        by: str,
        holder: str = "",
        closing: bool = False,
    ) -> None:
        """End a link: at once it is as unknown as any other.

        With ``closing`` it says for 30 days that the calendar is closed, so that what
        others hold of it goes; without, also one that says so is ended at once.

        Raises
        ------
        StoreError
            When there is no open link, nor one that is closing.
        """
        whose = _whose(programme, calendar, holder)
        end = subscriptions.End("revoked", said("by", by), moment_of(now), closing)
        subscriptions.revoke(self._database, whose, end)

    def subscriptions(self, programme: str) -> tuple[Subscription, ...]:
        """Return every link that was given out, without the secrets."""
        with self._database.reading() as connection:
            return subscriptions.listed(connection, programme)

    def feed(self, token: str, now: datetime) -> Served | None:
        """Return the feed behind a link, ``None`` where it opens nothing.

        Raises
        ------
        Busy
            When the database is locked or out of reach for the moment.
        """
        return self._links.feed(token, moment_of(now))

    def page(self, token: str, now: datetime) -> Page | None:
        """Return what the page behind a link shows, ``None`` where it opens nothing.

        Raises
        ------
        Busy
            When the database is locked or out of reach for the moment.
        """
        return self._links.page(token, moment_of(now))

    def ready(self) -> bool:
        """Tell whether links can be looked up."""
        return self._links.ready()


def _whose(programme: str, calendar: FeedKey, holder: str) -> Whose:
    held = said("holder", holder, LONGEST_NAME) if holder else ""
    return Whose(programme, FeedKey(*calendar), held)
