"""What an entry means for its owner's time, and the traps on the way there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from leaderplan.domain.calendar import Block
from leaderplan.errors import InputError
from leaderplan.io.availability import AvailabilityPolicy, ReadingLimits
from tests.io.availability.calendars import (
    END,
    FAR,
    FIRST,
    LAST,
    POLICY,
    START,
    TUESDAY,
    ZONE,
    blocks,
    busy,
    calendar,
    event,
    free_days,
    read,
)

DAY = timedelta(days=1)
WHOLE = "DTSTART;VALUE=DATE:20270907"
ALL = {0, 1, 2, 3}
BUSY, RATHER, FREE = "unavailable", "prefer_not", None
MARK = "X-MICROSOFT-CDO-BUSYSTATUS:"

MARKS = [  # policy, start, marks, state
    ({}, START, [], BUSY),
    ({}, START, ["TRANSP:TRANSPARENT"], FREE),
    ({}, WHOLE, ["TRANSP:TRANSPARENT"], FREE),
    ({"transparent": "ignore"}, START, ["TRANSP:TRANSPARENT"], BUSY),
    ({"transparent": "ignore"}, START, [MARK + "FREE"], BUSY),
    ({"transparent": "whole_days"}, START, ["TRANSP:TRANSPARENT"], BUSY),
    ({"transparent": "whole_days"}, WHOLE, ["TRANSP:TRANSPARENT"], FREE),
    ({"transparent": "whole_days"}, WHOLE, [MARK + "FREE"], FREE),
    ({}, START, ["TRANSP:TRANSPARENT", MARK + "BUSY"], BUSY),
    ({}, WHOLE, ["TRANSP:TRANSPARENT", MARK + "OOF"], BUSY),
    ({"busystatus": False}, WHOLE, ["TRANSP:TRANSPARENT", MARK + "OOF"], FREE),
    ({"busystatus": False}, START, [MARK + "FREE"], BUSY),
    ({}, START, ["TRANSP:OPAQUE", MARK + "FREE"], FREE),
    ({}, START, [MARK + "MAYBE"], BUSY),
    ({}, START, ["TRANSP:GLASS"], BUSY),
    ({}, START, ["TRANSP:TRANSPARENT", "TRANSP:OPAQUE"], BUSY),
    ({}, START, ["STATUS:TENTATIVE"], BUSY),
    ({}, START, [MARK + "TENTATIVE"], BUSY),
    ({"tentative": RATHER}, START, ["STATUS:TENTATIVE"], RATHER),
    ({"tentative": RATHER}, START, [MARK + "TENTATIVE"], RATHER),
    ({"tentative": "free"}, START, ["STATUS:TENTATIVE"], FREE),
    ({}, START, [MARK + "WORKINGELSEWHERE"], BUSY),
    ({"elsewhere": "free"}, START, [MARK + "WORKINGELSEWHERE"], FREE),
    ({"transparent": "ignore"}, START, ["STATUS:CANCELLED"], FREE),
    ({}, START, ["STATUS:CANCELLED", MARK + "BUSY"], FREE),
    ({}, START, ["STATUS:CANCELLED", "STATUS:CONFIRMED"], BUSY),
]


@pytest.mark.parametrize(("changes", "start", "marks", "state"), MARKS)
def test_marks_mean_what_the_policy_says(changes, start, marks, state):
    """I27: free, tentative, cancelled and Outlook's own; what contradicts is busy."""
    policy = POLICY.model_copy(update=changes)
    report = read(calendar(FAR, event(start, *marks, uid="2")), policy)
    for one in (BUSY, RATHER):
        days = set(blocks(report, one)) - {LAST}
        assert days == ({TUESDAY} if one == state else set())
    assert report.unknown == ()


