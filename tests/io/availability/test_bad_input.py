"""Bad calendars: a sentence with a place, or days that are unknown; never free."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from leaderplan.errors import InputError
from leaderplan.io.availability import read_availability
from tests.io.availability.calendars import (
    END,
    FAR,
    FIRST,
    LAST,
    POLICY,
    START,
    TUESDAY,
    blocks,
    busy,
    calendar,
    event,
    free_days,
    read,
)

STRICT = POLICY.model_copy(update={"faulty": "refuse"})
WEEKDAYS = [
    FIRST + timedelta(days=n)
    for n in range((LAST - FIRST).days + 1)
    if (FIRST + timedelta(days=n)).weekday() < 5
]
LOOP = (
    "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:{kind}\r\nDTSTART:20200101T000000\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ={freq}\r\nEND:{kind}\r\n"
    "END:VTIMEZONE\r\n"
)
OWN = "DTSTART;TZID=Own:20270907T090000"

WHOLE = {
    "I1 empty": (b"", "empty"),
    "I1 blank": (b" \r\n\t\r\n", "empty"),
    "I2 log-in page": (b"<!DOCTYPE html><html>Log ind</html>", "web page"),
    "I2 log-in page below blank lines": (b"\n\n <html>", "web page"),
    "I3 no end": (calendar(event(START, END))[:-20], "half there|damaged"),
    "I3 cut in an event": (calendar(event(START, END))[:120], "half there|damaged"),
    "I8 more entries than are read": (
        calendar(*(event(START, "RRULE:FREQ=DAILY", uid=str(n)) for n in range(40))),
        "at most 10000 entries in the period",
    ),
    "I13 50,000 events": (
        calendar(*(event(START, uid=str(n)) for n in range(50_000))), "at most 20000 "
    ),
    "I22 events within events": (
        calendar("BEGIN:VEVENT\r\n" * 3000 + "END:VEVENT\r\n" * 3000), "line 5 does not"
    ),
    "I22 one in another": (calendar(event(START, event(START))), "line 7 does not"),
    "I23 a line of 10 MB": (calendar(event(START, "SUMMARY:" + "x" * 10**7)), "5 MB"),
    "I24 cp1252": (calendar(event(START)) .replace(b"UID:1", "UID:æ".encode("cp1252")),
                   "UTF-8"),
    "I24 UTF-16": (calendar(event(START)).decode().encode("utf-16"), "UTF-8"),
    "I25 NUL": (calendar(event(START, "SUMMARY:a\0b")), "NUL"),
    "I29 10 MB attached": (
        calendar(event(START, "ATTACH;ENCODING=BASE64:" + "QUJD" * 2_500_000)),
        "at most 5 MB",
    ),
    "packed": (b"PK\x03\x04rest", "packed file"),
    "not one": (b"Dear all,\n", "BEGIN:VCALENDAR"),
    "text behind": (calendar(event(START)) + b"<!-- x -->", "line 9 does not"),
    "another era": (calendar(event(START), head="CALSCALE:JULIAN\r\n"), "Gregorian"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), WHOLE.values(), ids=WHOLE.keys())
def test_a_file_that_is_no_calendar_is_refused(data, said, reader):
    """Each is one sentence with the name of the calendar, and nothing is read."""
    with pytest.raises(InputError, match=said) as caught:
        read_availability(data, "p1", POLICY)
    (issue,) = caught.value.issues
    assert issue.place == "calendar 1"
    assert "Traceback" not in str(caught.value)


EVENTS = {
    "I6 INTERVAL=0": ([START, END, "RRULE:FREQ=DAILY;INTERVAL=0"], "RRULE", None),
    "I6 INTERVAL=1001": ([START, END, "RRULE:FREQ=DAILY;INTERVAL=1001"], "RRULE", None),
    "I7 each second": ([START, END, "RRULE:FREQ=SECONDLY"], "RRULE", None),
    "I7 each minute": ([START, END, "RRULE:FREQ=MINUTELY"], "RRULE", None),
    "I7 each hour": ([START, END, "RRULE:FREQ=HOURLY"], "RRULE", None),
    "I7 each minute, spelled out": (
        [START, END, "RRULE:FREQ=DAILY;BYHOUR=8,9,10;BYMINUTE="
         + ",".join(map(str, range(60)))], "RRULE", None),
    "I8 COUNT=10^12": ([START, END, "RRULE:FREQ=DAILY;COUNT=1000000000000"], "RRULE",
                       None),
    "I8 COUNT=10,001": ([START, END, "RRULE:FREQ=DAILY;COUNT=10001"], "RRULE", None),
    "I11 30 February": ([START, END, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"],
                        "RRULE", None),
    "I11 week 99": ([START, END, "RRULE:FREQ=YEARLY;BYWEEKNO=99"], "RRULE", None),
    "I12 86,400 dates": (
        [START, "RDATE:" + ",".join(["20270907T090000Z"] * 86_400)], "RDATE", None),
    "I14 nonsense": ([START, END, "RRULE:every Tuesday"], "RRULE", None),
    "I14 twice FREQ": ([START, END, "RRULE:FREQ=DAILY;FREQ=WEEKLY"], "RRULE", None),
    "I14 an end that is none": ([START, END, "RRULE:FREQ=DAILY;UNTIL=later"], "RRULE",
                                None),
    "I18 no start": (["SUMMARY:x", END], "DTSTART", "all"),
    "I18 a start that is no day": (["DTSTART:20270230T090000", END], "DTSTART", "all"),
    "I18 a start at 24 hours": (["DTSTART:20270907T240000", END], "DTSTART", "all"),
    "an end that is none": ([START, "DTEND:soon"], "DTEND", None),
    "a length that is none": ([START, "DURATION:PT"], "DURATION", None),
    "two starts": ([START, START.replace("09", "08", 1), END], "DTSTART", None),
    "a date that is none": ([START, END, "RDATE:20271399"], "RDATE", "all"),
    "a line without its colon": (["DTSTART;TZID", END], "DTSTART", "all"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "name", "reach"), EVENTS.values(), ids=EVENTS.keys())
def test_an_event_that_cannot_be_understood_is_unknown(lines, name, reach):
    """Days that it can fall on are unknown, never free, and the place is named."""
    report = read(calendar(FAR, event(*lines)))
    (fault,) = report.sources[0].faults
    assert (fault.event, fault.name) == (2, name)
    start = FIRST if reach == "all" else TUESDAY
    assert [day for day in free_days(report, WEEKDAYS) if day >= start] == []
    assert set(report.unknown) >= {day for day in WEEKDAYS if day >= start}
    assert f"entry no. 2, {name}: " in report.text("en")
    assert f"aftale nr. 2, {name}: " in report.text("da")


@pytest.mark.parametrize(
    ("lines", "name", "_reach"), EVENTS.values(), ids=EVENTS.keys()
)
def test_an_event_that_cannot_be_understood_can_be_refused(lines, name, _reach, reader):
    """With the policy for it, an error names calendar, event and property."""
    with pytest.raises(InputError) as caught:
        read_availability(calendar(FAR, event(*lines)), "p1", STRICT)
    assert [i.place for i in caught.value.issues] == [
        f"calendar 1, entry no. 2, {name}"
    ]


def test_a_fault_makes_unknown_what_it_can_reach_and_no_more():
    """Old entries: dates that cannot be read may be any, two starts were in 2020."""
    dates = event(
        "DTSTART:20200907T090000", "DTEND:20200907T100000", "RDATE:x", uid="2"
    )
    assert set(read(calendar(FAR, dates)).unknown) == set(WEEKDAYS)
    twice = event("DTSTART:20200907T090000", "DTSTART:20200908T090000", uid="2")
    assert read(calendar(FAR, twice)).unknown == ()
    assert read(calendar(FAR, twice)).sources[0].faults == ()


FINE = {
    "I4 two calendars": (
        calendar(event(START, END)) + calendar(event("DTSTART;VALUE=DATE:20270908")),
        {TUESDAY, date(2027, 9, 8)},
    ),
    "I9 until the year 9999": (
        calendar(event(START, END, "RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z")),
        {TUESDAY},
    ),
    "I10 since the year 1601": (
        calendar(event("DTSTART:16010907T090000", "DURATION:PT1H",
                       "RRULE:FREQ=YEARLY")), {TUESDAY}
    ),
    "I16 Windows' name of a zone": (
        calendar(event("DTSTART;TZID=Romance Standard Time:20270907T090000",
                       'DTEND;TZID="Romance Standard Time":20270907T100000')), {TUESDAY}
    ),
    "I19 end before start": (
        calendar(event(START, "DTEND:20270907T060000Z")), {TUESDAY}
    ),
    "I20 a day and a time": (
        calendar(event("DTSTART;VALUE=DATE:20270907", "DTEND:20270907T100000")),
        {TUESDAY},
    ),
    "I20 a time and a day": (calendar(event(START, "DTEND;VALUE=DATE:20270908")),
                             {TUESDAY, date(2027, 9, 8)}),
    "I21 a changed date without its series": (
        calendar(event(START, END, f"RECURRENCE-ID{START[7:]}")), {TUESDAY}
    ),
    "I28 an alarm 10^9 times": (
        calendar(event(START, END, "BEGIN:VALARM\r\nTRIGGER:-PT1S\r\nDURATION:PT1S\r\n"
                       "REPEAT:1000000000\r\nEND:VALARM")), {TUESDAY}
    ),
    "I29 3 MB attached": (
        calendar(event(START, "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 800_000,
                       END)), {TUESDAY}
    ),
    "lines that end in LF only": (
        calendar(event(START, END)).replace(b"\r\n", b"\n"), {TUESDAY}
    ),
    "a byte order mark": (b"\xef\xbb\xbf" + calendar(event(START, END)), {TUESDAY}),
    "folded within a property": (
        calendar(event(START, END)).replace(b"2027", b"20\r\n 27"), {TUESDAY}
    ),
    "small letters": (
        calendar(event(START, END)).replace(b"DTSTART;TZID", b"dtstart;tzid")
        .replace(b"BEGIN:VEVENT", b"begin:vevent"), {TUESDAY}
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "days"), FINE.values(), ids=FINE.keys())
def test_what_is_odd_and_clear_is_read(data, days):
    """Other programs write it, and there is no doubt when somebody is busy."""
    assert busy(read(data)) == days


@pytest.mark.parametrize(
    "zone",
    ["Mars/Olympus", "x" * 5000, "../../etc/passwd", "/etc/localtime", "(no TZ)", "é"],
    ids=lambda zone: zone[:12],
)
def test_a_zone_that_nobody_knows_is_a_guess_and_its_days_unknown(zone):
    """I15 and I17: read in the owner's zone, and what else it can mean is unknown."""
    lines = [f'DTSTART;TZID="{zone}":20270907T090000', "DURATION:PT1H"]
    report = read(calendar(FAR, event(*lines)))
    assert blocks(report)[TUESDAY] == {0}
    days = {TUESDAY + timedelta(days=n) for n in (-1, 0, 1)}
    assert set(report.unknown) == days
    assert free_days(report, days) == []
    assert "1 in an unknown zone" in str(report)
    assert zone not in str(report)
    sure = POLICY.model_copy(update={"guessed_zone": "read"})
    assert read(calendar(FAR, event(*lines)), sure).unknown == ()


