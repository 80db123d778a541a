"""Which requirements clash: a core of the explaining model, shrunk by deletion."""

from __future__ import annotations

from collections.abc import Iterable

from leaderplan.domain.programme import Programme
from leaderplan.model.build import Built
from leaderplan.model.core import Named
from leaderplan.model.parts import Part
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.result import Conflict, Requirement


def conflict_in(
    programme: Programme, part: Part, budget: Budget, seed: int
) -> Conflict:
    """Name requirements that clash in a part proven to have no solution.

    Parameters
    ----------
    programme
        The facts and rules.
    part
        The part, or union of parts, proven infeasible.
    budget
        What may be spent; what is not decided by then stays in.
    seed
        Seed of every run.

    Returns
    -------
    Conflict
        All of it together is infeasible; irreducible when every test ended.
    """
    try:
        optimising = Built(programme, part.scope, budget=budget)
        built = Built(programme, part.scope, explain=True, budget=budget)
    except Stopped:
        return unexplained(programme, part)
    blocked = [set(rows) for rows in optimising.core.refused if rows]
    explainer = _Explainer(built, budget, seed)
    blocked.sort(key=len)
    start = sorted(blocked[0]) if blocked else sorted(built.core.switches)
    core = explainer.core(_known(start, built)) or explainer.core(
        sorted(built.core.switches)
    )
    if core is None:
        return unexplained(programme, part)
    kept, complete = explainer.shrink(core)
    words = {rule.id: rule.words for rule in programme.rules}
    rows = [Requirement(n.rule, n.subject, words[n.rule]) for n in kept]
    return Conflict(part.words, tuple(rows), irreducible=complete)


def unexplained(programme: Programme, part: Part) -> Conflict:
    """Name all hard rules, where there is no time to find those that clash."""
    rules = [rule for rule in programme.rules if rule.hard]
    rows = [Requirement(rule.id, (), rule.words) for rule in rules]
    return Conflict(part.words, tuple(rows), irreducible=False)


def _known(names: Iterable[Named], built: Built) -> list[Named]:
    return [name for name in names if name in built.core.switches]


class _Explainer:
    """Tests whether sets of requirements clash."""

    def __init__(self, built: Built, budget: Budget, seed: int) -> None:
        self._built = built
        self._budget = budget
        self._seed = seed
        self._name_of = {
            literal.index: name for name, literal in built.core.switches.items()
        }

    def core(self, names: list[Named]) -> list[Named] | None:
        """Requirements among ``names`` that clash; ``None`` where none is proven."""
        switches = self._built.core.switches
        model = self._built.model
        model.clear_assumptions()
        model.add_assumptions([switches[name] for name in names])
        run = self._budget.run(model, seed=self._seed, effort=60.0, linearization=2)
        if run.outcome is not Outcome.INFEASIBLE:
            self._outcome = run.outcome
            return None
        found = run.solver.sufficient_assumptions_for_infeasibility()
        chosen = [self._name_of[i] for i in found if i in self._name_of]
        return sorted(chosen)

    def shrink(self, core: list[Named]) -> tuple[list[Named], bool]:
        """Drop what is not needed; tell whether every test ended."""
        kept, complete = list(core), True
        for name in list(core):
            if name not in kept:
                continue
            rest = [row for row in kept if row != name]
            smaller = None if self._budget.over else self.core(rest)
            if smaller is not None:
                kept = smaller
            elif self._budget.over or self._outcome is Outcome.UNKNOWN:
                complete = False
        return kept, complete
