"""Make-up dates from buying to being there: planned, found, told, and counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.change import Absence
from leaderplan.domain.people import GuestAt
from leaderplan.domain.plan import Plan
from leaderplan.feeds import FeedKey, FeedLedger, Release, release
from leaderplan.spares import MOST_DATES, dates
from tests.feeds.reading import entries
from tests.rules.small_world import MONDAY, activity, day, person, programme, staff

OPTIONS = lp.SolveOptions(deterministic=True, deterministic_limit=30)
PRICES = lp.SparePrices(date=1)


def world(size: int = 4, *more: lp.Rule) -> lp.Programme:
    """Return a cohort with two theme days that somebody leads, of 4 quarters each."""
    theme = activity(
        "theme", "cohort", occurrences=2, plenary=True, quarter_days=4,
        where=("room",), leads=(Lead(role="lecturer"),),
    )  # fmt: skip
    asked = (
        rules.NoDoubleBooking(), rules.StaffAvailability(), rules.Availability(),
        rules.RoomCapacity(), rules.RoomClash(), rules.RightLeader(),
        rules.RightPlace(), rules.DayLedger(), rules.PlenaryAbsence(),
        rules.Window(id="one", activity="theme", occurrence=1, latest=day(4)),
        rules.Window(id="two", activity="theme", occurrence=2, latest=day(9)),
        rules.Order(first="theme"), *more,
    )  # fmt: skip
    return programme(
        [person(f"p{n}") for n in range(size)],
        cohorts=(lp.Cohort(id="c", name="Hold 1"),),
        staff=(staff("anna", "lecturer"),),
        activities=(theme,),
        ledger_total=8,
        rules=asked,
    )


def planned(made: lp.Programme) -> tuple[lp.Programme, Plan]:
    """Return a programme with make-up dates, and a plan that breaks nothing."""
    bought = lp.robust(made, lp.Scenario(sick=0.2), PRICES)
    assert bought.dates == {"theme": 2}
    result = lp.solve(bought.programme, options=OPTIONS)
    assert result.plan is not None, str(result)
    assert lp.check(bought.programme, result.plan).ok
    return bought.programme, result.plan


@pytest.fixture(scope="module")
def year() -> tuple[lp.Programme, Plan]:
    """Return the world with make-up dates, planned."""
    return planned(world())


def days_of(plan: Plan) -> dict[tuple[str, int], date]:
    """Return the days of the theme days by cohort and number."""
    return {(s.audience, s.occurrence): s.day for s in plan.sessions}


def expected(number: int, lacking: float, rate: float, price: int, cost: int) -> float:
    """Return what so many make-up dates cost, and those who then miss all of them."""
    return price * number + cost * lacking * rate**number


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 40), st.floats(0, 1), st.integers(0, 3), st.integers(0, 60),
    st.integers(0, 60),
)  # fmt: skip
def test_no_other_number_of_dates_costs_less(count, rate, seats, price, cost) -> None:
    """By the expected cost of each: a date more only for those who still lack it."""
    lacking = sum(
        comb(count, k) * rate**k * (1 - rate) ** (count - k) * max(0, k - seats)
        for k in range(count + 1)
    )
    costs = [expected(n, lacking, rate, price, cost) for n in range(MOST_DATES + 1)]
    bought = dates(count, rate, seats, price, cost)
    assert costs[bought] == pytest.approx(min(costs), abs=1e-6)


def test_dates_are_later_and_have_room_and_leader(year) -> None:
    """A week after the own day or more, though that must be early; none is theirs."""
    made, plan = year
    found = days_of(plan)
    assert len(found) == 6
    for number in (1, 2):
        own = found["c", number]
        assert own <= day(4 if number == 1 else 9)
        for audience in ("c-makeup-1", "c-makeup-2"):
            assert (found[audience, number] - own).days >= 7
    assert all(s.staff and s.place for s in plan.sessions)
    ledger = lp.day_ledger(made, plan)
    assert ledger.missing() == ()
    assert {row.day for row in ledger.rows} == {found["c", 1], found["c", 2]}


def absent(plan: Plan, who: str = "p1") -> Absence:
    """Return that somebody is away on the own second theme day."""
    gone = days_of(plan)["c", 2]
    return Absence(participant=who, first=gone, last=gone)


def test_whoever_misses_a_day_is_sent_to_the_first_make_up_date(year) -> None:
    """Nothing moves, nothing is missing, and without the policy it is offered."""
    made, plan = year
    row = absent(plan)
    away = row.apply(made, plan)
    missed = lp.catch_ups(away, plan, row.first).rows
    later = sorted((d, key) for key, d in days_of(plan).items()
                   if key[1] == 2 and key[0] != "c")  # fmt: skip
    assert [[(d, c.audience) for c, d in m.options] for m in missed] == [
        [(d, key[0]) for d, key in later]
    ]
    offered = lp.catch_ups(away, plan, row.first)
    assert "Can be made up for on the make-up date" in str(offered)
    assert "Kan indhentes på opsamlingsdagen" in offered.text("da")
    policy = lp.ReplanPolicy(catch_up=True)
    told = lp.replan(made, plan, row, row.first, policy, OPTIONS)
    assert told.plan is not None
    assert days_of(told.plan) == days_of(plan)
    guest = GuestAt(activity="theme", occurrence=2, audience=later[0][1][0])
    assert told.programme.participant("p1").guest_at == (guest,)
    ledger = lp.day_ledger(told.programme, told.plan)
    assert ledger.missing() == ()
    assert {r.day for r in ledger.rows if r.state == "guest"} == {later[0][0]}
    assert told.sheet is not None
    assert "p1 makes up for theme 2 on a make-up date" in str(told.sheet)
    assert "p1 indhenter theme 2 på en opsamlingsdag" in told.sheet.text("da")


def test_no_more_come_than_there_are_seats() -> None:
    """A seat of each date, two dates: the third who is away finds none."""
    made, plan = planned(world())
    cohorts = tuple(
        c.model_copy(update={"seats": 1 if c.make_up_for else 0}) for c in made.cohorts
    )
    made = made.replace(cohorts=cohorts)
    rows = [absent(plan, who) for who in ("p0", "p1", "p2")]
    policy = lp.ReplanPolicy(catch_up=True)
    told = lp.replan(made, plan, rows, rows[0].first, policy, OPTIONS)
    assert told.plan is not None
    where = [p.guest_at[0].audience for p in told.programme.participants if p.guest_at]
    assert sorted(where) == ["c-makeup-1", "c-makeup-2"]
    lacking = lp.day_ledger(told.programme, told.plan).missing()
    assert [row.occurrence for row in lacking] == [2]


def at(when: date) -> datetime:
    """Return the noon of a day."""
    return datetime.combine(when, time(12), UTC)


def shown(made: Release, kind: str, subject: str) -> dict[tuple[date, str], str]:
    """Return the entries of a feed by day and status, with their titles."""
    rows = entries(made, kind, subject)
    return {
        ((e.start.date() if isinstance(e.start, datetime) else e.start), e.status):
        e.summary
        for e in rows
    }  # fmt: skip


def test_only_a_guest_sees_a_make_up_date_and_nobody_reads_of_them(year) -> None:
    """Rooms have it from the start; there is no calendar of nobody."""
    made, plan = year
    row = absent(plan)
    makes_up = {d for (audience, _), d in days_of(plan).items() if audience != "c"}
    first = release(made, plan, FeedLedger(), at(MONDAY - timedelta(days=30)))
    assert FeedKey("cohort", "c") in {feed.key for feed in first.feeds}
    assert not any("makeup" in feed.key.subject for feed in first.feeds)
    for who in ("p0", "p1", "p2", "p3"):
        assert len(shown(first, "participant", who)) == 2
    in_rooms = [shown(first, "room", room) for room in ("big", "tiny", "snug")]
    assert makes_up <= {d for feed in in_rooms for d, _ in feed}
    policy = lp.ReplanPolicy(catch_up=True)
    told = lp.replan(made, plan, row, MONDAY, policy, OPTIONS)
    assert told.plan is not None
    after = release(told.programme, told.plan, first.ledger, at(MONDAY))
    theirs = shown(after, "participant", "p1")
    cancelled = {d for d, status in theirs if status == "CANCELLED"}
    assert cancelled == {row.first}
    standing = {d: title for (d, status), title in theirs.items() if d in makes_up}
    assert list(standing.values()) == ["theme 2 (opsamling)"]
    for other in ("p0", "p2", "p3"):
        feed = FeedKey("participant", other)
        assert after.feed(feed).data == first.feed(feed).data
    own = [f for f in after.feeds if f.key != FeedKey("participant", "p1")]
    assert all(b"p1" not in feed.data for feed in own)


@pytest.mark.slow
def test_a_year_of_32_with_make_up_dates() -> None:
    """Planned, proven, and four of five of those who miss a theme day have a date."""
    bought = lp.robust(lp.samples.programme("S", 0), prices=lp.SparePrices(date=6))
    assert bought.dates == {"kick_off": 1, "theme_day": 1, "kick_on": 1}
    made = bought.programme
    assert lp.preflight(made).ok
    options = lp.SolveOptions(deterministic=True, time_limit=60)
    plan = lp.solve(made, options).plan
    assert plan is not None
    assert lp.check(made, plan).ok
    own = next(s for s in plan.sessions if s.id == "theme_day/hold-1/4")
    rows = [Absence(participant=p.id, first=own.day, last=own.day)
            for p in made.participants]  # fmt: skip
    missed = lp.catch_ups(lp.apply(made, rows, plan), plan, own.day).rows
    theirs = [m for m in missed if m.row.activity == "theme_day"
              and m.row.occurrence == 4]  # fmt: skip
    assert len(theirs) == 32
    found = [m for m in theirs if m.options]
    assert len(found) >= 26
    row = next(r for r in rows if r.participant == found[0].row.participant)
    policy = lp.ReplanPolicy(catch_up=True)
    told = lp.replan(made, plan, row, own.day, policy, options)
    assert told.plan is not None
    assert told.certificate is not None
    first = told.certificate.levels[0]
    assert (first.value, first.bound) == (0, 0)
    assert lp.day_ledger(told.programme, told.plan).missing(row.participant) == ()
