"""A change sheet as a coordinator reads it: alike once, nothing left out."""

from __future__ import annotations

from datetime import date

import pytest

import leaderplan as lp
from leaderplan.change_sheet import ChangeSheet
from leaderplan.comparing import ChangeRow
from leaderplan.display.naming import Naming
from leaderplan.domain.change import Absence, HostWithdraws
from leaderplan.domain.plan import SessionKey
from leaderplan.locale import Language, Words

GIVEN, PLAN = lp.samples.planted("S", 0)
WHO = [person.id for person in GIVEN.participants]
NAMES = {person.id: person.name for person in GIVEN.participants}
STAFF = GIVEN.staff[0]
BY, LATER = date(2027, 11, 18), date(2027, 11, 22)
STORM = Words("storm", "storm"), Words("sne", "snow")


def theme(who: str, by: date = BY, why: int = 0) -> ChangeRow:
    """Return that the third theme day is two days later."""
    key = SessionKey("theme_day", GIVEN.cohorts[0].id, 3)
    return ChangeRow(who, "day", key, "2028-01-12", "2028-01-14", date(2028, 1, 12),
                     by, (STORM[why],))  # fmt: skip


def sheet(*rows: ChangeRow) -> str:
    """Return the text of some rows."""
    return ChangeSheet(GIVEN, rows).text()


def test_people_of_a_cohort_are_counted_and_those_left_out_named() -> None:
    """All 32; all but one; 20 of 32, whose names are told; six, who are named."""
    every = sheet(*(theme(who) for who in WHO))
    assert every.splitlines() == [
        "Something changes for 32 people:",
        "All 32 participants of Hold 1 (to be told by Thu 18 November 2027):",
        "  - Theme day 3 (Hold 1), day: Wed 12 January 2028 → Fri 14 January 2028",
        "    Because: storm",
    ]
    but = sheet(*(theme(who) for who in WHO[1:]))
    assert f"All 32 participants of Hold 1 but {NAMES[WHO[0]]} (to be" in but
    some = sheet(*(theme(who) for who in WHO[:20]))
    assert f"20 of 32 participants of Hold 1 ({NAMES[WHO[0]]}, " in some
    assert all(NAMES[who] in some for who in WHO[:20])
    with_leader = sheet(*(theme(who) for who in [*WHO, STAFF.id]))
    assert f"{STAFF.name} and all 32 participants of Hold 1 (to be" in with_leader
    six = sheet(*(theme(who) for who in WHO[:6]))
    assert "participants" not in six
    assert all(NAMES[who] in six for who in WHO[:6])


@pytest.mark.parametrize("other", [{"by": LATER}, {"why": 1}])
def test_who_is_told_later_or_for_another_reason_stands_apart(other) -> None:
    """Two heads, each with what is told by then and why."""
    told = sheet(theme(WHO[0]), theme(WHO[1], **other)).splitlines()
    assert sum(line.endswith("):") and line[0] != " " for line in told) == 2


def practicum(days: list[tuple[str, str]], first: int = 1) -> list[ChangeRow]:
    """Return practicum days that move, numbered from one on."""
    return [
        ChangeRow(WHO[0], "day", SessionKey("practicum", WHO[0], first + k), *row,
                  date.fromisoformat(row[0]), BY, ())
        for k, row in enumerate(days)
    ]  # fmt: skip


def test_a_week_that_moves_is_one_line() -> None:
    """Monday to Friday, over a weekend too; not a day that goes elsewhere."""
    week = [(f"2028-01-{10 + k}", f"2028-01-{24 + k}") for k in range(5)]
    told = sheet(*practicum(week)).splitlines()[2:]
    assert told == [
        f"  - Leadership practicum 1–5 ({NAMES[WHO[0]]}), day: "
        "Mon 10 January 2028 – Fri 14 January 2028 → "
        "Mon 24 January 2028 – Fri 28 January 2028"
    ]
    over = [("2028-01-13", "2028-01-21"), ("2028-01-14", "2028-01-24")]
    assert len(sheet(*practicum(over)).splitlines()) == 3
    away = [*week[:3], (week[3][0], "2028-03-02"), (week[4][0], "2028-03-03")]
    assert len(sheet(*practicum(away)).splitlines()) == 4


def test_what_is_so_of_several_sessions_is_told_once() -> None:
    """Days 1 to 3 and 5 at another place; day 4 at a third."""
    units = [unit.id for unit in GIVEN.units[:3]]
    rows = [
        ChangeRow(WHO[0], what, SessionKey("practicum", WHO[0], k), units[0],
                  units[2 if k == 4 else 1], None, BY, ())
        for k in range(1, 6) for what in ("place",)
    ]  # fmt: skip
    told = sheet(*rows).splitlines()[2:]
    assert len(told) == 2
    assert told[0].startswith(f"  - Leadership practicum 1–3, 5 ({NAMES[WHO[0]]}), ")
    assert told[1].startswith("  - Leadership practicum, day 4 of 5 (")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_is_left_out(language: Language) -> None:
    """Of a host lost at S: each day, reason and person, in half the lines of before."""
    gone = HostWithdraws(host=PLAN.placements[0].host, on=date(2027, 12, 1))
    options = lp.SolveOptions(time_limit=30, language=language)
    found = lp.replan(GIVEN, PLAN, gone, date(2027, 11, 15), options=options).sheet
    assert found is not None
    text, naming = found.text(), Naming(GIVEN, language)
    assert all(naming.subject((who,)) in text for who in found.people)
    for row in found.rows:
        for value in (row.before, row.after):
            if value is not None and row.what not in ("time", "day"):
                assert naming.subject((value,)) in text
        assert all(why.to(language) in text for why in row.why)
    assert 2 * len(text.splitlines()) < len(found.rows) + len(found.people)


def test_a_single_day_is_no_span() -> None:
    """Away on a day, or from one to another, in both languages."""
    first, last = date(2027, 12, 14), date(2027, 12, 15)
    one = Absence(participant=WHO[0], first=first, last=first).words(GIVEN)
    assert one.en.endswith("is away on Tue 14 December 2027")
    assert one.da.endswith("kan ikke tir 14. december 2027")
    two = Absence(participant=WHO[0], first=first, last=last).words(GIVEN)
    assert two.en.endswith("from Tue 14 December 2027 to Wed 15 December 2027")
