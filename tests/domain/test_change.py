"""Changes: what they make of a programme, what they refuse, what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

import leaderplan as lp
from leaderplan.domain import change, mending
from leaderplan.domain.change import KINDS, Change
from leaderplan.domain.people import Participant, Post
from leaderplan.domain.plan import Plan

ON = date(2027, 12, 1)
LATE = date(2028, 1, 14)
NEVER = date(2031, 1, 1)


@pytest.fixture(scope="module")
def planted() -> tuple[lp.Programme, Plan]:
    """Return a year of 32 people with a plan."""
    return lp.samples.planted("S", 0)


def of_each_kind(given: lp.Programme) -> dict[str, Change]:
    """Return a change of each kind that fits the sample."""
    who, host = given.participants[0].id, given.hosts[0].unit
    others = {host.unit for host in given.hosts}
    unit = next(u.id for u in given.units if u.id not in others)
    coach = given.staff_in("coach")[0].id
    exam = next(a.id for a in given.activities if a.kind == "exam")
    new = Participant(
        id="new",
        name="Nora Ny",
        cohort=given.cohorts[0].id,
        posts=(Post(unit=unit, area=given.unit(unit).area),),
    )
    rows = (
        change.JobChange(
            participant=who, on=ON, unit=host, manager=given.staff[0].id, role="leder"
        ),
        change.Absence(participant=who, first=ON, last=LATE),
        change.Leave(participant=who, first=ON, last=LATE),
        change.Withdraw(participant=who, on=ON),
        change.Join(who=new, on=ON),
        change.ExamResult(participant=who, exam=exam, on=LATE),
        change.HostWithdraws(host=host, on=ON),
        change.HostOffers(host=unit, places=2),
        change.CoachLost(staff=coach, first=ON),
        change.StaffLost(staff=coach, first=ON, last=LATE),
        change.RoomLost(room=given.rooms[0].id, first=ON, last=LATE),
        change.DayClosed(day=ON, name="Stormflod"),
        change.RuleChange(gone=given.rules[0].id),
        change.Mend(
            loosened=(
                mending.MorePlaces(host=host),
                mending.Waive(rule=given.rules[0].id),
            )
        ),
    )
    return {row.kind: row for row in rows}


def test_every_kind_is_told_in_both_languages_and_kept_as_json(planted) -> None:
    """The sentence names who and when; a change read back is the same."""
    given, plan = planted
    rows = of_each_kind(given)
    between = {"catch_up", "defer", "undo"}  # told of two cohorts, or of a change
    assert set(rows) | between == set(KINDS)
    for kind, row in rows.items():
        words = row.words(given)
        assert words.da != words.en
        assert "{" not in words.da + words.en
        assert KINDS[kind].model_validate_json(row.model_dump_json()) == row
        changed = row.apply(given, plan)
        assert changed.fingerprint != given.fingerprint
        assert lp.from_json(lp.to_json(changed)) == changed


@pytest.mark.parametrize(
    ("made", "place"),
    [
        (lambda _: change.Absence(participant="x", first=ON, last=ON), "participants"),
        (lambda p: change.Absence(participant=p, first=LATE, last=ON), "last"),
        (lambda p: change.Withdraw(participant=p, on=NEVER), "on"),
        (lambda p: change.JobChange(participant=p, on=ON, unit="nowhere"), "units"),
        (lambda _: change.HostWithdraws(host="nowhere", on=ON), "hosts"),
        (lambda _: change.RoomLost(room="r", first=ON, last=ON), "rooms"),
        (lambda _: change.DayClosed(day=NEVER, name="x"), "day"),
        (lambda _: change.RuleChange(), "rule"),
        (lambda p: change.Leave(participant=p, first=ON, last=LATE), "plan"),
        (lambda _: change.Mend(loosened=(mending.Waive(rule="x"),)), "rules"),
        (lambda _: change.Mend(loosened=(mending.MorePlaces(host="x"),)), "hosts"),
        (
            lambda _: change.Mend(
                loosened=(mending.Loosen(rule="unit_away", parameter="x", by=1),)
            ),
            "parameter",
        ),
    ],
)
def test_what_does_not_fit_is_named(
    planted, made: Callable[[str], Change], place: str
) -> None:
    """Unknown ids, days outside the year, and a plan where one is needed."""
    given, _ = planted
    with pytest.raises(lp.InputError) as caught:
        made(given.participants[0].id).apply(given)
    assert place in str(caught.value)


def test_a_job_change_ends_one_post_and_begins_another(planted) -> None:
    """By date; the new manager is met and the plan looked at within thirty days."""
    given, _ = planted
    row = of_each_kind(given)["job_change"]
    assert isinstance(row, change.JobChange)
    changed = row.apply(given)
    person = changed.participant(row.participant)
    before = given.participant(row.participant)
    assert person.post_on(ON - timedelta(days=1)).unit == before.post_on(ON).unit
    assert person.post_on(ON).unit == row.unit
    assert person.post_on(ON).area == given.unit(row.unit).area
    quiet = next(rule for rule in changed.rules if rule.kind == "new_post")
    assert (quiet.activities, quiet.days) == (("practicum",), 28)
    assert quiet.participants == (row.participant,)
    more = {a.id: a for a in changed.activities} | {}
    for activity in given.activities:
        del more[activity.id]
    assert {a.only for a in more.values()} == {(row.participant,)}
    assert len(more) == 2
    for name in more:
        followers = [p.id for p in changed.followers(name)]
        assert followers == [row.participant]
        window = next(r for r in changed.rules if r.id == f"w-{name}")
        assert window.earliest == ON
        assert window.latest == ON + timedelta(days=30)


def test_who_leaves_is_expected_at_nothing_later(planted) -> None:
    """What was before stays; what is to come is skipped, and the rest meet."""
    given, plan = planted
    who = given.participants[0].id
    changed = change.Withdraw(participant=who, on=ON).apply(given, plan)
    gone = {key for key in given.session_keys if key not in set(changed.session_keys)}
    days = {s.key: s.day for s in plan.sessions}
    days |= {m.key: m.day for m in plan.milestones}
    assert gone
    assert all(key.audience == who and days[key] >= ON for key in gone)
    later = [s for s in plan.sessions if s.day >= ON and s.activity == "theme_day"]
    for session in later:
        there = changed.attending(session.activity, session.occurrence)
        assert who not in {p.id for p in there}
    kept = plan.model_copy(
        update={
            "sessions": tuple(s for s in plan.sessions if s.key not in gone),
            "milestones": tuple(m for m in plan.milestones if m.key not in gone),
        }
    )
    told = lp.check(changed, Plan(**kept.model_dump()))
    assert not [row for row in told.violations if row.hard and who in row.subject]


def test_a_host_that_withdraws_is_closed_from_then_on(planted) -> None:
    """Its earlier weeks stay open."""
    given, _ = planted
    host = given.hosts[0]
    row = change.HostWithdraws(host=host.unit, on=ON).apply(given).host(host.unit)
    assert not any(ON + timedelta(days=n) in span for n in range(200)
                   for span in row.open)  # fmt: skip
    before = [day for day in given.calendar.days() if day < ON]
    spans = host.open or (lp.Span(),)
    for day in before:
        assert any(day in s for s in row.open) == any(day in s for s in spans)


def test_a_late_comer_skips_what_was_before(planted) -> None:
    """And is promised no number of days."""
    given, plan = planted
    row = of_each_kind(given)["join"]
    changed = row.apply(given, plan)
    missed = changed.participant("new").skips
    held = {(s.activity, s.occurrence) for s in plan.sessions if s.day < ON}
    assert missed
    assert {(skip.activity, skip.occurrence) for skip in missed} <= held
    assert any(w.rule == "day_ledger" for w in changed.waivers)