def test_what_is_left_out_is_counted():
    """Each reason is told with its number; whole days marked free are warned of."""
    gone = [
        event(WHOLE, "TRANSP:TRANSPARENT", uid="2"),
        event(START, "TRANSP:TRANSPARENT", uid="3"),
        event(START, "STATUS:CANCELLED", uid="4"),
        event(START, "STATUS:CANCELLED", "RRULE:FREQ=WEEKLY;COUNT=2", uid="5"),
        "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n",
    ]
    text = read(calendar(FAR, *gone)).text("en")
    assert (
        "not counted as busy: 3 cancelled, 1 shown as free, 1 whole day shown as free, "
        "1 task, note or the like"
    ) in text
    assert "1 whole day of x.ics is shown as free and not counted" in text


TIMES = {
    "ends where a block begins": ("T070000", "T083000", set()),
    "begins where a block ends": ("T154500", "T170000", set()),
    "touches the first": ("T070000", "T083001", {0}),
    "between two": ("T100000", "T101500", set()),
    "all day": ("T000000", "T235959", ALL),
    "afternoon": ("T123000", "T160000", {2, 3}),
}


@pytest.mark.parametrize(("start", "end", "taken"), TIMES.values(), ids=TIMES.keys())
def test_times_become_the_blocks_that_they_touch(start, end, taken):
    """Half-open: what ends when a block begins leaves it free."""
    own = [f"DTSTART;TZID={ZONE}:20270907{start}", f"DTEND;TZID={ZONE}:20270907{end}"]
    assert blocks(read(calendar(FAR, event(*own)))).get(TUESDAY, set()) == taken


@pytest.mark.parametrize(
    ("start", "length"),
    [
        (START, []),
        (START, [START.replace("DTSTART", "DTEND")]),
        (START, ["DTEND:20270907T060000Z"]),
        (START, ["DURATION:-PT1H"]),
        (START, ["DURATION:PT0S"]),
    ],
)
def test_an_event_of_no_length_is_an_hour(start, length):
    """No end, an end at the start, or one before it: 9 to 10, and it is told."""
    report = read(calendar(FAR, event(start, *length)))
    assert blocks(report)[TUESDAY] == {0}
    assert "to be noted: 1 " in str(report)


def test_an_end_before_the_start_makes_the_days_between_unknown():
    """It may be that start and end were swapped; series of such as well."""
    back = [START, "DTEND:20270906T060000Z"]
    assert read(calendar(FAR, event(*back))).unknown == (TUESDAY - DAY, TUESDAY)
    weekly = read(calendar(FAR, event(*back, "RRULE:FREQ=WEEKLY;COUNT=2")))
    assert len(weekly.unknown) == 4
    before = event("DTSTART:20280703T090000Z", "DTEND:20280629T090000Z")
    assert read(calendar(FAR, before)).unknown == (LAST - DAY, LAST)


