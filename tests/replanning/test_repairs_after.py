"""Repairs where changes leave no plan: each works, is needed, and none is cheaper."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module

import pytest

import leaderplan as lp
from leaderplan.domain.change import Mend
from leaderplan.domain.mending import Offer, Waive
from leaderplan.domain.offers import offers
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.rule import Rule
from leaderplan.model.clashing import guessed
from leaderplan.replan import replan
from leaderplan.result import Result, Status
from leaderplan.situation import Asked, situation
from tests.replanning.cases import OPTIONS, asked, tiny_disruption
from tests.replanning.drawing import Disruption

search = import_module("leaderplan.repairs_after")
FULL = "LEADERPLAN_FULL" in os.environ
SEEDS = range(1_000 if FULL else 40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_repair_is_the_cheapest(seed: int) -> None:
    """Of what is offered for the first clash, no one change that is cheaper helps."""
    case = tiny_disruption(seed)
    told = asked(case)
    found = lp.repairs_after(*case, options=OPTIONS, result=told, most=2)
    if told.plan is not None:
        assert [row.changes for row in found.repairs] == [()]
        return
    for repair in found.repairs:
        assert_works(case, repair.changes)
        assert repair.plan is not None
        for left in range(len(repair.changes)):
            fewer = repair.changes[:left] + repair.changes[left + 1 :]
            assert mended(case, fewer).status is Status.INFEASIBLE
    if found.repairs:
        best = found.repairs[0].price
        assert [row.price for row in found.repairs] == sorted(
            row.price for row in found.repairs
        )
        for offer in offered(told):
            for times in range(1, offer.most + 1):
                if offer.price * times >= best:
                    break
                one = mended(case, [offer.change.times(times)])
                assert one.status is Status.INFEASIBLE
    elif found.complete:
        assert found.hopeless is not None


def doubled(given: lp.Programme) -> list[Rule]:
    """Return the rules that forbid to be in two places."""
    return [rule for rule in given.rules if rule.kind == "no_double_booking"]


@pytest.mark.slow
def test_what_is_guessed_works_and_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is proven the cheapest; what is guessed in vain is left out."""

    def too_many(given: lp.Programme, *about: object) -> dict[Offer, int]:
        rows = (Waive(rule=rule.id, subject=("nobody",)) for rule in doubled(given))
        more = {Offer(change=row, price=1): 1 for row in rows}
        return guessed(given, *about) | more

    monkeypatch.setattr(search, "PROVING", 1e-9)
    monkeypatch.setattr(search, "guessed", too_many)
    works = 0
    for seed in range(60):
        case = tiny_disruption(seed)
        told = asked(case)
        if told.plan is None:
            found = lp.repairs_after(*case, options=OPTIONS, result=told, most=1)
            for repair in () if found.complete else found.repairs:
                assert_works(case, repair.changes)
                idle = {
                    Waive(rule=rule.id, subject=("nobody",))
                    for rule in doubled(case.programme)
                }
                assert not idle & set(repair.changes)
                works += 1
    assert works > 2


@pytest.mark.slow
def test_what_the_plan_breaks_is_left_where_no_clash_is_known() -> None:
    """As far as anything is offered for it; what need not be left is not."""
    works = 0
    for seed in range(60):
        case = tiny_disruption(seed)
        told = asked(case)
        if told.plan is None:
            unnamed = replace(told, conflict=None)
            found = lp.repairs_after(*case, options=OPTIONS, result=unnamed, most=1)
            assert not found.complete
            for repair in found.repairs:
                assert_works(case, repair.changes)
                works += set(repair.changes) <= left_as_it_is(case)
    assert works > 1


def left_as_it_is(case: Disruption) -> set[object]:
    """Return what does without what the plan breaks once the changes are made."""
    begun = situation(Asked(*case, ReplanPolicy(), OPTIONS))
    return {Waive(rule=row.rule, subject=row.subject) for row in begun.broken}


def offered(told: Result) -> list[Offer]:
    """Return what is offered for the requirements of a conflict."""
    assert told.conflict is not None
    known = {rule.id for rule in told.programme.rules}
    rows = told.conflict.requirements
    return [
        offer
        for row in rows
        if row.rule in known
        for offer in offers(told.programme, row.rule, row.subject)
    ]


def mended(case: Disruption, loosened: Iterable[object]) -> Result:
    """Plan anew with some changes made."""
    rows = tuple(loosened)
    more = [Mend(loosened=rows)] if rows else []
    changes = (*case.changes, *more)
    return replan(case.programme, case.plan, changes, case.as_of, None, OPTIONS)


def assert_works(case: Disruption, loosened: Iterable[object]) -> None:
    """Assert that there is a checked plan, in which what is past stays."""
    told = mended(case, loosened)
    assert told.plan is not None
    assert lp.check(told.programme, told.plan).ok
    old = {row.key: row.day for row in case.plan.sessions if row.day < case.as_of}
    new = {row.key: row.day for row in told.plan.sessions}
    assert all(new[key] == day for key, day in old.items() if key in new)


def test_repairs_occur() -> None:
    """Of the cases drawn some have no plan, and a third of those a repair."""
    conflicts = [
        seed for seed in range(60) if asked(tiny_disruption(seed)).plan is None
    ]
    assert len(conflicts) > 5
    helped = [
        seed
        for seed in conflicts
        if lp.repairs_after(*tiny_disruption(seed), options=OPTIONS, most=1).repairs
    ]
    assert 3 * len(helped) > len(conflicts)
