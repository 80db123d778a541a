"""Requirements of an impossible part that clash: found, shrunk, and told."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from leaderplan.answers import Conflict, Requirement
from leaderplan.domain.activity import COMPANY
from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.model.core import Named
from leaderplan.model.explainer import AT_ONCE, Explainer
from leaderplan.model.localise import Localiser
from leaderplan.model.parts import Part
from leaderplan.model.reaching import Reaching
from leaderplan.model.run import Stopped
from leaderplan.model.scope import Scope

SMALL = 150
"""Requirements that are told apart in one model, without a smaller one of the core."""

FEW = 150
"""Sessions and due dates of which all requirements are looked at together."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Requirements that cannot all hold.

    ``words`` name the part of the problem, ``scope`` is where it shows, if that is
    known, and ``complete`` says that each is known to be needed.
    """

    names: tuple[Named, ...]
    words: Words
    scope: Scope | None
    complete: bool


def clash_in(localiser: Localiser, part: Part) -> Clash | None:
    """Find requirements of an impossible part that clash; ``None`` where none is found.

    Parameters
    ----------
    localiser
        Finds how little of the part it takes.
    part
        The part, proven to have no solution.
    """
    with suppress(Stopped):
        return _clash(localiser, part)
    return None


def _clash(localiser: Localiser, part: Part) -> Clash | None:
    """Find requirements of an impossible part that clash."""
    programme, seen = localiser.programme, part.scope.only
    few = localiser.plain and seen is not None and len(seen) <= FEW
    if few and (found := at_once(localiser, opened(programme, part.scope), part.words)):
        return found
    dated = part.scope.dates or part.scope.context
    scope = opened(programme, localiser.least(part) if dated else part.scope)
    explainer = explainer_of(localiser, programme, scope)
    core = explainer.core(explainer.names)
    if core is None:
        return None
    if len(explainer.names) <= SMALL:
        kept, complete = explainer.shrink(core)
    else:
        kept, complete = _among(localiser, scope, core).shrink(core)
    wider = _widened(programme, scope, kept)
    if complete and wider != scope:
        # What is asked of somebody's other sessions may do without the rest.
        kept, complete = _among(localiser, wider, kept).shrink(kept)
        scope = wider
    return Clash(tuple(kept), part.words, scope, complete)


def at_once(
    localiser: Localiser, scope: Scope, words: Words, *, shrunk: bool = True
) -> Clash | None:
    """Find requirements that clash in what is in view, where that shows at once.

    Parameters
    ----------
    localiser
        Of the programme.
    scope, words
        What is in view, all of it open, and its name.
    shrunk
        Whether what is not needed for the clash is dropped, which asks for each.

    Raises
    ------
    Stopped
        When the time is up.
    """
    explainer = explainer_of(localiser, localiser.programme, scope)
    core = explainer.core(explainer.names, AT_ONCE)
    if core is None:
        return None
    few = around(localiser.programme, core, scope)
    if (fewer := _among(localiser, few, core).core(core, AT_ONCE)) is not None:
        scope, core = few, fewer
    if not shrunk:
        return Clash(tuple(core), words, scope, complete=False)
    kept, complete = _among(localiser, scope, core).shrink(core)
    return Clash(tuple(kept), words, scope, complete)


def around(programme: Programme, names: Iterable[Named], scope: Scope) -> Scope:
    """Return what of a scope requirements are about."""
    subjects = [name.subject for name in names]
    tokens = {token for subject in subjects for token in subject}
    keys = set(Reaching(programme).sessions(subjects))
    keys |= {k for k in programme.session_keys if tokens & {str(k), k.activity}}
    seen = frozenset(keys if scope.only is None else keys & scope.only)
    activities = frozenset(key.activity for key in seen)
    return opened(programme, Scope(activities, scope.families, only=seen))


def told(programme: Programme, clash: Clash) -> Conflict:
    """Write a clash in the coordinator's words."""
    words = {rule.id: rule.words for rule in programme.rules}
    rows = tuple(
        Requirement(name.rule, name.subject, words[name.rule])
        for name in sorted(clash.names)
    )
    return Conflict(clash.words, rows, irreducible=clash.complete, programme=programme)


def explainer_of(localiser: Localiser, programme: Programme, scope: Scope) -> Explainer:
    """Return an explainer of a programme's requirements, of what was before, too."""
    kept = localiser.kept
    return Explainer(programme, scope, localiser.budget, localiser.seed, kept=kept)


def _among(localiser: Localiser, scope: Scope, core: Iterable[Named]) -> Explainer:
    """Ask of a core only, in a model of nothing else, which is far smaller."""
    asked = ((name.rule, name.subject) for name in core)
    return explainer_of(localiser, localiser.programme.asking_only(asked), scope)


def _widened(programme: Programme, scope: Scope, core: Iterable[Named]) -> Scope:
    """Return a scope with all sessions that a core may be about."""
    if not scope.dates:
        return scope
    more = Reaching(programme).sessions(name.subject for name in core)
    only = (scope.only or frozenset()) | more
    names = frozenset(key.activity for key in only)
    return opened(programme, replace(scope, dates=names, only=only))


def opened(programme: Programme, scope: Scope) -> Scope:
    """Open all that is in view, and who is in the groups and classes that meet."""
    activities = scope.dates | scope.context
    audiences = {programme.activity(name).audience for name in activities}
    met = {COMPANY[name] for name in audiences if name in COMPANY}
    families = scope.families | met
    return Scope(activities, families, only=scope.only, people=scope.people)
