"""A model without objective in which every requirement has a switch and a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from leaderplan.domain.programme import Programme
from leaderplan.model.build import Built
from leaderplan.model.core import Named
from leaderplan.model.run import Budget, Outcome, Run
from leaderplan.model.scope import EVERYTHING_KEPT, Kept, Scope

AT_ONCE, TESTED = 2.0, 60.0
"""Deterministic seconds to tell whether requirements clash: in the model as it is, in
which most clashes show at once and cores are small, and in all, after presolve."""

GROWING = 10.0
"""Deterministic seconds to find a plan that keeps many of the requirements."""

BUILDING = 2e-5
"""Deterministic seconds that count for building a constraint: where models are many and
soon solved that takes longer than to solve them."""


class Explainer:
    """Tells which sets of named requirements clash, in a model without objective.

    Parameters
    ----------
    programme, scope
        What is in view, all of it open.
    budget, seed
        What may be spent, the seed.
    only
        Ids of the rules that are asked; ``None`` is all.
    kept
        What is left of the decisions, and who was where before.
    """

    def __init__(
        self,
        programme: Programme,
        scope: Scope,
        budget: Budget,
        seed: int,
        only: Collection[str] | None = None,
        kept: Kept = EVERYTHING_KEPT,
    ) -> None:
        rules = [
            rule
            for rule in programme.rules
            if rule.hard and (only is None or rule.id in only)
        ]
        built = Built(
            programme, scope, rules=rules, explain=True, kept=kept, budget=budget
        )
        budget.add(BUILDING * len(built.model.proto.constraints))
        self.model = built.model
        self.switches = built.core.switches
        self._budget = budget
        self._seed = seed
        self._name_of = {lit.index: name for name, lit in self.switches.items()}
        self._complete = True

    @property
    def names(self) -> list[Named]:
        """All requirements in view, in order."""
        return sorted(self.switches)

    def core(
        self, names: Sequence[Named], effort: float = TESTED
    ) -> list[Named] | None:
        """Requirements among some that clash; ``None`` where none is proven.

        What is out of view has no switch, and asks nothing.
        """
        held = [self.switches[name] for name in names if name in self.switches]
        self.model.clear_assumptions()
        self.model.add_assumptions(held)
        soon = min(effort, AT_ONCE)
        run = self._run(soon, plain=True)
        if run.outcome is Outcome.UNKNOWN and effort > soon:
            run = self._run(effort - soon, plain=False)
        if run.outcome is Outcome.UNKNOWN:
            self._complete = False
        if run.outcome is not Outcome.INFEASIBLE:
            return None
        found = run.solver.sufficient_assumptions_for_infeasibility()
        # A core is of the assumptions, or the solver is wrong: then all are kept.
        core = sorted(self._name_of[i] for i in found if i in self._name_of)
        return core if len(core) == len(found) and set(core) <= set(names) else [*names]

    def _run(self, effort: float, *, plain: bool) -> Run:
        return self._budget.run(
            self.model, seed=self._seed, effort=effort, linearization=2, plain=plain
        )

    def grown(self, names: Sequence[Named]) -> set[Named]:
        """Name all that a plan keeps that keeps some; many, if that is soon found."""
        model = self.model.clone()
        model.clear_assumptions()
        model.add_bool_and([self.switches[name] for name in names])
        model.maximize(sum(self.switches.values()))
        run = self._budget.run(model, seed=self._seed, effort=GROWING)
        if not run.found:
            return set()
        value = run.solver.boolean_value
        return {name for name, literal in self.switches.items() if value(literal)}

    def shrink(self, core: Sequence[Named]) -> tuple[list[Named], bool]:
        """Drop what is not needed; tell whether every test ended."""
        kept, self._complete = list(core), True
        for name in core:
            if name not in kept:
                continue
            if self._budget.over:
                return kept, False
            smaller = self.core([row for row in kept if row != name])
            if smaller is not None:
                kept = smaller
        return kept, self._complete
