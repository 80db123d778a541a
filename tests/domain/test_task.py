"""What becomes of a leadership task when whoever has it gets another job."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

import leaderplan as lp
from leaderplan.domain import change
from leaderplan.domain.change.task import TASK, Task
from leaderplan.domain.plan import Plan

ON = date(2028, 1, 10)


@pytest.fixture(scope="module")
def planted() -> tuple[lp.Programme, Plan]:
    """Return a year of 32 people with a plan."""
    return lp.samples.planted("S", 0)


def job(given: lp.Programme, task: Task, on: date = ON) -> change.JobChange:
    """Return a new job of the first participant, to a unit of their own area."""
    who = given.participants[0]
    area = who.posts[-1].area
    unit = next(u for u in given.units if u.area == area and u.id != who.posts[-1].unit)
    return change.JobChange(
        participant=who.id, on=on, unit=unit.id, manager=given.staff[0].id, task=task
    )


def due(given: lp.Programme, who: str) -> set[str]:
    """Return the due dates of the leadership task that are asked of somebody."""
    keys = (k for k in given.session_keys if k.audience == who)
    return {k.activity for k in keys if k.activity.startswith("task")}


def test_each_policy_leaves_what_was_done_and_deals_with_the_rest(planted) -> None:
    """Start and midway are done in the sample by the tenth of January."""
    given, plan = planted
    who = given.participants[0].id
    days = {m.activity: m.day for m in plan.milestones if m.participant == who}
    done = {name for name in TASK if days[name] < ON}
    assert 0 < len(done) < len(TASK)
    mark = f"{who}-20280110"
    made = {
        task: job(given, task).apply(given, plan)
        for task in ("keep", "close", "hand_over", "restart", "exempt")
    }
    assert due(made["keep"], who) == set(TASK)
    assert due(made["exempt"], who) == done
    assert due(made["close"], who) == done | {f"task-close-{mark}"}
    assert due(made["hand_over"], who) == done | {f"task-hand_over-{mark}"}
    again = {f"{name}-{mark}" for name in TASK}
    assert due(made["restart"], who) == done | again
    credited = {t: set(p.participant(who).exempt) for t, p in made.items()}
    assert credited["close"] == set(TASK) - done
    assert not any(credited[task] for task in made if task != "close")
    for programme in made.values():
        others = [k for k in programme.session_keys if k.audience == "t02"]
        assert others == [k for k in given.session_keys if k.audience == "t02"]


def test_what_is_done_with_the_task_is_said(planted) -> None:
    """In both languages, in the change's sentence; nothing where it goes on."""
    given, _ = planted
    assert job(given, "keep").words(given).en.endswith("2028")
    assert (
        job(given, "close")
        .words(given)
        .en.endswith("2028; the leadership task is closed")
    )
    assert (
        job(given, "hand_over")
        .words(given)
        .da.endswith("2028; ledelsesopgaven overdrages")
    )


def test_a_task_is_begun_anew_only_with_eight_weeks_left(planted) -> None:
    """Fifty-six days to the last day are enough, one fewer are not."""
    given, plan = planted
    last = given.calendar.last
    with pytest.raises(lp.InputError, match="eight weeks or more"):
        job(given, "restart", last - timedelta(days=55)).apply(given, plan)
    assert job(given, "restart", last - timedelta(days=56)).apply(given, plan)


def test_a_task_that_there_is_not_is_refused(planted) -> None:
    """Its activities are named; without a task only *keep* fits."""
    given, plan = planted
    row = job(given, "close")
    other = change.JobChange(**(row.model_dump() | {"tasks": ("nothing",)}))
    with pytest.raises(lp.InputError, match="leadership task"):
        other.apply(given, plan)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["close", "restart"])
def test_the_plan_follows(planted, task: Task) -> None:
    """What is asked anew is due in the new job, in order; nothing else is moved."""
    given, plan = planted
    who = given.participants[0].id
    row = job(given, task)
    told = lp.replan(given, plan, row, date(2027, 12, 1),
                     options=lp.SolveOptions(time_limit=60))  # fmt: skip
    assert told.plan is not None
    assert lp.check(told.programme, told.plan).ok
    days = {m.activity: m.day for m in told.plan.milestones if m.participant == who}
    if task == "close":
        closed = days[f"task-close-{who}-20280110"]
        assert ON <= closed <= ON + timedelta(days=30)
    else:
        again = [days[f"{name}-{who}-20280110"] for name in TASK]
        assert ON <= again[0] <= ON + timedelta(days=30)
        assert all(b - a >= timedelta(days=14) for a, b in pairwise(again))
