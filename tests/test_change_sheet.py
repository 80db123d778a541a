"""The change sheet: who has what another way between two plans."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

import leaderplan as lp
from leaderplan.domain.activity import Lead
from leaderplan.domain.change import HostWithdraws
from leaderplan.domain.plan import Plan, Session, SessionStaff
from tests.rules.small_world import activity, person, programme, session, staff

TWO = programme(
    [person("p1")],
    staff=(staff("s1"), staff("s2"), staff("s3")),
    activities=(activity("meet", "cohort", leads=(Lead(role="teacher"),)),),
)


def _led(*who: str) -> Plan:
    row = session("meet/c/1", 6)
    seats = tuple(SessionStaff(role="teacher", staff=one) for one in who)
    return Plan(sessions=(Session(**{**dict(row), "staff": seats}),))


def test_a_session_of_two_leaders_changes_by_whom_it_loses() -> None:
    """Each is compared with all of the other plan, not with the first of them."""
    assert lp.compare(TWO, _led("s1", "s2"), _led("s1", "s2")).rows == ()
    rows = lp.compare(TWO, _led("s1", "s2"), _led("s1", "s3")).rows
    assert {(row.what, row.before, row.after) for row in rows} == {
        ("leader", "s2", "s3")
    }
    assert {row.person for row in rows} == {"p1", "s1", "s2", "s3"}


def test_what_is_as_before_is_not_told() -> None:
    """A host withdraws from one: nobody else's sessions are rows."""
    given, plan = lp.samples.planted("S", 0)
    placed = plan.placements[0]
    change = HostWithdraws(host=placed.host, on=given.calendar.first)
    result = lp.replan(given, plan, change, as_of=date(2027, 11, 15))
    assert result.plan is not None
    assert result.sheet is not None
    leaders = {h.leader for h in given.hosts}
    people = set(result.sheet.people) - leaders
    moved = {placed.participant} | {
        seat.staff
        for row in result.plan.sessions
        if row.audience == placed.participant
        for seat in row.staff
    }
    assert placed.participant in people
    assert people <= moved


def test_a_sheet_is_a_workbook_without_formulas(tmp_path) -> None:
    """Changes, whom to tell by when, and alternatives; read back as they were."""
    given, plan = lp.samples.planted("S", 0)
    people = tuple(
        p.model_copy(update={"name": f"=cmd|{p.name}"}) for p in given.participants
    )
    given = given.replace(participants=people)
    gone = HostWithdraws(host=plan.placements[0].host, on=date(2027, 12, 1))
    asked = (given, plan, gone, date(2027, 11, 15))
    result = lp.replan(*asked)
    assert result.sheet is not None
    other = lp.alternatives(*asked, result)
    path = result.sheet.to_excel(tmp_path / "sheet.xlsx", other)
    book = load_workbook(path)
    assert book.sheetnames == ["Changes", "Whom to tell", "Alternatives"]
    rows = {name: list(book[name].iter_rows(min_row=2)) for name in book.sheetnames}
    assert len(rows["Changes"]) == len(result.sheet.rows)
    assert [r[1].value for r in rows["Whom to tell"]] == list(result.sheet.told.person)
    assert len(rows["Alternatives"]) == len(other.rows)
    cells = [cell for table in rows.values() for row in table for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    with pytest.raises(lp.InputError):
        result.sheet.to_excel(tmp_path / "sheet.csv")
