"""A small programme that still fails: of a conflict, for a colleague to look at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from leaderplan.answers import Conflict
from leaderplan.domain.programme import Programme
from leaderplan.domain.waiver import Subject, Waiver
from leaderplan.errors import InputError
from leaderplan.excerpt.cutting import Fact, asking, giving, tidied, without
from leaderplan.excerpt.pseudonyms import (
    numbers,
    pseudonymised,
    pseudonyms,
    renamed,
)
from leaderplan.model.build import reference
from leaderplan.model.minimal import minimal
from leaderplan.model.run import Budget, Outcome
from leaderplan.options import SolveOptions

__all__ = ["excerpt"]

EFFORT = 10.0
"""Deterministic seconds to tell whether what is left has a plan."""

Names = Collection[tuple[str, Subject]]
"""Requirements: rules and subjects."""


def excerpt(
    conflict: Conflict,
    options: SolveOptions | None = None,
    *,
    named: bool = False,
) -> Programme:
    """Return a small programme that fails for the same requirements.

    It holds the rules of the conflict, asked of its subjects alone (all else that they
    ask of whoever is left is waived), and as few people, activities, closed periods,
    hosts, rooms and staff as it takes: all requirements together clash there, and
    without any one of them there is a plan.

    Parameters
    ----------
    conflict
        As :func:`leaderplan.why_not` returns it, with its programme.
    options
        Limits and seed; what is not decided in time stays in.
    named
        Whether people and places keep their names. By default they are numbered, as
        are values of attributes; e-mails, addresses, coordinates, former years and
        reasons of waivers are left out. Dates, activities, sectors and the ids of
        rules and cohorts stay.

    Raises
    ------
    InputError
        When the conflict has no programme.
    """
    if conflict.programme is None:
        raise InputError("expected a conflict with its programme.")
    given = options or SolveOptions()
    kept: Names = [(row.rule, row.subject) for row in conflict.requirements]
    cutter = _Cutter(conflict.programme, kept, Budget(*given.limits), given.seed)
    small = cutter.small()
    if not named:
        names = pseudonyms(small)
        told = numbers(small) | names
        small = pseudonymised(small, names)
        kept = [(rule, renamed(subject, told)) for rule, subject in kept]
    return small.replace(waivers=_others(small, kept))


class _Cutter:
    """Leaves out of a programme what a conflict does not take."""

    def __init__(
        self, programme: Programme, kept: Names, budget: Budget, seed: int
    ) -> None:
        named = {rule for rule, _ in kept}
        rules = tuple(rule for rule in programme.rules if rule.id in named)
        self._whole = programme.replace(rules=rules, waivers=())
        self._kept = kept
        self._budget = budget
        self._seed = seed

    def small(self) -> Programme:
        """Return the smallest programme found that fails for the same reason."""
        fewer = self._cut(self._whole, asking(self._whole), self._clash)
        if not self._same(fewer):
            return self._whole
        least = self._cut(fewer, giving(fewer), self._same)
        small = tidied(least)
        return small if self._same(small) else least

    def _cut(
        self,
        programme: Programme,
        facts: Sequence[Fact],
        holds: Callable[[Programme], bool],
    ) -> Programme:
        """Return a programme with as few of some facts as something holds with."""

        def left(kept: Sequence[Fact]) -> Programme | None:
            try:
                return without(programme, set(facts).difference(kept))
            except InputError:
                return None

        def enough(kept: Sequence[Fact]) -> bool:
            if self._budget.over:
                return False
            found = left(kept)
            return found is not None and holds(found)

        if self._budget.over:
            return programme
        return left(minimal(facts, enough)) or programme

    def _clash(self, programme: Programme) -> bool:
        """Whether it fails, and for what is asked of it."""
        failing = self._outcome(programme, self._kept) is Outcome.INFEASIBLE
        return failing and self._outcome(programme, ()) is Outcome.OPTIMAL

    def _same(self, programme: Programme) -> bool:
        """Whether all requirements clash, and without any one of them none do."""
        rests = ([row for row in self._kept if row != left] for left in self._kept)
        return self._clash(programme) and all(
            self._outcome(programme, rest) is Outcome.OPTIMAL for rest in rests
        )

    def _outcome(self, programme: Programme, kept: Names) -> Outcome:
        only = programme.asking_only(kept)
        built = reference(only, list(programme.rules))
        if built.core.refused:
            return Outcome.INFEASIBLE
        run = self._budget.run(built.model, seed=self._seed, effort=EFFORT)
        return run.outcome


def _others(programme: Programme, kept: Names) -> tuple[Waiver, ...]:
    """Waive all that the rules ask beside some requirements."""
    built = reference(programme, list(programme.rules), explain=True)
    return tuple(
        Waiver(rule=name.rule, subject=name.subject)
        for name in sorted(built.core.switches)
        if not any(
            name.rule == rule and _within(name.subject, subject)
            for rule, subject in kept
        )
    )


def _within(one: Subject, other: Subject) -> bool:
    """Whether one subject is, or begins with, the other.

    Rules name pairs in the order of their ids, which other names may change.
    """
    least = min(len(one), len(other))
    return one[:least] == other[:least] or sorted(one) == sorted(other)
