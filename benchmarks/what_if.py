"""What if, against making the choice and planning from scratch: to the digit."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import leaderplan as lp
from benchmarks.registry import Family, Table
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.asked import Asked
from leaderplan.solve import solve

QUESTIONS = 5
"""Questions of each cohort's year."""

Drawn = tuple[str, Any] | None
"""Of whom, and what; nothing where there is nothing to choose."""

Drawing = Callable[[Programme, Plan, random.Random], Drawn]

Question = dict[str, dict[str, Any]]
"""What is asked about, as :func:`leaderplan.what_if` takes it."""


def question(programme: Programme, plan: Plan, seed: int) -> Question:
    """Draw one choice, of any kind that there is to choose.

    It may be impossible, and it may be the choice of the plan.
    """
    draw = random.Random(seed)
    kinds = list(_KINDS)
    draw.shuffle(kinds)
    asked = (_KINDS[kind](programme, plan, draw) for kind in kinds)
    who, what, kind = next(
        (*row, kind) for kind, row in zip(kinds, asked, strict=False) if row
    )
    return {kind: {who: what}}


def _host(programme: Programme, plan: Plan, draw: random.Random) -> Drawn:
    if not plan.placements:
        return None
    return draw.choice(plan.placements).participant, draw.choice(programme.hosts).unit


def _coach(programme: Programme, plan: Plan, draw: random.Random) -> Drawn:
    if not plan.matches:
        return None
    coaches = programme.staff_in("coach")
    return draw.choice(plan.matches).participant, draw.choice(coaches).id


def _company(name: str) -> Drawing:
    """Ask for somebody to be with another, or in what others are in."""

    def drawn(_programme: Programme, plan: Plan, draw: random.Random) -> Drawn:
        rows = plan.groups if name == "groups" else plan.classes
        people = [who for row in rows for who in row.participants]
        if len(people) < 2:
            return None
        who, other = draw.sample(people, 2)
        held = next(row.id for row in rows if other in row.participants)
        return who, draw.choice((other, held))

    return drawn


def _day(programme: Programme, plan: Plan, draw: random.Random) -> Drawn:
    """Ask of a session for a day up to two weeks from its own."""
    dated = [(s.id, s.day) for s in plan.sessions]
    dated += [(str(due.key), due.day) for due in plan.milestones]
    if not dated:
        return None
    (name, day), calendar = draw.choice(dated), programme.calendar
    moved = day + timedelta(days=draw.randint(-14, 14))
    return name, min(max(moved, calendar.first), calendar.last)


def _place(programme: Programme, plan: Plan, draw: random.Random) -> Drawn:
    rooms = [s.id for s in plan.sessions if _where(programme, s.activity) == ("room",)]
    return (draw.choice(rooms), draw.choice(programme.rooms).id) if rooms else None


def _leader(programme: Programme, plan: Plan, draw: random.Random) -> Drawn:
    led = [s for s in plan.sessions if _picked(programme, s.activity)]
    if not led:
        return None
    session = draw.choice(led)
    role = draw.choice(_picked(programme, session.activity))
    return session.id, draw.choice(programme.staff_in(role)).id


_KINDS: dict[str, Drawing] = {
    "hosts": _host,
    "coaches": _coach,
    "groups": _company("groups"),
    "classes": _company("classes"),
    "days": _day,
    "places": _place,
    "leaders": _leader,
}


def _where(programme: Programme, activity: str) -> tuple[str, ...]:
    return programme.activity(activity).where


def _picked(programme: Programme, activity: str) -> list[str]:
    leads = programme.activity(activity).leads
    roles = [lead.role for lead in leads if lead.relation == "pick"]
    return [role for role in roles if programme.staff_in(role)]


def compared(
    result: lp.Result, asked: Question, options: lp.SolveOptions
) -> dict[str, object]:
    """Ask, and plan from scratch with the choice made; tell what both say.

    ``equal`` says whether both have the same cost on every level, or none a plan;
    where one of them has not ended with a proof, it is ``None``.
    """
    programme, plan = result.programme, result.plan
    assert plan is not None
    began = time.monotonic()
    answer = lp.what_if(programme, result, **asked, options=options)  # type: ignore[arg-type]
    seconds = time.monotonic() - began
    as_text = {
        name: {who: _text(what) for who, what in choices.items()}
        for name, choices in asked.items()
    }
    forced = programme.with_rules(*Asked(programme, plan, **as_text).rules())
    began = time.monotonic()
    plain = solve(forced, options)
    levels = dict(plain.report.levels) if plain.report else {}
    ended = answer.proven and plain.status in ("optimal", "infeasible")
    equal = dict(answer.after) == levels and (answer.plan is None) == (not levels)
    return {
        "asked": ", ".join(
            f"{k} {w}={v}" for k, r in as_text.items() for w, v in r.items()
        ),
        "equal": equal if ended else None,
        "extra": sum(answer.extra.values()) if answer.plan else None,
        "changes": len(answer.differences),
        "seconds": round(seconds, 1),
        "from_scratch": round(time.monotonic() - began, 1),
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value.isoformat())


def _run(seeds: range, limit: float) -> Table:
    """Ask some questions of the plan of each cohort's year."""
    rows: Table = []
    for seed in seeds:
        options = lp.SolveOptions(time_limit=limit, seed=seed)
        result = lp.solve(lp.samples.programme("S", seed), options)
        if result.plan is None:
            continue
        for number in range(QUESTIONS):
            asked = question(result.programme, result.plan, 1000 * seed + number)
            rows.append({"seed": seed, **compared(result, asked, options)})
    return rows


def _bar(table: Table) -> str:
    """Tell whether all answers are those of planning from scratch."""
    told = [row for row in table if row["equal"] is not None]
    wrong = [row for row in told if not row["equal"]]
    return (
        f"{len(told) - len(wrong)} of {len(told)} answers equal planning from scratch "
        f"on every level; {len(table) - len(told)} were not proven in time"
    )


WHAT_IF = Family(
    "what-if",
    "one choice made, against planning from scratch, one cohort of 32",
    _run,
    _bar,
    long=True,
)
