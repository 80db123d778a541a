"""A year in which somebody has a job that is secret for a while, planned by hand."""

from __future__ import annotations

from datetime import date, timedelta

import leaderplan as lp
from leaderplan.change_sheet import ChangeSheet
from leaderplan.domain.change import JobChange
from leaderplan.domain.change.base import edited
from leaderplan.domain.plan import Milestone, Plan, Session, SessionStaff
from tests.feeds.test_secret_job import salted


def told_of_a_job(
    as_of: date,
) -> tuple[lp.Programme, lp.Programme, Plan, Plan, JobChange, ChangeSheet]:
    """Return a year with a secret job, planned by hand, and its change sheet.

    The talk in the week before the job can be known is put off, all talks from its
    first day on are with the new manager, and the hand-over is at the new unit.
    """
    given, plan, row, on = salted()
    row = edited(row, on=on, visible_from=on + timedelta(days=7))
    who, changed = row.participant, row.apply(given, plan)
    own = [s for s in plan.sessions if s.audience == who and s.day < on
           and any(seat.role == "manager" for seat in s.staff)]  # fmt: skip
    put_off = max(own, key=lambda s: s.day)
    new = SessionStaff(role="manager", staff="saltboss")
    sessions = [_with_new(s, new, put_off, who, on) for s in plan.sessions]
    hand_over = next(a for a in changed.activities if a.id.startswith("handover"))
    like = next(a.id for a in given.activities
                if any(lead.relation == "manager" for lead in a.leads))  # fmt: skip
    talk = edited(next(s for s in plan.sessions if s.activity == like),
                  activity=hand_over.id, audience=who, occurrence=1, day=on,
                  place="salt", staff=(new,))  # fmt: skip
    keys = set(changed.session_keys)
    asked = [a.id for a in changed.activities if a.only and a.kind == "milestone"]
    due = [Milestone(activity=a, participant=who, occurrence=1, day=on) for a in asked]
    left = (m for m in plan.milestones if m.key in keys)
    after = edited(plan, sessions=(*sessions, talk), milestones=(*left, *due))
    sheet = lp.compare(changed, plan, after, changes=[row], as_of=as_of, earlier=given)
    return given, changed, plan, after, row, sheet


def _with_new(
    s: Session, new: SessionStaff, put_off: Session, who: str, on: date
) -> Session:
    manager = [seat.role == "manager" for seat in s.staff]
    if s.audience != who or not any(manager) or (s.day < on and s != put_off):
        return s
    seats = tuple(new if seat.role == "manager" else seat for seat in s.staff)
    place = "salt" if s.place not in (None, "online") else s.place
    day = on + timedelta(days=20) if s == put_off else s.day
    return edited(s, staff=seats, place=place, day=day)
