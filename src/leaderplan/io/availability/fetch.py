"""Fetching a calendar from the public web, and from nowhere else.

Every address that a name leads to is checked, and the connection is made to a checked
number, so that a name cannot mean another machine a moment later. What goes wrong is
told with the host only: the rest of a calendar's address is a secret.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, cast

from leaderplan.errors import InputError, Issue
from leaderplan.io.availability.address import (
    Address,
    address,
    is_number,
    is_public,
    onward,
)
from leaderplan.io.availability.lines import Unreadable
from leaderplan.io.availability.policy import ReadingLimits

USER_AGENT = "leaderplan (calendar reader)"

Resolver = Callable[[str, int], list[str]]
"""From a host's name and a port to the numeric addresses it has."""
Connector = Callable[[str, int, float], socket.socket]
"""From a checked numeric address, port and seconds to a connection."""

_ONWARD = {301, 302, 303, 307, 308}
_WRONG = ("text/html", "application/xhtml", "image/", "audio/", "video/",
          "application/json", "application/xml", "text/xml")  # fmt: skip
_PIECE = 65_536
_TRIES = 4


class Fetched(NamedTuple):
    """A body, and when the server says it was changed."""

    data: bytes
    changed: datetime | None


def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in rows]


def connect(number: str, port: int, seconds: float) -> socket.socket:
    """Connect to a numeric address."""
    return socket.create_connection((number, port), seconds)


class Web:
    """The way to the public web.

    Parameters
    ----------
    user_agent
        What servers are told; Office 365 refuses some.
    tls
        How certificates are judged; ``None`` is the system's way.
    resolver, connector
        How names are resolved and connections made.

    Raises
    ------
    InputError
        When the user agent holds other than plain printable characters.
    """

    def __init__(
        self,
        user_agent: str = USER_AGENT,
        tls: ssl.SSLContext | None = None,
        resolver: Resolver = resolve,
        connector: Connector = connect,
    ) -> None:
        if not (user_agent.isascii() and user_agent.isprintable()):
            message = "expected plain printable characters."
            raise InputError([Issue("user_agent", message)])
        self.user_agent = user_agent
        self.tls = tls or ssl.create_default_context()
        self.resolver = resolver
        self.connector = connector

    def fetch(self, url: str, limits: ReadingLimits) -> Fetched:
        """Fetch a calendar.

        Raises
        ------
        Unreadable
            When the address may not be asked, or does not answer with a calendar
            within the limits.
        """
        deadline = time.monotonic() + limits.fetch_seconds
        here = address(url)
        try:
            for _ in range(limits.redirects + 1):
                answer = self._ask(here, limits, deadline)
                if isinstance(answer, Fetched):
                    return answer
                here = answer
        except ssl.SSLCertVerificationError:
            raise Unreadable("certificate") from None
        except TimeoutError:
            raise Unreadable("slow", most=f"{limits.fetch_seconds:g}") from None
        except (OSError, ValueError, http.client.HTTPException):
            raise Unreadable("no_answer") from None
        raise Unreadable("redirects", most=limits.redirects)

    def _ask(
        self, here: Address, limits: ReadingLimits, deadline: float
    ) -> Fetched | Address:
        with self._connected(here, limits, deadline) as stream:
            link = http.client.HTTPSConnection(here.host, here.port, context=self.tls)
            link.auto_open = 0
            link.sock = cast("socket.socket", stream)  # it has all that is asked of it
            headers = {
                "Accept": "text/calendar",
                "Accept-Encoding": "identity",
                "Connection": "close",
                "User-Agent": self.user_agent,
            }
            link.request("GET", here.path, headers=headers)
            answer = link.getresponse()
            if answer.status in _ONWARD:
                return onward(here, answer.headers.get("Location") or "")
            return _body(answer, limits)

    def _connected(
        self, here: Address, limits: ReadingLimits, deadline: float
    ) -> _Clocked:
        numbers = self._numbers(here, min(limits.connect_seconds, _left(deadline)))
        plain = self._reached(numbers, here.port, limits.connect_seconds, deadline)
        try:
            plain.settimeout(min(limits.connect_seconds, _left(deadline)))
            secure = self.tls.wrap_socket(plain, server_hostname=here.host)
        except BaseException:
            plain.close()
            raise
        return _Clocked(secure, deadline)

    def _reached(
        self, numbers: list[str], port: int, most: float, deadline: float
    ) -> socket.socket:
        """Connect to the first of some checked addresses that answers."""
        for number in numbers[:_TRIES]:
            try:
                return self.connector(number, port, min(most, _left(deadline)))
            except OSError:
                continue
        raise Unreadable("no_answer")

    def _numbers(self, here: Address, seconds: float) -> list[str]:
        """Resolve a host, in a thread since the system's own way has no time limit."""
        found: list[str] = []

        def look() -> None:
            try:
                found.extend(self.resolver(here.host, here.port))
            except (OSError, UnicodeError):
                return

        if is_number(here.host):
            found.append(here.host)
        else:
            thread = threading.Thread(target=look, daemon=True)
            thread.start()
            thread.join(seconds)
        numbers = list(found)
        if not numbers:
            raise Unreadable("no_host")
        if not all(is_public(number) for number in numbers):
            raise Unreadable("private")
        return numbers


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Clocked:
    """A connection that ends at a deadline, however slowly it is fed.

    It has what ``http.client`` asks of a socket.
    """

    def __init__(self, secure: ssl.SSLSocket, deadline: float) -> None:
        self._secure = secure
        self._deadline = deadline

    def __enter__(self) -> _Clocked:
        return self

    def __exit__(self, *_: object) -> None:
        self._secure.close()

    def close(self) -> None:
        """Do nothing: ``http.client`` closes before the body is read."""

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return a way to read."""
        return io.BufferedReader(_Read(self))

    def sendall(self, data: bytes) -> None:
        """Send all of something."""
        self._secure.settimeout(_left(self._deadline))
        self._secure.sendall(data)

    def receive(self, buffer: Any) -> int:
        """Read what has come, or wait for it."""
        self._secure.settimeout(_left(self._deadline))
        return self._secure.recv_into(buffer)


class _Read(io.RawIOBase):
    """The way to read from a connection."""

    def __init__(self, link: _Clocked) -> None:
        self._link = link

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._link.receive(buffer)


def _body(answer: http.client.HTTPResponse, limits: ReadingLimits) -> Fetched:
    if answer.status != 200:
        raise Unreadable("status", status=answer.status)
    kind = (answer.headers.get_content_type() or "").lower()
    if kind.startswith(_WRONG):
        raise Unreadable("content", kind=kind)
    packed = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if packed not in {"identity", "gzip", "x-gzip"}:
        raise Unreadable("packed")
    unpack = None if packed == "identity" else zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    size = read = 0
    while piece := answer.read(_PIECE):
        read += len(piece)
        if unpack is not None:
            piece = _unpacked(unpack, piece, limits.size + 1 - size)
        size += len(piece)
        if max(size, read) > limits.size:
            raise Unreadable("too_large", most=f"{limits.size / 2**20:g}")
        pieces.append(piece)
    if answer.length:  # fewer bytes came than were announced
        raise Unreadable("cut")
    if unpack is not None and not unpack.eof:
        raise Unreadable("packed")
    return Fetched(b"".join(pieces), _changed(answer.headers.get("Last-Modified")))


def _unpacked(unpack: zlib._Decompress, piece: bytes, most: int) -> bytes:
    try:
        return unpack.decompress(piece, most)
    except zlib.error:
        raise Unreadable("packed") from None


def _changed(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text) if text else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None
