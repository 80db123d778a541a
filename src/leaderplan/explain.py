"""Why there is no plan: requirements that clash, each of them needed for it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Literal, overload

from leaderplan.answers import Conflict
from leaderplan.domain.programme import Programme
from leaderplan.model.conflict import all_of, conflict_of, smallest_of
from leaderplan.model.run import Budget
from leaderplan.options import SolveOptions

MOST = 100
"""Conflicts that are named at most."""


@overload
def why_not(
    programme: Programme,
    options: SolveOptions | None = None,
    *,
    smallest: bool = False,
) -> Conflict | None: ...


@overload
def why_not(
    programme: Programme, options: SolveOptions | None = None, *, all: Literal[True]
) -> tuple[Conflict, ...]: ...


def why_not(
    programme: Programme,
    options: SolveOptions | None = None,
    *,
    smallest: bool = False,
    all: bool = False,
) -> Conflict | tuple[Conflict, ...] | None:
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
    smallest
        Whether to look for a conflict with the fewest requirements. It is told to be
        the ``smallest`` where that is proven, of up to 150 sessions and due dates.
    all
        Whether to look for all conflicts, at most a hundred, within the limit.

    Returns
    -------
    Conflict, None or tuple of Conflict
        ``None``, or no conflict, where no part is proven impossible: there is a plan,
        or the limit came first; :func:`leaderplan.solve` tells which. A conflict is
        ``irreducible`` unless the limit came before it was reduced.
    """
    given = options or SolveOptions()
    asked = programme, Budget(*given.limits), given.seed
    if all:
        rows = islice(all_of(*asked), MOST)
        return tuple(replace(row, language=given.language) for row in rows)
    found = smallest_of(*asked) if smallest else conflict_of(*asked)
    return found and replace(found, language=given.language)