@pytest.mark.parametrize("end", [[], [WHOLE.replace("START", "END")]])
def test_a_whole_day_without_a_length_is_the_day(end):
    """And no other day, in a zone of 23 or 25 hours too."""
    for day in (TUESDAY, date(2027, 10, 29), date(2028, 3, 24)):
        one = [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", *end]
        if end:
            one[1] = f"DTEND;VALUE=DATE:{day:%Y%m%d}"
        report = read(calendar(FAR, event(*one)))
        assert blocks(report)[day] == ALL
        assert busy(report) == {day}


def test_whole_days_are_those_of_the_owners_zone():
    """A day in Auckland is over at noon of Copenhagen's, and began at noon before."""
    policy = POLICY.model_copy(update={"floating_zone": "Pacific/Auckland"})
    report = read(calendar(FAR, event(WHOLE)), policy)
    assert blocks(report)[TUESDAY - DAY] == {3}  # 14:00 is midnight there
    assert blocks(report)[TUESDAY] == {0, 1, 2}


def test_floating_times_are_the_owners():
    """In the policy's zone, or in the one that the calendar names; it is counted."""
    floating = event("DTSTART:20270907T090000", "DTEND:20270907T100000")
    report = read(calendar(FAR, floating))
    assert blocks(report)[TUESDAY] == {0}
    assert "1 without a zone" in str(report)
    london = POLICY.model_copy(update={"floating_zone": "Europe/London"})
    assert blocks(read(calendar(FAR, floating), london))[TUESDAY] == {1}
    head = "X-WR-TIMEZONE:Europe/London\r\n"
    assert blocks(read(calendar(FAR, floating, head=head)))[TUESDAY] == {1}
    head = "X-WR-TIMEZONE:Nowhere/Land\r\n"
    assert blocks(read(calendar(FAR, floating, head=head)))[TUESDAY] == {0}


def test_a_series_in_utc_follows_the_clock_of_a_calendar_that_names_its_zone():
    """Google writes 06:30Z and means 08:30; after 31 October it is 07:30Z."""
    rows = ["DTSTART:20270907T063000Z", "DTEND:20270907T070000Z",
            "RRULE:FREQ=WEEKLY;COUNT=12"]  # fmt: skip
    winter = date(2027, 11, 9)
    head = f"X-WR-TIMEZONE:{ZONE}\r\n"
    assert blocks(read(calendar(FAR, event(*rows), head=head)))[winter] == {0}
    assert winter not in blocks(read(calendar(FAR, event(*rows))))


def test_a_meeting_keeps_its_clock_over_the_change():
    """9 o'clock is 9 o'clock on 26 October and on 2 November."""
    report = read(calendar(FAR, event(START, END, "RRULE:FREQ=WEEKLY;COUNT=10")))
    days = {TUESDAY + n * 7 * DAY for n in range(10)}
    assert busy(report) == days
    assert all(blocks(report)[day] == {0} for day in days)


def test_days_in_a_row_and_over_midnight():
    """A journey from Monday evening to Wednesday noon takes all that lies between."""
    away = [
        f"DTSTART;TZID={ZONE}:20270906T200000",
        f"DTEND;TZID={ZONE}:20270908T120000",
    ]
    report = read(calendar(FAR, event(*away)))
    assert blocks(report) == {TUESDAY: ALL, TUESDAY + DAY: {0, 1}, LAST: ALL}


def test_what_reaches_into_the_period_counts():
    """A leave that began a year before, and a weekly one whose first was long ago."""
    leave = event("DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20270903")
    assert busy(read(calendar(FAR, leave))) == {date(2027, 9, 1), date(2027, 9, 2)}
    old = event(START.replace("2027", "2015"), END.replace("2027", "2015"),
                "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270914")  # fmt: skip
    assert busy(read(calendar(FAR, old))) == {TUESDAY, TUESDAY + 7 * DAY}
    long = event("DTSTART;VALUE=DATE:20270601", "DTEND;VALUE=DATE:20270908",
                 "RRULE:FREQ=YEARLY;UNTIL=20270601")  # fmt: skip
    assert TUESDAY in busy(read(calendar(FAR, long)))


UNTIL = {
    "in UTC": "20270921T070000Z",
    "a day": "20270921",
    "without Z": "20270921T090000",
}


@pytest.mark.parametrize("until", UNTIL.values(), ids=UNTIL.keys())
def test_the_last_of_a_series_counts(until):
    """However the end of a rule is written, the 21st is among its days."""
    report = read(calendar(FAR, event(START, END, f"RRULE:FREQ=WEEKLY;UNTIL={until}")))
    assert busy(report) == {TUESDAY, TUESDAY + 7 * DAY, TUESDAY + 14 * DAY}
    whole = event(WHOLE, f"RRULE:FREQ=WEEKLY;UNTIL={until}")
    assert busy(read(calendar(FAR, whole))) == busy(report)


def test_an_end_without_a_zone_is_in_that_of_the_series():
    """20 o'clock in New York on the 21st is the last, 2 at night here on the 22nd."""
    rows = ["DTSTART;TZID=America/New_York:20270907T200000", "DURATION:PT12H",
            "RRULE:FREQ=WEEKLY;UNTIL=20270921T200000"]  # fmt: skip
    days = {TUESDAY + DAY, TUESDAY + 8 * DAY, TUESDAY + 15 * DAY}
    assert busy(read(calendar(FAR, event(*rows)))) == days


SERIES = [START, END, "RRULE:FREQ=WEEKLY;COUNT=3"]
SECOND = TUESDAY + 7 * DAY


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        (f"EXDATE;TZID={ZONE}:20270914T090000", True),
        ("EXDATE:20270914T070000Z", True),
        ("EXDATE;VALUE=DATE:20270914", True),
        ("EXDATE:20270914T090000", True),
        ("EXDATE;TZID=Mars:20270914T090000", False),
        (f"EXDATE;TZID={ZONE}:20270914T091500", False),
    ],
)
def test_an_exception_takes_away_what_it_names_for_certain(line, gone):
    """In the zone of the series, in UTC, or as a day; not where its zone is a guess."""
    report = read(calendar(FAR, event(*SERIES, line)))
    assert (SECOND not in busy(report)) is gone
    assert TUESDAY in busy(report)


