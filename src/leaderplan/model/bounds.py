"""Value and bound of one part, level by level."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from copy import copy

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import Assignment
from leaderplan.model.build import Built
from leaderplan.model.choices import Choices
from leaderplan.model.core import Spending
from leaderplan.model.literals import settled
from leaderplan.model.parts import Part
from leaderplan.model.run import FIRST_TRY, Budget, Outcome, Run
from leaderplan.model.rungs import Rungs, Solved
from leaderplan.model.scope import EVERYTHING_KEPT, Kept

ORDINARY = 20_000
"""Variables of a model of ordinary size; a larger one is given more effort."""

DRAWING, WEIGHTS = 0.5, 10
"""Deterministic seconds to draw other people, by weights below a number."""


class Lexicographic:
    """Solves parts level by level, each level held while the next is improved.

    Parameters
    ----------
    programme, budget, seed
        What is solved, what may be spent, and the seed of every run.
    held
        Sessions that stand in every model, whatever is open in it.
    """

    def __init__(
        self,
        programme: Programme,
        budget: Budget,
        seed: int,
        held: Assignment | None = None,
    ) -> None:
        self.programme, self._held = programme, held
        self._budget, self._seed = budget, seed
        self._choices = Choices(programme, programme.rules)
        self._levels = [row.id for row in programme.levels]

    def holding(self, held: Assignment) -> Lexicographic:
        """Return the same with other sessions that stand."""
        found = copy(self)
        found.__dict__["_held"] = held
        return found

    def _build(
        self,
        part: Part,
        fixed: Assignment | None,
        rules: Iterable[Rule] | None,
        kept: Kept,
        spending: Spending | None = None,
    ) -> Built:
        return Built(
            self.programme, part.scope, fixed, rules, choices=self._choices,
            spending=spending, kept=kept, held=self._held, budget=self._budget,
        )  # fmt: skip

    def model(
        self,
        part: Part,
        fixed: Assignment | None = None,
        kept: Kept = EVERYTHING_KEPT,
        rules: Iterable[Rule] | None = None,
    ) -> Built:
        """Build a part, alone as :meth:`solve` does or with decisions given."""
        return self._build(part, fixed, rules, kept)

    def solve(
        self,
        part: Part,
        *,
        floors: Mapping[str, int] | None = None,
        levels: Iterable[str] | None = None,
        within: Mapping[str, int] | None = None,
        loose: Iterable[str] = (),
        rules: Iterable[Rule] | None = None,
        kept: Kept = EVERYTHING_KEPT,
        hint: Assignment | None = None,
        built: Built | None = None,
    ) -> Solved:
        """Solve a part alone, so that its bounds hold for every plan.

        Parameters
        ----------
        part
            What is open; all else is out of view.
        floors
            Bounds already proven, by level: it is first hoped that they are reached
            on all levels before the first unknown one, which is then one run.
        levels
            Only these levels, instead of all.
        within
            The most that some levels may cost; a plan that costs more is none.
        loose
            Levels whose floor is no bound of the part, only hoped for.
        rules
            Only these, instead of all: the bounds still hold.
        kept
            What is left of the open decisions.
        hint
            A start.
        built
            The part's model, where there is one already.
        """
        built = built or self._build(part, None, rules, kept)
        solved = Solved(Outcome.UNKNOWN, built)
        if built.core.refused:
            solved.outcome = Outcome.INFEASIBLE
            return solved
        wanted = self._levels if levels is None else list(levels)
        costs = {level: built.cost(level) for level in wanted}
        for level, cost in costs.items():
            if isinstance(cost, int):
                solved.values[level] = solved.bounds[level] = cost
                if within is not None and cost > within.get(level, cost):
                    solved.outcome = Outcome.INFEASIBLE
                    return solved
        rungs = Rungs(
            self._budget,
            self._seed,
            part,
            solved,
            dict(floors or {}),
            dict(within or {}),
        )
        open_ = {k: c for k, c in costs.items() if not isinstance(c, int)}
        rungs.state({k: c for k, c in open_.items() if k not in loose})
        if hint is not None:
            built.hint(hint)
        rungs.run(open_)
        return solved

    def fit(
        self,
        part: Part,
        fixed: Assignment | None,
        caps: Mapping[str, int],
        *,
        spending: Spending | None = None,
        rules: Iterable[Rule] | None = None,
        kept: Kept = EVERYTHING_KEPT,
        hint: Assignment | None = None,
        least: str | None = None,
        floor: int = 0,
        effort: float,
        first: float = FIRST_TRY,
    ) -> Solved:
        """Look for decisions that cost no more than some caps.

        Parameters
        ----------
        part, rules, kept
            As in :meth:`solve`.
        fixed
            Earlier decisions; ``None`` leaves all else out of view.
        caps
            The most that each level of what is in view may cost.
        spending
            What may cost more than it must.
        hint
            A start.
        least, floor
            The level to improve, and a proven bound; ``None`` takes what is found.
        effort, first
            Deterministic seconds, in all and of the first try, for a model of
            ordinary size.
        """
        built = self._build(part, fixed, rules, kept, spending)
        solved = Solved(Outcome.UNKNOWN, built)
        if not self._capped(built, caps):
            solved.outcome = Outcome.INFEASIBLE
            return solved
        if hint is not None:
            built.hint(hint)
        goal = 0 if least is None else built.cost(least)
        if not isinstance(goal, int):
            built.model.add(goal >= floor)
            built.model.minimize(goal)
        scale = _scale(built)
        tried = self._budget.tried(
            built.model, seed=self._seed, effort=scale * effort, first=scale * first,
            racing=part.racing, rising=part.rising, linearization=part.linear,
            probing=part.probing,
        )  # fmt: skip
        if solved.take(tried) and least is not None:
            solved.values[least] = goal if isinstance(goal, int) else tried.value
        if least is not None and tried.outcome is not Outcome.INFEASIBLE:
            risen = goal if isinstance(goal, int) else tried.bound
            solved.bounds[least] = max(floor, risen)
        return solved

    def descend(
        self,
        part: Part,
        fixed: Assignment,
        caps: Mapping[str, int],
        floors: Mapping[str, int],
        *,
        rules: Iterable[Rule],
        kept: Kept,
        hint: Assignment,
        effort: float,
    ) -> Solved:
        """Improve one level after another, each held before the next.

        Parameters
        ----------
        part, fixed, rules, kept, hint
            As in :meth:`fit`.
        caps
            The most that levels may cost; one held to its floor is not improved.
        floors
            Bounds of the levels, each where all before it are at theirs.
        effort
            Deterministic seconds of each level, for a model of ordinary size.
        """
        built = self._build(part, fixed, rules, kept)
        solved, sure = Solved(Outcome.UNKNOWN, built), True
        if not self._capped(built, caps):
            solved.outcome = Outcome.INFEASIBLE
            return solved
        built.hint(hint)
        for level in self._levels:
            cost, floor = built.cost(level), floors.get(level, 0) if sure else 0
            value = cost if isinstance(cost, int) else floor
            if not isinstance(cost, int) and caps.get(level) != floor:
                built.model.add(cost >= floor)
                built.model.minimize(cost)
                run = self.run(built, part, effort)
                if not solved.take(run):
                    return solved
                value = run.value
                built.model.add(cost <= value)
                built.hint(solved.found or hint)
            solved.values[level], sure = value, sure and value <= floor
        if solved.found is None:
            built.model.clear_objective()  # type: ignore[no-untyped-call]
            solved.take(self.run(built, part, effort))
        return solved

    def run(self, built: Built, part: Part, effort: float) -> Run:
        """Improve a level; of a large model with less of its linear relaxation."""
        scale = _scale(built)
        return self._budget.run(
            built.model, seed=self._seed, effort=scale * effort,
            linearization=part.linear if scale == 1 else min(part.linear, 1),
            probing=part.probing,
        )  # fmt: skip

    def drawn(
        self, part: Part, caps: Mapping[str, int], hint: Assignment, seed: int
    ) -> Assignment | None:
        """Draw other people that a part may choose within some caps, by a seed."""
        built = self._build(part, None, None, EVERYTHING_KEPT)
        if not self._capped(built, caps):
            return None
        built.hint(hint)
        draw = random.Random(seed)  # noqa: S311
        open_ = [
            literal
            for family in sorted(part.scope.families)
            for row in built.decisions.people.options(family).values()
            for literal in row.values()
            if not settled(literal)
        ]
        built.model.minimize(sum(draw.randrange(WEIGHTS) * lit for lit in open_))
        run = self._budget.run(built.model, seed=seed, effort=DRAWING)
        return built.extract(run.solver) if run.found else None

    def _capped(self, built: Built, caps: Mapping[str, int]) -> bool:
        """Cap the levels of a model; ``False`` where it is known to clash already."""
        for level in self._levels:
            cost, cap = built.cost(level), caps.get(level)
            if cap is None:
                continue
            if isinstance(cost, int) and cost > cap:
                return False
            if not isinstance(cost, int):
                built.model.add(cost <= cap)
        return not built.core.refused


def _scale(built: Built) -> float:
    """How much more effort a model is worth than one of ordinary size."""
    return max(1.0, len(built.model.proto.variables) / ORDINARY)
