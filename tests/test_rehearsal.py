"""Rehearsals: seeded years in which every event is accounted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import leaderplan as lp
from leaderplan import cli
from leaderplan.domain.change import RuleChange
from leaderplan.domain.change.base import edited
from leaderplan.feeds.promises import Promises, told_early
from leaderplan.rehearsal import years as years_module
from leaderplan.rehearsal.events import Event, change_of, drawn
from leaderplan.rules import Window
from tests.feeds.example import NOW
from tests.feeds.example import plan as example_plan
from tests.feeds.example import programme as example

FEW = lp.Scenario(job_change=0.06, sick=0.0, host_withdraws=0.03, leave=0.0,
                  dropout=0.03, exam_failed=0.0, exam_withdrawn=0.0, coach_lost=0.0,
                  room_lost=0.0)  # fmt: skip
REPEATED = lp.SolveOptions(deterministic=True, time_limit=30.0)


@pytest.fixture(scope="module")
def planted():
    """Return a year of 32 people with a plan."""
    return lp.samples.planted("S", 0)


@pytest.fixture(scope="module")
def rehearsed(planted):
    """Return a rehearsed year of few events."""
    return lp.rehearse(*planted, FEW, years=1, seed=49, options=REPEATED)


def test_the_same_seed_gives_the_same_years(planted, rehearsed) -> None:
    """Times aside, to the letter; another seed gives others."""
    again = lp.rehearse(*planted, FEW, years=1, seed=49, options=REPEATED)
    assert str(again) == str(rehearsed)
    rows = [[replace(row, seconds=0.0) for row in one.batches]
            for one in (again, rehearsed)]  # fmt: skip
    assert rows[0] == rows[1]
    other = [drawn(*planted, FEW, seed) for seed in (49, 4)]
    assert other[0] != other[1]


def test_every_event_is_accounted_for(planted, rehearsed) -> None:
    """Each is in one batch, and each batch is a plan, checked and released."""
    known = sorted(event.kind for event in drawn(*planted, FEW, 49))
    assert sorted(kind for row in rehearsed.batches for kind in row.kinds) == known
    assert rehearsed.failures == ()
    assert 0.5 <= rehearsed.proven <= 1.0
    mean, low, high = rehearsed.per_change()
    assert low <= mean <= high
    assert len(rehearsed.table) == len(rehearsed.batches)
    assert rehearsed.text("da") != rehearsed.text("en")


def test_drawn_events_are_changes_that_fit(planted) -> None:
    """All kinds come up, and each is a change without a fault in the first plan."""
    made, plan = planted
    seen = set()
    for seed in range(12):
        for event in drawn(made, plan, lp.Scenario(room_lost=0.2), seed):
            assert event.known <= event.day
            change = change_of(event, made, plan, lp.Scenario())
            if change is not None:
                assert tuple(change.faults(made)) == ()
                seen.add(event.kind)
    assert seen == {
        "job_change",
        "sick",
        "leave",
        "withdraw",
        "exam_failed",
        "exam_withdrawn",
        "host_withdraws",
        "coach_lost",
        "room_lost",
    }


def test_a_share_of_job_changes_is_what_was_asked_for(planted) -> None:
    """Over years, 60 % of the participants; nobody twice."""
    made, plan = planted
    counts, last = [], max(session.day for session in plan.sessions)
    for seed in range(40):
        jobs = [e.about for e in drawn(made, plan, lp.Scenario(), seed)
                if e.kind == "job_change" and e.day <= last]  # fmt: skip
        assert len(jobs) == len(set(jobs))
        counts.append(len(jobs))
    share = sum(counts) / len(counts) / len(made.participants)
    assert 0.55 < share < 0.65


def test_a_broken_promise_fails_the_rehearsal(planted, monkeypatch) -> None:
    """A release that gives an entry an older sequence is told."""
    release = years_module.release

    def careless(*given, **named):
        made = release(*given, **named)
        feeds = tuple(
            replace(feed, data=feed.data.replace(b"SEQUENCE:0", b"SEQUENCE:7"))
            if len(given[2].feeds) == 0
            else feed
            for feed in made.feeds
        )
        return replace(made, feeds=feeds)

    monkeypatch.setattr(years_module, "release", careless)
    found = lp.rehearse(*planted, FEW, years=1, seed=49)
    assert {row.outcome for row in found.failures} == {"broken promise"}
    assert "sequence" in found.failures[0].why


def test_promises_are_read_from_the_bytes() -> None:
    """An unchanged release keeps them; one with an entry changed in place does not."""
    made = lp.release(example(), example_plan(), lp.FeedLedger(
        programme=example().id, language="da", released=NOW), NOW)  # fmt: skip
    witness = Promises()
    assert witness.broken_by(made, NOW.date()) == []
    assert witness.broken_by(made, NOW.date()) == []
    feed = made.feeds[0]
    spoilt = replace(
        feed, data=feed.data.replace(b"STATUS:CONFIRMED", b"STATUS:CANCELLED")
    )
    assert spoilt.data != feed.data
    told = witness.broken_by(replace(made, feeds=(spoilt,)), NOW.date())
    assert any("keeps sequence" in row for row in told)
    assert any("without a later stamp" in row for row in told)


def test_rehearse_on_the_command_line(planted, tmp_path, capsys) -> None:
    """The report is printed, and a row of each decision written."""
    made, plan = planted
    lp.to_json(made, tmp_path / "in.json")
    as_it_is = lp.replan(made, plan, [], made.calendar.first)
    lp.write_plan(tmp_path / "plan.json", as_it_is)
    (tmp_path / "few.json").write_text(FEW.model_dump_json(), encoding="utf-8")
    words = ["rehearse", tmp_path / "in.json", tmp_path / "plan.json", "--years", 1,
             "--seed", 49, "--scenario", tmp_path / "few.json", "-o",
             tmp_path / "years.csv"]  # fmt: skip
    assert cli.main([str(word) for word in words]) == 0
    assert "checked plan" in capsys.readouterr().out
    assert (tmp_path / "years.csv").read_text(encoding="utf-8").startswith("year,")
    (tmp_path / "few.json").write_text('{"job_change": 2}', encoding="utf-8")
    assert cli.main([str(word) for word in words]) == 2
    assert "job_change" in capsys.readouterr().err


def test_an_entry_may_not_vanish_and_a_feed_may_not_go() -> None:
    """Neither without having been called off or closed; the note of a feed may."""
    made = lp.release(example(), example_plan(), lp.FeedLedger(
        programme=example().id, language="da", released=NOW), NOW)  # fmt: skip
    witness = Promises()
    assert witness.broken_by(made, NOW.date()) == []
    feed = next(f for f in made.feeds if f.data.count(b"BEGIN:VEVENT") > 1)
    start = feed.data.index(b"BEGIN:VEVENT")
    end = feed.data.index(b"END:VEVENT\r\n") + len(b"END:VEVENT\r\n")
    cut = replace(feed, data=feed.data[:start] + feed.data[end:])
    told = witness.broken_by(replace(made, feeds=(cut, *made.feeds[1:])), NOW.date())
    assert sum("called off" in row for row in told) == 1
    witness = Promises()
    witness.broken_by(made, NOW.date())
    told = witness.broken_by(replace(made, feeds=made.feeds[1:]), NOW.date())
    assert told == [f"the feed of {made.feeds[0].key} is gone"]


def test_what_is_told_before_its_day_is_found() -> None:
    """An activity that is shown later, and whom a secret new manager meets."""
    given, plan = example(), example_plan()
    made = lp.release(given, plan, lp.FeedLedger(
        programme=given.id, language="da", released=NOW), NOW)  # fmt: skip
    assert told_early(given, plan, made, NOW.date()) == []
    shown = plan.sessions[0].activity
    hidden = given.replace(activities=tuple(
        edited(a, visible_from=NOW.date() + timedelta(days=1)) if a.id == shown else a
        for a in given.activities))  # fmt: skip
    assert told_early(hidden, plan, made, NOW.date())
    assert told_early(hidden, plan, made, NOW.date() + timedelta(days=1)) == []
    kept = lp.release(hidden, plan, lp.FeedLedger(
        programme=given.id, language="da", released=NOW), NOW)  # fmt: skip
    assert told_early(hidden, plan, kept, NOW.date()) == []


def _unmoved(programme, plan, changes, day, *_):
    """Answer every change with the plan as it is, as a quick replanning would."""
    return lp.Result(programme, lp.Status.FEASIBLE, plan)


def test_decisions_go_forward_in_time(planted, monkeypatch) -> None:
    """What waits for the day of decision is not decided before what comes sooner."""
    monkeypatch.setattr(years_module, "replan", _unmoved)
    found = lp.rehearse(*planted, years=1, feeds=False)
    days = [row.day for row in found.batches]
    assert days == sorted(days)
    assert any(len(row.kinds) > 1 for row in found.batches)


def test_a_broken_promise_is_not_decided_on_twice(planted, monkeypatch) -> None:
    """What was decided together stays so, also where its release breaks a promise."""
    given = FEW.model_copy(update={"every": 60, "job_change": 0.5})
    monkeypatch.setattr(years_module, "replan", _unmoved)
    monkeypatch.setattr(years_module.Promises, "broken_by", lambda *_: ["a promise"])
    found = lp.rehearse(*planted, given, years=1, seed=49)
    known = sorted(event.kind for event in drawn(*planted, given, 49))
    assert sorted(kind for row in found.batches for kind in row.kinds) == known
    assert {row.outcome for row in found.failures} == {"broken promise"}
    assert any(len(row.kinds) > 1 for row in found.failures)


def test_a_plan_that_breaks_a_rule_is_told_and_left(planted, monkeypatch) -> None:
    """Released or not it is checked, and the year goes on without what asked for it."""

    def careless(programme, plan, changes, day, *_):
        moved = edited(plan.sessions[0], day=plan.sessions[-1].day)
        broken = edited(plan, sessions=(moved, *plan.sessions[1:]))
        return lp.Result(programme, lp.Status.FEASIBLE, broken)

    monkeypatch.setattr(years_module, "replan", careless)
    for feeds in (True, False):
        found = lp.rehearse(*planted, FEW, years=1, seed=49, feeds=feeds)
        assert {row.outcome for row in found.failures} == {"broken rule"}
        assert all(row.why for row in found.failures)


@pytest.mark.parametrize("said", ["a clash", "impossible", "no plan in time"])
def test_where_requirements_clash_the_year_goes_on_with_a_repair(
    planted, monkeypatch, said
) -> None:
    """The cheapest is agreed on and told; the plan is checked and released.

    Also where it was not found in time what clashes, or whether anything does.
    """
    named = said == "a clash"
    less = {"impossible": {"conflict": None},
            "no plan in time": {"conflict": None, "status": lp.Status.NO_PLAN_FOUND}
    }.get(said, {})  # fmt: skip
    replan = years_module.replan
    monkeypatch.setattr(
        years_module, "replan", lambda *asked: replace(replan(*asked), **less)
    )
    made, plan = planted
    ending = next(rule for rule in made.rules if rule.id == "kick-on-before-summer")
    day = ending.earliest - timedelta(days=100)
    sooner = Window(id="sooner", activity="kick_on",
                    latest=ending.earliest - timedelta(days=3))  # fmt: skip
    event = Event(day, day, "room_lost", made.rooms[0].id, 0.5)
    monkeypatch.setattr(years_module, "drawn", lambda *_: [event])
    monkeypatch.setattr(years_module, "change_of", lambda *_: RuleChange(rule=sooner))
    found = lp.rehearse(made, plan, years=1, options=REPEATED)
    (batch,) = found.batches
    assert (batch.outcome, batch.done, found.failures) == ("repaired", True, ())
    assert found.repaired == (batch,)
    assert ("sessions lie in their period" in batch.why) or not named
    assert ("As it was, the plan breaks:" in batch.why) != named
    assert "touches 32 people" in batch.repair
    assert ("price 5" if named else "price 20") in batch.repair
    assert (batch.people > 0) is named
    assert batch.repair in found.text("en")
    assert found.table.loc[0, "repair"] == batch.repair
    assert "måtte noget løsnes" in found.text("da")


def test_what_is_secret_is_released_on_its_day(planted, monkeypatch) -> None:
    """Also where nothing happens on it, as a coordinator is told to."""
    made, plan = planted
    days = [made.calendar.first + timedelta(days=number) for number in (30, 35, 40)]
    released, release = [], years_module.release

    def with_secret(programme, plan, changes, day, *_):
        who, *others = programme.participants
        post = edited(who.posts[-1], visible_from=days[1])
        who = edited(who, posts=(*who.posts[:-1], post))
        secret = programme.replace(participants=(who, *others))
        return lp.Result(secret, lp.Status.FEASIBLE, plan)

    def noted(programme, plan, ledger, moment, **options):
        released.append(moment.date())
        return release(programme, plan, ledger, moment, **options)

    monkeypatch.setattr(years_module, "replan", with_secret)
    monkeypatch.setattr(years_module, "release", noted)
    rows = [Event(on, on, "room_lost", made.rooms[0].id, 0.5) for on in days[::2]]
    monkeypatch.setattr(years_module, "drawn", lambda *_: rows)
    found = lp.rehearse(made, plan, years=1)
    assert found.failures == ()
    assert released == [days[0] - timedelta(days=1), *days]


def test_a_scenario_that_cannot_be_is_refused() -> None:
    """Months in order, calendar months, and no more new areas than new units."""
    for wrong in (
        {"months": (9, 3)}, {"peaks": (13,)}, {"other_unit": 0.1, "other_area": 0.2},
        {"sick": 1.5}, {"job_notice": {"least": 9, "most": 3}}, {"every": 0},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=next(iter(wrong))):
            lp.Scenario.model_validate(wrong)
