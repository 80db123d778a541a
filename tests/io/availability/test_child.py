"""The process in which calendars are understood: ended in time, and replaced."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from leaderplan.errors import InputError, MissingExtra
from leaderplan.io import availability
from leaderplan.io.availability import ReadingLimits, read_availability
from leaderplan.io.availability.child import Child, child
from leaderplan.io.availability.lines import Unreadable
from tests.io.availability.calendars import (
    END,
    FAR,
    POLICY,
    START,
    TUESDAY,
    busy,
    calendar,
    event,
    read,
)

GOOD = calendar(FAR, event(START, END))
NEVER = event(START, END, "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO;BYHOUR=1", uid="n")
"""Every seventh day from a Tuesday, where that is a Monday: sought to the year 9999."""


def hard(seconds: float = 0.3) -> availability.AvailabilityPolicy:
    """Return a policy with little time."""
    return POLICY.model_copy(update={"limits": ReadingLimits(seconds=seconds)})


def test_it_reads_what_is_read_here():
    """Two calendars in one process, with the same answer as without it."""
    found = read_availability([GOOD, GOOD], "p1", POLICY)
    assert busy(found) == {TUESDAY}
    assert found.rows == read(GOOD).rows


def test_what_takes_too_long_is_ended_and_the_next_is_read():
    """A rule that falls on no day, 400 times: a sentence within the limit."""
    endless = calendar(*(NEVER.replace("UID:n", f"UID:{n}") for n in range(400)))
    start = time.monotonic()
    lax = hard().model_copy(update={"unreadable": "unknown"})
    found = read_availability([endless, GOOD], "p1", [lax, POLICY])
    assert "could not be read in 0.3 seconds" in str(found)
    assert busy(found) == {TUESDAY}
    assert time.monotonic() - start < 15
    with pytest.raises(InputError, match=r"could not be read in 0\.3 seconds"):
        read_availability(endless, "p1", hard())


def test_a_process_that_ends_by_itself_is_a_sentence():
    """Killed from outside while it reads, as for want of memory."""
    with child() as made:
        made.read(GOOD, POLICY)
        process = made._process
        threading.Timer(0.2, process.kill).start()
        many = calendar(*(NEVER.replace("UID:n", f"UID:{n}") for n in range(400)))
        with pytest.raises(Unreadable):
            made.read(many, hard(20))
        assert made.read(GOOD, POLICY)["unavailable"]
        second = made._process
    assert process.poll() is not None
    assert second.poll() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_it_may_not_have_all_the_memory(monkeypatch):
    """5 MB of short lines take more than what it may have: a sentence."""
    least = ReadingLimits(memory=256, components=10**6, size=2**27)
    data = calendar("BEGIN:VTODO\r\nEND:VTODO\r\n" * 990_000)
    policy = POLICY.model_copy(update={"limits": least})
    with pytest.raises(InputError, match=r"memory|could not be read"):
        read_availability(data, "p1", policy)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_it_ends_by_itself_where_nobody_ends_it(monkeypatch):
    """As when the notebook was killed: after little more work than it may take."""
    many = calendar(*(NEVER.replace("UID:n", f"UID:{n}") for n in range(400)))
    with child() as made:
        made.read(GOOD, POLICY)
        monkeypatch.setattr(threading.Timer, "start", lambda _timer: None)
        start = time.monotonic()
        with pytest.raises(Unreadable):
            made.read(many, hard())
    assert time.monotonic() - start < 20


def test_nothing_is_left_of_it():
    """No process, no thread and no open pipe after an error either."""
    made = Child()
    with pytest.raises(Unreadable):
        made.read(b"<html>", POLICY)
    process = made._process
    made.close()
    assert process.poll() is not None
    assert process.stdin.closed
    assert process.stdout.closed
    made.close()


def test_without_the_library_the_extra_is_named(monkeypatch):
    """Before anything is started."""
    monkeypatch.setattr(availability, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtra, match=r"leaderplan\[calendar\]"):
        read_availability(GOOD, "p1", POLICY)
