"""Which requirements clash: found where they do, named, and shrunk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from leaderplan.domain.programme import Programme
from leaderplan.model.build import Built
from leaderplan.model.core import Named
from leaderplan.model.localise import Localiser
from leaderplan.model.parts import Part
from leaderplan.model.reaching import Reaching
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.scope import Scope
from leaderplan.model.views import views
from leaderplan.result import Conflict, Requirement

TESTED = 60.0
"""Deterministic seconds to tell whether requirements clash."""

SEEN = 20.0
"""Deterministic seconds to tell whether a part can be."""


def conflict_of(programme: Programme, budget: Budget, seed: int) -> Conflict | None:
    """Find a conflict of a programme; ``None`` where none is found.

    Parameters
    ----------
    programme
        The facts and rules.
    budget
        What may be spent.
    seed
        Seed of every run.
    """
    localiser = Localiser(programme, budget, seed)
    try:
        for part in views(programme):
            outcome = localiser.outcome(part, part.scope, SEEN)
            if outcome is Outcome.INFEASIBLE:
                return conflict_in(programme, part, budget, seed)
            if budget.over:
                break
    except Stopped:
        pass
    return None


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
        scope = _opened(programme, Localiser(programme, budget, seed).least(part))
        explainer = Explainer(programme, scope, budget, seed)
        core = explainer.core(explainer.names)
        if core is None:
            return unexplained(programme, part)
        kept, complete = _shrunk(programme, scope, core, budget, seed)
        wider = _widened(programme, scope, kept)
        if complete and wider != scope:
            # What is asked of somebody's other sessions may do without the rest.
            kept, complete = _shrunk(programme, wider, kept, budget, seed)
    except Stopped:
        return unexplained(programme, part)
    words = {rule.id: rule.words for rule in programme.rules}
    rows = tuple(Requirement(n.rule, n.subject, words[n.rule]) for n in kept)
    return Conflict(part.words, rows, irreducible=complete, programme=programme)


def unexplained(programme: Programme, part: Part) -> Conflict:
    """Name all hard rules, where there is no time to find those that clash."""
    rules = [rule for rule in programme.rules if rule.hard]
    rows = tuple(Requirement(rule.id, (), rule.words) for rule in rules)
    return Conflict(part.words, rows, irreducible=False, programme=programme)


def _shrunk(
    programme: Programme, scope: Scope, core: Sequence[Named], budget: Budget, seed: int
) -> tuple[list[Named], bool]:
    """Shrink a core in a model of nothing else, which is far smaller."""
    rest = programme.asking_only((name.rule, name.subject) for name in core)
    return Explainer(rest, scope, budget, seed).shrink(core)


def _widened(programme: Programme, scope: Scope, core: Iterable[Named]) -> Scope:
    """Return a scope with all sessions that a core may be about."""
    if not scope.dates:
        return scope
    more = Reaching(programme).sessions(name.subject for name in core)
    only = (scope.only or frozenset()) | more
    names = frozenset(key.activity for key in only)
    return _opened(programme, replace(scope, dates=names, only=only))


def _opened(programme: Programme, scope: Scope) -> Scope:
    """Open all that is in view, and who is in the groups and classes that meet."""
    activities = scope.dates | scope.context
    audiences = {programme.activity(name).audience for name in activities}
    chosen = {"network_group": "groups", "class": "classes"}
    families = {chosen[name] for name in audiences if name in chosen}
    return Scope(activities, scope.families | families, only=scope.only)


class Explainer:
    """Tells which sets of named requirements clash, in a model without objective.

    Parameters
    ----------
    programme, scope
        What is in view, all of it open.
    budget, seed
        What may be spent, the seed.
    """

    def __init__(
        self, programme: Programme, scope: Scope, budget: Budget, seed: int
    ) -> None:
        rules = [rule for rule in programme.rules if rule.hard]
        built = Built(programme, scope, rules=rules, explain=True, budget=budget)
        self._model = built.model
        self._switches = built.core.switches
        self._budget = budget
        self._seed = seed
        self._name_of = {lit.index: name for name, lit in self._switches.items()}
        self._complete = True

    @property
    def names(self) -> list[Named]:
        """All requirements in view, in order."""
        return sorted(self._switches)

    def core(self, names: Sequence[Named]) -> list[Named] | None:
        """Requirements among some that clash; ``None`` where none is proven."""
        self._model.clear_assumptions()
        self._model.add_assumptions([self._switches[name] for name in names])
        run = self._budget.run(
            self._model, seed=self._seed, effort=TESTED, linearization=2
        )
        if run.outcome is Outcome.UNKNOWN:
            self._complete = False
        if run.outcome is not Outcome.INFEASIBLE:
            return None
        found = run.solver.sufficient_assumptions_for_infeasibility()
        # A core is of the assumptions, or the solver is wrong: then all are kept.
        core = sorted(self._name_of[i] for i in found if i in self._name_of)
        return core if len(core) == len(found) and set(core) <= set(names) else [*names]

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
