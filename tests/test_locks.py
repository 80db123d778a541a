"""Locks and states: who locked what and why, what stands, and what clashes with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain import change
from leaderplan.domain.calendar import DEFAULT_BLOCKS, PlanningCalendar
from leaderplan.domain.change.base import edited
from leaderplan.domain.locks import locks, with_locks_of, without_locks
from leaderplan.domain.people import RoleLoad, Staff
from leaderplan.domain.plan import Lock, Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.states import State
from leaderplan.io.json import read_plan, write_plan
from leaderplan.result import Status
from tests.rules.small_world import activity, day, person, programme

OPTIONS = lp.SolveOptions(deterministic=True, time_limit=60.0)
BOOKED = "the speaker is booked"
ON = date(2027, 9, 1)
WEEK = timedelta(days=7)
ROOM = programme().rooms[0]


def held(*more: lp.Rule) -> lp.Programme:
    """Return a programme of one theme day in a room, and a talk of each of two."""
    theme = activity(
        "theme", "cohort", where=("room",), title=lp.title("Temadag", "Theme day")
    )
    return programme(
        [person("a"), person("b")],
        rooms=(ROOM,),
        activities=(theme, activity("talk", "participant")),
        rules=(rules.Availability(), rules.RoomAvailability(), *more),
    )


def planned(given: lp.Programme) -> Plan:
    """Return a plan with the theme day on the tenth day of the year."""
    at = rules.Window(activity="theme", earliest=day(9), latest=day(9))
    plan = lp.solve(given.with_rules(at), OPTIONS).plan
    assert plan is not None
    return plan


def lost(on: int) -> change.RoomLost:
    """Return that the only room cannot be used on a day."""
    return change.RoomLost(room=ROOM.id, first=day(on), last=day(on))


def test_a_lock_tells_who_and_why_and_is_read_back(tmp_path) -> None:
    """From a plan file, also one that holds the reason alone; and it can be opened."""
    given = held()
    result = lp.solve(given, OPTIONS)
    assert result.plan is not None
    plan = lp.lock(result.plan, ["theme/c/1"], BOOKED, by="Anne Holm", on=ON)
    theme = next(s for s in plan.sessions if s.activity == "theme")
    assert theme.locked == Lock(reason=BOOKED, by="Anne Holm", on=ON)
    assert [s.locked for s in plan.sessions if s is not theme] == [None, None]
    path = tmp_path / "plan.json"
    write_plan(path, lp.Result(given, result.status, plan))
    assert read_plan(path, given).plan == plan
    row = theme.model_dump(mode="json") | {"locked": BOOKED}
    assert lp.Session(**row).locked == Lock(reason=BOOKED)
    assert lp.unlock(plan, [theme.key]) == result.plan
    assert without_locks(plan) == result.plan
    assert with_locks_of(result.plan, plan) == plan
    assert dict(locks(plan)) == {"theme/c/1": theme.locked}


def test_what_a_plan_does_not_hold_cannot_be_locked() -> None:
    """All that is missing is told at once."""
    plan = planned(held())
    with pytest.raises(lp.InputError) as refused:
        lp.lock(plan, ["theme/c/2", "nothing/c/1"], BOOKED)
    assert len(refused.value.issues) == 2
    assert "theme/c/2" in str(refused.value)


def test_a_lock_that_clashes_is_named_with_the_rule() -> None:
    """With who locked it and why; without the lock the day moves."""
    given = held()
    plan = planned(given)
    locked = lp.lock(plan, ["theme/c/1"], BOOKED, by="Anne Holm", on=ON)
    told = lp.replan(given, locked, lost(9), day(3), options=OPTIONS)
    assert told.status is Status.INFEASIBLE
    assert told.conflict is not None
    kinds = {row.rule for row in told.conflict.requirements}
    assert kinds == {"locked", "room_availability"}
    english, danish = told.conflict.text("en"), told.conflict.text("da")
    assert "what is locked stands as it is [locked]: Theme day" in english
    assert "15 September 2027 (locked by Anne Holm: the speaker is booked)" in english
    assert "(låst af Anne Holm: the speaker is booked)" in danish
    assert "Anne" not in told.conflict.text("en", named=False)
    free = lp.replan(given, plan, lost(9), day(3), options=OPTIONS)
    assert free.plan is not None


def test_what_was_locked_against_a_rule_before_stays_so() -> None:
    """It was decided knowing of it; another change does not ask it anew."""
    given = held()
    locked = lp.lock(planned(given), ["theme/c/1"], BOOKED, by="Anne Holm")
    closed = lost(9).apply(given)
    away = change.Absence(participant="a", first=day(20), last=day(20))
    told = lp.replan(closed, locked, away, day(3), options=OPTIONS)
    assert told.plan is not None
    theme = next(s for s in told.plan.sessions if s.activity == "theme")
    assert (theme.day, str(theme.locked)) == (day(9), f"{BOOKED} (Anne Holm)")
    assert told.certificate is not None
    assert told.certificate.locks == (f"theme/c/1: {BOOKED} (Anne Holm)",)
    assert lp.check(told.programme, told.plan).ok


def test_a_locked_coach_is_named_and_else_left() -> None:
    """A choice is locked like a day: the coach is lost, and the lock is in the way."""
    coach = lp.Lead(role="coach", relation="coach")
    given = programme(
        [person("a")],
        staff=tuple(
            Staff(id=key, name=key, roles=(RoleLoad(role="coach"),))
            for key in ("c1", "c2")
        ),
        activities=(activity("coaching", "participant", leads=(coach,)),),
        rules=(rules.StaffAvailability(),),
    )
    plan = lp.solve(given, OPTIONS).plan
    assert plan is not None
    match = plan.matches[0]
    locked = lp.lock(plan, [match], "long known", by="Bo Lind")
    gone = change.CoachLost(staff=match.coach, first=day(0))
    told = lp.replan(given, locked, gone, day(0), options=OPTIONS)
    assert told.conflict is not None
    assert {r.rule for r in told.conflict.requirements} >= {"locked_coaches"}
    assert "(locked by Bo Lind: long known)" in str(told.conflict)
    free = lp.replan(given, plan, gone, day(0), options=OPTIONS)
    assert free.plan is not None
    assert free.plan.matches[0].coach != match.coach


def test_only_what_is_broken_itself_moves_inside_the_notice_period() -> None:
    """The talk of whoever is ill moves; what could move in its stead stands."""
    given = held(rules.ClosedDays())
    plan = planned(given)
    first = min(s.day for s in plan.sessions)
    talk = next(s for s in plan.sessions if s.day == first)
    policy = ReplanPolicy(frozen=60)
    frozen = lp.states(given, plan, first, policy)
    assert {row.state for row in frozen.rows} == {State.FROZEN}
    away = change.Absence(participant=talk.audience, first=first, last=first)
    told = lp.replan(given, plan, away, first, policy, OPTIONS)
    assert told.plan is not None
    moved = {s.key for s in plan.sessions} - {
        s.key for s in told.plan.sessions if s in plan.sessions
    }
    assert moved == {talk.key}


def test_a_clash_inside_the_notice_period_is_named_until_it_is_approved() -> None:
    """The talks are asked for on the theme day's day, which has one block."""
    one = PlanningCalendar(first=day(0), last=day(27), blocks=DEFAULT_BLOCKS[:1])
    given = held(rules.NoDoubleBooking()).replace(calendar=one)
    plan = planned(given)
    asked = rules.Window(id="on", activity="talk", earliest=day(9), latest=day(9))
    new = change.RuleChange(rule=asked)
    policy = ReplanPolicy(frozen=20)
    told = lp.replan(given, plan, new, day(0), policy, OPTIONS)
    assert told.conflict is not None
    kinds = {row.rule for row in told.conflict.requirements}
    assert kinds == {"frozen", "no_double_booking", "on"}
    assert "what lies inside the notice period stands as it is" in str(told.conflict)
    approved = edited(policy, approved=("theme",))
    moved = lp.replan(given, plan, new, day(0), approved, OPTIONS)
    assert moved.plan is not None
    assert {s.day for s in moved.plan.sessions if s.activity == "talk"} == {day(9)}


