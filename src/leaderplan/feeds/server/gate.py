"""What every request passes first: form, size, pace, and a line in the log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from leaderplan.feeds.server.headers import ALLOWED, not_found, plain
from leaderplan.feeds.server.limits import Buckets, Proxies

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("leaderplan.server")

LONGEST_PATH = 200
"""Bytes; calendar programs take links of at most 256 characters."""
LARGEST_HEADERS = 16_384
"""Bytes of all headers of a request."""

_LINK = re.compile(rb"/c/([A-Za-z0-9_-]{43})(\.ics)?")
_OTHERS = {b"/healthz": "health", b"/readyz": "ready", b"/robots.txt": "robots"}


class Asked:
    """What a request asks for, as far as a log may know.

    Only the path as it came over the wire counts: what is written in another way
    (``%2e``, ``//``, ``..``) asks for nothing.

    Parameters
    ----------
    path
        The raw bytes of the path.
    """

    def __init__(self, path: bytes) -> None:
        found = _LINK.fullmatch(path) if len(path) <= LONGEST_PATH else None
        self.kind = _OTHERS.get(path, "other")
        self.name = "-"
        if found is not None:
            self.kind = "feed" if found[2] else "page"
            self.name = sha256(found[1]).hexdigest()[:8]


class Gate:
    """Refuses what is no request for a calendar, and writes the log.

    The log names the kind of a request and eight characters of the hash of its
    token: no path, token, address or program.

    Parameters
    ----------
    app
        What answers the rest.
    buckets, proxies
        The pace that a client may keep, and who the client is.
    tick
        Seconds of a clock that never goes back.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        buckets: Buckets,
        proxies: Proxies,
        tick: Callable[[], float],
    ) -> None:
        self._app = app
        self._buckets, self._proxies, self._tick = buckets, proxies, tick

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Asked(bytes(scope.get("raw_path") or scope["path"].encode()))
        from_, told = self._tick(), {"status": 500, "bytes": 0}

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
            elif scope["method"] != "HEAD":
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        answer = self._refusal(scope, asked) or self._app
        try:
            await answer(scope, receive, noted)
        finally:
            spent = round((self._tick() - from_) * 1000)
            method = scope["method"] if scope["method"] in {"GET", "HEAD"} else "other"
            LOG.info("%s %s %s %d %d B %d ms", method, asked.kind, asked.name,
                     told["status"], told["bytes"], spent)  # fmt: skip

    def _refusal(self, scope: Scope, asked: Asked) -> Response | None:
        headers = Headers(scope=scope)
        if asked.kind != "health" and (wait := self._wait(scope, headers)):
            return plain("Too many requests", 429, Retry_After=str(wait))
        if scope["method"] not in {"GET", "HEAD"}:
            return plain("Method not allowed", 405, Allow=ALLOWED)
        if sum(len(k) + len(v) for k, v in scope["headers"]) > LARGEST_HEADERS:
            return plain("Headers too large", 431, Connection="close")
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return plain("No body is taken", 413, Connection="close")
        return not_found() if asked.kind == "other" else None

    def _wait(self, scope: Scope, headers: Headers) -> int:
        peer = scope.get("client")
        forwarded = headers.getlist("x-forwarded-for")
        client = self._proxies.client(peer[0] if peer else "", forwarded)
        return self._buckets.wait(client)
