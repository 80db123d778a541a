"""Why there is no plan: requirements that clash, each of them needed for it."""

from __future__ import annotations

from dataclasses import replace

from leaderplan.domain.programme import Programme
from leaderplan.model.conflict import conflict_of
from leaderplan.model.run import Budget
from leaderplan.options import SolveOptions
from leaderplan.result import Conflict


def why_not(
    programme: Programme, options: SolveOptions | None = None
) -> Conflict | None:
    """Name requirements that cannot hold together.

    They are looked for where they may clash, from the choice of hosts and the dates to
    all of the programme, without any price; what is found there is reduced until none
    of it can be left out.

    Parameters
    ----------
    programme
        The facts and rules.
    options
        Limits and seed; ``language`` is that of the texts.

    Returns
    -------
    Conflict or None
        ``None`` where no part is proven impossible: there is a plan, or the limit came
        first; :func:`leaderplan.solve` tells which. It is ``irreducible`` unless the
        limit came before it was reduced.
    """
    given = options or SolveOptions()
    seconds = None if given.deterministic else given.time_limit
    effort = given.deterministic_limit
    if given.deterministic and effort is None:
        effort = given.time_limit
    found = conflict_of(programme, Budget(seconds, effort), given.seed)
    return found and replace(found, language=given.language)