def test_a_broken_exception_is_unknown():
    """It might have taken away any date, so none is certain from the start on."""
    report = read(calendar(FAR, event(*SERIES, "EXDATE:soon")))
    assert free_days(report, [TUESDAY, SECOND]) == []


@pytest.mark.parametrize(
    "instance",
    [
        f"RECURRENCE-ID;TZID={ZONE}:20270914T090000",
        "RECURRENCE-ID:20270914T070000Z",
        "RECURRENCE-ID;TZID=America/New_York:20270914T030000",
        "RECURRENCE-ID:20270914T090000",
    ],
)
def test_a_moved_date_is_where_it_was_moved_to(instance):
    """The series loses the date, however it is named, and gains the new one."""
    moved = [instance, START.replace("0907", "0916"), END.replace("0907", "0916")]
    report = read(calendar(FAR, event(*SERIES), event(*moved)))
    assert busy(report) == {TUESDAY, SECOND + 2 * DAY, SECOND + 7 * DAY}
    off = [instance, START.replace("0907", "0914"), "STATUS:CANCELLED"]
    report = read(calendar(FAR, event(*SERIES), event(*off)))
    assert busy(report) == {TUESDAY, SECOND + 7 * DAY}


def test_a_date_named_as_a_day_leaves_the_series_and_gains_the_new_one():
    """Exchange does that; whether the old date stands is left to the safe side."""
    moved = ["RECURRENCE-ID;VALUE=DATE:20270914", START.replace("0907", "0916"), END]
    days = busy(read(calendar(FAR, event(*SERIES), event(*moved))))
    assert days >= {TUESDAY, SECOND + 2 * DAY, SECOND + 7 * DAY}


def test_a_moved_date_counts_wherever_it_came_from():
    """An old SEQUENCE, from after the period, and from a series that is long over."""
    to = [line.replace("0907", "0916") for line in (START, END)]
    day = date(2027, 9, 16)
    late = event(*to, f"RECURRENCE-ID;TZID={ZONE}:20290911T090000")
    series = event(START, END, "RRULE:FREQ=WEEKLY", "SEQUENCE:7")
    assert day in busy(read(calendar(FAR, series, late)))
    old = [line.replace("2027", "2025") for line in (START, END)]
    over = event(*old, "RRULE:FREQ=DAILY;UNTIL=20251001T000000Z")
    early = event(*to, f"RECURRENCE-ID;TZID={ZONE}:20250908T090000")
    assert busy(read(calendar(FAR, over, early))) == {day}


def test_a_series_can_be_moved_from_a_date_on():
    """Its dates from the second on are a day later; RANGE knows no other word."""
    rows = [line.replace("0907", "0915") for line in (START, END)]
    name = f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID={ZONE}:20270914T090000"
    report = read(calendar(FAR, event(*SERIES), event(*rows, name)))
    assert busy(report) == {TUESDAY, SECOND + DAY, SECOND + 8 * DAY}
    other = name.replace("THISANDFUTURE", "THISANDPRIOR")
    report = read(calendar(FAR, event(*SERIES), event(*rows, other)))
    assert free_days(report, [TUESDAY, SECOND, SECOND + DAY]) == []


