"""Replanning, against planning from scratch and against moving only what is broken."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import leaderplan as lp
from benchmarks.registry import Family, Table
from benchmarks.tables import whole
from leaderplan.domain import change
from leaderplan.domain.change import Change
from leaderplan.domain.plan import Plan, Session
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.model.opening import Opening
from leaderplan.result import Result
from leaderplan.samples.scarcity import Difficulty
from leaderplan.situation import apply, carried

BEGUN = timedelta(days=70)
"""How far the year has come when things happen: a third of it is over."""

SOON = timedelta(days=14)
"""How long before it is so a new job or a withdrawal is known."""

REPLAN, SCRATCH, FROZEN = "replan", "from scratch", "only what is broken"


class Case(NamedTuple):
    """What happens on a day."""

    name: str
    changes: tuple[Change, ...]


def cases(given: Programme, plan: Plan, as_of: date) -> Iterator[Case]:
    """Yield what happens: each touches something that is planned for after the day."""
    coming = [s for s in plan.sessions if s.day >= as_of + SOON]
    single: list[Change] = [
        _host_withdraws(given, coming, as_of),
        _coach_lost(given, plan, coming, as_of),
        _room_lost(given, coming),
        _absence(given, coming),
        _job_change(given, plan, as_of),
    ]
    for row in single:
        yield Case(row.kind, (row,))
    joint = next(s for s in coming if given.activity(s.activity).audience == "class")
    closed = change.DayClosed(day=joint.day, name="Storm")
    gone = change.Withdraw(participant=given.participants[-1].id, on=as_of + SOON)
    led = _of_kind(given, coming, "theme_day")
    lost = change.StaffLost(staff=led.staff[0].staff, first=led.day, last=led.day)
    for other in (closed, gone, lost):
        yield Case(other.kind, (other,))
    yield Case("five at once", tuple(single))


def _of_kind(given: Programme, coming: list[Session], kind: str) -> Session:
    return next(s for s in coming if given.activity(s.activity).kind == kind)


def _host_withdraws(given: Programme, coming: list[Session], as_of: date) -> Change:
    stay = _of_kind(given, coming, "practicum")
    assert stay.place is not None
    return change.HostWithdraws(host=stay.place, on=as_of)


def _coach_lost(
    given: Programme, plan: Plan, coming: list[Session], as_of: date
) -> Change:
    """Lose the coach with the fewest people who have talks left, so that others can."""
    left = {s.audience for s in coming if given.activity(s.activity).kind == "coaching"}
    most = Counter(row.coach for row in plan.matches if row.participant in left)
    return change.CoachLost(staff=min(most, key=lambda k: (most[k], k)), first=as_of)


def _room_lost(given: Programme, coming: list[Session]) -> Change:
    joint = next(s for s in coming if given.activity(s.activity).audience == "cohort")
    return change.RoomLost(room=joint.place or "", first=joint.day, last=joint.day)


def _absence(given: Programme, coming: list[Session]) -> Change:
    exam = _of_kind(given, coming, "exam")
    return change.Absence(participant=exam.audience, first=exam.day, last=exam.day)


def _job_change(given: Programme, plan: Plan, as_of: date) -> Change:
    """Let somebody work at a unit of another manager."""
    view = PlanView(given, plan)
    who = given.participants[0]
    managers = {p.posts[-1].unit: p.posts[-1].manager for p in given.participants}
    own = who.posts[-1]
    unit, manager = next(
        (unit, manager)
        for unit, manager in managers.items()
        if unit not in (own.unit, view.host_of.get(who.id)) and manager != own.manager
    )
    return change.JobChange(
        participant=who.id, on=as_of + SOON, unit=unit, manager=manager
    )


@contextmanager
def only_broken() -> Iterator[None]:
    """Open what is broken or new, and nothing beside it."""
    widening = Opening.widening

    def first(self: Opening, broken: Any) -> Iterator[Any]:
        return islice(widening(self, broken), 1)

    Opening.widening = first  # type: ignore[method-assign]
    try:
        yield
    finally:
        Opening.widening = widening  # type: ignore[method-assign]


def compared(
    given: Programme,
    plan: Plan,
    case: Case,
    as_of: date,
    options: lp.SolveOptions,
    methods: tuple[str, ...],
) -> Table:
    """Answer what happened in several ways; one row each.

    ``people`` are participants for whom something is another way than before, and
    ``value`` the levels of the plan. What has passed binds no plan from scratch, which
    is no answer then: ``past`` counts the sessions before the day that it moves.
    """
    rows: Table = []
    for method in methods:
        began = time.process_time()
        if method == SCRATCH:
            told = lp.solve(apply(given, case.changes, plan), options)
        elif method == FROZEN:
            with only_broken():
                told = lp.replan(given, plan, case.changes, as_of, options=options)
        else:
            told = lp.replan(given, plan, case.changes, as_of, options=options)
        cpu = round(time.process_time() - began, 1)
        rows.append(
            {"case": case.name, "method": method, **_row(told, plan, as_of),
             "cpu s": cpu}
        )  # fmt: skip
    return rows


def _row(told: Result, plan: Plan, as_of: date) -> dict[str, object]:
    """Tell what an answer disturbs, of whom, and how good its plan is."""
    row: dict[str, object] = dict.fromkeys(
        ("disturbance", "bound", "people", "past", "value"), ""
    )
    if told.plan is None or told.report is None:
        return {"status": told.status.value, **row}
    programme, before = told.programme, carried(told.programme, plan)
    rule = Disturbance(
        level=DISTURBANCE.id, plan=before, as_of=as_of, policy=ReplanPolicy()
    )
    view = PlanView(programme, carried(programme, told.plan))
    row["disturbance"] = sum(found.amount for found in rule.check(view))
    first = told.certificate.levels[0] if told.certificate else None
    if first is not None and first.level == DISTURBANCE.id:
        row["bound"] = first.bound
    sheet = lp.compare(programme, before, told.plan, as_of=as_of)
    ids = {person.id for person in programme.participants}
    row["people"] = len({line.person for line in sheet.rows} & ids)
    old = {s.key: s.day for s in before.sessions if s.day < as_of}
    days = {s.key: s.day for s in told.plan.sessions}
    row["past"] = sum(days.get(key) != day for key, day in old.items())
    row["value"] = [told.report.levels[level.id] for level in programme.levels]
    return {"status": told.status.value, **row}


def replanned(
    size: str, difficulty: Difficulty, seed: int, limit: float, solved: bool
) -> Table:
    """Ask all cases of one sample, of its best plan or of one that is planted."""
    options = lp.SolveOptions(time_limit=limit, seed=seed)
    if solved:
        result = lp.solve(lp.samples.programme(size, seed, difficulty), options)
        given, plan = result.programme, result.plan
    else:
        given, plan = lp.samples.planted(size, seed, difficulty)
    if plan is None:
        return []
    as_of = given.calendar.first + BEGUN
    methods = (REPLAN, FROZEN, SCRATCH) if solved else (REPLAN, FROZEN)
    named = {"sample": f"{size} {difficulty}", "seed": seed}
    return [
        named | row
        for case in cases(given, plan, as_of)
        for row in compared(given, plan, case, as_of, options, methods)
    ]


def _run(
    samples: tuple[tuple[str, Difficulty], ...],
    solved: bool,
    seeds: range,
    limit: float,
) -> Table:
    return [
        row
        for size, difficulty in samples
        for seed in seeds
        for row in replanned(size, difficulty, seed, limit, solved)
    ]


def _bar(table: Table) -> str:
    """Tell how often replanning is proven, and how it stands beside the others."""
    of = {
        method: {
            (row["sample"], row["seed"], row["case"]): row
            for row in table
            if row["method"] == method and row["disturbance"] != ""
        }
        for method in (REPLAN, SCRATCH, FROZEN)
    }
    own, asked = of[REPLAN], sum(row["method"] == REPLAN for row in table)
    proven = sum(row["disturbance"] == row["bound"] for row in own.values())
    words = [f"{len(own)} of {asked} have a plan, {proven} proven to disturb least"]
    for method in (SCRATCH, FROZEN):
        both = own.keys() & of[method].keys()
        if not both:
            continue
        one, other = (
            sum(whole(of[name][key]["people"]) for key in both)
            for name in (REPLAN, method)
        )
        worse = sum(
            whole(of[method][k]["disturbance"]) > whole(own[k]["disturbance"])
            for k in both
        )
        words.append(
            f"{method}: {len(both)} plans, {worse} of which disturb more, "
            f"{other} people instead of {one}"
        )
    return "; ".join(words)


REPLANS = Family(
    "replans",
    "what happens in the year of one cohort of 32, against planning from scratch",
    partial(_run, (("S", "default"), ("S", "tight")), True),
    _bar,
    long=True,
)

REPLANS_LARGE = Family(
    "replans-large",
    "what happens in a municipality of 200 and a region of 1,000, from planted plans",
    partial(_run, (("M", "default"), ("L", "default")), False),
    _bar,
    long=True,
)
