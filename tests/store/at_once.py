"""Several processes at once, and processes that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import IO, Any

from sqlalchemy import func, select

from leaderplan.feeds import FeedKey
from leaderplan.feeds.ical import FeedWriter
from leaderplan.store import (
    SavedMeanwhile,
    Store,
    audit,
    ledgers,
    open_store,
    releases,
    versions,
)
from leaderplan.store.schema import TABLES
from tests.feeds.example import NOW, plan, programme
from tests.store.promises import (
    ME,
    MOVED,
    PROGRAMME,
    data_of,
    give,
    published,
)

FULL = "LEADERPLAN_FULL" in os.environ
KILLS = 100 if FULL else 20
SAVES = 100 if FULL else 25
PROCESSES = 4

MOMENTS = (("saved", 0.25), ("storing", 0.015), ("released", 0.01), ("storing", 0.03))
"""After which word of a process it is killed, and within how many seconds."""

NURSERY = """
import os, sys
from tests.store.at_once import work_for_ever
while sys.stdin.readline():
    child = os.fork()
    if child == 0:
        work_for_ever(sys.argv[1])
    os.waitpid(child, 0)
    print("dead", flush=True)
"""

SAVER = """
import sys
from tests.store.at_once import save_often
save_often(sys.argv[1], sys.argv[2], int(sys.argv[3]))
"""


def say(*words: object) -> None:
    """Tell the process that started this one."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def work_for_ever(place: str) -> None:
    """Save and release two plans in turn, and say what was acknowledged."""
    say("pid", os.getpid())
    real = ledgers.write_feeds

    def heard(*given: Any) -> None:
        say("storing", 0)
        real(*given)

    ledgers.write_feeds = heard
    with open_store(place) as store:
        while True:
            number = len(store.plan_versions(PROGRAMME))
            now = NOW + timedelta(hours=number)
            given = (plan(), MOVED)[number % 2]
            try:
                made = store.save_plan(PROGRAMME, given, now, by="Kim", after=number)
            except SavedMeanwhile:
                continue  # a server has just ended what a killed client began
            say("saved", made.version)
            done = store.release(PROGRAMME, made.version, now, by="Kim", why="turn")
            say("released", done.number)


def save_often(place: str, by: str, times: int) -> None:
    """Save as one of several coordinators; print how often, and how often told."""
    saved = refused = 0
    dice = Random(by)
    with open_store(place) as store:
        while saved + refused < times:
            after = len(store.programme_versions(PROGRAMME))
            time.sleep(dice.random() / 200)
            try:
                store.save_programme(programme(), NOW, by=by, after=after)
                saved += 1
            except SavedMeanwhile:
                refused += 1
    say(saved, refused)


def run(code: str, *words: str) -> subprocess.Popen[str]:
    """Start a process of this project that can be written to and read from."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], env=env, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


@contextmanager
def nursery(place: str) -> Iterator[tuple[IO[str], IO[str]]]:
    """Start a process that starts others quickly; give its two ends."""
    with run(NURSERY, place) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()


def whole(store: Store) -> tuple[int, int]:
    """Check that a database holds one release and nothing of another.

    Return how many plans it holds, and how many releases.
    """
    head, feeds, changes = (TABLES.tables[n] for n in ("calendars", "feeds", "changes"))
    # One view of one moment: a server may still end what a killed client began.
    with store._database.reading() as connection:
        state = connection.execute(select(head)).one()
        rows = connection.execute(select(feeds)).all()
        of_release = set(connection.execute(select(changes.c.release)).scalars())
        done = releases.history(connection, PROGRAMME)
        log = [row.action for row in audit.rows(connection, PROGRAMME)]
        saved = versions.versions(connection, TABLES.tables["plans"], PROGRAMME)
        ledger = ledgers.read(connection, PROGRAMME).ledger
    assert [row.number for row in done] == list(range(1, state.release + 1))
    assert [v.version for v in saved] == list(range(1, len(saved) + 1))
    assert log.count("released") == state.release
    assert log.count("plan_saved") == len(saved)
    assert of_release == {state.release}
    writer = FeedWriter(state.zone, state.first_year, state.language)
    for row in rows:
        shown = ledger.of(FeedKey(row.kind, row.subject)).shown
        assert row.data == writer.write(row.title, shown)
    # Both that have the day that moves say it as the plan of that release does.
    released = store.plan(PROGRAMME, done[-1].plan_version)
    days = {s.day for s in released.sessions if s.activity == "theme_day"}
    for key in (ME, FeedKey("cohort", "h27")):
        shown = (line.entry for line in ledger.of(key).shown)
        told = {entry.day for entry in shown if entry.summary.startswith("Temadag")}
        assert told == days
    return len(saved), len(done)


class AtOnce:
    """What several do at once, and what a kill leaves."""

    def test_kills_lose_nothing_acknowledged(self, store: Store, place: str):
        """After each kill -9 all that was acknowledged is there, and no release is
        half there; the links work all along.
        """
        token = give(published(store)).token
        acknowledged = {"saved": 1, "released": 1}
        dice = Random(1)
        with nursery(place) as (asked, heard):
            for number in range(KILLS):
                asked.write("go\n")
                asked.flush()
                pid = int(heard.readline().split()[1])
                # Half of the kills come while a release is being stored.
                awaited, most = MOMENTS[number % len(MOMENTS)]
                lines = []
                while not lines or not lines[-1].startswith(awaited):
                    lines.append(heard.readline())
                time.sleep(dice.random() * most)
                os.kill(pid, signal.SIGKILL)
                lines += iter(heard.readline, "dead\n")
                for what, count in map(str.split, lines):
                    acknowledged[what] = int(count)
                saved, released = whole(store)
                assert saved >= acknowledged["saved"]
                assert released >= acknowledged["released"]
                before = data_of(store)[ME]
                served = store.feed(token, NOW)
                assert served.data in {before, data_of(store)[ME]}
        assert released > KILLS / 10

    def test_nobody_s_save_is_lost(self, store: Store, place: str):
        """Four processes save at once: saved and refused add up to what was tried,
        and the history has no gap.
        """
        store.save_programme(programme(), NOW, by="Kim")
        runs = [run(SAVER, place, str(i), str(SAVES)) for i in range(PROCESSES)]
        told = [process.communicate()[0].split() for process in runs]
        assert [process.returncode for process in runs] == [0] * PROCESSES
        saved, refused = (sum(int(row[i]) for row in told) for i in (0, 1))
        assert saved + refused == PROCESSES * SAVES
        assert min(saved, refused) > 0
        history = store.programme_versions(PROGRAMME)
        assert [v.version for v in history] == list(range(1, saved + 2))
        for number, row in enumerate(told):
            mine = [v for v in history if v.saved_by == str(number)]
            assert len(mine) == int(row[0])
        assert len(store.audit(PROGRAMME)) == saved + 1

    def test_opened_at_once(self, place: str):
        """Four processes that open a new database at once find the same tables."""
        code = "import sys; from leaderplan.store import *; open_store(sys.argv[1])"
        runs = [run(code, place) for _ in range(PROCESSES)]
        assert [process.wait() for process in runs] == [0] * PROCESSES
        with open_store(place) as store, store._database.reading() as connection:
            table = TABLES.tables["schema_version"]
            count = connection.execute(select(func.count()).select_from(table))
            assert count.scalar_one() == 1
