"""What would help where there is no plan: the cheapest sets of changes, proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leaderplan.answers import Conflict, Repair, Repairs
from leaderplan.domain.mending import PRICES, Offer, offers
from leaderplan.domain.programme import Programme
from leaderplan.model.mends import Mends
from leaderplan.model.run import Budget
from leaderplan.options import SolveOptions
from leaderplan.solve import solve


def repairs(
    programme: Programme,
    options: SolveOptions | None = None,
    *,
    most: int = 3,
    prices: Mapping[str, int | None] = PRICES,
) -> Repairs:
    """Return the cheapest sets of changes that make a programme possible.

    The cheapest set that loosens each conflict known is tried; where the programme is
    impossible even so, that gives one conflict more. So the first repair found is the
    cheapest there is, the next one the cheapest that does not hold all of it.

    Parameters
    ----------
    programme
        The facts and rules.
    options
        Limits, for all of it together, and seed; ``language`` is that of the texts.
    most
        How many, 1 to 100.
    prices
        Price of doing without a requirement, by the kind of its rule or by its id;
        ``None`` where nobody would. One more place at a host costs what the capacity
        rule does.

    Returns
    -------
    Repairs
        The repairs, each with a plan that the check accepts; ``hopeless`` is a
        conflict that no change offered loosens, ``complete`` whether there are no
        cheaper ones and, where there are fewer than asked for, no more.
    """
    given = options or SolveOptions()
    return _Search(programme, given, prices).found(most)


@dataclass(frozen=True)
class _Outcome:
    """What a set of changes gives: a repair, a conflict, or nothing in time."""

    repair: Repair | None = None
    conflict: Conflict | None = None


class _Search:
    """Looks for the cheapest sets of changes."""

    def __init__(
        self,
        programme: Programme,
        options: SolveOptions,
        prices: Mapping[str, int | None],
    ) -> None:
        self._programme = programme
        self._options = options
        self._prices = prices
        self._budget = Budget(*options.limits)
        self._mends = Mends(self._budget, options.seed)
        self._hopeless: Conflict | None = None
        self._unknown = False

    def found(self, most: int) -> Repairs:
        """Return the cheapest repairs."""
        rows: list[Repair] = []
        for repair in self._each():
            rows.append(repair)
            if len(rows) >= most:
                break
        return Repairs(
            self._programme, tuple(rows), self._hopeless, not self._unknown,
            self._options.language,
        )  # fmt: skip

    def _each(self) -> Iterator[Repair]:
        while not self._budget.over:
            chosen = self._mends.cheapest()
            if chosen is None:
                return
            outcome = self._tried(chosen)
            if outcome.repair is not None:
                yield outcome.repair
                self._mends.block(chosen)
            elif outcome.conflict is not None:
                self._learn(outcome.conflict, chosen)
            else:
                break
        self._unknown = True

    def _tried(self, chosen: Sequence[Offer]) -> _Outcome:
        """Solve the programme with some changes made."""
        changed = self._programme
        for offer in chosen:
            changed = offer.change.apply(changed)
        left = max(1.0, self._budget.left)
        asked = replace(self._options, progress=False)
        if not asked.deterministic:
            asked = replace(asked, time_limit=left)
        result = solve(changed, asked)
        if result.plan is None or result.report is None:
            known = result.conflict is not None and result.conflict.irreducible
            return _Outcome(conflict=result.conflict if known else None)
        price = sum(offer.price for offer in chosen)
        changes = tuple(offer.change for offer in chosen)
        levels = dict(result.report.levels)
        return _Outcome(Repair(changes, price, result.plan, levels))

    def _learn(self, conflict: Conflict, chosen: Sequence[Offer]) -> None:
        """Ask for a change more that loosens a conflict."""
        rows = [
            offer
            for row in conflict.requirements
            for offer in offers(self._programme, row.rule, row.subject, self._prices)
        ]
        if not rows and self._hopeless is None:
            self._hopeless = replace(conflict, language=self._options.language)
        self._mends.ask(rows, chosen)
