"""Conflicts planted in samples: found, irreducible, and after how long."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.registry import Family, Table
from benchmarks.tables import number, whole
from leaderplan import samples
from leaderplan.answers import Conflict
from leaderplan.check import check
from leaderplan.domain.programme import Programme
from leaderplan.explain import why_not
from leaderplan.model.build import reference
from leaderplan.model.run import Budget, Outcome
from leaderplan.options import SolveOptions
from leaderplan.samples import CONFLICTS, PlantedConflict

PROVING = 60.0
"""Deterministic seconds to prove anew that a conflict has no plan."""


def row_of(given: PlantedConflict, seed: int, limit: float) -> dict[str, object]:
    """Explain one planted conflict; judge the answer by the reference model.

    ``exact`` is 1 where what was planted was found, ``fewer`` where less was;
    ``irreducible`` 1 where all together is proven infeasible once more, and without any
    one of it there is a plan (the check accepts the one that was planted with it).
    """
    began, wall = time.process_time(), time.monotonic()
    found = why_not(given.programme, SolveOptions(time_limit=limit, seed=seed))
    cpu, wall = time.process_time() - began, time.monotonic() - wall
    names = {(row.rule, row.subject) for row in found.requirements} if found else set()
    exact = names == set(given.requirements)
    return {
        "kind": given.kind,
        "seed": seed,
        "planted": len(given.requirements),
        "found": len(names),
        "exact": int(exact),
        "irreducible": int(bool(found) and irreducible(given, found)),
        "cpu s": round(cpu, 2),
        "wall s": round(wall, 2),
    }


def irreducible(given: PlantedConflict, found: Conflict | None) -> bool:
    """Prove anew that all of a conflict clashes, and nothing less of it."""
    if found is None or not found.irreducible:
        return False
    names = [(row.rule, row.subject) for row in found.requirements]
    if asked(given.programme, names) is not Outcome.INFEASIBLE:
        return False
    return all(_possible(given, names, left) for left in names)


def _possible(
    given: PlantedConflict,
    names: list[tuple[str, tuple[str, ...]]],
    left: tuple[str, tuple[str, ...]],
) -> bool:
    """Whether there is a plan without one requirement."""
    plan = given.witnesses.get(left)
    if plan is not None:
        return check(given.programme.waive(*left), plan).ok
    rest = [name for name in names if name != left]
    return asked(given.programme, rest) is Outcome.OPTIMAL


def asked(programme: Programme, names: list[tuple[str, tuple[str, ...]]]) -> Outcome:
    """Ask the reference model for a plan that keeps some requirements only."""
    only = programme.asking_only(names)
    rules = {rule for rule, _ in names}
    built = reference(only, [rule for rule in programme.rules if rule.id in rules])
    if built.core.refused:
        return Outcome.INFEASIBLE
    return Budget(None).run(built.model, seed=0, effort=PROVING).outcome


def _run(seeds: range, limit: float) -> Table:
    return [
        row_of(samples.conflict(kind, seed), seed, limit)
        for seed in seeds
        for kind in CONFLICTS
    ]


def _smoke(seeds: range, limit: float) -> Table:
    kinds = ("spacing_chain", "last_host_full")
    return [
        row_of(samples.conflict(kind, s), s, limit) for s in seeds for kind in kinds
    ]


def _bar(table: Table) -> str:
    cpu = [number(row["cpu s"]) for row in table]
    found = sum(0 < whole(row["found"]) <= whole(row["planted"]) for row in table)
    return (
        f"{found} of {len(table)} found or a smaller one "
        f"({sum(whole(row['exact']) for row in table)} exactly), "
        f"{sum(whole(row['irreducible']) for row in table)} irreducible; "
        f"median {median(cpu):.1f} and at most {max(cpu):.1f} cpu s "
        f"({sum(one > 30 for one in cpu)} above 30)"
    )


CONFLICT_FAMILY = Family(
    "conflicts",
    "a conflict planted in 32 people's year, each kind: found, irreducible, how soon",
    _run,
    _bar,
    long=True,
)
CONFLICT_SMOKE = Family(
    "conflicts-smoke",
    "two kinds of planted conflicts",
    _smoke,
    _bar,
    smoke=True,
)
