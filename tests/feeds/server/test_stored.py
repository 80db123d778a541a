"""The whole way: a database, releases, links given out, and the server over them."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from leaderplan import cli
from leaderplan.feeds import FeedKey, FeedLedger, release
from leaderplan.store import Store, open_store
from tests.feeds.example import NOW, plan, programme
from tests.feeds.reading import read
from tests.feeds.server.asking import ask
from tests.feeds.server.process import ROOT
from tests.feeds.server.reading_pages import read_page
from tests.feeds.server.serving import BASE, LATER, ME, Clock, app_of, moved_plan

PROGRAMME = programme().id
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with the example released."""
    with open_store(tmp_path / "year.db") as made:
        made.save_programme(programme(), NOW, by="Kim")
        made.save_plan(PROGRAMME, plan(), NOW, by="Kim")
        made.release(PROGRAMME, None, NOW, by="Kim", why="first")
        yield made


def move(store: Store) -> None:
    """Release the plan with a day moved, a day later."""
    store.save_plan(PROGRAMME, moved_plan(), LATER, by="Kim", after=1)
    store.release(PROGRAMME, None, LATER, by="Kim", why="moved")


def test_every_feed_of_a_database_is_served_as_released(store: Store):
    """Bytes are those that a release makes, of each feed, and pages are there."""
    made = release(programme(), plan(), FeedLedger(), NOW)
    app = app_of(store, Clock(NOW), burst=10**6)
    for feed in made.feeds:
        link = store.subscribe(PROGRAMME, feed.key, NOW, by="Kim")
        answer = ask(app, link.path)
        assert (answer.status, answer.body) == (200, feed.data)
        assert 'filename="kalender.ics"' in answer.headers["content-disposition"]
        page = read_page(ask(app, link.path.removesuffix(".ics")).text)
        assert feed.title.split(" – ")[0] == page.all("title")[0].text.split(" – ")[0]
        assert len(f"{BASE}{link.path}") < 200


def test_a_release_reaches_feed_and_page(store: Store):
    """The next request has the moved day; the old tag is no longer known."""
    link = store.subscribe(PROGRAMME, ME, NOW, by="Kim")
    app = app_of(store, Clock(LATER))
    before = ask(app, link.path)
    move(store)
    after = ask(app, link.path, {"If-None-Match": before.headers["etag"]})
    assert after.status == 200
    known = {"If-None-Match": after.headers["etag"]}
    assert ask(app, link.path, known).status == 304
    (was,) = (e for e in read(before.body) if e.summary == "Temadag 2")
    (now,) = (e for e in read(after.body) if e.summary == "Temadag 2")
    assert (now.start - was.start, now.uid) == (DAY, was.uid)
    page = read_page(ask(app, link.path.removesuffix(".ics")).text)
    assert page.all("ul", class_="news")[0].text.startswith("Flyttet Temadag 2")


@pytest.mark.parametrize("how", ["revoked", "rotated", "expired"])
def test_an_ended_link_closes_and_then_is_gone(store: Store, how: str):
    """It says so without a word of the calendar, then it is as one that never was."""
    link = store.subscribe(
        PROGRAMME, ME, NOW, by="Kim", expires=NOW + DAY if how == "expired" else None
    )
    clock = Clock(NOW + DAY)
    app = app_of(store, clock)
    if how == "rotated":
        new = store.rotate(PROGRAMME, ME, clock(), by="Kim", closing=True)
        assert ask(app, new.path).status == 200
    elif how == "revoked":
        store.revoke(PROGRAMME, ME, clock(), by="Kim", closing=True)
    answer = ask(app, link.path)
    (entry,) = read(answer.body)
    assert entry.summary.startswith("Denne kalender")
    text = ask(app, link.path.removesuffix(".ics")).text
    assert ("ny adresse" in text) == (how == "rotated")
    for part in ("Kalenderen er lukket", "koordinator"):
        assert part in text
    for secret in (link.token, "Kick-off", "Salen", "Temadag", "webcal"):
        assert secret not in text
    clock.wait(40 * 86_400)
    unknown = ask(app, f"/c/{'A' * 43}.ics")
    assert unknown.status == 404
    assert ask(app, link.path) == ask(app, link.path[:-4]) == unknown


def test_a_locked_database_is_outlived(store: Store, tmp_path: Path):
    """While another program holds the file for itself, the last bytes are served."""
    link = store.subscribe(PROGRAMME, ME, NOW, by="Kim")
    other = store.subscribe(PROGRAMME, FeedKey("room", "sal"), NOW, by="Kim")
    app = app_of(store, Clock(NOW))
    good = ask(app, link.path)
    store.close()  # an open connection would keep the other program out
    with contextlib.closing(sqlite3.connect(tmp_path / "year.db")) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        holder.execute("UPDATE subscriptions SET used = '2027-06-01'")
        held = [ask(app, path) for path in (link.path, other.path, "/readyz")]
        holder.rollback()
    assert held[0] == good
    assert [answer.status for answer in held] == [200, 503, 503]
    assert ask(app, other.path).status == 200


# --- the command ---------------------------------------------------------------------


@contextlib.contextmanager
def serving(database: Path, *more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run ``leaderplan serve`` on a free port; return its first line."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [
        sys.executable,
        "-m",
        "leaderplan",
        "serve",
        str(database),
        "--port",
        "0",
    ]
    with subprocess.Popen(
        [*command, *more], env={**os.environ, "PYTHONPATH": path}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield process.stdout.readline() if process.stdout else "", process
        finally:
            process.terminate()
            process.wait(20)


def test_the_command_serves_a_database(store: Store, tmp_path: Path):
    """Feed and page over the wire; the log tells no token; Ctrl-C ends it."""
    link = store.subscribe(PROGRAMME, ME, NOW, by="Kim")
    more = ("--base-url", BASE, "--proxy", "127.0.0.1")
    with serving(tmp_path / "year.db", *more) as (line, process):
        place, _, told = line.strip().partition(": ")
        assert told == f"calendars of {BASE}"
        client = http.client.HTTPConnection(urlsplit(place).netloc, timeout=20)
        client.request("GET", link.path)
        feed = client.getresponse().read()
        client.request("GET", link.path[:-4])
        page = client.getresponse().read().decode()
        client.close()
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=20)
    assert feed == release(programme(), plan(), FeedLedger(), NOW).feed(ME).data
    assert f'value="{BASE}{link.path}"' in page
    assert "GET feed " in log
    assert "GET page " in log
    assert link.token not in log
    assert "127.0.0.1" not in log
    assert process.returncode == cli.INTERRUPTED


@pytest.mark.parametrize(
    "wrong", ["missing.db", "--base-url=x", "--proxy=x", "--host=x"]
)
def test_a_wrong_command_is_a_sentence(
    store: Store, tmp_path: Path, wrong: str, capsys: pytest.CaptureFixture[str]
):
    """A file that is not there is not made; what is no address is said."""
    database = tmp_path / (wrong if wrong.endswith(".db") else "year.db")
    more = [] if wrong.endswith(".db") else [wrong]
    assert cli.main(["serve", str(database), "--port", "0", *more]) == cli.WRONG
    assert capsys.readouterr().err.startswith("leaderplan: ")
    assert not (tmp_path / "missing.db").exists()
