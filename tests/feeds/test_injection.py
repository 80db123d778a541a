"""Names cannot break a feed: hostile texts in every text field."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from functools import cache

import icalendar
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leaderplan.domain.base import Title
from leaderplan.domain.programme import Programme
from leaderplan.feeds import FeedLedger, Release, release
from tests.feeds.example import NOW, plan, programme
from tests.feeds.salting import Salt, complete, locked

CASES = 5_000 if os.environ.get("LEADERPLAN_FULL") else 60
"""RELIABILITY.md 2.17 asks for 5,000 before a release."""

HALF = CASES if CASES == 5_000 else CASES // 2
"""So many once more without assertions."""

MOST_READ = 27
"""Entries of a feed that are read by another program."""

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "\r\n", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\u202e",
                "\ufeff",
                "\\", "\\n", ";", ",", ":", '"', "END:VEVENT", "BEGIN:VALARM",
                "END:VCALENDAR", "ATTENDEE:mailto:x@y", "æøå", "e\u0301", "😀", " ",
                "\ud800", "x" * 120, "=cmd|x", "<b>",
            ]
        ),
        max_size=12,
    ).map("".join),
)  # fmt: skip


def with_texts(text: str) -> Programme:
    """Put a text into every text field, past the programme's own cleaning."""
    given = programme()
    title = Title.model_construct(da=text, en=text)
    named = {
        table: tuple(
            row.model_copy(update={"name": text}) for row in getattr(given, table)
        )
        for table in ("participants", "staff", "units", "venues", "rooms", "cohorts")
    }
    named["units"] = tuple(
        u.model_copy(update={"address": text}) for u in named["units"]
    )
    named["activities"] = tuple(
        a.model_copy(update={"title": title}) for a in given.activities
    )
    salted = given.model_copy(update={**named, "name": text})
    # A copy would keep what the unchanged programme has looked up.
    fields = {name: getattr(salted, name) for name in Programme.model_fields}
    return Programme.model_construct(**fields)


class Hostile(Salt):
    """Puts one text into every text field of every model."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hostile = text

    def _text(self, place: str, *, mail: bool = False) -> str:
        return self.hostile


def released(text: str) -> Release:
    """Release the example, complete in every table, with a text everywhere."""
    salt = Hostile(text)
    return release(salt.model(complete()), salt.model(locked()), FeedLedger(), NOW)


@cache
def reference() -> Release:
    """Release the same with plain texts."""
    return released("Anna")


def faults(text: str) -> list[str]:
    """Return what a text breaks in any feed; no assertion is needed to see it."""
    found, kinds = [], set()
    for feed, plain in zip(released(text).feeds, reference().feeds, strict=True):
        told = _faults(feed.data, plain.data)
        # One feed of each kind is read by another program, which takes long.
        if feed.key.kind not in kinds and _shape(feed.data) != _plain_shape(plain.data):
            told.append("it is read otherwise")
        kinds.add(feed.key.kind)
        found += [f"{feed.key}: {fault}" for fault in told]
    return found


def _faults(data: bytes, plain: bytes) -> list[str]:
    text = data.replace(b"\r\n ", b"").decode()
    bare = text.replace("\r\n", "")
    found = {
        "a line is too long": max(map(len, data.split(b"\r\n"))) > 75,
        "a text is not composed": not unicodedata.is_normalized("NFC", text),
        "a control sign is left": CONTROLS.search(bare) is not None,
        "a line ends otherwise": "\r" in bare or "\n" in bare,
        "lines differ": _names(data) != _names(plain),
    }
    return [fault for fault, is_so in found.items() if is_so]


def _names(data: bytes) -> list[bytes]:
    """Return what each line begins and what is no text of it, in order."""
    rows = data.replace(b"\r\n ", b"").split(b"\r\n")
    names = [re.split(b"[:;]", row)[0] for row in rows]
    return [
        row if name in {b"BEGIN", b"END", b"UID", b"DTSTART", b"DTEND"} else name
        for name, row in zip(names, rows, strict=True)
        if name not in {b"LOCATION", b"DESCRIPTION"}
    ]


@settings(max_examples=CASES, suppress_health_check=[HealthCheck.too_slow])
@given(text=HOSTILE)
@example(text="a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil")
@example(text="\ud800")
@example(text="😀" * 5000)
@example(text="")
def test_hostile_text_breaks_no_feed(text: str):
    """The number of entries stays, lines are short, and no control sign is left."""
    assert faults(text) == []


@cache
def _plain_shape(data: bytes) -> list[tuple[str, str, str]]:
    return _shape(data)


def _shape(data: bytes) -> list[tuple[str, str, str]]:
    """Component names, UIDs and times; a text that breaks out would add to them."""
    return [
        (
            part.name,
            str(part.get("UID", "")),
            part.get("DTSTART") and part["DTSTART"].dt,
        )
        for part in icalendar.Calendar.from_ical(_first(data)).walk()
    ]


def _first(data: bytes) -> bytes:
    """Return a feed with its first entries; a participant's has one of each kind."""
    head, *events = data.split(b"BEGIN:VEVENT\r\n")
    if len(events) <= MOST_READ:
        return data
    kept = b"BEGIN:VEVENT\r\n".join([head, *events[:MOST_READ]])
    return kept + b"END:VCALENDAR\r\n"


@settings(max_examples=25)
@given(text=HOSTILE.filter(lambda t: len(t) <= 200 and "\ud800" not in t))
def test_text_that_the_programme_takes_is_read_back(text: str):
    """A second reader shows each title as the programme holds it."""
    made = release(programme(name=text), plan(), FeedLedger(), NOW)
    shown = made.feeds[0]
    name = icalendar.Calendar.from_ical(shown.data)["X-WR-CALNAME"]
    assert str(name) == shown.title


UNDER_O = """
import sys
from hypothesis import HealthCheck, given, settings
from tests.feeds.test_injection import HALF, HOSTILE, faults
if __debug__:
    raise SystemExit("assertions are on")
count = 0

@settings(max_examples=HALF, derandomize=True, deadline=None, database=None,
          suppress_health_check=list(HealthCheck))
@given(text=HOSTILE)
def check(text):
    global count
    count += 1
    if found := faults(text):
        raise SystemExit(repr((text, found)))

check()
if found := faults("a\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT\\r\\nUID:evil\\x00\\x0b"):
    raise SystemExit(repr(found))
print(count >= HALF)
"""


def test_cleaning_does_not_rest_on_assertions():
    """Under ``python -O`` texts break out of nothing either."""
    done = subprocess.run(
        [sys.executable, "-O", "-c", UNDER_O],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("True\n", "")
