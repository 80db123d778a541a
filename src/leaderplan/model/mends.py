"""The cheapest set of changes that loosens every conflict known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ortools.sat.python import cp_model

from leaderplan.domain.mending import Offer
from leaderplan.model.run import Budget, Outcome, Stopped

EFFORT = 30.0
"""Deterministic seconds to find the cheapest set."""

Step = tuple[Offer, int]
"""A change, and how many times it is made."""

Made = Mapping[Offer, int]
"""Changes, and how many times each is made."""


class Mends:
    """Sets of changes, each made any number of times, that some conflicts ask for.

    Parameters
    ----------
    budget, seed
        What may be spent, the seed.
    """

    def __init__(self, budget: Budget, seed: int) -> None:
        self._budget = budget
        self._seed = seed
        self._model = cp_model.CpModel()
        self._steps: dict[Step, Any] = {}

    def _step(self, offer: Offer, times: int) -> Any:
        """Literal of a change made so many times at least."""
        step = offer, times
        if step not in self._steps:
            self._steps[step] = self._model.new_bool_var(str(step))
            if times > 1:
                before = self._step(offer, times - 1)
                self._model.add_implication(self._steps[step], before)
        return self._steps[step]

    def ask(self, held: Made) -> None:
        """Ask for one of some changes more often than it is made here.

        Where each is made so often and none of them more, a conflict stands; so it does
        with less, and with all that does not touch it.
        """
        self._model.add_bool_or(
            self._step(offer, times + 1)
            for offer, times in held.items()
            if times < offer.most
        )

    def block(self, made: Made) -> None:
        """Refuse a set of changes, and all that hold it."""
        self._model.add_bool_or(
            self._step(offer, times).negated() for offer, times in made.items()
        )

    def cheapest(self) -> dict[Offer, int] | None:
        """Return the cheapest set of changes, ``None`` where there is none.

        Raises
        ------
        Stopped
            When it is not known which is the cheapest.
        """
        self._model.minimize(sum(o.price * on for (o, _), on in self._steps.items()))
        run = self._budget.run(self._model, seed=self._seed, effort=EFFORT)
        if run.outcome is Outcome.INFEASIBLE:
            return None
        if run.outcome is not Outcome.OPTIMAL:
            raise Stopped
        made: dict[Offer, int] = {}
        for (offer, times), on in self._steps.items():
            if run.solver.boolean_value(on):
                made[offer] = max(times, made.get(offer, 0))
        return made