def test_the_newest_version_counts_and_twins_all_do():
    """The highest SEQUENCE wins; with none highest, one UID stands for both."""
    old = event(START, END, "SEQUENCE:1")
    new = event(
        START.replace("0907", "0908"), END.replace("0907", "0908"), "SEQUENCE:2"
    )
    report = read(calendar(FAR, old, new))
    assert busy(report) == {TUESDAY + DAY}
    assert "1 replaced by a newer version" in str(report)
    twin = new.replace("SEQUENCE:2", "SEQUENCE:1")
    both = read(calendar(FAR, old, twin))
    assert busy(both) == {TUESDAY, TUESDAY + DAY}
    assert "1 shares its mark with another" in str(both)
    nameless = event(START, END).replace("UID:1\r\n", "")
    other = twin.replace("UID:1\r\n", "")
    assert busy(read(calendar(FAR, nameless, other))) == {TUESDAY, TUESDAY + DAY}


def test_dates_beside_the_rule_count_and_periods_too():
    """RDATE as times, and as periods of another length."""
    dates = [START, END, f"RDATE;TZID={ZONE}:20270909T090000,20270910T143000",
             "RDATE;VALUE=PERIOD:20270913T100000Z/PT3H,"
             "20270914T100000Z/20270914T110000Z"]  # fmt: skip
    found = blocks(read(calendar(FAR, event(*dates))))
    assert found[date(2027, 9, 9)] == {0}
    assert found[date(2027, 9, 10)] == {3}
    assert found[date(2027, 9, 13)] == {1 + 1, 3}
    assert found[date(2027, 9, 14)] == {2}
    assert found[TUESDAY] == {0}


def free_busy(*lines: str) -> str:
    """Write a list of busy times for September 2027."""
    rows = ["BEGIN:VFREEBUSY", "DTSTART:20270901T000000Z", "DTEND:20270930T220000Z"]
    return "\r\n".join([*rows, *lines, "END:VFREEBUSY", ""])


def test_free_busy_lists_are_read_and_outside_of_them_is_unknown():
    """Busy as start and end or with a length; the type is busy where none is given."""
    report = read(calendar(free_busy(
        "FREEBUSY:20270907T070000Z/20270907T080000Z,20270908T070000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270909T070000Z/PT1H",
        "FREEBUSY;FBTYPE=X-OWN:20270910T070000Z/PT1H",
        "FREEBUSY;FBTYPE=FREE:20270913T070000Z/PT1H",
    )))  # fmt: skip
    assert set(blocks(report)) == {TUESDAY + n * DAY for n in range(4)}
    assert min(report.unknown) == date(2027, 9, 1)  # midnight is 2 o'clock here
    assert {d for d in report.unknown if d > FIRST} == {
        day
        for n in range((LAST - date(2027, 10, 1)).days + 1)
        if (day := date(2027, 10, 1) + n * DAY).weekday() < 5
    }
    rather = POLICY.model_copy(update={"tentative": "prefer_not"})
    listed = free_busy("FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270907T070000Z/PT1H")
    assert blocks(read(calendar(listed), rather), RATHER)[TUESDAY] == {0}


@pytest.mark.parametrize("broken", ["soon/PT1H", "20270907T070000Z/20270906T070000Z",
                                    "20270907T070000Z"])  # fmt: skip
def test_a_broken_free_busy_list_is_unknown(broken):
    """One time that is none makes all of the period unknown."""
    report = read(calendar(free_busy(f"FREEBUSY:{broken}")))
    assert free_days(report, [TUESDAY, date(2027, 9, 20)]) == []


def test_free_busy_lists_of_single_months_are_put_together():
    """September and October known, the rest not."""
    later = free_busy().replace("20270901T000000Z", "20270930T220000Z").replace(
        "DTEND:20270930T220000Z", "DTEND:20271031T230000Z", 1)  # fmt: skip
    unknown = set(read(calendar(free_busy(), later)).unknown)
    assert date(2027, 9, 15) not in unknown
    assert date(2027, 10, 15) not in unknown
    assert date(2027, 11, 1) in unknown


