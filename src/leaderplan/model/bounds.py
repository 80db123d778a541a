"""Value and bound of one part, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import Assignment
from leaderplan.model.build import Built
from leaderplan.model.choices import Choices
from leaderplan.model.core import Spending
from leaderplan.model.parts import Part
from leaderplan.model.run import FIRST_TRY, Budget, Outcome, Run
from leaderplan.model.scope import EVERYTHING_KEPT, Kept

PART_EFFORT = 60.0
"""Deterministic seconds that one run of a part may take before it is left open."""


@dataclass(slots=True)
class Solved:
    """What solving a part gave.

    ``values`` and ``bounds`` are by level, of what was in view; ``bounds`` hold
    for every plan whose earlier levels cost the part at most its caps. ``seen``
    holds the days of sessions that are seen through them only.
    """

    outcome: Outcome
    built: Built
    found: Assignment | None = None
    seen: dict[SessionKey, frozenset[int]] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)

    @property
    def loads(self) -> frozenset[str]:
        """Ids of the rules whose priced loads were left out of view."""
        return frozenset(self.built.core.loads)

    @property
    def charging(self) -> frozenset[str]:
        """Ids of the priced rules that may cost something in view."""
        return frozenset(rule for rule, terms in self.built.core.costs.items() if terms)


class Lexicographic:
    """Solves parts level by level, each level held while the next is improved.

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
        self._levels = [row.id for row in programme.levels]

    def _build(
        self,
        part: Part,
        fixed: Assignment | None,
        rules: Iterable[Rule] | None,
        kept: Kept,
        spending: Spending | None = None,
    ) -> Built:
        return Built(
            self._programme,
            part.scope,
            fixed,
            rules,
            choices=self._choices,
            spending=spending,
            kept=kept,
        )

    def model(self, part: Part) -> Built:
        """Build a part alone, as :meth:`solve` does."""
        return self._build(part, None, None, EVERYTHING_KEPT)

    def solve(
        self,
        part: Part,
        *,
        floors: Mapping[str, int] | None = None,
        levels: Iterable[str] | None = None,
        within: Mapping[str, int] | None = None,
        rules: Iterable[Rule] | None = None,
        kept: Kept = EVERYTHING_KEPT,
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
            The most that levels may cost for the later ones to be of interest; where
            the floors before the last are not reached, no level is.
        rules
            Only these, instead of all: the bounds still hold.
        kept
            What is left of the open decisions.
        """
        built = self._build(part, None, rules, kept)
        solved = Solved(Outcome.UNKNOWN, built)
        if built.core.refused:
            solved.outcome = Outcome.INFEASIBLE
            return solved
        wanted = self._levels if levels is None else list(levels)
        costs = {level: built.cost(level) for level in wanted}
        for level, cost in costs.items():
            if isinstance(cost, int):
                solved.values[level] = solved.bounds[level] = cost
        climb = _Climb(self, part, solved, dict(floors or {}), dict(within or {}))
        climb.run({k: c for k, c in costs.items() if not isinstance(c, int)})
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
            The level to improve on the way, and a bound of it that is proven;
            ``None`` takes the first decisions found.
        effort, first
            Deterministic seconds, in all and of the first try.
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
        tried = self._budget.tried(
            built.model, seed=self._seed, effort=effort, first=first,
            racing=part.racing, rising=part.rising, linearization=part.linear,
        )  # fmt: skip
        if self.take(tried, solved) and least is not None:
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
            The most that levels may cost; one that may cost its floor only is not
            improved.
        floors
            Bounds of the levels, each where all before it are at theirs.
        effort
            Deterministic seconds of each level.
        """
        built = self._build(part, fixed, rules, kept)
        solved = Solved(Outcome.UNKNOWN, built)
        if not self._capped(built, caps):
            solved.outcome = Outcome.INFEASIBLE
            return solved
        built.hint(hint)
        sure = True
        for level in self._levels:
            cost, floor = built.cost(level), floors.get(level, 0) if sure else 0
            if isinstance(cost, int):
                solved.values[level] = cost
            elif caps.get(level) == floor:
                solved.values[level] = floor
            else:
                built.model.add(cost >= floor)
                built.model.minimize(cost)
                run = self._budget.run(
                    built.model, seed=self._seed, effort=effort,
                    linearization=part.linear,
                )  # fmt: skip
                if not self.take(run, solved):
                    return solved
                solved.values[level] = run.value
                built.model.add(cost <= run.value)
                built.hint(solved.found or hint)
            sure = sure and solved.values[level] <= floor
        return solved

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

    def run(self, built: Built, part: Part) -> Run:
        """Run the solver on a model as it stands."""
        return self._budget.run(
            built.model, seed=self._seed, effort=PART_EFFORT, linearization=part.linear
        )

    def take(self, run: Run, solved: Solved) -> bool:
        """Keep what a run found, or that there is nothing."""
        if run.found:
            solved.found = solved.built.extract(run.solver)
            solved.seen = solved.built.days_of_context(run.solver)
            solved.outcome = Outcome.FEASIBLE
            return True
        if solved.found is None:
            solved.outcome = run.outcome
        return False


class _Climb:
    """One part's way through the levels."""

    def __init__(
        self,
        solver: Lexicographic,
        part: Part,
        solved: Solved,
        floors: dict[str, int],
        within: dict[str, int],
    ) -> None:
        self._solver = solver
        self._built = solved.built
        self._part = part
        self._solved = solved
        self._floors = floors
        self._within = within

    def run(self, costs: dict[str, Any]) -> None:
        """Improve level after level; stop where one is left without a plan."""
        built, model = self._built, self._built.model
        for level, floor in self._floors.items():
            if level in costs:
                model.add(costs[level] >= floor)
        known = self._hoped(costs)
        while known and not self._hope(known, costs):
            known = known[:-1]
        if self._within and self._floors and not known:
            return
        for level, cost in costs.items():
            if level in known:
                continue
            if level not in self._solved.values and not self._improve(level, cost):
                return
            value = self._solved.values[level]
            if value > self._within.get(level, value):
                return
            model.add(cost <= value)
        if self._solved.found is None:
            built.model.clear_objective()  # type: ignore[no-untyped-call]
            self._solver.take(self._solver.run(built, self._part), self._solved)

    def _hoped(self, costs: dict[str, Any]) -> list[str]:
        """Levels before the first one without a floor."""
        known = []
        for level in costs:
            if level not in self._floors:
                break
            known.append(level)
        return known if len(known) < len(costs) else known[:-1]

    def _hope(self, known: list[str], costs: dict[str, Any]) -> bool:
        """Improve the first unknown level with all before it at their floors."""
        model = self._built.model
        hope = model.new_bool_var("hope")
        for level in known:
            capped = model.add(costs[level] <= self._floors[level])
            capped.only_enforce_if(hope)
        _settle(hope, 1)
        level = next(level for level in costs if level not in known)
        if self._improve(level, costs[level]):
            for reached in known:
                self._solved.values[reached] = self._floors[reached]
                self._solved.bounds[reached] = self._floors[reached]
            return True
        _settle(hope, 0)
        self._solved.outcome = Outcome.UNKNOWN
        return False

    def _improve(self, level: str, cost: Any) -> bool:
        built, solved = self._built, self._solved
        if solved.found is not None:
            built.hint(solved.found)
        built.model.minimize(cost)
        run = self._solver.run(built, self._part)
        if not self._solver.take(run, solved):
            return False
        solved.values[level] = run.value
        solved.bounds[level] = max(run.bound, self._floors.get(level, 0))
        return True


def _settle(literal: Any, value: int) -> None:
    """Fix a literal of a model, also anew."""
    domain = literal.proto.domain
    domain[0] = domain[1] = value
