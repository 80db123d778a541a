"""Which requirements clash: found where they do, named, and shrunk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from leaderplan.answers import Conflict, Requirement
from leaderplan.domain.programme import Programme
from leaderplan.model.clash import FEW, Clash, clash_in, explainer_of, opened, told
from leaderplan.model.explainer import Explainer
from leaderplan.model.hitting import every, smallest
from leaderplan.model.localise import Localiser
from leaderplan.model.parts import Part
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.scope import NOBODY, Attended, everything
from leaderplan.model.views import views

SEEN = 20.0
"""Deterministic seconds to tell whether a part can be."""

VIEWED = 1.0
"""The same of a view where a larger one is known to be impossible."""


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
    part = impossible(localiser)
    return None if part is None else _named(localiser, part)


def smallest_of(programme: Programme, budget: Budget, seed: int) -> Conflict | None:
    """Find a conflict that no other has fewer requirements than.

    Of a programme of many sessions the smallest is looked for where a conflict is, and
    is not told to be the smallest of all. Where the budget ends first it is any.
    """
    localiser = Localiser(programme, budget, seed)
    part = impossible(localiser)
    if part is None:
        return None
    try:
        explainer, whole = _explainer(localiser, part)
        ask = explainer.core, explainer.grown
        found = smallest(explainer.names, *ask, budget, seed)
    except Stopped:
        found = None
    if found is None:
        return _named(localiser, part)
    clash = Clash(tuple(found), part.words, None, complete=True)
    return replace(told(programme, clash), smallest=whole)


def all_of(programme: Programme, budget: Budget, seed: int) -> Iterator[Conflict]:
    """Yield conflicts one by one; of many sessions those where one is."""
    localiser = Localiser(programme, budget, seed)
    part = impossible(localiser)
    if part is None:
        return
    with suppress(Stopped):
        explainer, _ = _explainer(localiser, part)
        ask = explainer.core, explainer.grown, explainer.shrink
        for names, complete in every(explainer.names, *ask, budget, seed):
            yield told(programme, Clash(tuple(names), part.words, None, complete))


def impossible(localiser: Localiser) -> Part | None:
    """Return the first part, cheap ones first, that is proven to have no solution."""
    with suppress(Stopped):
        for part in views(localiser.programme):
            outcome = localiser.outcome(part, part.scope, SEEN)
            if outcome is Outcome.INFEASIBLE:
                return part
            if localiser.budget.over:
                break
    return None


def _explainer(localiser: Localiser, part: Part) -> tuple[Explainer, bool]:
    """Return an explainer of all, or of where a conflict is; whether it is of all."""
    programme = localiser.programme
    whole = len(programme.session_keys) <= FEW
    scope = everything(programme) if whole else opened(programme, localiser.least(part))
    return explainer_of(localiser, programme, scope), whole


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
    return _named(Localiser(programme, budget, seed), part)


def conflict_where(
    programme: Programme,
    part: Part,
    budget: Budget,
    seed: int,
    effort: float = SEEN,
    stood: Attended = NOBODY,
) -> Conflict | None:
    """Find a conflict in a part that may be impossible.

    Parameters
    ----------
    programme, part, budget, seed
        As :func:`conflict_in` takes them.
    effort
        Deterministic seconds to tell whether the part is impossible.
    stood
        Sessions that were before, with who was at them.

    Returns
    -------
    Conflict or None
        ``None`` where that is not proven.
    """
    with suppress(Stopped):
        localiser = Localiser(programme, budget, seed, plain=True, stood=stood)
        if localiser.outcome(part, part.scope, effort) is Outcome.INFEASIBLE:
            return _named(localiser, _narrowed(localiser, part))
    return None


def _narrowed(localiser: Localiser, part: Part) -> Part:
    """Return the first view that is impossible, of a part that is large."""
    if part.scope.only is None or len(part.scope.only) > FEW:
        for view in views(localiser.programme):
            if localiser.outcome(view, view.scope, VIEWED) is Outcome.INFEASIBLE:
                return view
    return part


def _named(localiser: Localiser, part: Part) -> Conflict:
    found = clash_in(localiser, part)
    if found is None:
        return unexplained(localiser.programme, part)
    seen = part.scope.only or frozenset()
    return replace(told(localiser.programme, found), sessions=seen)


def unexplained(programme: Programme, part: Part) -> Conflict:
    """Name all hard rules, where there is no time to find those that clash."""
    rules = [rule for rule in programme.rules if rule.hard]
    rows = tuple(Requirement(rule.id, (), rule.words) for rule in rules)
    return Conflict(part.words, rows, irreducible=False, programme=programme)
