"""What is made of calendars: rows in a programme, a text, and nothing private."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

import leaderplan as lp
from leaderplan.domain.calendar import Block
from leaderplan.errors import InputError
from leaderplan.io.availability import AvailabilityReport, read_availability, words
from leaderplan.preflight import preflight
from tests.io.availability.calendars import (
    END,
    FAR,
    POLICY,
    START,
    TUESDAY,
    blocks,
    busy,
    calendar,
    event,
    read,
)

SMALL = lp.samples.programme("S", seed=0)
OWN = lp.AvailabilityPolicy.of(SMALL.calendar)
LATE = "DTSTART;VALUE=DATE:20280620"
"""In the last week of the sample, so that its calendar is not silent."""
GOOD = calendar(event(START, END), event(LATE, uid="2"))
pytestmark = pytest.mark.usefixtures("reader")


def report(data: bytes = GOOD, owner: str = "t01", **changes) -> AvailabilityReport:
    """Read a calendar for the sample."""
    return read_availability(data, owner, OWN.model_copy(update=changes))


def rows_of(programme: lp.Programme, owner: str = "t01") -> tuple[lp.Availability, ...]:
    """Return somebody's rows."""
    return programme.participant(owner).availability


def test_a_report_adds_its_rows_to_those_that_are_there():
    """The sample's person keeps all of theirs; nobody else is touched."""
    made = report()
    changed = made.apply(SMALL)
    assert made.rows
    assert rows_of(changed) == (*rows_of(SMALL), *made.rows)
    assert changed.participants[1:] == SMALL.participants[1:]
    assert changed.staff == SMALL.staff
    assert made.apply(changed) == changed


def test_the_next_report_can_take_the_place_of_the_last():
    """What was moved is busy at its new time only."""
    first = report()
    moved = report(GOOD.replace(b"20270907", b"20270908"))
    changed = moved.apply(first.apply(SMALL), instead_of=first)
    assert changed == moved.apply(SMALL)
    assert changed != first.apply(SMALL)


def test_the_solver_and_the_check_see_the_rows():
    """The rule about availability binds on Tuesday's first block, and on no other."""
    rule = lp.rules.Availability()
    before, after = SMALL, report().apply(SMALL)
    (talk, *_) = [a for a in SMALL.activities if a.length and not a.plenary]

    def excess(of: lp.Programme, block: int) -> int:
        place = lp.Attendance(of.participant("t01"), talk, TUESDAY, block)
        return rule.judge(of)(place)

    assert excess(after, 0) == 1
    assert excess(after, 1) == excess(before, 1)
    assert excess(before, 0) == 0


def test_staff_and_rooms_have_calendars_too():
    """Whoever has the id is changed."""
    for kind in ("staff", "rooms"):
        (one, *_) = getattr(SMALL, kind)
        changed = report(owner=one.id).apply(SMALL)
        (after, *_) = getattr(changed, kind)
        assert after.availability[-1].state == "unavailable"
        assert len(after.availability) > len(one.availability)


def test_an_owner_whom_nobody_is_is_told():
    """With the nearest id there is."""
    with pytest.raises(InputError, match=r"has the id 't001'\. Did you mean t"):
        report(owner="t001").apply(SMALL)


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "Europe/London"},
        {"weekdays": (0, 1)},
        {"blocks": (Block(start=time(8), end=time(16)),)},
    ],
)
def test_a_report_for_another_calendar_is_refused(changes):
    """Its blocks and days would mean something else here."""
    with pytest.raises(InputError, match=f"policy/{next(iter(changes))}"):
        report(**changes).apply(SMALL)


def test_a_calendar_answers_for_the_days_that_it_knows():
    """Days not answered are answered within the period, but for the unknown ones."""
    asked = lp.Availability(state="unanswered")
    person = SMALL.participants[0]
    fields = {name: getattr(person, name) for name in type(person).model_fields}
    open_ = lp.Participant(**(fields | {"availability": (asked,)}))
    programme = SMALL.replace(participants=(open_, *SMALL.participants[1:]))
    assert ("t01",) in [found.subjects for found in preflight(programme).findings]
    known = report().apply(programme)
    assert "unanswered" not in {row.state for row in rows_of(known)}
    part = report(first=date(2027, 9, 1), last=TUESDAY).apply(programme)
    left = [row for row in rows_of(part) if row.state == "unanswered"]
    assert [(row.first, row.last) for row in left] == [
        (SMALL.calendar.first, date(2027, 8, 31)),
        (TUESDAY + timedelta(days=1), SMALL.calendar.last),
    ]


