"""A server process: uvicorn without its own access log, headers and patience."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from leaderplan.errors import MissingExtra

if TYPE_CHECKING:
    import asyncio

    from starlette.types import ASGIApp
    from uvicorn import Server

PATIENCE = 30
"""Seconds in which a new connection must have sent a whole request."""
KEEP_ALIVE = 15
"""Seconds for which an idle connection is kept."""


def server(app: ASGIApp, host: str, port: int) -> Server:
    """Return a uvicorn server of an application; ``run()`` serves until a signal.

    Nothing of a request gets into its log: that is written by the application.

    Parameters
    ----------
    app
        What :func:`~leaderplan.feeds.server.calendar_app` returns.
    host, port
        Where it listens; port 0 takes a free one.

    Raises
    ------
    MissingExtra
        When uvicorn is not installed.
    """
    try:
        import uvicorn
    except ImportError:
        raise MissingExtra("Calendar servers", "uvicorn", "serve") from None
    from leaderplan.feeds.server.gate import LARGEST_HEADERS

    config = uvicorn.Config(
        app, host=host, port=port, http=_patient(), ws="none", lifespan="off",
        log_config=None, access_log=False, log_level="warning", proxy_headers=False,
        server_header=False, timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=10, h11_max_incomplete_event_size=LARGEST_HEADERS,
    )  # fmt: skip
    return uvicorn.Server(config)


def log_to_stderr() -> None:
    """Write the server's log to the standard error stream, one line a request."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("leaderplan.server")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _patient() -> type[asyncio.Protocol]:
    """Return uvicorn's protocol, which waits for a request only for so long."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Patient(H11Protocol):
        """Closes a connection on which no whole request has come."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.loop.call_later(PATIENCE, self._hang_up)

        def _hang_up(self) -> None:
            # Without a cycle, no headers were ever complete.
            if self.cycle is None and not self.transport.is_closing():
                self.transport.close()

    return Patient
