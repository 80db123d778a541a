"""``leaderplan serve``: the calendars of a database, over HTTP."""

from __future__ import annotations

import argparse
import socket
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leaderplan.cli.status import OK
from leaderplan.errors import InputError, Issue, MissingExtra


def add_serve(verbs: Any) -> None:
    """Add the command to the parser's."""
    verb = verbs.add_parser("serve", help="serve the calendars of a database")
    verb.add_argument("database", metavar="DB",
                      help="an SQLite file, or postgresql://…")  # fmt: skip
    verb.add_argument("--host", default="127.0.0.1", help="default: this machine alone")
    verb.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    verb.add_argument("--base-url", metavar="URL",
                      help="where people reach it: https://calendar.example.org",
                      )  # fmt: skip
    verb.add_argument("--proxy", action="append", default=[], metavar="ADDRESS",
                      help="of a reverse proxy to believe, as 127.0.0.1")  # fmt: skip
    verb.set_defaults(run=serve)


def serve(given: argparse.Namespace) -> int:
    """Serve until interrupted; one line is logged for each request."""
    try:
        from leaderplan.feeds.server import Settings, calendar_app
        from leaderplan.feeds.server.run import log_to_stderr, server
    except ImportError:
        raise MissingExtra("Calendar servers", "starlette", "serve") from None
    from leaderplan.store import open_store

    _require_database(given.database)
    with (
        open_store(given.database) as store,
        socket.create_server((given.host, given.port), family=_family(given.host),
                             backlog=512) as listening,
    ):  # fmt: skip
        here = _address(*listening.getsockname()[:2])
        settings = Settings(given.base_url or here, tuple(given.proxy))
        app = calendar_app(
            store, settings, clock=lambda: datetime.now(UTC), tick=time.monotonic
        )
        print(f"{here}: calendars of {settings.base_url}", flush=True)
        log_to_stderr()
        server(app, given.host, given.port).run(sockets=[listening])
    return OK


def _require_database(name: str) -> None:
    """Refuse a file that is not there: a mistyped name must not make an empty one."""
    if "://" not in name and not Path(name).is_file():
        raise InputError(
            [Issue(name, "expected a database that exists; found no such file.")]
        )


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
