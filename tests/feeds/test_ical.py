from __future__ import annotations

from datetime import UTC, date, datetime, time

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderplan.feeds.ical import FeedWriter, folded
from leaderplan.feeds.ledger import Entry, Line
from tests.feeds.reading import read

STAMP = datetime(2027, 6, 1, 9, 30, tzinfo=UTC)
SUMMER, WINTER = date(2027, 10, 29), date(2027, 11, 1)

GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//leaderplan//leaderplan//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Bedre ledelse
X-WR-CALNAME:Bedre ledelse
X-WR-CALDESC:Kalenderen opdateres af sig selv. Nogle programmer henter før
 st ændringer efter et døgn.
X-WR-TIMEZONE:Europe/Copenhagen
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
X-LIC-LOCATION:Europe/Copenhagen
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:u@leaderplan
DTSTAMP:20270601T093000Z
LAST-MODIFIED:20270601T093000Z
SEQUENCE:3
DTSTART;TZID=Europe/Copenhagen:20271029T083000
DTEND;TZID=Europe/Copenhagen:20271029T100000
SUMMARY:Aflyst: Temadag 2
LOCATION:Salen\\, Øby
DESCRIPTION:Coach: Mette\\nAntal: 3\\; 4
CLASS:PRIVATE
STATUS:CANCELLED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
END:VEVENT
END:VCALENDAR
"""


def line(state: str = "live", **changes: object) -> Line:
    """Make a line of an entry from 08:30 to 10:00 with fields changed."""
    fields = {
        "uid": "u@leaderplan",
        "summary": "Temadag 2",
        "day": SUMMER,
        "starts": time(8, 30),
        "ends": time(10),
    }
    entry = Entry(**(fields | changes))
    return Line(uid=entry.uid, sequence=3, changed=STAMP, state=state, entry=entry)


def written(*rows: Line, zone: str = "Europe/Copenhagen", title: str = "Navn") -> bytes:
    """Write rows as a feed in Danish."""
    return FeedWriter(zone, 2027, "da").write(title, rows)


def test_bytes_are_the_golden_ones():
    """Every property in its form and order, for a cancelled entry with all fields."""
    data = written(
        line(
            "cancelled",
            location="Salen, Øby",
            description="Coach: Mette\nAntal: 3; 4",
            private=True,
        ),
        title="Bedre ledelse",
    )
    assert data == GOLDEN.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(("day", "hour"), [(SUMMER, 6), (WINTER, 7)])
def test_clock_times_are_danish(day: date, hour: int):
    """08:30 in Denmark is 06:30 UTC before the change of October 2027, 07:30 after."""
    start = read(written(line(day=day)))[0].start
    assert start == datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "starts", "utc"),
    [
        (date(2028, 3, 26), time(2, 30), "20280326T013000Z"),
        (date(2027, 10, 31), time(2, 30), "20271031T003000Z"),
    ],
)
def test_times_in_gap_and_fold_are_utc(day: date, starts: time, utc: str):
    """Readers differ on an hour that is missing or twice there; UTC leaves no doubt."""
    data = written(line(day=day, starts=starts, ends=time(5)))
    assert f"DTSTART:{utc}\r\n".encode() in data
    assert b"TZID=" not in data


@pytest.mark.parametrize("zone", ["UTC", "Africa/Casablanca"])
def test_zone_without_rules_is_utc(zone: str):
    """No TZID stands without a VTIMEZONE that explains it."""
    data = written(line(), zone=zone)
    assert b"TZID" not in data
    assert b"VTIMEZONE" not in data
    assert [entry.summary for entry in read(data)] == ["Temadag 2"]


def test_whole_day_ends_on_the_next():
    """A note is a DATE with its end the day after, and takes no time."""
    data = written(line(starts=None, ends=None, blocking=False))
    (entry,) = read(data)
    assert (entry.start, entry.end) == (SUMMER, date(2027, 10, 30))
    assert not entry.blocking
    assert b"X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n" in data


def test_calendar_has_no_identity_and_invites_nobody():
    """What breaks clients or asks for an answer is not there."""
    data = written(line(description="x", location="y", private=True))
    head = data.split(b"BEGIN:VEVENT")[0]
    assert b"\r\nUID:" not in head
    for word in (b"ATTENDEE", b"ORGANIZER", b"VALARM", b"REQUEST", b"RDATE", b"SOURCE"):
        assert word not in data


def test_calendar_name_carries_no_backslash():
    """Five readers show the backslash of an escaped comma in a calendar's name."""
    data = written(line(), title="Hold 1, 2; a\\b")
    assert b"X-WR-CALNAME:Hold 1 2 a/b\r\n" in data
    assert b"\r\nNAME:Hold 1 2 a/b\r\n" in data


@given(text=st.text(max_size=400).map(lambda t: t.encode("utf-8", "ignore").decode()))
def test_folding_is_undone_by_unfolding(text: str):
    """Lines have at most 75 octets, break inside no character, and join again."""
    row = "SUMMARY:" + text.replace("\r", " ").replace("\n", " ")
    data = folded(row)
    assert data.replace(b"\r\n ", b"") == row.encode() + b"\r\n"
    for part in data.split(b"\r\n")[:-1]:
        assert len(part) <= 75
        part.decode()


def test_folding_parts_no_escape():
    r"""A fold between a backslash and its letter would be read as two characters."""
    for shift in range(80):
        data = folded("SUMMARY:" + "x" * shift + "\\n" * 40)
        assert b"\\\r\n n" not in data


def test_reader_gets_the_text_back():
    """What is escaped is read as it was: commas, semicolons, letters, line breaks."""
    text = "Sal 3; bygning A, \u201ckælder\u201d \U0001f4c5"
    data = written(line(summary=text, location=text, description=f"{text}\n{text}"))
    (entry,) = read(data)
    assert (entry.summary, entry.location) == (text, text)
    assert entry.description == f"{text}\n{text}"
    assert icalendar.Calendar.from_ical(data)["X-WR-CALNAME"] == "Navn"