def test_hours_of_work_in_their_own_form_are_unknown():
    """VAVAILABILITY says who is free when; it is not read, so all is unknown."""
    hours = "BEGIN:VAVAILABILITY\r\nUID:h\r\nEND:VAVAILABILITY\r\n"
    report = read(calendar(FAR, hours))
    assert free_days(report, [TUESDAY, LAST]) == []
    assert "VAVAILABILITY" in str(report)


@pytest.mark.parametrize("data", [calendar(), calendar(event("DTSTART:20200101"))])
def test_a_calendar_that_says_nothing_is_unknown(data):
    """No entry, or none in the period: not free, unless the policy says so."""
    report = read(data)
    assert free_days(report, [FIRST, TUESDAY, LAST]) == []
    assert "has no entry in the period" in str(report)
    trusting = POLICY.model_copy(update={"empty": "free"})
    assert read(data, trusting).rows == ()


def test_days_beyond_what_a_calendar_knows_are_unknown():
    """A published calendar reaches to 1 December."""
    policy = POLICY.model_copy(update={"known_to": date(2027, 12, 1)})
    report = read(calendar(FAR, event(START, END)), policy)
    assert min(report.unknown) == date(2027, 12, 2)
    assert max(report.unknown) == LAST
    assert free_days(report, [date(2027, 12, 1), date(2027, 12, 2)]) == [
        date(2027, 12, 1)
    ]


def test_an_early_last_entry_is_warned_of():
    """Where the last entry is long before the end, a calendar may reach no further."""
    text = str(read(calendar(event(START, END))))
    assert "the last entry of x.ics is on Tue 7 September 2027" in text
    assert "the last entry" not in str(read(calendar(FAR, event(START, END))))


def test_only_days_that_are_planned_on_are_told():
    """Saturdays are no rows, unless the policy plans on them."""
    week = event("DTSTART;VALUE=DATE:20270906", "DTEND;VALUE=DATE:20270920")
    report = read(calendar(FAR, week))
    first, *_ = report.rows
    assert (first.first, first.last) == (date(2027, 9, 6), date(2027, 9, 17))
    assert first.weekdays == (0, 1, 2, 3, 4)
    assert first.blocks is None
    every = POLICY.model_copy(update={"weekdays": tuple(range(7))})
    assert date(2027, 9, 11) in busy(read(calendar(FAR, week), every))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last": date(2027, 8, 31)}, "a period of 1 day to three years"),
        ({"last": date(2031, 1, 1)}, "a period of 1 day to three years"),
        ({"first": date(1601, 1, 1), "last": date(1601, 2, 1)}, "days of 1970"),
        ({"time_zone": "Mars/X"}, "expected an IANA time zone"),
        ({"floating_zone": "../x"}, "expected an IANA time zone"),
        ({"tentative": "perhaps"}, "tentative"),
        ({"weekdays": ()}, "weekdays"),
        ({"limits": {"seconds": float("nan")}}, "seconds"),
        ({"limits": {"size": 0}}, "size"),
    ],
)
def test_a_policy_out_of_range_is_refused(changes, said):
    """Each with its place."""
    with pytest.raises(InputError, match=said):
        AvailabilityPolicy(**({"first": FIRST, "last": LAST} | changes))


def test_the_limits_are_the_policys():
    """With other limits more or less is read."""
    small = POLICY.model_copy(update={"limits": ReadingLimits(count=2)})
    assert read(calendar(FAR, event(*SERIES)), small).sources[0].faults != ()
    assert read(calendar(FAR, event(*SERIES))).sources[0].faults == ()


def test_other_blocks_are_those_of_the_policy():
    """With a morning and an evening block, 9 o'clock is the morning."""
    from datetime import time

    two = (Block(start=time(8), end=time(12)), Block(start=time(18), end=time(20)))
    policy = POLICY.model_copy(update={"blocks": two})
    report = read(calendar(FAR, event(START, END)), policy)
    assert blocks(report)[TUESDAY] == {0}
    assert blocks(report)[LAST] == {0, 1}
