"""Planted conflicts: every requirement is needed, all together are impossible."""

from __future__ import annotations

import os
from functools import cache

import pytest

from leaderplan import samples
from leaderplan.check import check
from leaderplan.errors import InputError
from leaderplan.explain import why_not
from leaderplan.options import SolveOptions
from leaderplan.samples import CONFLICTS, PlantedConflict

FULL = "LEADERPLAN_FULL" in os.environ

SEEDS = range(3) if FULL else range(1)

AGAIN = CONFLICTS if FULL else CONFLICTS[::5]
"""Kinds that are planted twice."""

QUICK = (
    "own_absence",
    "spacing_chain",
    "double_booking",
    "new_manager",
    "one_place_for_two",
    "host_sector",
)
"""Kinds that are explained in three seconds or less."""

EXPLAINED = CONFLICTS if FULL else QUICK
"""Kinds that the explainer is asked about."""


@cache
def _planted(kind: str, seed: int) -> PlantedConflict:
    return samples.conflict(kind, seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", CONFLICTS)
def test_each_requirement_is_needed(kind, seed):
    """Without any one of them there is a plan: one that breaks only that."""
    given = _planted(kind, seed)
    assert given.kind == kind
    assert 2 <= len(given.requirements) <= 8
    assert set(given.witnesses) == given.requirements
    for (rule, subject), plan in given.witnesses.items():
        report = check(given.programme, plan)
        assert [str(fault) for fault in report.malformed] == []
        broken = [(v.rule, v.subject[: len(subject)]) for v in report.hard]
        assert broken == [(rule, subject)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", CONFLICTS)
def test_a_waiver_of_one_requirement_makes_a_plan_possible(kind, seed):
    """So a coordinator has a choice of what to give up."""
    given = _planted(kind, seed)
    every = sorted(given.witnesses)
    for rule, subject in every if FULL else every[:1]:
        waived = given.programme.waive(rule, subject)
        assert check(waived, given.witnesses[rule, subject]).ok


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", EXPLAINED)
def test_the_planted_conflict_is_the_one_found(kind, seed):
    """All that clashes has every planted requirement, so what is irreducible is it."""
    given = _planted(kind, seed)
    found = why_not(given.programme, SolveOptions(time_limit=120, seed=seed))
    assert found is not None
    assert {(row.rule, row.subject) for row in found.requirements} == given.requirements
    assert found.irreducible


@pytest.mark.parametrize("kind", AGAIN)
def test_the_same_seed_plants_the_same_conflict(kind):
    """The programme, what clashes and the plans are those of the seed."""
    again = samples.conflict(kind, 0)
    assert again == _planted(kind, 0)
    assert again.programme.fingerprint == _planted(kind, 0).programme.fingerprint


def test_the_plan_from_before_keeps_every_hard_rule():
    """What was planted is all that stands between the sample and a plan."""
    programme, plan = samples.planted("S", 0)
    assert _planted(CONFLICTS[0], 0).witness == plan
    assert check(programme, plan).ok


def test_an_unknown_kind_is_named():
    """The message says which there are."""
    with pytest.raises(InputError, match=r"kind: expected one of own_absence.*'late'"):
        samples.conflict("late")
