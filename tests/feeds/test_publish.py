"""Feeds as files: whole, unguessable, unwritten when unchanged, mended by a rerun."""

from __future__ import annotations

import csv
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import leaderplan as lp
from leaderplan.errors import InputError, LeaderplanError
from leaderplan.feeds import FeedKey, FeedLedger, Release, Target
from leaderplan.feeds.places import new_token
from leaderplan.feeds.publish import LEDGER, read_ledger
from tests.feeds.example import NOW, plan, programme, session, with_session
from tests.feeds.reading import first_release, read

LATER = NOW + timedelta(days=3)
MOVED = with_session(plan(), session("theme_day", "h27", 2, date(2027, 11, 3)))


def publish(folder: Path, given: object = None, now: datetime = NOW) -> Release:
    """Write the example's feeds, or those of another plan."""
    return lp.publish(programme(), given or plan(), folder, now)


def ledger_of(folder: Path) -> FeedLedger:
    """Read the ledger beside a folder."""
    return read_ledger(Target.at(folder).private.read(LEDGER))


def served(folder: Path) -> dict[str, bytes]:
    """Read every file that is served."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_folder_has_the_feeds_and_nothing_else(tmp_path: Path):
    """Each feed is a file of its own name; ledger and index stand beside."""
    made = publish(tmp_path / "web")
    names = {made.ledger.file_of(feed.key): feed.data for feed in made.feeds}
    assert served(tmp_path / "web") == names
    assert len(names) == 14
    assert {path.name for path in tmp_path.iterdir()} == {
        "web", "web.index.csv", "web.ledger.json", "web.lock",
    }  # fmt: skip
    assert {feed.key: feed.data for feed in made.feeds} == {
        feed.key: feed.data for feed in first_release().feeds
    }


def test_names_cannot_be_guessed(tmp_path: Path):
    """A name is 256 random bits and the same next time; another folder has others."""
    one, two = (publish(tmp_path / name).ledger for name in ("a", "b"))
    names = {ledger.file_of(feed.key) for ledger in (one, two) for feed in ledger.feeds}
    assert len(names) == 28
    assert all(re.fullmatch(r"[0-9a-f]{64}\.ics", str(name)) for name in names)
    again = publish(tmp_path / "a", MOVED, LATER).ledger
    assert {f.key: f.token for f in again.feeds} == {f.key: f.token for f in one.feeds}
    assert len({new_token() for _ in range(1000)}) == 1000


def test_names_and_secrets_stay_out_of_the_feeds(tmp_path: Path):
    """No feed holds a file name, and no file name holds anybody's id."""
    made = publish(tmp_path / "web")
    tokens = [str(feed.token) for feed in made.ledger.feeds]
    for feed in made.feeds:
        assert not [token for token in tokens if token.encode() in feed.data]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_the_owner_reads_ledger_and_index(tmp_path: Path):
    """They name people: mode 0600; feeds can be read by a web server."""
    publish(tmp_path / "web")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes["web.ledger.json"] == modes["web.index.csv"] == 0o600
    assert modes["web.lock"] == 0o600
    (tmp_path / "web.ledger.json").chmod(0o644)
    publish(tmp_path / "web")
    assert (tmp_path / "web.ledger.json").stat().st_mode & 0o777 == 0o600
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "web").iterdir()} == {0o644}


