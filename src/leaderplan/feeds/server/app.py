"""The application: feeds, pages, health, and one answer for all else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from leaderplan.feeds.server.gate import Gate
from leaderplan.feeds.server.headers import feed_answer, not_found, plain, unavailable
from leaderplan.feeds.server.kept import LastGood
from leaderplan.feeds.server.limits import Buckets, Proxies
from leaderplan.feeds.server.page import Pages
from leaderplan.feeds.serving import Links, Served

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LOG = logging.getLogger("leaderplan.server")

SOON = 30
"""Seconds after which a client may try again while the store is locked."""

ROBOTS = """\
# Nothing is listed here, and every answer asks not to be indexed. No path is
# disallowed: Google Calendar fetches no calendar that robots may not read.
User-agent: *
Disallow:"""


class Settings(NamedTuple):
    """How a server of calendars behaves.

    Parameters
    ----------
    base_url
        Where people reach the server, as ``https://calendar.example.org``; it is
        written into pages. What a request says of its host is never believed.
    proxies
        Addresses or networks of reverse proxies whose ``X-Forwarded-For`` counts.
    rate, burst
        Requests a second that one client address may go on with, and at once. Many
        people share an office's address, and their calendars look on the hour.
    kept
        Bytes of feeds kept for while the store is locked.
    compress
        Whether feeds are sent as gzip where that is accepted; some versions of
        Outlook are reported to fail on it (CALENDAR.md, section 5).
    """

    base_url: str
    proxies: tuple[str, ...] = ()
    rate: float = 20.0
    burst: int = 600
    kept: int = 64_000_000
    compress: bool = False


def calendar_app(
    links: Links,
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    tick: Callable[[], float],
) -> Starlette:
    """Return the server of calendars as an ASGI application.

    It answers ``/c/<token>.ics``, ``/c/<token>``, ``/healthz``, ``/readyz`` and
    ``/robots.txt``, to GET and HEAD, and keeps nothing between requests but the
    last good bytes of feeds.

    Parameters
    ----------
    links
        What each link gives.
    settings
        Address, proxies, pace and memory.
    clock
        The present, with a time zone.
    tick
        Seconds of a clock that never goes back, for pace and durations.

    Raises
    ------
    InputError
        When a proxy is no address or network, or the base URL no address of a site.
    """
    calendars = _Calendars(links, settings, clock)
    gate = Middleware(
        Gate,
        buckets=Buckets(settings.rate, settings.burst, tick),
        proxies=Proxies(settings.proxies),
        tick=tick,
    )
    app = Starlette(
        routes=[
            Route("/c/{token:str}.ics", calendars.feed),
            Route("/c/{token:str}", calendars.page),
            Route("/healthz", _healthy),
            Route("/readyz", calendars.ready),
            Route("/robots.txt", _robots),
        ],
        middleware=[gate],
        exception_handlers={404: _missing},
    )
    app.router.redirect_slashes = False
    return app


class _Calendars:
    """Answers for links; its methods run in threads, as a store may block."""

    def __init__(
        self, links: Links, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._links, self._clock = links, clock
        self._compress = settings.compress
        self._last = LastGood(settings.kept)
        self._pages = Pages(settings.base_url)

    def feed(self, request: Request) -> Response:
        """Return a feed, from memory where the store is locked or fails."""
        token, now = request.path_params["token"], self._clock()
        try:
            found = self._links.feed(token, now)
        except Exception as error:
            _note(error)
            return self._stale(token, now, request)
        self._last.keep(token, found, now)
        return not_found() if found is None else self._told(found, request)

    def _stale(self, token: str, now: datetime, request: Request) -> Response:
        found = self._last.last(token, now)
        return unavailable(SOON) if found is None else self._told(found, request)

    def _told(self, found: Served, request: Request) -> Response:
        return feed_answer(found, request.headers, compress=self._compress)

    def page(self, request: Request) -> Response:
        """Return the page behind a link."""
        token, now = request.path_params["token"], self._clock()
        try:
            found = self._links.page(token, now)
            if found is None:
                return not_found()
            asked = request.query_params.get("lang", "")
            return self._pages.answer(token, found, now, asked)
        except Exception as error:
            _note(error)
            return unavailable(SOON)

    def ready(self, _: Request) -> Response:
        """Tell whether links can be read."""
        try:
            ready = self._links.ready()
        except Exception as error:
            _note(error)
            ready = False
        return plain("ready", 200) if ready else unavailable(SOON)


def _note(error: Exception) -> None:
    """Log what kind of fault it was; its words may hold a token or a name."""
    LOG.warning("calendars cannot be read: %s", type(error).__name__)


async def _healthy(_: Request) -> Response:
    return plain("ok", 200)


async def _robots(_: Request) -> Response:
    return plain(ROBOTS, 200)


async def _missing(_: Request, __: Exception) -> Response:
    return not_found()
