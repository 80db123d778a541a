"""Cohorts that share hosts, coaches, rooms and staff: each proven, all planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.leaving import Others, left_to
from leaderplan.model.parts import Part, Parts
from leaderplan.model.portions import Portion
from leaderplan.model.prices import Shared, shared
from leaderplan.model.proof import Candidate, Proof
from leaderplan.model.reserved import Bookings
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.search import PARTS, Search
from leaderplan.model.searched import Searched
from leaderplan.model.shares import EVERYTHING, Share, shares
from leaderplan.progress import Progress

LARGEST = 1_500
"""Sessions and due dates up to which all cohorts are planned at once in the end."""


@dataclass(slots=True)
class Told:
    """What a portion came to: its plan, what it costs, and what proves its bounds."""

    searched: Searched
    proof: Proof


class JointSearch:
    """Solves the portions of a programme one after the other.

    Each is bounded as if it were alone, with all that is shared at its disposal and
    hosts at the prices that all pay; it is planned within what the ones before left.
    The sum of the bounds is a bound for all.

    Parameters
    ----------
    programme, budget, seed, value_of, tell
        As for :class:`Search`.
    portions
        Those of the programme.
    values_in
        As ``value_of``, for a plan of some portion's programme.
    """

    def __init__(
        self,
        programme: Programme,
        budget: Budget,
        seed: int,
        value_of: Callable[[Plan], dict[str, int]],
        tell: Callable[[Progress], None],
        *,
        portions: tuple[Portion, ...],
        values_in: Callable[[Programme, Plan], dict[str, int]],
    ) -> None:
        self._programme = programme
        self._portions = portions
        self._budget = budget
        self._seed = seed
        self._value_of = value_of
        self._values_in = values_in
        self._tell = tell
        self._levels = [row.id for row in programme.levels]
        self._shared: dict[str, Shared] = {}
        self._shares = shares(programme, portions)
        self.told: dict[tuple[str, ...], Told] = {}
        self.result = Searched()

    def run(self) -> Searched:
        """Search until proven, impossible or out of budget."""
        with suppress(Stopped):
            self._search()
        return self.result

    def _search(self) -> None:
        parts = Parts(self._programme)
        solver = Lexicographic(self._programme, self._budget, self._seed)
        for part in (parts.hosts, parts.coaches):
            if parts.decides(part) and not self._share_out(part, solver):
                return
        for number, portion in enumerate(self._portions):
            if self._budget.over:
                break
            budget = self._budget.share(len(self._portions) - number)
            told = self._searched(portion, self._shares[number], budget)
            self.told[portion.cohorts] = told
            if told.searched.impossible is not None:
                self.result.impossible = told.searched.impossible
                return
        self._settle()
        if self.result.plan is None and not self._budget.over:
            self._as_one()

    def _as_one(self) -> None:
        """Plan all cohorts at once where one after the other they find no plan."""
        if len(self._programme.session_keys) <= LARGEST:
            search = Search(
                self._programme, self._budget, self._seed, self._value_of, self._tell
            )
            self.result = search.run()

    # --- what all cohorts compete for ---------------------------------------------

    def _share_out(self, part: Part, solver: Lexicographic) -> bool:
        """Choose hosts or coaches for all; ``False`` when that ends the search."""
        self._report(part)
        found = shared(self._programme, solver, part)
        if found is Outcome.INFEASIBLE:
            self.result.impossible = part
            return False
        if isinstance(found, Shared):
            self._shared[found.family] = found
        return not self._budget.over

    def _priced(self, portion: Portion) -> Programme:
        """Return a portion's programme with the prices that all pay.

        Coaches cost it nothing: what they cost is bounded for all at once.
        """
        programme = portion.programme
        gone = frozenset[str]().union(*(s.charging for s in self._shared.values()))
        rules = tuple(rule for rule in programme.rules if rule.id not in gone)
        people = frozenset(p.id for p in programme.participants)
        if "hosts" in self._shared and self._shared["hosts"].level:
            rules += (self._shared["hosts"].rule(people),)
        return programme.replace(rules=rules)

    # --- one portion --------------------------------------------------------------

    def _searched(self, portion: Portion, share: Share, budget: Budget) -> Told:
        programme = self._priced(portion)
        plans = {
            cohorts: told.searched.plan
            for cohorts, told in self.told.items()
            if told.searched.plan is not None
        }
        others = Others(
            Bookings(self._programme, plans),
            tuple(
                other
                for other in self._portions
                if other is not portion and other.cohorts not in plans
            ),
        )
        planned = [
            left_to(self._programme, portion, programme, part, self._shared, others)
            for part in (share, Share({}, share.rooms, limited=False), EVERYTHING)
        ]

        def value_of(plan: Plan) -> dict[str, int]:
            return self._values_in(programme, plan)

        search = Search(
            programme, budget, self._seed, value_of, self._tell_of(portion),
            small=0, planned=planned,
        )  # fmt: skip
        return Told(search.run(), search.proof)

    # --- all of them ----------------------------------------------------------------

    def _settle(self) -> None:
        """Put the portions' plans and bounds together."""
        told = list(self.told.values())
        plans = [t.searched.plan for t in told if t.searched.plan is not None]
        if len(plans) < len(self._portions):
            return
        plan = _merged(plans)
        try:
            values = self._value_of(plan)
        except InternalError:
            # What is reserved is what is known to be shared; a rule may share more.
            return
        proof = self._proof(told, values)
        self.result = Searched(plan, values).settled(proof, self._budget.spent)

    def _proof(self, told: list[Told], values: dict[str, int]) -> Proof:
        """Add up what the portions prove, level by level.

        Where all cost more than the sum of bounds on a level, any one of them may:
        its bounds of later levels must hold for that, too.
        """
        proof = Proof(self._programme.levels)
        ceilings: list[dict[str, int]] = [{} for _ in told]
        bounds: dict[str, int] = {}
        for level in self._programme.levels:
            rows = [
                t.proof.within(level.id, most)
                for t, most in zip(told, ceilings, strict=True)
            ]
            base = sum(
                s.value if s.family == "hosts" else s.bound
                for s in self._shared.values()
                if s.level == level.id
            )
            known = base + (sum(rows) if level.combine == "sum" else max(rows))
            over = values[level.id] - known
            for most, row in zip(ceilings, rows, strict=True):
                most[level.id] = row + over
            best = max(
                (s.bound for s in self._shared.values() if s.level == level.id),
                default=0,
            )
            bounds[level.id] = max(known, best)
        slack = {k: values[k] - bounds[k] for k in bounds}
        proof.candidates.append(Candidate(PARTS, bounds, slack))
        return proof

    # --- progress -------------------------------------------------------------------

    def _tell_of(self, portion: Portion) -> Callable[[Progress], None]:
        """Tell of a portion's progress as part of the whole."""
        names = ", ".join(
            c.name or c.id for c in self._programme.cohorts if c.id in portion.cohorts
        )

        def tell(progress: Progress) -> None:
            self._tell_part(f"{names}: {progress.part}")

        return tell

    def _report(self, part: Part) -> None:
        self._tell_part(part.words.en)

    def _tell_part(self, part: str) -> None:
        self._tell(self.result.progress(self._budget, part, self._levels))


def _merged(plans: list[Plan]) -> Plan:
    def all_of(field: str) -> Iterator[Any]:
        for plan in plans:
            yield from getattr(plan, field)

    return Plan(**{field: tuple(all_of(field)) for field in Plan.model_fields})
