"""Smallest conflicts, and one after the other, by what must be left out to have a plan.

Sets whose absence leaves a plan (*correction sets*) are hit by every conflict. The
smallest set that hits all known ones is a smallest conflict once it clashes (implicit
hitting sets: Ignatiev et al., CP 2015); sets that are neither known to clash nor known
to have a plan are looked at in turn until there are none (MARCO: Liffiton et al.,
Constraints 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ortools.sat.python import cp_model

from leaderplan.model.core import Named
from leaderplan.model.run import Budget

EFFORT = 20.0
"""Deterministic seconds to find a set that is not looked at yet."""

Core = Callable[[Sequence[Named]], list[Named] | None]
Grown = Callable[[Sequence[Named]], set[Named]]


def smallest(
    names: Sequence[Named], core: Core, grown: Grown, budget: Budget, seed: int
) -> list[Named] | None:
    """Return a smallest conflict among requirements that clash.

    Parameters
    ----------
    names
        The requirements.
    core
        Returns some that clash among those given, ``None`` where none is proven to.
    grown
        Returns all that some plan keeps that keeps those given.
    budget, seed
        What may be spent, the seed.

    Returns
    -------
    list of Named or None
        ``None`` where the budget ended first.
    """
    left = _Left(names, budget, seed, fewest=True)
    while not budget.over:
        chosen = left.next()
        if chosen is None:
            return None
        if (found := core(chosen)) is not None:
            return found
        kept = grown(chosen)
        if not kept.issuperset(chosen):
            return None
        left.hit(set(names) - kept)
    return None


def every(
    names: Sequence[Named],
    core: Core,
    grown: Grown,
    shrink: Callable[[Sequence[Named]], tuple[list[Named], bool]],
    budget: Budget,
    seed: int,
) -> Iterator[tuple[list[Named], bool]]:
    """Yield conflicts, each with whether it is irreducible, until all are known.

    ``shrink`` drops what a conflict does not need; the rest is as for
    :func:`smallest`.
    """
    left = _Left(names, budget, seed, fewest=False)
    while not budget.over:
        chosen = left.next()
        if chosen is None:
            return
        if (found := core(chosen)) is not None:
            kept, complete = shrink(found)
            yield kept, complete
            left.miss(kept)
        else:
            held = grown(chosen)
            if not held.issuperset(chosen):
                return
            left.hit(set(names) - held)


class _Left:
    """Sets of requirements of which it is not known whether they clash."""

    def __init__(
        self, names: Sequence[Named], budget: Budget, seed: int, *, fewest: bool
    ) -> None:
        self._budget = budget
        self._seed = seed
        self._model = cp_model.CpModel()
        self._chosen = {name: self._model.new_bool_var(str(name)) for name in names}
        total = sum(self._chosen.values())
        if fewest:
            self._model.minimize(total)
        else:
            self._model.maximize(total)

    def next(self) -> list[Named] | None:
        """Return such a set, ``None`` where there is none or it is not known."""
        run = self._budget.run(self._model, seed=self._seed, effort=EFFORT)
        if not run.found or run.value != run.bound:
            return None
        value = run.solver.boolean_value
        return [name for name, literal in self._chosen.items() if value(literal)]

    def hit(self, names: set[Named]) -> None:
        """Ask for one at least of some requirements: without them there is a plan."""
        self._model.add_bool_or(self._chosen[name] for name in sorted(names))

    def miss(self, names: Sequence[Named]) -> None:
        """Ask for one at least of some to be left out: together they clash."""
        self._model.add_bool_or(self._chosen[name].negated() for name in names)
