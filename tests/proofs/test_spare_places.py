"""Spare places: what a plan then has, what it saves, and every plan of tiny ones."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules as r
from leaderplan.domain.base import Span
from leaderplan.domain.change import HostWithdraws
from leaderplan.domain.people import Cohort
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Placement, Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.rules.spare_places import SparePlaces
from tests.proofs.every_plan import EveryPlan, TooMany
from tests.proofs.tiny import tiny
from tests.rules.practicum import PRACTICUM, hosting
from tests.rules.small_world import day, person
from tests.rules.test_spare_places import roomier
from tests.strategies import plans, small_programmes

FULL = "LEADERPLAN_FULL" in os.environ
OPTIONS = lp.SolveOptions(deterministic=True, time_limit=60.0)
PEOPLE = (person("p"), person("q"))


def apart() -> Programme:
    """Two practica, best in the first week; a third host is open in the second only."""
    hosts = (
        HostUnit(unit="u2"),
        HostUnit(unit="u3"),
        HostUnit(unit="u1", open=(Span(first=day(7), last=day(13)),)),
    )
    visit = PRACTICUM.model_copy(update={"forms": ("single_days",)})
    made = hosting(PEOPLE, *hosts, activities=(visit,),
                   cohorts=(Cohort(id="c", name="c"),))  # fmt: skip
    return made.replace(
        rules=(
            r.DayPattern(), r.RightPlace(), r.HostCapacity(), r.HostOpen(),
            r.Window(id="soon", activity="visit", latest=day(4), level="dates"),
            r.Window(id="late", activity="visit", latest=day(11)),
        )
    )  # fmt: skip


def disturbed(planned: Programme, plan: Plan | None, host: str) -> int:
    """Return what it disturbs at least that a host withdraws before anything began."""
    assert plan is not None
    gone = HostWithdraws(host=host, on=day(0))
    told = lp.replan(planned, plan, gone, day(0), options=OPTIONS)
    assert told.certificate is not None
    first = told.certificate.levels[0]
    assert first.value == first.bound
    return first.value


def test_a_spare_place_is_had_and_saves_moved_days() -> None:
    """Without, two days move with the host; with a place kept free only the host."""
    plain = apart()
    bought = plain.with_rules(SparePlaces(level="placements"))
    nominal, safe = (lp.solve(g, OPTIONS) for g in (plain, bought))
    assert nominal.plan is not None
    assert safe.plan is not None
    lacking = [
        sum(v.amount for v in SparePlaces().check(PlanView(plain, plan)))
        for plan in (nominal.plan, safe.plan)
    ]
    assert lacking == [2, 0]
    hosts = {p.participant: p.host for p in safe.plan.placements}
    for who, host in hosts.items():
        kept = disturbed(bought, safe.plan, host)
        lost = next(p.host for p in nominal.plan.placements if p.participant == who)
        # Another host: 6, dearer by notice: the week of day 7 is within a fortnight, 4.
        assert kept == 6 * 4
        # The host and two days, of which each is 6 as well: 18 at 4 times.
        assert disturbed(plain, nominal.plan, lost) == 3 * 6 * 4


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_so_many_can_be_moved_whoever_it_is(data) -> None:
    """Where nobody lacks n hosts, any n people have one each, on the days they have."""
    drawn = data.draw(small_programmes())
    plan = data.draw(plans(drawn))
    asked = (r.HostCapacity(), r.EligibleHost(), r.HostOpen())
    drawn = roomier(data, drawn).replace(rules=asked)
    view = PlanView(drawn, plan)
    lacking = {
        n: {v.subject[0] for v in SparePlaces(least=n).check(view)} for n in (1, 2)
    }
    people = [p.participant for p in plan.placements]
    broken = hard(drawn, plan)
    for count in (1, 2):
        gone = data.draw(st.permutations(people))[:count]
        could = any(
            hard(drawn, moved(plan, dict(zip(gone, hosts, strict=True)))) <= broken
            for hosts in permutations([h.unit for h in drawn.hosts], count)
            if all(view.host_of[w] != h for w, h in zip(gone, hosts, strict=True))
        )
        if not lacking[count] & set(gone):
            assert could
        elif count == 1 and not broken:
            assert not could


def hard(programme: Programme, plan: Plan) -> set[tuple[str, tuple[str, ...]]]:
    """Return what a plan breaks."""
    view = PlanView(programme, plan)
    return {(v.rule, v.subject) for rule in programme.rules for v in rule.check(view)}


def moved(plan: Plan, hosts: dict[str, str]) -> Plan:
    """Return a plan with some people at other hosts."""
    rows = tuple(
        Placement(participant=p.participant, host=hosts.get(p.participant, p.host))
        for p in plan.placements
    )
    return plan.model_copy(update={"placements": rows})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60 if FULL else 8))
def test_value_and_bound_are_those_of_every_plan(seed: int) -> None:
    """Among all plans of tiny programmes, with spare places priced first of all."""
    made, front = None, None
    while front is None:
        drawn, least = tiny(seed).programme, 1 + seed % 2
        seed += 1000
        if drawn.needs_hosts:
            level = drawn.levels[0].id
            made = drawn.with_rules(SparePlaces(least=least, level=level, weight=3))
            with suppress(TooMany):
                front = EveryPlan(made, 3_000).front()
    assert made is not None
    told = lp.solve(made, OPTIONS)
    assert (told.plan is not None) == bool(front)
    if told.certificate is not None:
        rows = told.certificate.levels
        assert tuple(row.value for row in rows) == min(front)
        assert tuple(row.bound for row in rows) == min(front)
