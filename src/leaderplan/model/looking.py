"""Where a changed programme is impossible, asked of what may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from leaderplan.domain.programme import Programme
from leaderplan.model.clash import Clash, clash_in
from leaderplan.model.conflict import SEEN
from leaderplan.model.localise import Localiser
from leaderplan.model.mends import Made
from leaderplan.model.parts import Part
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.views import views

SOON = frozenset({"hosts", "coaches", "groups", "dates"})
"""Views that take a moment."""

LATER = frozenset({"calendar", "stays", "talks"})
"""Views asked before a plan is looked for; the others only where none is found."""

Stage = Literal["soon", "later", "last"]
"""Which views are asked: those that take a moment, more of them, or all the others."""


class Looking:
    """Asks the views of a programme, each no more often than it must.

    Changes only loosen: what is possible with some is so with more. A view that is not
    answered in time is not asked again.

    Parameters
    ----------
    programme, budget, seed
        What is asked about, without any change, what may be spent, the seed.
    """

    def __init__(self, programme: Programme, budget: Budget, seed: int) -> None:
        self._views = [part for part in views(programme) if part.id != "whole"]
        self._programme = programme
        self._budget = budget
        self._seed = seed
        self._people = {person.id for person in programme.participants}
        self._clashed: set[str] = set()
        self._passed: dict[Part, list[Made]] = {}

    def clash(self, changed: Programme, made: Made, stage: Stage) -> Clash | None:
        """Return a clash of the first view that some changes leave impossible."""
        localiser = Localiser(changed, self._budget, self._seed)
        for part in list(self._asked(stage)):
            if self._possible(part, made):
                continue
            outcome = localiser.outcome(part, part.scope, SEEN)
            if outcome is Outcome.INFEASIBLE:
                found = clash_in(localiser, part)
                if found is not None:
                    tokens = {token for name in found.names for token in name.subject}
                    self._clashed |= tokens & self._people
                return found
            known = {} if outcome is Outcome.UNKNOWN else dict(made)
            self._passed.setdefault(part, []).append(known)
        return None

    def _asked(self, stage: Stage) -> Iterator[Part]:
        """Yield views, those of people who had a clash before others."""
        if stage == "soon":
            yield from (part for part in self._views if part.id in SOON)
            years = (part for part in self._views if part.id == "year")
            yield from (part for part in years if self._clashed & _owners(part))
        elif stage == "later":
            for part in self._views:
                if part.id == "calendar":
                    yield from (self._of(part, who) for who in sorted(self._clashed))
                if part.id in LATER:
                    yield part
        else:
            yield from (part for part in self._views if part.id not in SOON | LATER)

    def _of(self, part: Part, who: str) -> Part:
        """Return a view without what is other people's own."""
        seen = part.scope.dates | part.scope.context
        keys = frozenset(
            key
            for key in self._programme.session_keys
            if key.activity in seen
            and (key.audience == who or key.audience not in self._people)
        )
        return replace(part, scope=replace(part.scope, only=keys))

    def _possible(self, part: Part, made: Made) -> bool:
        return any(
            all(made.get(offer, 0) >= times for offer, times in before.items())
            for before in self._passed.get(part, ())
        )


def _owners(part: Part) -> set[str]:
    """Return the audiences of the sessions in view."""
    return {key.audience for key in part.scope.only or ()}
