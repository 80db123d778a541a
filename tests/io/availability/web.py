"""A web server of this machine that a test's resolver gives a public address."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from leaderplan.io.availability import Web

CERTIFICATE = Path(__file__).with_name("tls.pem")
"""Made for tests with openssl: calendar.example.com and other.example.com, to 2126."""

PUBLIC = "93.184.215.14"
URL = "https://calendar.example.com/secret/token.ics?key=hidden"

Answer = Callable[[ssl.SSLSocket, str], None]
"""Answers a request, of which it is given the first line and the headers."""


class Server:
    """Answers each connection in a thread of its own, and keeps what was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.numbers: list[tuple[str, int]] = []
        self.hosts: dict[str, list[str]] = {}
        self.looked_up: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(CERTIFICATE)
        self.names: list[str | None] = []
        self._tls.sni_callback = lambda _link, name, _tls: self.names.append(name)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(plain,), daemon=True).start()

    def _handle(self, plain: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            plain,
            self._tls.wrap_socket(plain, server_side=True) as link,
        ):
            head = b""
            while b"\r\n\r\n" not in head and (piece := link.recv(4096)):
                head += piece
            self.asked.append(head.decode())
            self.answer(link, head.decode())
            with contextlib.suppress(OSError):
                link.unwrap().close()

    def close(self) -> None:
        """Listen no more."""
        self._listening.close()

    def web(self, trusted: bool = True, user_agent: str = "leaderplan") -> Web:
        """Return a way to this server, by public addresses."""
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if trusted:
            tls.load_verify_locations(CERTIFICATE)
        return Web(user_agent, tls, self._resolve, self._connect)

    def _resolve(self, host: str, _port: int) -> list[str]:
        self.looked_up.append(host)
        return self.hosts.get(host, [PUBLIC])

    def _connect(self, number: str, port: int, seconds: float) -> socket.socket:
        self.numbers.append((number, port))
        return socket.create_connection(self._listening.getsockname(), seconds)


@contextlib.contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    """Serve for a while."""
    server = Server(answer)
    try:
        yield server
    finally:
        server.close()


def page(body: bytes, status: str = "200 OK", **headers: str) -> Answer:
    """Return an answer with a body."""

    def answer(link: ssl.SSLSocket, _head: str) -> None:
        rows = {"Content-Type": "text/calendar", "Content-Length": str(len(body))}
        rows |= {name.replace("_", "-"): value for name, value in headers.items()}
        text = "".join(f"{name}: {value}\r\n" for name, value in rows.items() if value)
        link.sendall(f"HTTP/1.1 {status}\r\n{text}\r\n".encode() + body)

    return answer
