"""Letters of a replanning: by when each is to be sent, and to whom none goes yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest

import leaderplan as lp
from leaderplan.change_sheet import ChangeSheet
from leaderplan.domain.change import JobChange
from leaderplan.domain.change.base import edited
from leaderplan.domain.plan import Plan, Session
from leaderplan.domain.posts import KnownPosts
from leaderplan.domain.view import PlanView
from leaderplan.feeds import FeedLedger, Notices, release
from leaderplan.feeds.outbox import mail_html, notices_html
from leaderplan.locale import Language, day_text
from tests.feeds.secret_year import told_of_a_job

NOW = date(2027, 10, 4)


def at(day: date, hour: int = 12) -> datetime:
    """Return an hour of a day, in Greenwich."""
    return datetime.combine(day, time(hour), UTC)


@cache
def letters(
    moment: datetime, language: Language = "en"
) -> tuple[Notices, Notices, ChangeSheet, JobChange]:
    """Release the year before the job and then after, and tell of it both ways."""
    given, changed, plan, after, row, sheet = told_of_a_job(NOW)
    given, changed = (facts.replace(rules=()) for facts in (given, changed))
    first = release(given, plan, FeedLedger(), at(NOW - timedelta(days=1)),
                    language=language)  # fmt: skip
    made = release(changed, after, first.ledger, moment, language=language)
    return lp.notices(changed, made, sheet), lp.notices(changed, made), sheet, row


def test_each_letter_has_the_day_by_which_it_is_to_be_sent() -> None:
    """The first by which its reader is to know of something that may be told."""
    found, _, sheet, _ = letters(at(NOW))
    assert found.notices
    for notice in found.notices:
        own = [r.tell_by for r in sheet.rows
               if r.person == notice.person and r.not_before is None]  # fmt: skip
        assert notice.send_by == min(own)
    days = [day for _, day in found.otherwise]
    assert days == sorted(days)
    told = {notice.person for notice in found.notices}
    now = {r.person for r in sheet.rows if r.not_before is None}
    assert told <= now
    assert len(now) == len(told) + len(found.otherwise)


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_letter_says_when_it_was_to_be_sent_or_of_others(language) -> None:
    """With a sheet or without one it is the same text, page and mail."""
    found, plain, _, row = letters(at(NOW), language)
    assert [n.text for n in found.notices] == [n.text for n in plain.notices]
    assert list(map(mail_html, found.notices)) == list(map(mail_html, plain.notices))
    assert all("salt" not in n.text.lower() for n in found.notices)
    assert {n.send_by for n in plain.notices} == {None}
    assert (plain.later, plain.otherwise) == ((), ())
    assert row.participant in {n.person for n in found.notices}


def test_nobody_has_a_letter_of_a_secret_job_before_its_day() -> None:
    """The overview says who is to be told when; from that day on there are letters."""
    found, _, _, row = letters(at(NOW))
    first = row.visible_from
    assert first is not None
    assert "saltboss" not in {n.person for n in found.notices}
    assert dict(found.later)["Salte Saltesen"] == first
    said = f"Not to be told before a later day: {found.later[0][0]} (not before "
    assert said + day_text(first, "en") in found.text
    assert "Salte Saltesen (tidligst " in letters(at(NOW), "da")[0].summary
    # The day begins at 22 or 23 of the day before in Greenwich.
    eve = letters(at(first - timedelta(days=1), 20))[0]
    assert [day for _, day in eve.later] == [first] * len(found.later)
    assert "saltboss" not in {n.person for n in eve.notices}
    for moment in (at(first - timedelta(days=1), 23), at(first)):
        open_ = letters(moment)[0]
        assert open_.later == ()
        boss = {n.person: n.send_by for n in open_.notices}["saltboss"]
        assert boss == first


def test_the_overview_tells_first_who_must_know_first() -> None:
    """In the text, in a notebook, and as a column of the table."""
    first = letters(at(NOW))[-1].visible_from
    assert first is not None
    found, plain, _, _ = letters(at(first))
    days = [notice.send_by for notice in found.notices]
    assert len(set(days)) > 1
    shown = found.text
    places = [shown.index(f"(to be sent by {day_text(day, 'en')})")
              for day in sorted({day for day in days if day})]  # fmt: skip
    assert places == sorted(places)
    page = notices_html(found)
    assert all(f"(to be sent by {day_text(day, 'en')})</h4>" in page for day in days)
    column = found.table.groupby("person").send_by.first()
    wanted = {n.person: str(n.send_by) for n in found.notices}
    assert dict(column) == wanted
    assert "sent by" not in plain.text
    assert set(plain.table.send_by) == {""}


def test_whom_no_calendar_tells_is_named() -> None:
    """A coach is another one, and meets nobody yet: nothing changes in a calendar."""
    given, plan = lp.samples.planted("S", 0)
    given = given.replace(rules=())
    placed, other = plan.placements[:2]
    rows = tuple(
        edited(p, host=other.host) if p == placed else p for p in plan.placements
    )
    after = edited(plan, placements=rows)
    sheet = lp.compare(given, plan, after, as_of=NOW)
    first = release(given, plan, FeedLedger(), at(NOW - timedelta(days=1)),
                    language="en")  # fmt: skip
    made = release(given, after, first.ledger, at(NOW), language="en")
    found = lp.notices(given, made, sheet)
    names = dict(found.otherwise)
    assert given.participant(placed.participant).name in names
    assert set(names.values()) == {NOW + timedelta(days=7)}
    said = "Their calendars say nothing new; tell them yourself: "
    assert said in found.summary
    month = at(NOW + timedelta(days=30))
    again = release(given, after, made.ledger, month, language="en")
    assert lp.notices(given, again, sheet).otherwise == ()


@pytest.mark.parametrize("moved", [True, False])
def test_whom_a_calendar_takes_to_lead_a_talk_is_told_of_its_day(moved) -> None:
    """A job was secret before: its new manager leads, the former one's calendar has it.

    The talk is on another day, or at another hour of the same one.
    """
    given, plan = lp.samples.planted("S", 0)
    given = given.replace(rules=())
    talk, former = next(_led_in_secret(given, plan, NOW))
    change = {"day": talk.day + timedelta(days=1)}
    if not moved:
        slot = next(s for s in plan.sessions if s.activity == talk.activity
                    and s.slot != talk.slot)  # fmt: skip
        change = {k: getattr(slot, k) for k in ("slot", "starts", "ends")}
    after = edited(plan, sessions=tuple(
        edited(s, **change) if s == talk else s for s in plan.sessions))  # fmt: skip
    sheet = lp.compare(given, plan, after, as_of=NOW)
    rows = {r.person: r for r in sheet.rows}
    (new,) = (seat.staff for seat in talk.staff)
    assert set(rows) == {talk.audience, former, new}
    assert {r.what for r in rows.values()} == {"day" if moved else "time"}
    assert rows[former].not_before is None
    assert rows[new].not_before == max(
        p.visible_from for p in given.participant(talk.audience).posts if p.visible_from
    )
    first = release(given, plan, FeedLedger(), at(NOW - timedelta(days=1)))
    made = release(given, after, first.ledger, at(NOW))
    found = lp.notices(given, made, sheet)
    assert {n.person for n in found.notices} == {talk.audience, former}
    assert all(n.send_by == rows[n.person].tell_by for n in found.notices)


def _led_in_secret(
    given: lp.Programme, plan: Plan, today: date
) -> Iterator[tuple[Session, str]]:
    """Yield talks that a new manager leads in secret, with the known manager."""
    known = KnownPosts(PlanView(given, plan), today)
    for session in plan.sessions:
        seats = known.seats(session)
        if len(session.staff) == 1 and seats and seats != session.staff:
            yield session, seats[0].staff
