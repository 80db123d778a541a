"""``leaderplan availability``: calendars into a programme, by the command line."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

import leaderplan as lp
from leaderplan import cli
from tests.io.availability.calendars import END, START, TUESDAY, calendar, event

LATE = event("DTSTART;VALUE=DATE:20280620", uid="late")
GOOD = calendar(event(START, END), LATE)
WEDNESDAY = TUESDAY + timedelta(days=1)
MOVED = calendar(event(*(t.replace("0907", "0908") for t in (START, END))), LATE)
SMALL = lp.samples.programme("S", seed=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a programme and calendars."""
    lp.to_json(SMALL, tmp_path / "in.json")
    (tmp_path / "kim.ics").write_bytes(GOOD)
    (tmp_path / "web.ics").write_bytes(b"<html>")
    return tmp_path


def run(folder: Path, *words: object, out: str = "out.json") -> int:
    """Run the command in this process."""
    return cli.main(["availability", str(folder / "in.json"), *map(str, words),
                     "-o", str(folder / out)])  # fmt: skip


def added(folder: Path, owner: str) -> list[tuple[date | None, tuple[int, ...] | None]]:
    """Return the first days and blocks of the rows that came to somebody."""
    had = SMALL.participant(owner).availability
    rows = lp.from_json(folder / "out.json").participant(owner).availability
    assert rows[: len(had)] == had
    return [(row.first, row.blocks) for row in rows[len(had) :]]


WANTED = [(TUESDAY, (0,)), (date(2028, 6, 20), None)]


def test_the_rows_are_written_and_the_report_printed(folder, capsys):
    """For two people, one of whom has two calendars that count together."""
    kim, bo = folder / "kim.ics", folder / "bo.ics"
    bo.write_bytes(MOVED)
    now = (folder / "in.json").stat().st_mtime
    os.utime(kim, (now - 40 * 86_400, now - 40 * 86_400))
    assert run(folder, f"t01={kim}", f"t02={kim}", f"t02={bo}") == cli.OK
    printed = capsys.readouterr().out
    assert added(folder, "t01") == WANTED
    both = lp.from_json(folder / "out.json").participant("t02").availability
    assert lp.Availability(first=TUESDAY, last=WEDNESDAY, blocks=(0,)) in both
    assert "Calendar of t01: Mon 16 August 2027" in printed
    assert "Busy for all or part of 2 days" in printed
    assert "Busy for all or part of 3 days" in printed
    assert "kim.ics is 40 days old" in printed


def test_the_last_reading_is_replaced(folder, capsys):
    """With --reports what was busy last time and is not now is free again."""
    asked = [f"t01={folder / 'kim.ics'}", "--reports", folder / "read.json"]
    assert run(folder, *asked) == cli.OK
    (folder / "out.json").replace(folder / "in.json")
    (folder / "kim.ics").write_bytes(MOVED)
    assert run(folder, *asked) == cli.OK
    assert added(folder, "t01") == [(WEDNESDAY, (0,)), WANTED[1]]
    (folder / "read.json").write_text('[{"owner": 5}]')
    capsys.readouterr()
    assert run(folder, *asked) == cli.WRONG
    assert "read.json: expected the reports" in capsys.readouterr().err


def test_all_that_is_wrong_is_told_at_once_and_nothing_written(folder, capsys):
    """Two people's calendars, in Danish; an unknown owner before anything is read."""
    places = [f"t01={folder / 'web.ics'}", f"t02={folder / 'none.ics'}"]
    assert run(folder, *places, "--language", "da") == cli.WRONG
    told = capsys.readouterr().err
    assert "web.ics: dette er en webside" in told
    assert "none.ics: der er ingen fil med det navn" in told
    assert run(folder, f"nobody={folder / 'none.ics'}") == cli.WRONG
    assert "has the id 'nobody'" in capsys.readouterr().err
    assert run(folder, "t01=https://calendar.example.com/secret.ics") == cli.WRONG
    told = capsys.readouterr().err
    assert "calendar.example.com: calendars are fetched from the web only" in told
    assert "secret" not in told
    assert not (folder / "out.json").exists()


def test_a_calendar_that_cannot_be_read_can_be_unknown(folder, capsys):
    """Then the others' are read, and its owner is kept free of sessions on request."""
    asked = ["--unreadable", "unknown", "--unknown", "unavailable", "--language", "da"]
    places = [f"t01={folder / 'web.ics'}", f"t02={folder / 'kim.ics'}"]
    assert run(folder, *places, *asked) == cli.OK
    assert added(folder, "t01") == [(SMALL.calendar.first, None)]
    assert "Ukendt, altså ikke ledig: " in capsys.readouterr().out


def test_addresses_of_this_machine_are_not_fetched(folder, capsys):
    """With the network allowed, too."""
    asked = ["t01=https://127.0.0.1/secret.ics", "--allow-network"]
    assert run(folder, *asked, "--user-agent", "Own/1") == cli.WRONG
    assert "does not lead to the public internet" in capsys.readouterr().err