def test_the_states_say_what_stands_and_why() -> None:
    """Past before locked, locked before frozen; drafts are what nobody was told of."""
    given = held()
    plan = lp.lock(planned(given), ["theme/c/1"], BOOKED, by="Anne Holm")
    policy = ReplanPolicy(frozen=3, approved=("talk/b/1",))
    talks = {s.audience: s.day for s in plan.sessions if s.activity == "talk"}
    now = min(talks.values())
    found = lp.states(given, plan, now, policy)
    assert found.of("theme/c/1") is State.LOCKED
    assert found.of("talk/a/1") is (
        State.FROZEN if talks["a"] < day(3) else State.PUBLISHED
    )
    assert found.of("talk/b/1") is State.PUBLISHED
    assert lp.states(given, plan, day(20)).of("theme/c/1") is State.PAST
    draft = lp.states(given, plan, now, ReplanPolicy(drafts=("talk",), frozen=30))
    assert draft.of("talk/a/1") is State.DRAFT
    until = lp.states(given, plan, now, ReplanPolicy(published=day(-1), frozen=30))
    assert until.of("talk/b/1") is State.DRAFT
    text = found.text("en")
    assert "Theme day (c), Wed 15 September 2027: locked by Anne Holm" in text
    assert "Sådan står planen" in found.text("da")
    assert list(found.table["state"]).count("locked") == 1


def test_a_locked_talk_keeps_its_coach() -> None:
    """Who leads it follows from the match, so that stands, too, and is named."""
    coach = lp.Lead(role="coach", relation="coach")
    given = programme(
        [person("a")],
        staff=tuple(
            Staff(id=key, name=key, roles=(RoleLoad(role="coach"),))
            for key in ("c1", "c2")
        ),
        activities=(
            activity("coaching", "participant", occurrences=2, leads=(coach,)),
        ),
        rules=(rules.StaffAvailability(), rules.Spacing(first="coaching", least=14)),
    )
    plan = lp.solve(given, OPTIONS).plan
    assert plan is not None
    first = plan.sessions[0]
    locked = lp.lock(plan, [first.key], "a room is hired", by="Bo Lind")
    gone = change.CoachLost(staff=plan.matches[0].coach, first=first.day + WEEK)
    told = lp.replan(given, locked, gone, day(0), options=OPTIONS)
    assert told.conflict is not None
    assert "kept_coaches" in {row.rule for row in told.conflict.requirements}
    free = lp.replan(given, plan, gone, day(0), options=OPTIONS)
    assert free.plan is not None
    assert free.plan.matches[0].coach != plan.matches[0].coach


def test_what_nobody_was_told_of_moves_for_one_point() -> None:
    """By hand: the theme day costs two a person, of two people, four times so soon."""
    given = held()
    plan = planned(given)
    for policy, price in (
        (ReplanPolicy(), 2 * 2 * 4),
        (ReplanPolicy(drafts=("theme",)), 1),
        (ReplanPolicy(published=day(8)), 1),
        (ReplanPolicy(published=day(9)), 2 * 2 * 4),
    ):
        told = lp.replan(given, plan, lost(9), day(3), policy, OPTIONS)
        assert told.certificate is not None
        level = told.certificate.levels[0]
        assert (level.value, level.bound) == (price, price)