def test_unknown_days_are_found_by_preflight():
    """Reported to the coordinator there, and kept free where the policy says so."""
    strange = calendar(event("DTSTART;TZID=Mars:20270907T090000"), event(LATE, uid="2"))
    made = report(strange)
    (said,) = [f.words.en for f in preflight(made.apply(SMALL)).findings
               if f.kind == "unanswered"]  # fmt: skip
    assert "has not answered for 3 days of" in said
    kept = report(strange, unknown="unavailable")
    assert kept.unknown == made.unknown
    assert {row.state for row in kept.rows} == {"unavailable"}
    assert blocks(kept)[TUESDAY - timedelta(days=1)] == {0, 1, 2, 3}


def test_calendars_of_one_person_count_together():
    """Busy where one is; unknown where one is and none busy; each its own policy."""
    work = calendar(FAR, event(START, END))
    home = calendar(FAR, event(START.replace("0907", "0908"), "TRANSP:TRANSPARENT"))
    strict = POLICY.model_copy(update={"transparent": "ignore"})
    found = read_availability([work, home], "p1", [POLICY, strict])
    assert busy(found) == {TUESDAY, TUESDAY + timedelta(days=1)}
    assert len(found.sources) == 2
    found = read_availability([work, calendar()], "p1", POLICY)
    assert TUESDAY in found.unknown
    assert blocks(found)[TUESDAY] == {0}
    assert blocks(found, "unanswered")[TUESDAY] == {1, 2, 3}


@pytest.mark.parametrize(
    ("source", "policy", "said"),
    [
        ([], POLICY, "expected a calendar, found none"),
        ([GOOD], [POLICY, POLICY], "one for each of 1 calendars"),
        ([GOOD], [], "one for each of 1 calendars"),
        (GOOD, None, "one for each of 1 calendars"),
        ([GOOD, GOOD], [POLICY, OWN], "the same days and blocks"),
    ],
)
def test_wrong_arguments_are_told(source, policy, said):
    """Before anything is read."""
    with pytest.raises(InputError, match=said):
        read_availability(source, "p1", policy)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"now": datetime(2027, 9, 1)}, "now: expected a time with a time zone"),  # noqa: DTZ001
        ({"language": "xx"}, "language"),
    ],
)
def test_wrong_options_are_told(changes, said):
    """A time without a zone, a language that is none."""
    with pytest.raises(InputError, match=said):
        read_availability(GOOD, "t01", OWN, **changes)


def test_a_calendar_that_lost_its_entries_is_warned_of():
    """Of 40 there are 7 left: less than a fifth; with none, all is unknown as well."""
    many = calendar(*(event(LATE, uid=str(n)) for n in range(40)))
    few = calendar(*(event(LATE, uid=str(n)) for n in range(7)))
    most = calendar(*(event(LATE, uid=str(n)) for n in range(8)))
    before = read_availability(many, "t01", OWN)
    for now, told in ((few, True), (most, False), (calendar(), True)):
        found = read_availability(now, "t01", OWN, previous=before)
        said = any("had 40 entries in the period last time" in w.en
                   for w in found.warnings)  # fmt: skip
        assert said is told
    assert len(found.unknown) == len({*found.unknown}) > 200
    kept = AvailabilityReport.model_validate_json(before.model_dump_json())
    assert kept == before


def test_the_age_of_a_file_is_that_of_its_last_change(tmp_path):
    """A file of 31 days is warned of, one of 30 not; without a clock none is."""
    import os

    path = tmp_path / "kim.ics"
    path.write_bytes(GOOD)
    changed = datetime(2027, 8, 1, 12, tzinfo=UTC)
    os.utime(path, (changed.timestamp(), changed.timestamp()))
    for days, told in ((30, False), (31, True)):
        now = changed + timedelta(days=days)
        found = read_availability(path, "t01", OWN, now=now)
        assert found.sources[0].as_of == changed
        assert ("kim.ics is 31 days old" in str(found)) is told
    assert found.read_at == now
    assert "kim.ics (as of Sun 1 August 2027)" in str(found)
    assert "days old" not in str(read_availability(path, "t01", OWN))


