"""Going on with another cohort, catching up with one, and what the day ledger says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain import change
from leaderplan.domain.change.base import edited
from leaderplan.domain.plan import Plan
from leaderplan.domain.view import PlanView
from tests.drawn_plans import plans
from tests.strategies import small_programmes

ON = date(2027, 10, 5)
LARGE = 900
"""More quarter-days than anybody has."""


@pytest.fixture(scope="module")
def municipality() -> tuple[lp.Programme, Plan]:
    """Return six cohorts of one municipality, which keep seats, with a plan."""
    made, plan = lp.samples.planted("M", 0)
    rows = tuple(
        edited(a, spare_seats=2) if a.kind == "theme_day" else a
        for a in made.activities
    )
    made = made.replace(activities=rows)
    assert lp.check(made, plan).ok
    return made, plan


@pytest.mark.slow
def test_who_goes_on_with_another_cohort_keeps_what_they_had(municipality) -> None:
    """The past stands, counts, and the days add up but for what they cannot attend."""
    made, plan = municipality
    who, other = made.participants[0].id, made.cohorts[-1].id
    moved = change.Defer(participant=who, on=ON, cohort=other)
    result = lp.replan(made, plan, moved, as_of=ON)
    assert result.plan is not None
    assert result.report is not None
    assert result.report.ok
    before, after = PlanView(made, plan), PlanView(result.programme, result.plan)
    past = [row for row in before.of_participant(who) if row[1] < ON]
    assert past == [row for row in after.of_participant(who) if row[1] < ON]
    assert {key.audience for key, _ in past} & {made.participant(who).cohort}
    later = {key.audience for key, day in after.of_participant(who) if day >= ON}
    assert other in later
    assert made.participant(who).cohort not in later
    ledger = lp.day_ledger(result.programme, result.plan)
    lacking = sum(row.quarter_days for row in ledger.missing(who))
    assert ledger.promised(who) == made.ledger_total
    assert ledger.has(who) + lacking == made.ledger_total
    assert result.sheet is not None
    told = {(row.what, row.session.activity) for row in result.sheet.rows
            if row.person == who and row.session}  # fmt: skip
    assert {("new", "kick_on"), ("cancelled", "kick_on")} <= told


def test_what_is_missed_is_made_up_for_where_a_seat_is_kept(municipality) -> None:
    """Each option is a plan that breaks nothing more; then nothing is missing."""
    made, plan = municipality
    view = PlanView(made, plan)
    who = next(p for p in made.participants if p.cohort == made.cohorts[0].id).id
    key, day = next(
        row for row in view.of_participant(who, ["theme_day"]) if row[0].occurrence == 2
    )
    gone = change.Absence(participant=who, first=day, last=day)
    absent = gone.apply(made, plan)
    known = lp.day_ledger(made, plan).missing(who)
    rows = lp.catch_ups(absent, plan, day, [who]).rows
    found = [m for m in rows if m.row not in known]
    assert [(m.row.participant, m.row.activity, m.row.occurrence) for m in found] == [
        (who, "theme_day", 2)
    ]
    for option, at in found[0].options:
        assert at >= day
        assert option.audience != key.audience
        better = option.apply(absent, plan)
        assert lp.check(better, plan).ok
        row = next(
            r
            for r in lp.day_ledger(better, plan).rows
            if (r.participant, r.activity, r.occurrence) == (who, "theme_day", 2)
        )
        assert row.state == "guest"
    policy = lp.ReplanPolicy(catch_up=True)
    result = lp.replan(made, plan, gone, as_of=day, policy=policy)
    guest = result.programme.participant(who).guest_at
    assert [row.activity for row in guest] == ["theme_day"] * bool(found[0].options)


def test_no_more_catch_up_than_seats_are_kept(municipality) -> None:
    """Two seats are kept: the third finds none there."""
    made, plan = municipality
    cohort = made.cohorts[0].id
    view = PlanView(made, plan)
    day = next(d for k, d in view.dated.items() if k[:2] == ("theme_day", cohort)
               and k.occurrence == 2)  # fmt: skip
    people = [p for p in made.participants if p.cohort == cohort][:6]
    rows = [change.Absence(participant=p.id, first=day, last=day) for p in people]
    policy = lp.ReplanPolicy(catch_up=True)
    changed = lp.replan(made, plan, rows, as_of=day, policy=policy).programme
    taken = [g for p in changed.participants for g in p.guest_at]
    assert taken
    for row in taken:
        assert sum(one == row for one in taken) <= 2


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_somebody_has_and_lacks_is_what_was_promised(data) -> None:
    """For drawn programmes with guests, exemptions and skips, in any plan."""
    made = data.draw(small_programmes())
    plan = data.draw(plans(made))
    ledger = lp.day_ledger(made, plan)
    view = PlanView(made, plan)
    for person in made.participants:
        own = [
            (a, n)
            for a in made.activities
            for n in range(1, a.occurrences + 1)
            if (a.of_cohort(person.cohort) and (not a.only or person.id in a.only))
            or any((g.activity, g.occurrence) == (a.id, n) for g in person.guest_at)
        ]
        lacking = sum(row.quarter_days for row in ledger.missing(person.id))
        assert ledger.has(person.id) + lacking == ledger.promised(person.id)
        assert ledger.promised(person.id) == sum(a.quarter_days for a, _ in own)
        there = {(k.activity, k.occurrence) for k, _ in view.of_participant(person.id)}
        for row in ledger.rows:
            if row.participant == person.id and row.state in ("planned", "guest"):
                assert (row.activity, row.occurrence) in there


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_rule_counts_what_is_planned_and_the_ledger_what_is_had(data) -> None:
    """They differ by the plenaries that somebody is away from, and by nothing else."""
    made = data.draw(small_programmes()).replace(ledger_total=LARGE)
    plan = data.draw(plans(made))
    view, ledger = PlanView(made, plan), lp.day_ledger(made, plan)
    counted = {
        row.subject[0]: LARGE - row.amount
        for row in rules.DayLedger().check(view)
    }  # fmt: skip
    for person in made.participants:
        there = {(k.activity, k.occurrence) for k, _ in view.of_participant(person.id)}
        away = [
            row
            for row in ledger.missing(person.id)
            if (row.activity, row.occurrence) in there
        ]
        for row in away:
            assert made.activity(row.activity).plenary
        weight = sum(row.quarter_days for row in away)
        # Credit for what was never promised counts in the rule alone.
        weight += sum(
            a.quarter_days * a.occurrences
            for a in made.activities
            if a.id in person.exempt and not _promised(a, person)
        )
        assert counted[person.id] == ledger.has(person.id) + weight


def _promised(activity: lp.Activity, person: lp.Participant) -> bool:
    """Whether an activity is for somebody."""
    meant = not activity.only or person.id in activity.only
    return meant and activity.of_cohort(person.cohort)
