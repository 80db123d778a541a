"""Conflicts planted in a sample that has a plan, each known requirement by requirement.

What clashes is about activities of its own, or about hosts and coaches of a small pool,
so that nothing else of the year is any part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.samples import (
    clash_coaches,
    clash_dates,
    clash_exams,
    clash_groups,
    clash_hosts,
    clash_rooms,
    clash_staff,
    clash_together,
)
from leaderplan.samples.bench import Bench, Requirement

_KINDS: Mapping[str, Callable[[Bench], None]] = {
    **clash_dates.KINDS,
    **clash_together.KINDS,
    **clash_staff.KINDS,
    **clash_exams.KINDS,
    **clash_hosts.KINDS,
    **clash_coaches.KINDS,
    **clash_groups.KINDS,
    **clash_rooms.KINDS,
}

CONFLICTS = tuple(_KINDS)
"""Names of the conflicts that can be planted, in order."""


@dataclass(frozen=True)
class PlantedConflict:
    """A programme without a plan, and why.

    Parameters
    ----------
    kind
        Name of the conflict.
    programme
        The programme in which it is planted. Nothing else is impossible in it.
    requirements
        What clashes, as (rule id, subject): no plan keeps all of it, whatever else
        is given up.
    witness
        The plan of the sample before the conflict was planted.
    witnesses
        For each requirement a plan of the programme that breaks that one alone: so
        none can be left out, and every conflict of the programme has them all.
    """

    kind: str
    programme: Programme
    requirements: frozenset[Requirement]
    witness: Plan
    witnesses: Mapping[Requirement, Plan]


def conflict(kind: str, seed: int = 0, size: str = "S") -> PlantedConflict:
    """Make a programme with one conflict planted in it.

    Parameters
    ----------
    kind
        One of :data:`CONFLICTS`.
    seed
        Seed of the sample, and of who and what is hit. The same seed gives the same
        programme on every machine.
    size
        ``"S"``, 32 people, or one of the larger that :func:`programme` knows; not
        every kind has room in every larger one.

    Raises
    ------
    InputError
        When there is no such kind or size.
    """
    if kind not in _KINDS:
        message = f"expected one of {', '.join(CONFLICTS)}; found {kind!r}."
        raise InputError([Issue("kind", message)])
    bench = Bench(kind, seed, size)
    witness = bench.plan
    _KINDS[kind](bench)
    return PlantedConflict(
        kind=kind,
        programme=bench.programme,
        requirements=frozenset(bench.witnesses),
        witness=witness,
        witnesses=bench.witnesses,
    )