SECRETS = ("Kræftbehandling", "Zzanne", "hanne@example.com", "Riget", "uid-secret",
           "hidden-token", "X-Secret", "Zone-Secret")  # fmt: skip


def private(*more: str) -> bytes:
    """Write a calendar with something private in every text that it can hold."""
    lines = [
        "SUMMARY:Kræftbehandling", "DESCRIPTION:Zzanne\\nsyg", "LOCATION:Riget",
        "ATTENDEE;CN=Zzanne:mailto:hanne@example.com", "COMMENT:Zzanne",
        "ORGANIZER;CN=Zzanne:mailto:hanne@example.com", "CATEGORIES:Kræftbehandling",
        "URL:https://example.com/hidden-token", "X-SECRET:X-Secret", "CLASS:PRIVATE",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Zzanne\r\nEND:VALARM",
    ]  # fmt: skip
    head = "X-WR-CALNAME:Zzanne\r\nNAME:Zzanne\r\n"
    strange = "DTSTART;TZID=Zone-Secret:20270915T090000"
    return calendar(
        event(START, END, *lines, uid="uid-secret"),
        event(strange, *lines, uid="uid-secret-2"),
        event(START, *lines, *more, uid="uid-secret-3"),
        event(LATE, uid="4"),
        head=head,
    )


def test_nothing_private_is_kept_or_shown():
    """Not in rows, report, repr, JSON, either language's text or an error."""
    secret = private("RRULE:FREQ=Zzanne")
    found = read_availability(secret, "t01", OWN)
    assert found.sources[0].faults
    shown = [repr(found), found.model_dump_json(), found.text("da"), found.text("en"),
             found.apply(SMALL).model_dump_json()]  # fmt: skip
    with pytest.raises(InputError) as caught:
        read_availability(secret, "t01", OWN.model_copy(update={"faulty": "refuse"}))
    error = caught.value
    shown += [str(error), repr(error), error.redacted(), repr(error.__context__)]
    with pytest.raises(InputError) as caught:
        read_availability(secret[:-30], "t01", OWN)
    shown += [str(caught.value), repr(caught.value.__context__)]
    assert [(s, t[:80]) for t in shown for s in SECRETS if s in t] == []


def test_only_times_leave_the_process_that_reads():
    """What it answers holds whole numbers and words of its own."""
    from leaderplan.io.availability.reading import read_calendar

    answer = read_calendar(private("RRULE:FREQ=Zzanne"), OWN).plain()
    assert [secret for secret in SECRETS if secret in repr(answer)] == []


def test_every_text_is_there_in_both_languages():
    """With the same fields, and Danish is not English."""
    tables = [*words.UNREADABLE.values(), *words.FAULTS.values()]
    tables += [one for pair in (*words.COUNTS.values(), *words.ODDITIES.values())
               for one in pair]  # fmt: skip
    for text in tables:
        assert text.da.strip()
        assert text.da != text.en
        assert set(re.findall(r"{\w+}", text.da)) == set(re.findall(r"{\w+}", text.en))


def test_a_report_is_told_in_danish():
    """In the coordinator's words, day by day."""
    strange = event("DTSTART;TZID=Mars:20270914T090000", uid="3")
    data = calendar(FAR, event(START, END), strange, event("DTSTART:x", uid="4"))
    text = read(data).text("da")
    assert text.splitlines() == [
        "Kalender for p1: ons 1. september 2027 til fre 30. juni 2028",
        "- x.ics: 4 aftaler i alt, 3 i perioden",
        "  læg mærke til: 1 i en ukendt tidszone, "
        "1 uden slutning (læst som 1 time)",
        "  aftale nr. 4, DTSTART: er hverken en dag eller et tidspunkt; "
        "ons 1. september 2027 til fre 30. juni 2028 er ukendt",
        "Optaget hele eller en del af 3 dage",
        "Ukendt, altså ikke ledig: 218 dage: "
        "ons 1. september 2027 til fre 30. juni 2028",
    ]  # fmt: skip
