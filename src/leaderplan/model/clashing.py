"""Clashes that are known already: whether changes end them, and how many it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from leaderplan.domain.mending import Offer
from leaderplan.domain.programme import Programme
from leaderplan.model.conflict import Clash
from leaderplan.model.core import Named
from leaderplan.model.explainer import Explainer
from leaderplan.model.mends import Made
from leaderplan.model.run import Budget

EFFORT = 2.0
"""Deterministic seconds to tell whether a clash stands."""

Offers = Callable[[Named], Iterable[Offer]]
"""What is offered for a requirement."""


def applied(programme: Programme, made: Made) -> Programme:
    """Return a programme with some changes made, each so many times."""
    for offer, times in made.items():
        if times:
            programme = offer.change.times(times).apply(programme)
    return programme


class Clashing:
    """A clash of a programme, asked again and again with other changes made.

    Its models are of what clashes alone, so each answer takes a moment.

    Parameters
    ----------
    programme
        The facts and rules, without any change.
    clash, offered
        What clashes, and what is offered for each requirement.
    budget, seed
        What may be spent, the seed.
    """

    def __init__(
        self,
        programme: Programme,
        clash: Clash,
        offered: Offers,
        budget: Budget,
        seed: int,
    ) -> None:
        self._programme = programme
        self._clash = clash
        self._budget = budget
        self._seed = seed
        self.offers = tuple(dict.fromkeys(o for n in clash.names for o in offered(n)))
        self._answers: dict[tuple[int, ...], bool] = {}

    def stands(self, made: Made) -> bool:
        """Tell whether the clash is proven to stand with some changes made.

        Of one whose scope is not known nothing is.

        Raises
        ------
        Stopped
            When the time is up.
        """
        counts = tuple(made.get(offer, 0) for offer in self.offers)
        if counts not in self._answers:
            self._answers[counts] = self._asked(made)
        return self._answers[counts]

    def _asked(self, made: Made) -> bool:
        scope = self._clash.scope
        if scope is None:
            return False
        mine = {offer: made.get(offer, 0) for offer in self.offers}
        if self._clash.complete and any(n and o.most == 1 for o, n in mine.items()):
            return False  # a requirement that is needed is gone
        changed = applied(self._programme, mine)
        hard = {rule.id for rule in changed.rules if rule.hard}
        kept = [
            name
            for name in self._clash.names
            if name.rule in hard and not changed.waived.covers(name.rule, name.subject)
        ]
        rest = changed.asking_only((name.rule, name.subject) for name in kept)
        only = {name.rule for name in kept}
        explainer = Explainer(rest, scope, self._budget, self._seed, only=only)
        return explainer.core(explainer.names, EFFORT) is not None

    def grown(self, made: Made) -> Made:
        """Make as many more of the changes as leave the clash standing.

        It stands with what is returned, so with anything less: one change at least
        must be made more often.
        """
        held = {offer: made.get(offer, 0) for offer in self.offers}
        for offer in self.offers:
            if offer.most > 1:
                held[offer] = self._most(held, offer)
        return held

    def _most(self, held: dict[Offer, int], offer: Offer) -> int:
        """Return how often one more change may be made while the clash stands."""
        low, high, step = held[offer], offer.most + 1, 1
        while low + 1 < high:
            tried = min(low + step, high - 1)
            if self.stands({**held, offer: tried}):
                low, step = tried, 2 * step
            else:
                high, step = tried, max(1, (tried - low) // 2)
        return low