@pytest.mark.parametrize(
    "zone",
    [
        LOOP.format(kind="STANDARD", freq="SECONDLY"),
        LOOP.format(kind="STANDARD", freq="YEARLY;INTERVAL=0"),
        LOOP.format(kind="DAYLIGHT", freq="YEARLY"),
        "BEGIN:VTIMEZONE\r\nTZID:Own\r\nEND:VTIMEZONE\r\n",
        LOOP.format(kind="STANDARD", freq="YEARLY").replace("+0200", "later"),
    ],
    ids=["each second", "interval 0", "no STANDARD", "empty", "no offset"],
)
def test_a_zone_that_is_defined_badly_is_unknown(zone):
    """I26: a definition that loops or lacks its parts is none."""
    report = read(calendar(zone, FAR, event(OWN, "DURATION:PT1H")))
    assert TUESDAY in report.unknown
    assert blocks(report)[TUESDAY] == {0}


def test_a_zone_that_the_file_defines_holds_for_this_file_only():
    """18 o'clock at UTC+9 is 11 here; in the next file nobody knows that zone."""
    zone = LOOP.format(kind="STANDARD", freq="YEARLY").replace("0100", "0900")
    zone = zone.replace("+0200", "+0900")
    own = OWN.replace("T09", "T18")
    report = read(calendar(zone, FAR, event(own, "DURATION:PT1H")))
    assert blocks(report)[TUESDAY] == {1}  # 11 o'clock
    assert report.unknown == ()
    weekly = event(own, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert blocks(read(calendar(zone, FAR, weekly)))[date(2027, 9, 14)] == {1}
    assert TUESDAY in read(calendar(FAR, event(own, "DURATION:PT1H"))).unknown


def test_a_zone_of_one_name_may_be_another_in_the_next_file():
    """A weekly time at UTC+9, and then in a file that defines UTC+1 by that name."""
    weekly = event(OWN, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    for hours, block in (("+0900", None), ("+0100", {0})):  # 2 and 10 o'clock here
        zone = LOOP.format(kind="STANDARD", freq="YEARLY")
        zone = zone.replace("+0100", hours).replace("+0200", hours)
        found = blocks(read(calendar(zone, FAR, weekly)))
        assert found.get(date(2027, 9, 14)) == (block and {1})


def test_a_series_that_a_library_cannot_expand_is_unknown(monkeypatch):
    """Whatever it raises; others are read, and from its start on nothing is free."""
    import recurring_ical_events

    def fail(*_: object) -> None:
        raise KeyError("DTSTART")

    monkeypatch.setattr(recurring_ical_events, "of", fail)
    weekly = event(START.replace("0907", "0914"), END, "RRULE:FREQ=WEEKLY", uid="2")
    report = read(calendar(FAR, event(START, END), weekly))
    assert blocks(report)[TUESDAY] == {0}
    (fault,) = report.sources[0].faults
    assert (fault.event, fault.code) == (3, "series")
    days = [day for day in WEEKDAYS if day >= date(2027, 9, 14)]
    assert free_days(report, days) == []
    assert "entry no. 3: the dates of the entry cannot be worked out" in str(report)


def test_text_is_never_taken_as_a_path(tmp_path, reader):
    """I5: a calendar as text is refused, and a path given as bytes is not opened."""
    with pytest.raises(InputError, match="as bytes and not as text"):
        read_availability(calendar(event(START)).decode(), "p1", POLICY)
    (tmp_path / "real.ics").write_bytes(calendar(event(START, END)))
    with pytest.raises(InputError, match="does not begin with"):
        read_availability(str(tmp_path / "real.ics").encode(), "p1", POLICY)
    assert busy(read_availability(tmp_path / "real.ics", "p1", POLICY)) == {TUESDAY}


@pytest.mark.parametrize("unknown", ["unanswered", "unavailable"])
def test_a_calendar_that_cannot_be_read_can_be_unknown(unknown, reader):
    """One of two is a log-in page: all is unknown, what the other says is busy."""
    lax = POLICY.model_copy(update={"unreadable": "unknown", "unknown": unknown})
    both = [calendar(event(START, END)), b"<html>"]
    report = read_availability(both, "p1", lax, language="da")
    assert set(report.unknown) == set(WEEKDAYS)
    assert 0 in blocks(report)[TUESDAY]
    assert free_days(report, WEEKDAYS) == []
    assert {row.state for row in report.rows} == {"unavailable", unknown}
    assert "kalender 2: kunne ikke læses: dette er en webside" in str(report)


def test_places_that_are_no_calendar_are_told(tmp_path, reader):
    """No file, a folder, a pipe, an odd name or another type: one sentence for each."""
    import os

    os.mkfifo(tmp_path / "pipe")
    named = [tmp_path / "none.ics", tmp_path, tmp_path / "pipe", "a\0b"]
    places = [*named, "/dev/zero", 5, "x" * 5000]
    with pytest.raises(InputError) as caught:
        read_availability(places, "p1", POLICY)
    said = [issue.message for issue in caught.value.issues]
    assert len(said) == len(places)
    assert "no such file" in said[0]
    assert "a folder" in said[1]
    assert "file's name, an address or bytes" in said[5]
