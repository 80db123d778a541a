"""A real server process on loopback: HTTP as it is spoken, many clients, long use."""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leaderplan.feeds.server import run
from tests.feeds.server.process import Running, running
from tests.feeds.server.serving import ME, MINE, app_of, first, links, on_a_port

FULL = "LEADERPLAN_FULL" in os.environ
SECONDS = 120 if FULL else 12
RATE = 100
"""Requests a second of the soak."""
FEED = f"/c/{MINE}.ics"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the server's log."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def served(log: Path) -> Iterator[Running]:
    """Run one server for all tests of this file."""
    with running(log) as found:
        yield found


def fetch(served: Running, path: str, method: str = "GET", **headers: str):
    """Ask once, on a connection of its own."""
    client = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client.request(method, path, headers=named)
    answer = client.getresponse()
    body = answer.read()
    client.close()
    return answer.status, dict(answer.getheaders()), body


def send(served: Running, data: bytes) -> bytes:
    """Send bytes as they are and return all that comes back."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as wire:
        wire.sendall(data)
        wire.shutdown(socket.SHUT_WR)
        found = b""
        while part := wire.recv(65_536):
            found += part
    return found


def test_feed_comes_over_the_wire(served: Running):
    """GET, HEAD and 304 as HTTP has them; the server does not say what it is."""
    status, headers, body = fetch(served, FEED)
    assert (status, body) == (200, first().feed(ME).data)
    assert "server" not in headers
    assert fetch(served, FEED, "HEAD") == (200, headers | {}, b"")
    status, _, body = fetch(served, FEED, If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")


def test_a_range_gets_the_whole_feed(served: Running):
    """Ranges are not spoken: a part of a calendar is no calendar."""
    status, headers, body = fetch(served, FEED, Range="bytes=0-9")
    assert (status, len(body)) == (200, int(headers["content-length"]))


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"/c/../c/{MINE}.ics", b"404"),
        (f"/c/%2e%2e/c/{MINE}.ics", b"404"),
        (f"/c/{MINE}%00.ics", b"404"),
        (f"/c/{MINE}%252eics", b"404"),
        (f"//c/{MINE}.ics", b"404"),
        ("/c/" + "A" * 9_000, b"404"),
        ("*", b"404"),
        (f"/c/{MINE}\x00.ics", b"400"),
    ],
)
def test_odd_targets_are_refused(served: Running, target: str, status: bytes):
    """What is not even HTTP gets 400, the rest the one 404."""
    request = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert send(served, request.encode("latin-1")).split()[1] == status


def test_endless_headers_are_refused(served: Running):
    """A request line or header that does not end is not read to the end of memory."""
    for start in (b"GET /c/", b"GET / HTTP/1.1\r\nX: "):
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as wire:
            try:
                wire.sendall(start)
                for _ in range(1_000):
                    wire.sendall(b"x" * 10_000)
                answer = wire.recv(20)
            except ConnectionError:
                continue  # it has hung up
            assert answer.startswith(b"HTTP/1.1 400")


def test_who_sends_no_request_is_hung_up_on(monkeypatch: pytest.MonkeyPatch):
    """A connection without a whole request ends; one that has asked goes on."""
    monkeypatch.setattr(run, "PATIENCE", 0.5)
    request = f"GET {FEED} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with (
        on_a_port(app_of(links())) as port,
        socket.create_connection(("127.0.0.1", port), timeout=10) as silent,
        socket.create_connection(("127.0.0.1", port), timeout=10) as good,
    ):
        silent.sendall(request[:20])
        good.sendall(request)
        assert silent.recv(100) == b""
        assert good.recv(100).startswith(b"HTTP/1.1 200")
        time.sleep(0.6)
        good.sendall(request)
        rest = b""
        while b"HTTP/1.1 200" not in rest:
            part = good.recv(65_536)
            assert part, "the connection was closed"
            rest += part


def test_a_body_is_refused_and_the_connection_closed(served: Running):
    """What was brought is not taken for a second request."""
    hidden = f"GET {FEED} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    head = f"GET {FEED} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(hidden)}\r\n\r\n"
    found = send(served, head.encode() + hidden)
    assert found.startswith(b"HTTP/1.1 413 ")
    assert found.count(b"HTTP/1.1 ") == 1


def test_slow_clients_block_nobody(served: Running):
    """With 200 connections that send half a line, others are served at once."""
    slow = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(200)]
    try:
        for wire in slow:
            wire.sendall(b"GET /c/")
        start = time.monotonic()
        assert fetch(served, FEED)[0] == 200
        assert time.monotonic() - start < 5
    finally:
        for wire in slow:
            wire.close()


class Soak:
    """Asks for feeds, pages and nothing, as many times a second as is told."""

    def __init__(self, port: int, seed: int) -> None:
        self.port, self.draw = port, random.Random(seed)
        self.seen: Counter[int] = Counter()
        self.wrong: list[str] = []
        self.slowest = 0.0

    def run(self, until: float, pause: float) -> None:
        """Ask at a steady pace, on one connection."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        due = time.monotonic()
        while (now := time.monotonic()) < until:
            if now < due:
                time.sleep(due - now)
            due += pause
            start = time.monotonic()
            self.ask(client)
            self.slowest = max(self.slowest, time.monotonic() - start)
        client.close()

    def ask(self, client: http.client.HTTPConnection) -> None:
        """Ask once, and see that the answer is the right one."""
        data = first().feed(ME).data
        kind = self.draw.choice(["feed"] * 4 + ["known"] * 4 + ["page", "guess"])
        headers, path = {}, FEED
        if kind == "known":
            headers = {"If-None-Match": "*"}
        elif kind == "page":
            path = f"/c/{MINE}?lang={self.draw.choice(['da', 'en'])}"
        elif kind == "guess":
            path = f"/c/{self.draw.randbytes(21).hex()}x.ics"
        client.request("GET", path, headers=headers)
        answer = client.getresponse()
        body = answer.read()
        self.seen[answer.status] += 1
        wanted = {"feed": 200, "known": 304, "page": 200, "guess": 404}[kind]
        if answer.status != wanted or (kind == "feed" and body != data):
            self.wrong.append(f"{kind}: {answer.status}")


