from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaderplan import InputError
from leaderplan.domain.programme import Programme
from leaderplan.io import cells, moments
from leaderplan.io.choices import AUDIENCE, FORM, KIND, LEAD, OWNER, WHERE, Choices
from leaderplan.io.frames import from_frames
from leaderplan.io.gather import require_language
from leaderplan.io.layout import TABLES
from leaderplan.io.moments import Wrong
from leaderplan.io.schema import Column, Kind, folded
from leaderplan.locale import Words

KINDS = get_args(Kind)
VALUES = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"[0-9]{1,4}[-/.: ][0-9]{1,4}([-/.:][0-9]{1,6})?", fullmatch=True),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.decimals(),
    st.lists(st.integers(), max_size=2),
)


@example(kind="id", value=Decimal("sNaN"))
@given(kind=st.sampled_from(KINDS), value=VALUES)
def test_any_cell_is_read_or_explained(kind, value):
    """Whatever stands in a cell of any kind, the only error is the sentence for it."""
    column = Column("x", Words("x", "x"), kind, choices=LEAD)
    said = "read."
    try:
        cells.read(column, value)
    except Wrong as error:
        said = error.message
    assert said.endswith((".", "?"))


DAYS = {
    "7-9-2027": date(2027, 9, 7),
    "07.09.27": date(2027, 9, 7),
    "7/9/2027": date(2027, 9, 7),
    "2027-9-7": date(2027, 9, 7),
    "2027-09-07T00:00:00": date(2027, 9, 7),
    "7. sept. 2027": date(2027, 9, 7),
    "tirsdag 7. september 2027": date(2027, 9, 7),
    "Tue, 7 September 2027": date(2027, 9, 7),
    "29-02-2028": date(2028, 2, 29),
    "1. maj 2028": date(2028, 5, 1),
    "3 oct 2027": date(2027, 10, 3),
}


@pytest.mark.parametrize(("text", "day"), DAYS.items(), ids=DAYS)
def test_days_are_read_day_first(text, day):
    """The day stands first, in every usual form."""
    assert moments.day(text) == day


@pytest.mark.parametrize(
    "text", ["29-02-2027", "13/13/2027", "uge 42", "i morgen", "7-9", "2027", "7-9-202"]
)
def test_what_is_no_day_is_refused(text):
    """A text that names no day is refused with what was found."""
    with pytest.raises(Wrong, match=r"expected a date|no such day"):
        moments.day(text)


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        ("8.30", time(8, 30)),
        ("kl. 9", time(9)),
        ("kl 14:15", time(14, 15)),
        (9, time(9)),
        (0.5, time(12)),
        ("8:05:30", time(8, 5, 30)),
        ("0", time(0)),
    ],
)
def test_times_are_read(value, clock):
    """Times of day are read in every usual form."""
    assert moments.clock(value) == clock


@pytest.mark.parametrize(
    "value", ["24:00", "25", "8:60", "8.3", 1, 8.3, True, timedelta(hours=8), "halv ni"]
)
def test_what_is_no_time_is_refused(value):
    """What may be another time, or none, is refused."""
    with pytest.raises(Wrong, match="expected a time 00:00 to 23:59"):
        moments.clock(value)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mandag, onsdag;fre", (0, 2, 4)),
        ("man-fre", (0, 1, 2, 3, 4)),
        ("Sun", (6,)),
        ("lør og søn", (5, 6)),
        ("fre\u2013man", (4, 5, 6, 0)),
        ("-", ()),
        ("Tors.", (3,)),
    ],
)
def test_weekdays_are_read(text, days):
    """Weekdays are words of either language, lists or ranges of them."""
    assert moments.weekdays(text) == days


@pytest.mark.parametrize("text", ["ma", "mandagen", "1", "man; x", "hver dag"])
def test_what_is_no_weekday_is_refused(text):
    """A word that is no weekday is named."""
    with pytest.raises(Wrong, match="expected weekdays, found"):
        moments.weekdays(text)


def test_a_clock_of_excel_is_read_to_the_minute():
    """A share of a day that Excel rounds to 08:59:59.9995 is 9 o'clock."""
    assert moments.clock(float(32_399.9995 / 86_400)) == time(9)


def test_a_moment_of_a_day_is_no_day():
    """A day with a time is refused rather than cut."""
    with pytest.raises(Wrong, match="a day with a time"):
        moments.day(datetime(2027, 9, 1, 8))  # noqa: DTZ001 - a cell has no time zone


@pytest.mark.parametrize(
    ("choices", "table", "column"),
    [(KIND, "activities", "kind"), (AUDIENCE, "activities", "audience")],
)
def test_choices_are_those_of_the_domain(choices: Choices, table, column):
    """Every value that the domain knows has a word, and no other has."""
    from leaderplan.domain.activity import Activity

    assert set(choices) == set(get_args(Activity.model_fields[column].annotation))


def test_lists_of_choices_are_those_of_the_domain():
    """Forms, places and ways to find a leader all have words."""
    from leaderplan.domain import activity

    assert set(FORM) == set(get_args(activity.Form))
    assert set(WHERE) == set(get_args(activity.Where))
    assert set(LEAD) == set(get_args(activity.Relation))
    assert set(OWNER) <= set(Programme.model_fields)


def test_no_heading_means_two_columns():
    """In each table a heading, in either language, means one column."""
    for table in TABLES:
        spelled = [text for column in table.columns for text in column.spellings()]
        assert len(spelled) == len(set(spelled)), table.name


def test_no_sheet_name_means_two_tables():
    """A sheet's name, in either language, means one table."""
    names = [name for table in TABLES for name in table.sheet_names()]
    assert len(names) == len(set(names))


def test_headings_fold_alike():
    """Case, blanks, stars and units of a heading do not count."""
    assert folded(" Længde\xa0(intervaller)* ") == folded("LÆNGDE") == "længde"


@pytest.mark.parametrize("language", ["xx", "", "DA"])
def test_an_unknown_language_is_refused(language):
    """Only Danish and English have words."""
    with pytest.raises(InputError, match="expected da or en"):
        require_language(language)
    with pytest.raises(InputError, match="expected da or en"):
        from_frames({}, language=language)
