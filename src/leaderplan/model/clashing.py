"""Clashes that are known already: whether changes end them, and how many it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import inf

from leaderplan.domain.mending import Loosen, Offer, Price, Waive
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.model.clash import Clash
from leaderplan.model.core import Named
from leaderplan.model.explainer import Explainer
from leaderplan.model.mends import Made
from leaderplan.model.run import Budget
from leaderplan.model.scope import EVERYTHING_KEPT, Kept

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
    kept
        Who was where before.
    """

    def __init__(
        self,
        programme: Programme,
        clash: Clash,
        offered: Offers,
        budget: Budget,
        seed: int,
        kept: Kept = EVERYTHING_KEPT,
    ) -> None:
        self._programme = programme
        self._clash = clash
        self.names = clash.names
        self._budget = budget
        self._seed, self._kept = seed, kept
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
        explainer = Explainer(
            rest, scope, self._budget, self._seed, only=only, kept=self._kept
        )
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

    def cheapest(self) -> dict[Offer, int]:
        """Return the one change, as often as it takes, that ends the clash for least.

        Nothing where none does; a limit moved or a rule priced for all is left out.
        """
        least, best = inf, dict[Offer, int]()
        for offer in sorted(without(self.offers), key=lambda offer: offer.price):
            if offer.price >= least:
                break
            times = self._most({offer: 0}, offer) + 1
            if times <= offer.most and offer.price * times < least:
                least, best = offer.price * times, {offer: times}
        return best

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


def without(offered: Iterable[Offer]) -> dict[Offer, int]:
    """Return those offers that do away with a requirement, or with a fact's limit."""
    rows = (o for o in offered if not isinstance(o.change, Loosen | Price))
    return {offer: offer.most for offer in rows}


def guessed(
    programme: Programme, known: Sequence[Clashing], offered: Offers
) -> dict[Offer, int]:
    """Return changes that end all clashes known, as a coordinator might guess them.

    What a rule asks of a participant is done without where that ends several at once,
    as where somebody is away for long, and what rules of its kind ask of the same one;
    of the others, what is cheapest.
    """
    made: dict[Offer, int] = {}
    counts = Counter(offer for clash in known for offer in clash.offers)
    for person in programme.participants:
        mine = [offer for offer in counts if _is_all_of(offer, person.id)]
        if any(counts[offer] > 1 for offer in mine):
            made |= dict.fromkeys(mine, 1)
            names = {name for clash in known for name in clash.names}
            asked = {name.rule for name in names if name.subject == (person.id,)}
            kinds = {rule.kind for rule in programme.rules if rule.id in asked}
            for rule in programme.rules:
                if rule.hard and rule.kind in kinds:
                    rows = offered(Named(rule.id, (person.id,)))
                    made |= {o: 1 for o in rows if _is_all_of(o, person.id)}
    for clash in known:
        if not any(offer in made for offer in clash.offers):
            made |= clash.cheapest()
    return made


def left_standing(broken: Iterable[Violation], offered: Offers) -> dict[Offer, int]:
    """Return changes with which a plan may stand as it is, as far as any are offered.

    For each violation of it what is cheapest, as often as that takes.
    """
    made: dict[Offer, int] = {}
    for row in broken:
        rows = without(offered(Named(row.rule, row.subject)))
        costs = {offer: offer.price * _times(offer, row) for offer in rows}
        if costs:
            best = min(rows, key=lambda offer: costs[offer])
            made[best] = max(made.get(best, 0), _times(best, row))
    return made


def _times(offer: Offer, broken: Violation) -> int:
    """Return how often a change is made for one violation."""
    return min(offer.most, max(1, broken.amount))


def _is_all_of(offer: Offer, who: str) -> bool:
    """Whether a change does without all that a rule asks of somebody."""
    return isinstance(offer.change, Waive) and offer.change.subject == (who,)
