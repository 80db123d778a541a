"""Drawn calendars against a naive reader, and damaged ones that never look free."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from leaderplan.io.availability.lines import Unreadable
from leaderplan.io.availability.reading import read_calendar
from tests.io.availability.calendars import (
    FAR,
    FIRST,
    LAST,
    POLICY,
    ZONE,
    blocks,
    calendar,
    event,
    free_days,
    read,
)
from tests.io.availability.oracle import Event, Rule, beyond_doubt

ZONES = (ZONE, "America/New_York", "Asia/Kolkata", "UTC")
DAYS = st.dates(FIRST - timedelta(days=400), LAST)


@st.composite
def rules(draw: st.DrawFn, first: date) -> Rule:
    """Draw a rule of a series that begins on a day."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY"]))
    weekdays: tuple[int, ...] = ()
    if frequency != "MONTHLY" and draw(st.booleans()):
        some = draw(st.sets(st.integers(0, 6), max_size=3)) | {first.weekday()}
        weekdays = tuple(sorted(some))
    ends = draw(st.sampled_from(["count", "until", "never"]))
    return Rule(
        frequency,
        draw(st.integers(1, 4)),
        weekdays,
        draw(st.integers(1, 60)) if ends == "count" else None,
        draw(st.dates(first, LAST)) if ends == "until" else None,
    )


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event: single or a series, whole days or not, in one of some zones."""
    first = draw(DAYS)
    rule = draw(st.none() | rules(first))
    whole = draw(st.booleans())
    if whole:
        made = Event(first, None, timedelta(days=draw(st.integers(1, 3))), rule=rule)
    else:
        # Clock changes are at 1 to 3 in the night, where clients differ.
        at = time(draw(st.integers(5, 22)), draw(st.sampled_from([0, 15, 30])))
        length = timedelta(minutes=15 * draw(st.integers(1, 40)))
        made = Event(first, at, length, draw(st.sampled_from(ZONES)), rule)
    if rule is None:
        return made
    days = made.days()
    gone = draw(st.sets(st.sampled_from(days), max_size=3)) if days else set()
    left = [day for day in days if day not in gone]
    chosen = draw(st.sets(st.sampled_from(left), max_size=2)) if left else set()
    moved = tuple(
        (day, day + timedelta(days=draw(st.integers(-9, 90))), draw(st.integers(0, 5)))
        for day in sorted(chosen)
    )
    return replace(made, gone=frozenset(gone), moved=moved)


@settings(max_examples=80)
@given(st.lists(events(), min_size=1, max_size=4))
def test_busy_is_what_a_naive_reader_finds(drawn: list[Event]) -> None:
    """Block by block, for series in four zones over both changes of the clock."""
    parts = [one.parts(str(n)) for n, one in enumerate(drawn)]
    report = read(calendar(FAR, *parts))
    expected = {pair for one in drawn for pair in one.blocks()}
    expected |= {(LAST, block) for block in range(4)}
    found = {(day, block) for day, taken in blocks(report).items() for block in taken}
    assert found == expected
    assert report.unknown == ()


PLAIN = [
    event(
        f"DTSTART;TZID={ZONE}:{day:%Y%m%d}T090000",
        f"DTEND;TZID={ZONE}:{day:%Y%m%d}T150000",
        "SUMMARY:Meeting",
        uid=f"u{number}",
    )
    for number, day in enumerate(FIRST + timedelta(days=7 * week) for week in range(6))
]
SEED = calendar(
    *PLAIN[:3],
    event(f"DTSTART;TZID={ZONE}:20270906T100000", "DURATION:PT2H",
          "RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20280601T220000Z",
          f"EXDATE;TZID={ZONE}:20270913T100000", "TRANSP:OPAQUE", uid="s"),
    *PLAIN[3:],
    head="METHOD:PUBLISH\r\nX-WR-TIMEZONE:Europe/Copenhagen\r\n",
)  # fmt: skip
PIECES = (
    b"\r\n", b"\n", b":", b";", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"\0", b"\xff",
    b"T240000", b"INTERVAL=0;", b"FREQ=SECONDLY", b"99999999", b"END:VCALENDAR\r\n",
    b"RRULE:FREQ=DAILY\r\n", b"DTSTART:20270907\r\n", b"TZID=", b"\r\n ", b"STATUS:",
    b"BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n", b"DURATION:-P1D\r\n", b"\xc3\xa6",
    b"RECURRENCE-ID:20270901T090000\r\n", b"SEQUENCE:9\r\n", b"RDATE:", b"UID:u1\r\n",
    b"BEGIN:VCALENDAR\r\n", b'"', b",", b"/P1D", b"EXDATE:20270901\r\n",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw the seed with bytes left out, doubled or put in, up to five times."""
    data = SEED
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 2, 7, 30, 200])))
        piece = draw(st.sampled_from((*PIECES, b"", data[start:end] * 2)))
        data = data[:start] + piece + data[end:]
    return data


@settings(max_examples=150)
@given(damaged())
@example(SEED)
def test_a_damaged_calendar_never_looks_free(data: bytes) -> None:
    """It is refused, or all that is beyond doubt in it is busy or unknown.

    Its plain events are from 9 to 15, so no block of their days may be free.
    """
    try:
        report = read(data)
    except Unreadable:
        return
    assert free_days(report, beyond_doubt(data)) == []
    report.text("da")


@settings(max_examples=100)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_read_or_refused(data: bytes, framed: bool) -> None:
    """Nothing else than the one error for what cannot be read."""
    if framed:
        data = calendar(FAR) + b"BEGIN:VCALENDAR\r\n" + data + b"\r\nEND:VCALENDAR\r\n"
    try:
        found = read_calendar(data, POLICY)
    except Unreadable:
        return
    assert found.counts["entries"] or found.counts["silent"] or found.unknown


VALUES = st.text(
    st.sampled_from('0123456789TZ:;,=/+-PDHWMSUYFREQCOUNTILBXVAL\\" æ\t'), max_size=40
)
NAMES = st.sampled_from([
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
    "SEQUENCE", "STATUS", "TRANSP", "UID", "FREEBUSY", "TZID", "TZOFFSETFROM",
])  # fmt: skip


MORE = st.sampled_from(["", ";TZID=Own", ";VALUE=DATE"])


@settings(max_examples=80)
@given(
    st.lists(st.tuples(NAMES, MORE, VALUES), max_size=6),
    st.sampled_from(["VEVENT", "VFREEBUSY", "VTIMEZONE", "VTODO"]),
)
def test_any_property_is_read_or_a_fault(
    lines: list[tuple[str, str, str]], kind: str
) -> None:
    """What a part says may be anything; the others' days are told all the same."""
    rows = "".join(f"{name}{more}:{value}\r\n" for name, more, value in lines)
    report = read(calendar(f"BEGIN:{kind}\r\n{rows}END:{kind}\r\n", *PLAIN))
    assert free_days(report, beyond_doubt(calendar(*PLAIN))) == []
    starts = [name for name, _, _ in lines if name == "DTSTART"]
    if kind == "VEVENT" and not starts and not rows.startswith((" ", "\t")):
        assert len(report.unknown) > 200
