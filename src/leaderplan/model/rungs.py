"""What solving a part gave, and the way through its levels one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from leaderplan.domain.plan import SessionKey
from leaderplan.model.assignment import Assignment
from leaderplan.model.build import Built
from leaderplan.model.literals import bounds
from leaderplan.model.parts import Part
from leaderplan.model.run import Budget, Outcome, Run

SOON = 15.0
"""The same of the first tries where what a part finds is a plan."""

MOST_JOINED = 10_000
"""The most that a level may come to for it to be improved along with the one before."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a model that is not there any more.

    ``loads`` and ``charging`` are ids of rules, as of :class:`Solved`.
    """

    loads: frozenset[str]
    charging: frozenset[str]


@dataclass(slots=True)
class Solved:
    """What solving a part gave.

    ``values`` and ``bounds`` are by level, of what was in view; ``bounds`` hold
    for every plan whose earlier levels cost the part at most its caps. ``seen``
    holds the days of sessions that are seen through them only.
    """

    outcome: Outcome
    model: Built | Told
    found: Assignment | None = None
    seen: dict[SessionKey, frozenset[int]] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)

    @property
    def built(self) -> Built:
        """The model; not there in what was :meth:`told`."""
        assert isinstance(self.model, Built)  # noqa: S101 - told ones are not asked
        return self.model

    @property
    def loads(self) -> frozenset[str]:
        """Ids of the rules whose priced loads were left out of view."""
        return self._told.loads

    @property
    def charging(self) -> frozenset[str]:
        """Ids of the priced rules that may cost something in view."""
        return self._told.charging

    @property
    def _told(self) -> Told:
        if isinstance(self.model, Told):
            return self.model
        core = self.model.core
        charging = frozenset(rule for rule, terms in core.costs.items() if terms)
        return Told(frozenset(core.loads), charging)

    def told(self) -> Solved:
        """Return what it gave without the model, as another process can have it."""
        return replace(self, model=self._told)

    def take(self, run: Run) -> bool:
        """Keep what a run found, or that there is nothing."""
        if run.found:
            self.found = self.built.extract(run.solver)
            self.seen = self.built.days_of_context(run.solver)
            self.outcome = Outcome.FEASIBLE
            return True
        if self.found is None:
            self.outcome = run.outcome
        return False


class Rungs:
    """One part's way through the levels."""

    def __init__(
        self,
        budget: Budget,
        seed: int,
        part: Part,
        solved: Solved,
        floors: dict[str, int],
        within: dict[str, int],
    ) -> None:
        self._budget = budget
        self._seed = seed
        self._built = solved.built
        self._part = part
        self._solved = solved
        self._floors = floors
        self._within = within

    def state(self, costs: dict[str, Any]) -> None:
        """State the floors of some levels."""
        for level, floor in self._floors.items():
            if level in costs:
                self._built.model.add(costs[level] >= floor)

    def run(self, costs: dict[str, Any]) -> None:
        """Improve level after level; stop where one is left without a plan."""
        known = self._capped(costs) if self._within else self._hoped(costs)
        while not self._within and known and not self._hope(known, costs):
            known = known[:-1]
        left = [k for k in costs if k not in known and k not in self._solved.values]
        while left:
            taken = left[:2] if self._joined(left, costs) else left[:1]
            if not self._improve(taken, costs):
                return
            left = left[len(taken) :]
        if self._solved.found is None:
            self._built.model.clear_objective()  # type: ignore[no-untyped-call]
            self._solved.take(self._run())
        if self._within and self._solved.found is not None:
            self._reached(known)

    def _capped(self, costs: dict[str, Any]) -> list[str]:
        """State what levels may cost at most; return those that may their floors."""
        for level, most in self._within.items():
            if level in costs:
                self._built.model.add(costs[level] <= most)
        return [k for k in costs if self._within.get(k, -1) == self._floors.get(k)]

    def _run(self, effort: float | None = None, *, mixed: bool = False) -> Run:
        return self._budget.run(
            self._built.model,
            seed=self._seed,
            effort=self._part.effort if effort is None else effort,
            mixed=mixed,
            linearization=self._part.linear,
        )

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
        if self._improve([level], costs):
            self._reached(known)
            return True
        _settle(hope, 0)
        self._solved.outcome = Outcome.UNKNOWN
        return False

    def _reached(self, known: list[str]) -> None:
        for level in known:
            self._solved.values[level] = self._floors[level]
            self._solved.bounds[level] = self._floors[level]

    def _joined(self, left: list[str], costs: dict[str, Any]) -> bool:
        """Whether the last two levels are one run, which costs about half of two.

        One unit of the first must outweigh all that the second can come to.
        """
        if len(left) != 2 or self._part.planned:
            return False
        return bounds(costs[left[-1]])[1] <= MOST_JOINED

    def _improve(self, levels: list[str], costs: dict[str, Any]) -> bool:
        """Improve and hold a level, or two at once; ``False`` where none is found."""
        solved, (first, *later) = self._solved, levels
        weight = 1 + sum(bounds(costs[level])[1] for level in later)
        cost = weight * costs[first] + sum(costs[level] for level in later)
        bound = weight * self._floors.get(first, 0)
        self._built.model.minimize(cost)
        value: int | None = None
        for effort, mixed in self._tries():
            if solved.found is not None:
                self._built.hint(solved.found)
            run = self._run(effort, mixed=mixed)
            if run.found:
                bound = max(bound, run.bound)
            if value is None or (run.found and run.value < value):
                solved.take(run)
                value = run.value if run.found else None
            if run.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE):
                break
        if value is None:
            return False
        solved.values[first], rest = divmod(value, weight)
        solved.bounds[first] = bound // weight
        for level in later:
            over = bound - weight * solved.values[first]
            solved.values[level] = rest
            solved.bounds[level] = max(over, self._floors.get(level, 0))
        for level in levels:
            self._built.model.add(costs[level] <= solved.values[level])
        return True

    def _tries(self) -> Sequence[tuple[float, bool]]:
        """Effort of each run for a level, and whether many kinds of search share it.

        Some plans are found by one search, with the linear relaxation, some by many
        kinds in turn, neighbourhoods of the best among them; the first proves more.
        """
        if not self._part.planned:
            return ((self._part.effort, False),)
        return ((SOON, False), (SOON, True), (self._part.effort, False))


def _settle(literal: Any, value: int) -> None:
    """Fix a literal of a model, also anew."""
    domain = literal.proto.domain
    domain[0] = domain[1] = value
