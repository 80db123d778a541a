"""The example's calendars behind an application, for tests of the server."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from leaderplan.domain.plan import Plan
from leaderplan.feeds import FeedKey, FeedLedger, Release, release
from leaderplan.feeds.server import Settings, calendar_app
from leaderplan.feeds.server.run import server
from tests.feeds.example import NOW, plan, programme, session, with_session
from tests.feeds.server.links import MemoryLinks, token_of

if TYPE_CHECKING:
    from starlette.applications import Starlette

ME = FeedKey("participant", "p1")
MINE = token_of(ME)
BASE = "https://kalender.example.dk"
LATER = NOW + timedelta(days=1)


class Clock:
    """A clock and a stop-watch that go on only when told."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now, self.seconds = now, 0.0

    def __call__(self) -> datetime:
        """Return the present."""
        return self.now

    def tick(self) -> float:
        """Return the seconds passed."""
        return self.seconds

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds


def moved_plan() -> Plan:
    """Return the example's plan with one theme day a day later."""
    return with_session(plan(), session("theme_day", "h27", 2, date(2027, 11, 3)))


@cache
def first() -> Release:
    """Release the example."""
    return release(programme(), plan(), FeedLedger(), NOW)


def second(before: Release) -> Release:
    """Release the example with a moved day, so that units see one called off."""
    return release(programme(), moved_plan(), before.ledger, LATER)


def links() -> MemoryLinks:
    """Return links to the first release of the example."""
    return MemoryLinks(programme(), first())


def app_of(
    held: MemoryLinks,
    clock: Callable[[], datetime] | None = None,
    tick: Callable[[], float] = lambda: 0.0,
    **settings: Any,
) -> Starlette:
    """Return an application over links that stands still at the first release."""
    return calendar_app(
        held, Settings(BASE, **settings), clock=clock or Clock(), tick=tick
    )


@contextlib.contextmanager
def on_a_port(app: Starlette) -> Iterator[int]:
    """Serve an application on a free port of this machine, in a thread."""
    serving = server(app, "127.0.0.1", 0)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        serving.should_exit = True
        thread.join(20)
        listening.close()
    assert not thread.is_alive()