def test_long_use_has_no_fault_and_keeps_its_memory(
    served: Running, log: Path, record_property: Callable[[str, object], None]
):
    """100 requests a second: every answer right, no 5xx, at most 20 MB more."""
    first()
    soaks = [Soak(served.port, seed) for seed in range(4)]

    def for_(seconds: float) -> None:
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=soak.run, args=(until, len(soaks) / RATE))
            for soak in soaks
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    for_(3)
    before = served.memory
    for_(SECONDS)
    after = served.memory
    seen = sum((soak.seen for soak in soaks), Counter())
    assert [soak.wrong for soak in soaks] == [[]] * 4
    assert set(seen) == {200, 304, 404}
    assert sum(seen.values()) > (SECONDS + 3) * RATE * 0.5
    slowest = max(soak.slowest for soak in soaks)
    record_property("soak", f"{seen}, {before:.1f} to {after:.1f} MB, {slowest:.2f} s")
    assert after - before < 20
    rows = log.read_text("utf-8")
    assert len(rows.splitlines()) >= sum(seen.values())
    assert MINE not in rows
    assert "127.0.0.1" not in rows
    assert not re.search("Traceback|ERROR", rows)


def test_a_killed_server_is_back_at_once(tmp_path: Path):
    """After kill -9 another one serves the same bytes within seconds."""
    with running(tmp_path / "one") as one:
        before = fetch(one, FEED)[2]
        one.process.kill()
    start = time.monotonic()
    with running(tmp_path / "two") as two:
        assert fetch(two, FEED)[2] == before
        assert time.monotonic() - start < 20
