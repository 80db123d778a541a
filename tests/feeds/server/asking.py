"""Requests put to an ASGI application as they come over the wire, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message


class Answer(NamedTuple):
    """What came back; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


async def _put(app: ASGIApp, scope: dict[str, Any]) -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    headers = {k.decode(): v.decode("latin-1") for k, v in start["headers"]}
    assert len(headers) == len(start["headers"]), "a header is sent twice"
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(start["status"], headers, body)


def _scope(
    target: str, method: str, headers: Sequence[tuple[str, str]], peer: str
) -> dict[str, Any]:
    path, _, query = target.partition("?")
    raw = path.encode("utf-8", "surrogateescape")
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(raw).decode("utf-8", "surrogateescape"),
        "raw_path": raw,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in headers],
        "client": (peer, 50000),
        "server": ("127.0.0.1", 80),
    }


def ask(
    app: ASGIApp,
    target: str,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    method: str = "GET",
    peer: str = "192.0.2.1",
) -> Answer:
    """Put one request and return the answer."""
    rows = list(headers.items() if isinstance(headers, Mapping) else headers)
    return asyncio.run(_put(app, _scope(target, method, rows, peer)))


def ask_all(
    app: ASGIApp, targets: Sequence[str], peer: str = "192.0.2.1"
) -> list[Answer]:
    """Put many requests one after the other, in one event loop."""

    async def all_of_them() -> list[Answer]:
        return [await _put(app, _scope(t, "GET", (), peer)) for t in targets]

    return asyncio.run(all_of_them())