def test_index_says_whose_feed_is_which(tmp_path: Path):
    """The coordinator's table has kind, id, name and file of each feed."""
    made = publish(tmp_path / "web")
    text = (tmp_path / "web.index.csv").read_text("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert rows[0] == ["Kalender", "Id", "Navn", "Fil"]
    own = made.ledger.file_of(FeedKey("participant", "p2"))
    assert ["personlig kalender", "p2", "Bo Æbelø", own] in rows
    assert len(rows) == 15


def test_index_starts_no_formula(tmp_path: Path):
    """A name that a spreadsheet would calculate is shown as text."""
    people = tuple(
        p.model_copy(update={"name": '=cmd|" /C calc"!A0'}) if p.id == "p1" else p
        for p in programme().participants
    )
    lp.publish(programme(participants=people), plan(), tmp_path / "web", NOW)
    text = (tmp_path / "web.index.csv").read_text("utf-8-sig")
    cells = list(itertools.chain(*csv.reader(text.splitlines(), delimiter=";")))
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert '\'=cmd|" /C calc"!A0' in cells


def test_unchanged_plan_writes_nothing(tmp_path: Path):
    """A second run touches no feed; after a move only the feeds that tell it."""
    folder = tmp_path / "web"
    publish(folder)
    old = {path.name: path.stat() for path in folder.iterdir()}
    publish(folder, now=LATER)
    assert {path.name: path.stat().st_ino for path in folder.iterdir()} == {
        name: stat.st_ino for name, stat in old.items()
    }
    made = publish(folder, MOVED, LATER)
    told = {made.ledger.file_of(change.feed) for change in made.changes}
    new = {p.name for p in folder.iterdir() if p.stat().st_ino != old[p.name].st_ino}
    assert new == told
    assert 0 < len(told) < 14


def test_now_is_the_present_when_none_is_given(tmp_path: Path):
    """Without a time the release is stamped with the clock's, in UTC."""
    before = datetime.now(UTC).replace(microsecond=0)
    made = lp.publish(programme(), plan(), str(tmp_path / "web"))
    assert before <= made.ledger.released <= datetime.now(UTC)


def test_closed_feed_s_file_goes_after_thirty_days(tmp_path: Path):
    """The file of a room no longer there says so for 30 days and is then removed."""
    folder = tmp_path / "web"
    made = publish(folder)
    name = made.ledger.file_of(FeedKey("room", "lille"))
    rooms = programme().rooms[:1]
    rows = tuple(
        s.model_copy(update={"place": "sal"}) if s.place == "lille" else s
        for s in plan().sessions
    )
    given = plan().model_copy(update={"sessions": rows})
    lp.publish(programme(rooms=rooms), given, folder, LATER)
    (note,) = read((folder / name).read_bytes())
    assert note.summary == "Denne kalender er lukket"
    lp.publish(programme(rooms=rooms), given, folder, LATER + timedelta(days=30))
    assert name not in served(folder)
    assert len(served(folder)) == 13


@pytest.mark.parametrize("token", ["", "../x", "a b", "x" * 121, "same"])
def test_token_unfit_for_a_name_is_refused(tmp_path: Path, token: str):
    """A name must fit a URL and be new; nothing is written."""
    with pytest.raises(InputError, match="expected 1 to 120 letters, digits"):
        lp.publish(
            programme(),
            plan(),
            Target.at(tmp_path / "web", token=lambda: token),
            NOW,
        )
    assert served(tmp_path / "web") == {}


def test_same_tokens_same_folder(tmp_path: Path):
    """With the source of names given, two folders are equal byte for byte."""

    def counter() -> Callable[[], str]:
        numbers = itertools.count()
        return lambda: f"t{next(numbers)}"

    for name in ("a", "b"):
        to = Target.at(tmp_path / name, token=counter())
        lp.publish(programme(), plan(), to, NOW)
    assert served(tmp_path / "a") == served(tmp_path / "b")
    ledgers = [(tmp_path / f"{name}.ledger.json").read_bytes() for name in ("a", "b")]
    assert ledgers[0] == ledgers[1]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2}', '{"feeds": [{}]}'])
def test_broken_ledger_is_a_sentence(tmp_path: Path, text: str):
    """It is refused with its name and what to do, and nothing is published over it."""
    folder = tmp_path / "web"
    publish(folder)
    before = served(folder)
    (tmp_path / "web.ledger.json").write_text(text)
    with pytest.raises(InputError, match=r"(?s)ledger\.json.*Put back a copy"):
        publish(folder, MOVED, LATER)
    assert served(folder) == before
    assert (tmp_path / "web.ledger.json").read_text() == text


def test_folder_that_is_a_file_is_a_sentence(tmp_path: Path):
    """The message names the place and what the system said."""
    (tmp_path / "web").write_text("x")
    with pytest.raises(
        LeaderplanError, match=r"expected to write feeds to .*web; found"
    ):
        publish(tmp_path / "web")


def test_two_runs_at_once_keep_each_name(tmp_path: Path):
    """Two processes that both publish for the first time agree on the names."""
    command = [
        sys.executable, "-c",
        "import sys; from pathlib import Path; from tests.feeds.test_publish import *; "
        "publish(Path(sys.argv[1]))",
        str(tmp_path / "web"),
    ]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    runs = [subprocess.Popen(command, env=env) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    ledger = ledger_of(tmp_path / "web")
    assert set(served(tmp_path / "web")) == {
        ledger.file_of(f.key) for f in ledger.feeds
    }
