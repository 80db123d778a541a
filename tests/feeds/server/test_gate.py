"""What every request passes: one 404, limits, pace, a log that tells nothing."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import re
import secrets
from hashlib import sha256
from urllib.parse import quote

import pytest

from leaderplan.errors import InputError
from leaderplan.feeds.server import Settings, calendar_app
from tests.feeds.example import NOW, programme
from tests.feeds.server.asking import Answer, ask, ask_all
from tests.feeds.server.links import BUSY
from tests.feeds.server.serving import BASE, MINE, Clock, app_of, links

GUESSES = 100_000 if "LEADERPLAN_FULL" in os.environ else 2_000
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

MISSING = Answer(
    404,
    {
        "content-type": "text/plain; charset=utf-8",
        "content-length": "10",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow",
    },
    b"Not found\n",
)

MALFORMED = [
    "", "/", "//", "/c", "/c/", "/c//", "/c/.ics", f"/c/{MINE}/", f"//c/{MINE}",
    f"/C/{MINE}", f"/c/{MINE}.ICS", f"/c/{MINE}.ics.ics", f"/c/{MINE}.html",
    f"/c/{MINE[:-1]}", f"/c/{MINE}A", f"/c/{MINE[:-1]}~",
    f"/c/{MINE}%00", f"/c/{MINE}\x00",
    f"/c/%{ord(MINE[0]):02x}{MINE[1:]}", f"/c/{MINE[:-1]}%2541", f"/c/{MINE}%2eics",
    f"/c/../c/{MINE}", f"/c/./{MINE}", f"/x/%2e%2e/c/{MINE}", f"/c/%2e%2e%2f{MINE}",
    f"/c/{MINE};a", f"/c/{MINE}.ics/", f"/c/ {MINE}", f"/c/{MINE}%0a", f"/c/{MINE}\n",
    f"/c/{MINE}.ics%0d%0aX: y", "/c/" + "A" * 10_000, "/c/" + "é" * 43,
    "/c/" + "\udcff" * 43,
    "/index.html", "/favicon.ico", "/healthz/", "/robots.txt/", "/.well-known/caldav",
    "/admin", "/c/etc/passwd", "/../../etc/passwd", "http://elsewhere.example/", "*",
]  # fmt: skip


def test_unknown_revoked_and_malformed_links_get_the_same_bytes():
    """Nobody learns from an answer whether a link was ever good."""
    held = links()
    app = app_of(held)
    held.revoked.add(MINE)
    for ending in ("", ".ics"):
        assert ask(app, f"/c/{MINE}{ending}") == MISSING
        assert ask(app, f"/c/{'A' * 43}{ending}") == MISSING


@pytest.mark.parametrize("path", MALFORMED)
def test_malformed_paths_are_never_looked_up(path: str):
    """Traversal, NUL, double encoding, other case: 404 before the store is asked."""
    held = links()
    assert ask(app_of(held), path) == MISSING
    assert held.asked == 0


def test_guesses_never_hit_and_are_answered_alike():
    """Random tokens, and the right one with one character changed."""
    held, draw = links(), random.Random(1)
    app = app_of(held, burst=10**9)

    def near() -> str:
        place = draw.randrange(43)
        other = draw.choice([c for c in ALPHABET if c != MINE[place]])
        return MINE[:place] + other + MINE[place + 1 :]

    tokens = [
        near() if number % 2 else "".join(draw.choices(ALPHABET, k=43))
        for number in range(GUESSES)
    ]
    paths = [f"/c/{token}{draw.choice(['', '.ics'])}" for token in tokens]
    answers = ask_all(app, paths)
    assert answers[0] == MISSING
    assert len(set(map(repr, answers))) == 1
    assert held.asked == GUESSES
    assert ask(app, f"/c/{MINE}.ics").status == 200


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"]
)
@pytest.mark.parametrize("path", [f"/c/{MINE}.ics", f"/c/{MINE}", "/healthz", "/x"])
def test_only_reading_is_allowed(method: str, path: str):
    """405 with Allow, alike for links that are there and not."""
    answer = ask(app_of(links()), path, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer == ask(app_of(links()), "/c/y", method=method)


@pytest.mark.parametrize("path", [f"/c/{MINE}.ics", f"/c/{MINE}", "/robots.txt", "/x"])
def test_head_has_the_headers_of_get(path: str):
    """Status and headers are those of GET, the length too."""
    app = app_of(links())
    told, full = ask(app, path, method="HEAD"), ask(app, path)
    assert (told.status, told.headers) == (full.status, full.headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Length": "1"},
        {"Content-Length": "x"},
        {"Transfer-Encoding": "chunked"},
    ],
)
def test_bodies_are_refused(headers: dict[str, str]):
    """A request that brings something is not read, and the connection ends."""
    answer = ask(app_of(links()), f"/c/{MINE}.ics", headers)
    assert (answer.status, answer.headers["connection"]) == (413, "close")
    assert ask(app_of(links()), f"/c/{MINE}.ics", {"Content-Length": "0"}).status == 200


def test_large_headers_are_refused():
    """16 kB in all, in one header or in a thousand."""
    app = app_of(links())
    assert ask(app, f"/c/{MINE}.ics", {"Cookie": "x" * 16_385}).status == 431
    many = [(f"X-{n}", "0123456789") for n in range(1_200)]
    assert ask(app, f"/c/{MINE}.ics", many).status == 431
    assert ask(app, f"/c/{MINE}.ics", {"Cookie": "x" * 16_000}).status == 200


def test_websockets_are_closed():
    """Nothing but HTTP is spoken."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "websocket", "path": f"/c/{MINE}", "headers": []}
    asyncio.run(app_of(links())(scope, None, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_robots_may_read():
    """Google refuses a feed that robots.txt forbids; nothing is listed."""
    text = ask(app_of(links()), "/robots.txt").text
    rules = [line for line in text.splitlines() if not line.startswith("#")]
    assert rules == ["User-agent: *", "Disallow:"]


def test_health_and_readiness():
    """Health needs no store; readiness is the store's."""
    held = links()
    app = app_of(held)
    assert (ask(app, "/healthz").status, ask(app, "/readyz").status) == (200, 200)
    held.fault = BUSY
    assert ask(app, "/healthz").status == 200
    answer = ask(app, "/readyz")
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")


def test_a_hasty_client_waits_alone():
    """Three at once, then one a second; others are served meanwhile."""
    clock = Clock()
    app = app_of(links(), tick=clock.tick, rate=1.0, burst=3)
    path = f"/c/{MINE}.ics"
    assert [ask(app, path).status for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = ask(app, path)
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["cache-control"] == "no-store"
    assert ask(app, path, peer="192.0.2.2").status == 200
    assert ask(app, "/healthz").status == 200
    clock.wait(1)
    assert [ask(app, path).status for _ in range(2)] == [200, 429]


def test_guessing_is_slowed_like_everything():
    """What is not found, not allowed or malformed counts, too."""
    app = app_of(links(), rate=1.0, burst=3)
    assert [ask(app, "/x").status for _ in range(4)] == [404, 404, 404, 429]
    assert ask(app, f"/c/{MINE}", method="POST").status == 429


def test_a_proxy_is_believed_only_where_trusted():
    """Behind a trusted proxy each client has its own pace; a liar has one in all."""
    path = f"/c/{MINE}.ics"
    for trusted, wanted in (
        ((), [200, 429, 429]),
        (("192.0.2.0/24",), [200, 200, 200]),
    ):
        app = app_of(links(), rate=1.0, burst=1, proxies=trusted)
        seen = [
            ask(app, path, {"X-Forwarded-For": f"203.0.113.{n}"}).status
            for n in range(3)
        ]
        assert seen == wanted


@pytest.mark.parametrize("proxy", ["kalender", "10.0.0.0/40", "", "10.0.0.1/8"])
def test_a_proxy_that_is_no_address_is_refused(proxy: str):
    """Said at the start, not at the first request."""
    with pytest.raises(InputError, match="proxy"):
        app_of(links(), proxies=(proxy,))


@pytest.mark.parametrize(
    "base", ["", "kalender.dk", "ftp://x.dk", "https://", "https://x.dk/?a",
             "https://a b", "javascript:alert(1)", 'https://x.dk/"><script>', "https://user:pw@x.dk"]
)  # fmt: skip
def test_a_base_url_that_is_no_site_is_refused(base: str):
    """It goes into links that people press."""
    with pytest.raises(InputError, match="base_url"):
        calendar_app(links(), Settings(base), clock=Clock(), tick=lambda: 0.0)


def test_logs_hold_no_token_name_address_or_program(caplog: pytest.LogCaptureFixture):
    """Every kind of request and fault, at DEBUG, with canaries everywhere."""
    held = links()
    app = app_of(held)
    canary = "Canary" + secrets.token_hex(4)
    headers = {
        "User-Agent": canary,
        "X-Forwarded-For": "203.0.113.77",
        "Cookie": canary,
    }
    with caplog.at_level(logging.DEBUG):
        for path in (
            f"/c/{MINE}.ics?{canary}",
            f"/c/{MINE}?lang={canary}",
            f"/{canary}",
            f"/c/{canary}",
            f"/c/{quote(canary)}%00",
            "/readyz",
        ):
            ask(app, path, headers, peer="203.0.113.78")
            ask(app, path, headers, method="BREW" + canary)
        for fault in (BUSY, RuntimeError(f"{canary} {MINE}")):
            held.fault = fault
            for path in (f"/c/{MINE}.ics", f"/c/{MINE}", "/readyz"):
                ask(app, path, headers, peer="203.0.113.78")
    rows = [r.getMessage() + str(r.exc_info or "") for r in caplog.records
            if r.name != "asyncio"]  # fmt: skip
    assert len(rows) == 12 + 5 + 5
    names = [p.name for p in programme().participants]
    for row in rows:
        for secret in (MINE, canary, "203.0.113", "/c/", *names):
            assert secret not in row
    line = re.compile(r"(GET|HEAD|other) (feed|page|health|ready|robots|other) "
                      r"([0-9a-f]{8}|-) \d{3} \d+ B \d+ ms")  # fmt: skip
    told = [row for row in rows if not row.startswith("calendars cannot be read: ")]
    assert len(told) == 18
    assert all(line.fullmatch(row) for row in told)
    assert told[0].split()[2] == sha256(MINE.encode()).hexdigest()[:8]


@pytest.mark.parametrize("fault", [BUSY, RuntimeError("a defect"), OSError("disk")])
def test_a_locked_store_leaves_the_last_good_bytes(fault: Exception):
    """Who was served before is served on; a page or a new link must wait."""
    held, clock = links(), Clock()
    app = app_of(held, clock)
    feed = f"/c/{MINE}.ics"
    good = ask(app, feed)
    held.fault = fault
    assert ask(app, feed) == good
    assert ask(app, feed, {"If-None-Match": good.headers["etag"]}).status == 304
    for path in (f"/c/{MINE}", f"/c/{'A' * 43}.ics"):
        answer = ask(app, path)
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        assert answer.headers["cache-control"] == "no-store"
    clock.wait(3_600)
    assert ask(app, feed) == good
    clock.wait(1)
    assert ask(app, feed).status == 503
    held.fault = None
    assert ask(app, feed) == good


def test_a_revoked_link_is_not_served_from_memory():
    """Once it was seen to be revoked, a locked store does not bring it back."""
    held = links()
    app = app_of(held)
    ask(app, f"/c/{MINE}.ics")
    held.revoked.add(MINE)
    assert ask(app, f"/c/{MINE}.ics") == MISSING
    held.fault = BUSY
    assert ask(app, f"/c/{MINE}.ics").status == 503


def test_time_of_the_answer_does_not_change_a_feed():
    """Nothing in a feed or its headers is of the moment it is asked for."""
    held, clock = links(), Clock()
    app = app_of(held, clock)
    before = ask(app, f"/c/{MINE}.ics")
    clock.wait(10**6)
    assert clock() > NOW
    assert ask(app, f"/c/{MINE}.ics") == before
    assert BASE not in before.text
