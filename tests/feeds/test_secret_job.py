"""No feed tells of a new job before its day, whatever was moved because of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

import leaderplan as lp
from leaderplan.domain.change import JobChange
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import RoleLoad, Staff
from leaderplan.domain.places import Unit
from leaderplan.domain.plan import Plan
from leaderplan.feeds import FeedKey, FeedLedger, Release, release
from leaderplan.feeds.facts import LATER
from leaderplan.store.due import due
from tests.feeds.example import NOW, post, programme
from tests.feeds.example import plan as made_by_hand

UNIT, MANAGER = "Saltholm Skole", "Salte Saltesen"
ASKED = ("Overdragelsessamtale", "Udviklingsplan: opfølgning", "overdraget")
"""Titles of what a new job asks for."""


def text(made: Release) -> str:
    """Return all feeds with their names, unfolded."""
    rows = (f"{feed.key} {feed.title} {feed.data.decode()}" for feed in made.feeds)
    return "\n".join(rows).replace("\r\n ", "").replace("\\,", ",")


def at(day: date) -> datetime:
    """Return the noon of a day."""
    return datetime.combine(day, time(12), UTC)


def salted() -> tuple[lp.Programme, Plan, JobChange, date]:
    """Return a year in which somebody gets a job four days before the practicum.

    The practicum has to move, as they are left in peace; unit and manager are new and
    salted.
    """
    given, plan = lp.samples.planted("S", 0)
    first = {s.audience: s.day for s in plan.sessions
             if s.activity == "practicum" and s.occurrence == 1}  # fmt: skip
    who = min(first, key=lambda key: (first[key], key))
    area = given.participant(who).posts[-1].area
    like = next(u for u in given.units if u.area == area)
    unit = edited(like, id="salt", name=UNIT, address="Saltvej 1")
    boss = Staff(id="saltboss", name=MANAGER, roles=(RoleLoad(role="manager"),),
                 unit="salt")  # fmt: skip
    given = given.replace(units=(*given.units, unit), staff=(*given.staff, boss))
    on = first[who] - timedelta(days=4)
    row = JobChange(participant=who, on=on, unit="salt", manager="saltboss",
                    visible_from=on, task="hand_over")  # fmt: skip
    return given, plan, row, on


@pytest.mark.slow
def test_nothing_tells_of_a_job_before_its_day() -> None:
    """Not unit, manager nor what it asks for; from that day on all of it is there."""
    given, plan, row, on = salted()
    now = on - timedelta(days=40)
    options = lp.SolveOptions(time_limit=60)
    told = lp.replan(given, plan, row, now, options=options)
    assert told.plan is not None
    assert told.sheet is not None
    moved = {r.session.activity for r in told.sheet.rows if r.session is not None}
    assert "practicum" in moved
    before = release(given, plan, FeedLedger(), at(now - timedelta(days=1)))
    eve = on - timedelta(days=1)
    for day in (now, eve):
        made = release(told.programme, told.plan, before.ledger, at(day))
        found = text(made)
        for mark in ("Salt", "salt", *ASKED):
            assert mark not in found, (day, mark)
        assert {feed.key for feed in made.feeds} == {f.key for f in before.feeds}
        changes = " ".join(map(str, made.changes))
        assert not [mark for mark in ("Salt", *ASKED) if mark in changes]
        before = made
    assert due(told.programme, before.ledger) == datetime.combine(
        eve, time(23), UTC
    )  # midnight in Denmark
    after = release(told.programme, told.plan, before.ledger, at(on))
    assert FeedKey("manager", "saltboss") in {feed.key for feed in after.feeds}
    assert all(mark in text(after) for mark in ASKED)


def test_others_are_not_told_why_before_its_day() -> None:
    """In the change sheet the reason stands for the person it is about."""
    given, plan, row, on = salted()
    after = plan.model_copy(
        update={"matches": tuple(
            m.model_copy(update={"coach": given.staff_in("coach")[0].id})
            for m in plan.matches)}
    )  # fmt: skip
    for day, said in ((on - timedelta(days=9), False), (on, True)):
        sheet = lp.compare(given, plan, after, changes=[row], as_of=day)
        others = [r for r in sheet.rows if r.person != row.participant]
        own = [r for r in sheet.rows if r.person == row.participant]
        assert others
        assert any(UNIT in w.en for r in others for w in r.why) is said
        assert all(UNIT in w.en for r in own for w in r.why)


def test_a_group_s_meeting_at_a_secret_unit_does_not_name_it() -> None:
    """It is held where only somebody works who starts there in secret."""
    posts = (
        post("birk", valid_to=date(2027, 9, 30)),
        post("hemmelig", "boss2", valid_from=date(2027, 10, 1),
             visible_from=date(2028, 3, 1)),
    )  # fmt: skip
    first, *others = programme().participants
    given = programme(participants=(edited(first, posts=posts), *others))
    meetings = [a for a in given.activities if a.id == "network_meeting"]
    there = edited(meetings[0], where=("member_unit",))
    given = given.replace(
        activities=tuple(there if a.id == there.id else a for a in given.activities)
    )
    plan = made_by_hand()
    rows = tuple(
        edited(s, place="hemmelig") if s.activity == "network_meeting" else s
        for s in plan.sessions
    )
    early = release(given, edited(plan, sessions=rows), FeedLedger(), NOW)
    assert "Hemmelig" not in text(early)
    assert LATER.da in text(early)
    late = release(given, edited(plan, sessions=rows), FeedLedger(),
                   at(date(2028, 3, 1)))  # fmt: skip
    assert "Hemmelig" in text(late)
    assert LATER.da not in text(late)
    assert isinstance(given.unit("hemmelig"), Unit)
