"""The change sheet: who has what another way between two plans."""

from __future__ import annotations

from datetime import date

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
