"""What would help where there is no plan: the cheapest sets of changes, proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from math import inf

from leaderplan.answers import Conflict, Repair, Repairs
from leaderplan.check import check
from leaderplan.domain.mending import Offer, Waive
from leaderplan.domain.offers import PRICES, WAYS, Way, offers
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError
from leaderplan.model.clash import Clash, told
from leaderplan.model.clashing import Clashing, applied, guessed, without
from leaderplan.model.core import Named
from leaderplan.model.looking import Looking
from leaderplan.model.mends import Made, Mends
from leaderplan.model.run import Budget, Stopped
from leaderplan.options import SolveOptions
from leaderplan.result import Result
from leaderplan.solve import solve
from leaderplan.touched import made_of

PATIENCE = 40.0
"""Seconds to find a plan before it is asked what may stand in its way."""

PROVING = 0.7
"""Share of what may be spent for the cheapest; the rest is for any that works."""


def repairs(
    programme: Programme,
    options: SolveOptions | None = None,
    *,
    most: int = 3,
    prices: Mapping[str, int | None] = PRICES,
    ways: Mapping[str, tuple[Way, ...]] = WAYS,
) -> Repairs:
    """Return the cheapest sets of changes that make a programme possible.

    The cheapest set that loosens each conflict known is tried; where the programme is
    impossible even so, that gives more conflicts. So the first repair found is the
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
        ``None`` where nobody would, and nothing else is changed about it either. One
        more place, person or session costs the same where a fact sets the limit.
    ways
        Limits of rules that may be moved for everybody, by kind or id.

    Returns
    -------
    Repairs
        The repairs, each with a plan that the check accepts; ``hopeless`` is a
        conflict that no change offered loosens, ``complete`` whether there are no
        cheaper ones and, where there are fewer than asked for, no more. Where none is
        proven the cheapest in seven tenths of the time, one that works is looked for.
    """
    given = options or SolveOptions()
    return _Search(programme, given, prices, ways).found(most)


def until_stopped(found: Iterator[Repair], most: int) -> tuple[list[Repair], bool]:
    """Return the first repairs, and whether it was not the limit that ended them."""
    rows: list[Repair] = []
    with suppress(Stopped):
        for repair in islice(found, most):
            rows.append(repair)
        return rows, True
    return rows, False


def needed(programme: Programme, made: Made, plan: Plan) -> dict[Offer, int]:
    """Make changes no more often than a plan needs, the dear ones first to go."""
    kept = dict(made)
    for offer in sorted(made, key=lambda offer: -offer.price):
        while kept.get(offer):
            fewer = {**kept, offer: kept[offer] - 1}
            if not check(applied(programme, fewer), plan).ok:
                break
            kept = {row: times for row, times in fewer.items() if times}
    return kept


class _Search:
    """Looks for the cheapest sets of changes."""

    def __init__(
        self,
        programme: Programme,
        options: SolveOptions,
        prices: Mapping[str, int | None],
        ways: Mapping[str, tuple[Way, ...]],
    ) -> None:
        self._programme = programme
        self._options = options
        self._given = prices, ways
        self._all = Budget(*options.limits)
        self._budget = self._all.part(
            PROVING * self._all.left, self._all.effort and PROVING * self._all.effort
        )
        self._mends = Mends(self._budget, options.seed)
        self._looking = Looking(programme, self._budget, options.seed)
        self._known: list[Clashing] = []
        self._hopeless: Conflict | None = None

    def found(self, most: int) -> Repairs:
        """Return the cheapest repairs; any that works, where none is proven to be."""
        rows, complete = until_stopped(self._each(), most)
        if not rows and not complete:
            self._budget = self._all
            with suppress(Stopped):
                rows += self._anyhow()
        return Repairs(
            self._programme, tuple(rows), self._hopeless, complete,
            self._options.language,
        )  # fmt: skip

    def _anyhow(self) -> Iterator[Repair]:
        """Yield a repair that need not be the cheapest.

        The changes are guessed, or all that clashes is done without; then what a plan
        does not need of them is left out.
        """
        made = guessed(self._programme, self._known, self._offered)
        most = max(PATIENCE, self._budget.left / 2)
        plan = self._solved(_hard(applied(self._programme, made)), most).plan
        if plan is not None:
            yield self._repair(*self._fewer(made, plan))
            return
        made = without(o for known in self._known for o in known.offers)
        while not self._budget.over:
            result = self._solved(_hard(applied(self._programme, made)), inf)
            if result.plan is not None:
                yield self._repair(*self._fewer(made, result.plan))
                return
            named = result.conflict.requirements if result.conflict else ()
            more = without(
                o for n in named for o in self._offered(Named(n.rule, n.subject))
            )
            if made.keys() >= more.keys():
                return
            made |= more

    def _fewer(self, made: Made, plan: Plan) -> tuple[dict[Offer, int], Plan]:
        """Leave out changes, the dear ones first, as long as a plan is soon found."""
        kept = needed(self._programme, made, plan)
        for offer in sorted(kept, key=lambda offer: -offer.price * kept[offer]):
            fewer = {row: times for row, times in kept.items() if row != offer}
            if self._budget.over or fewer == kept:
                continue
            found = self._solved(_hard(applied(self._programme, fewer)), PATIENCE).plan
            if found is not None:
                kept, plan = needed(self._programme, fewer, found), found
        return kept, plan

    def _each(self) -> Iterator[Repair]:
        while (made := self._mends.cheapest()) is not None:
            self._budget.go_on()
            if self._stands(made):
                continue
            plan = self._tried(made)
            if plan is not None:
                yield self._repair(made, plan)
                self._mends.block(made)

    def _repair(self, made: Made, plan: Plan) -> Repair:
        changed = applied(self._programme, made)
        report = check(changed, plan)
        if not report.ok:
            raise InternalError("the plan of a repair fails the check")
        rows = made_of(self._programme, made, plan)
        return Repair(rows, plan, dict(report.levels))

    # --- whether some changes are enough ----------------------------------------------

    def _stands(self, made: Made) -> bool:
        """Learn from a clash that is known and stands with some changes made."""
        for clash in self._known:
            if clash.stands(made):
                self._mends.ask(clash.grown(made))
                return True
        return False

    def _tried(self, made: Made) -> Plan | None:
        """Return a plan with some changes made, or learn what else clashes.

        What clashes in a view that takes a moment is waived and more looked for.

        Raises
        ------
        Stopped
            When the time is up, or it is not known whether there is a plan.
        """
        loosened, changed = dict(made), applied(self._programme, made)
        while (clash := self._looking.clash(changed, loosened, "soon")) is not None:
            loosened |= self._learn(clash, made)
            if self._hopeless is not None:
                return None
            changed = applied(self._programme, loosened)
        if loosened != made:
            return None
        clash = self._looking.clash(changed, made, "later")
        plan = None
        if clash is None:
            plan, clash = self._planned(changed, made)
        if clash is not None:
            self._learn(clash, made)
        return plan

    def _planned(
        self, changed: Programme, made: Made
    ) -> tuple[Plan | None, Clash | None]:
        """Look for any plan; where none is soon found, for what clashes.

        Preferences are left out, so the first plan is as good as any.
        """
        asked = _hard(changed)
        result = self._solved(asked, PATIENCE)
        if result.plan is not None:
            return result.plan, None
        clash = self._looking.clash(changed, made, "last")
        if clash is None and result.conflict is None:
            result = self._solved(asked, inf)
        told = result.conflict
        if clash is None and told is not None and told.irreducible:
            rows = (Named(row.rule, row.subject) for row in told.requirements)
            clash = Clash(tuple(rows), told.part, None, complete=True)
        if clash is None and result.plan is None:
            raise Stopped
        return result.plan, clash

    def _solved(self, asked: Programme, most: float) -> Result:
        """Solve a programme within what is left, and within so many seconds."""
        self._budget.go_on()
        given = self._options
        seconds = given.time_limit if given.deterministic else self._budget.left
        limit = max(1.0, min(seconds, most))
        return solve(asked, replace(given, progress=False, time_limit=limit))

    def _learn(self, clash: Clash, made: Made) -> Made:
        """Ask for a change more that ends a clash; return what does away with it."""
        known = Clashing(
            self._programme, clash, self._offered, self._all, self._options.seed
        )
        held = known.grown(made)
        if all(times >= offer.most for offer, times in held.items()):
            self._hopeless = self._told(clash)
        self._known.append(known)
        self._mends.ask(held)
        offered = {offer.change: offer for offer in known.offers}
        waived = (Waive(rule=n.rule, subject=n.subject) for n in clash.names)
        return {offered.get(row, Offer(change=row, price=1)): 1 for row in waived}

    def _offered(self, name: Named) -> list[Offer]:
        return offers(self._programme, name.rule, name.subject, *self._given)

    def _told(self, clash: Clash) -> Conflict:
        return replace(told(self._programme, clash), language=self._options.language)


def _hard(programme: Programme) -> Programme:
    """Return a programme without its preferences."""
    hard = tuple(rule for rule in programme.rules if rule.hard)
    names = {rule.id for rule in hard}
    waivers = tuple(row for row in programme.waivers if row.rule in names)
    return programme.replace(rules=hard, waivers=waivers)
