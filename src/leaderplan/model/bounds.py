"""Value and bound of one part, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import Assignment
from leaderplan.model.build import Built
from leaderplan.model.choices import Choices
from leaderplan.model.parts import Part
from leaderplan.model.run import Budget, Outcome, Run

FLOOR_EFFORT = 20.0
"""Deterministic seconds spent on hoping that a part costs no more than it must."""

PART_EFFORT = 60.0
"""Deterministic seconds that one run of a part may take before it is left open."""


@dataclass(slots=True)
class Solved:
    """What solving a part gave.

    ``values`` and ``bounds`` are by level, of what was in view; ``bounds`` hold
    for every plan whose earlier levels cost the part at most its caps.
    """

    outcome: Outcome
    found: Assignment | None = None
    values: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    effort: float = 0.0
    built: Built | None = None


class Lexicographic:
    """Solves one part level by level, each level held while the next is improved.

    Parameters
    ----------
    programme, budget, seed
        What is solved, what may be spent, and the seed of every run.
    """

    def __init__(self, programme: Programme, budget: Budget, seed: int) -> None:
        self._programme = programme
        self._budget = budget
        self._seed = seed
        self._choices = Choices(programme, programme.rules)

    def solve(
        self,
        part: Part,
        fixed: Assignment | None = None,
        *,
        floors: Mapping[str, int] | None = None,
        caps: Mapping[str, int] | None = None,
        hint: Assignment | None = None,
        loose: frozenset[str] | None = None,
        effort: float = PART_EFFORT,
    ) -> Solved:
        """Solve a part, alone or with earlier decisions fixed.

        Parameters
        ----------
        part
            What is open.
        fixed
            Earlier decisions; ``None`` leaves all else out of view, so that
            the bounds hold for every plan.
        floors
            Bounds already proven, by level: a value that reaches one is best. They
            are dropped after a level that misses its own, as they then may not hold.
        caps
            What each level may cost at most, instead of the value found.
        hint
            A start.
        loose
            Ids of the priced rules that may cost something in what is open, all
            others costing nothing; ``None`` lets every one of them. Then nothing
            is proven, and the bounds are the floors.
        effort
            Deterministic seconds for each level.
        """
        built = Built(
            self._programme,
            part.scope,
            fixed,
            choices=self._choices,
            free=loose is not None,
            loose=loose or frozenset(),
        )
        solved = Solved(Outcome.UNKNOWN, built=built)
        if built.core.refused:
            solved.outcome = Outcome.INFEASIBLE
            return solved
        if hint is not None:
            built.hint(hint)
        levels = [row.id for row in self._programme.levels]
        costs = {level: built.cost(level) for level in levels}
        for level in levels:
            if isinstance(costs[level], int):
                solved.values[level] = solved.bounds[level] = int(costs[level])
                continue
            floor = (floors or {}).get(level)
            if not self._improve(
                built, part, level, costs[level], floor, solved, effort
            ):
                return solved
            if floor is None or solved.values[level] > floor:
                floors = None
            cap = (caps or {}).get(level, solved.values[level])
            built.model.add(costs[level] <= cap)
        if solved.found is None:
            built.model.clear_objective()  # type: ignore[no-untyped-call]
            self._take(self._run(built, part), built, solved)
        return solved

    def at_floor(
        self,
        part: Part,
        fixed: Assignment,
        floors: Mapping[str, int],
        *,
        hint: Assignment | None = None,
        free: bool = False,
        wishful: bool = False,
        rules: Iterable[Rule] | None = None,
    ) -> Solved:
        """Look for decisions that cost exactly what is proven to be least.

        One run instead of one a level; nothing is said of what costs more.

        Parameters
        ----------
        part, fixed, hint
            As in :meth:`solve`.
        floors
            Bounds of what is then in view.
        free
            Take for granted that what is still open can cost nothing, whatever
            the rest costs.
        wishful
            Ask that what is decided later can cost nothing.
        rules
            Only these, instead of all.
        """
        built = Built(
            self._programme,
            part.scope,
            fixed,
            rules,
            choices=self._choices if rules is None else None,
            free=free,
            wishful=wishful,
        )
        solved = Solved(Outcome.UNKNOWN, built=built)
        for level in self._programme.levels if not free else ():
            cost = built.cost(level.id)
            if not isinstance(cost, int):
                built.model.add(cost <= floors[level.id])
            elif cost > floors[level.id]:
                return solved
        if hint is not None:
            built.hint(hint)
        run = self._budget.run(
            built.model,
            seed=self._seed,
            effort=FLOOR_EFFORT,
            linearization=part.linear,
        )
        self._take(run, built, solved)
        if solved.found is not None:
            solved.values = dict(floors)
        return solved

    def _improve(
        self,
        built: Built,
        part: Part,
        level: str,
        cost: Any,
        floor: int | None,
        solved: Solved,
        effort: float,
    ) -> bool:
        if floor is not None:
            built.model.add(cost >= floor)
        if solved.found is not None:
            built.hint(solved.found)
        built.model.minimize(cost)
        run = self._run(built, part, effort)
        if not self._take(run, built, solved):
            return False
        solved.values[level] = run.value
        solved.bounds[level] = max(run.bound, floor or 0)
        return True

    def _run(self, built: Built, part: Part, effort: float = PART_EFFORT) -> Run:
        return self._budget.run(
            built.model,
            seed=self._seed,
            effort=effort,
            linearization=part.linear,
        )

    def _take(self, run: Run, built: Built, solved: Solved) -> bool:
        solved.effort += run.effort
        if run.found:
            solved.found = built.extract(run.solver)
            solved.outcome = Outcome.FEASIBLE
            return True
        if solved.found is None:
            solved.outcome = run.outcome
        return False
