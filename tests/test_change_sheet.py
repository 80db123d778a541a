"""The change sheet: who has what another way between two plans."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

import leaderplan as lp
from leaderplan.comparing import NOT_YET
from leaderplan.domain.activity import Lead
from leaderplan.domain.change import DayClosed, HostWithdraws
from leaderplan.domain.change.base import edited
from leaderplan.domain.plan import Plan, Session, SessionStaff
from leaderplan.locale import day_text
from tests.feeds.secret_year import told_of_a_job
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
    assert [r[2].value for r in rows["Whom to tell"]] == list(result.sheet.told.person)
    assert len(rows["Alternatives"]) == len(other.rows)
    cells = [cell for table in rows.values() for row in table for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    with pytest.raises(lp.InputError):
        result.sheet.to_excel(tmp_path / "sheet.csv")


def test_nobody_is_told_of_a_secret_job_too_early() -> None:
    """A new manager from its day on; a former one until then of the day alone."""
    now = date(2027, 10, 4)
    given, _, _, _, row, sheet = told_of_a_job(now)
    first = row.visible_from
    assert first is not None
    assert now < first
    old = given.participant(row.participant).posts[-1].manager
    assert old is not None
    by = {who: [r for r in sheet.rows if r.person == who] for who in sheet.people}
    assert {r.what for r in by["saltboss"]} >= {"new", "leader"}
    assert {r.not_before for r in by["saltboss"]} == {first}
    assert all(r.tell_by and r.tell_by >= first for r in by["saltboss"])
    at_once = [r for r in by[old] if r.not_before is None]
    assert [r.what for r in at_once] == ["day"]
    assert at_once[0].why == (NOT_YET,)
    assert at_once[0].tell_by is not None
    assert at_once[0].tell_by < first
    later = [r for r in by[old] if r.not_before == first]
    assert {r.what for r in later} >= {"cancelled", "leader"}
    assert all("Saltholm" in why.en for r in later for why in r.why)
    assert {r.not_before for r in by[row.participant]} == {None}
    told = [r for r in sheet.rows if r.person != row.participant and not r.not_before]
    said = " ".join(f"{r.before} {r.after} {r.why}" for r in told)
    assert told
    assert "salt" not in said.lower()
    assert f"to be told on {day_text(first, 'en')}, not before" in sheet.text()
    assert f"besked {day_text(first, 'da')}, ikke før" in sheet.text("da")
    both = sheet.told[sheet.told.person == old]
    assert list(both.not_before) == [None, first]
    again = told_of_a_job(first)[-1]
    assert {r.not_before for r in again.rows} == {None}
    assert NOT_YET not in {why for r in again.rows for why in r.why}


def test_who_leads_in_secret_is_not_told_to_others_at_the_talk() -> None:
    """Somebody else who leads it too is told of another day at once, not of whom."""
    now = date(2027, 10, 4)
    given, changed, plan, after, row, _ = told_of_a_job(now)
    third = SessionStaff(role="guest", staff=given.staff_in("coach")[0].id)
    plan, after = (_with_seat(one, row.participant, third) for one in (plan, after))
    sheet = lp.compare(changed, plan, after, changes=[row], as_of=now, earlier=given)
    own = [r for r in sheet.rows if r.person == third.staff
           and r.session.audience == row.participant]  # fmt: skip
    by = {r.what: r.not_before for r in own if not r.session.activity.startswith("h")}
    assert by == {"day": None, "leader": row.visible_from, "place": row.visible_from}


def _with_seat(plan: Plan, who: str, seat: SessionStaff) -> Plan:
    """Return a plan in which somebody is at all talks of a person's manager, too."""
    return edited(plan, sessions=tuple(
        edited(s, staff=(*s.staff, seat))
        if s.audience == who and any(one.role == "manager" for one in s.staff) else s
        for s in plan.sessions
    ))  # fmt: skip


def test_it_is_told_whose_host_coach_or_group_it_is() -> None:
    """To whoever receives, coaches or facilitates, and to the person the same."""
    given, plan = lp.samples.planted("S", 0)
    one, other = plan.placements[:2]
    moved = {one.participant: other.host}
    placements = tuple(
        edited(p, host=moved.get(p.participant, p.host)) for p in plan.placements
    )
    coach = next(m for m in plan.matches if m.coach != plan.matches[0].coach).coach
    first = edited(plan.matches[0], coach=coach)
    lead = plan.groups[1].facilitator
    group = edited(plan.groups[0], facilitator=lead)
    after = edited(plan, placements=placements, matches=(first, *plan.matches[1:]),
                   groups=(group, *plan.groups[1:]))  # fmt: skip
    sheet = lp.compare(given, plan, after)
    leaders = {h.unit: h.leader for h in given.hosts}
    hosts = {r.person: r.whom for r in sheet.rows if r.what == "host"}
    assert hosts == dict.fromkeys(
        [one.participant, leaders[one.host], leaders[other.host]], one.participant
    )
    name = given.participant(one.participant).name
    text = sheet.text()
    assert f"practicum host ({name}): " in text
    coached = given.participant(first.participant).name
    assert f"coach ({coached}): " in text
    assert "facilitator (Network group A): " in text
    assert set(sheet.table.whom) >= {name, coached}


def test_of_several_changes_each_is_told_the_one_that_is_theirs() -> None:
    """Whom a lost host received, not that a day is closed; nor the other way round."""
    given, plan = lp.samples.planted("S", 0)
    placed = plan.placements[0]
    lost = HostWithdraws(host=placed.host, on=date(2027, 12, 1))
    theirs = [s for s in plan.sessions if s.audience == placed.participant
              and s.activity.startswith("practicum") and s.staff]  # fmt: skip
    boss = next(h.leader for h in given.hosts if h.unit == placed.host)
    day = next(s for s in plan.sessions if s.audience == given.cohorts[0].id).day
    closed = DayClosed(day=day, name="Storm")
    led = {s.key: s for s in theirs if boss in {seat.staff for seat in s.staff}}
    assert {s.activity for s in led.values()} > {"practicum"}
    spare = next(h.leader for h in given.hosts if h.leader != boss)
    after = edited(plan, sessions=tuple(
        edited(s, staff=(edited(s.staff[0], staff=spare),)) if s.key in led
        else edited(s, day=s.day + timedelta(days=1)) if s.day == day else s
        for s in plan.sessions))  # fmt: skip
    sheet = lp.compare(given, plan, after, changes=[lost, closed])
    for key, change in ((True, lost), (False, closed)):
        why = {r.why for r in sheet.rows if (r.session in led) is key}
        assert why == {(change.words(given),)}
