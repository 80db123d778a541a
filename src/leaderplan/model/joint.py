"""Cohorts that share hosts, coaches, rooms and staff: each proven, all planned."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError
from leaderplan.model.bounding import PARTS
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.lessons import merged
from leaderplan.model.parts import Part, Parts
from leaderplan.model.portions import Portion, planned_apart
from leaderplan.model.prices import Shared, in_prices, shared
from leaderplan.model.proof import Joint, summed
from leaderplan.model.rows import with_rows
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.search import Search
from leaderplan.model.searched import Searched
from leaderplan.model.slices import Bounded, Slices
from leaderplan.model.terms import Terms, Turn
from leaderplan.model.turns import Turns
from leaderplan.progress import Progress

LARGEST = 1_500
"""Sessions and due dates up to which all cohorts are planned at once in the end."""


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
    workers, executor
        How many portions are bounded side by side, and where.
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
        workers: int = 1,
        executor: Executor | None = None,
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
        self._priced: list[Programme] = []
        self._turns = [
            Turn(part, number)
            for number, portion in enumerate(portions)
            for part in planned_apart(portion)
        ]
        self._slices = Slices(executor, workers, budget)
        self._bounded: list[Bounded | None] = []
        self._tells = [self._tell_of(portion) for portion in portions]
        self._plans: dict[tuple[str, ...], Plan | None] = {}
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
        self._priced = [in_prices(p.programme, self._shared) for p in self._portions]
        if not self._bound():
            return
        terms = Terms(
            self._programme, self._turns, self._portions, self._bounded, self._priced,
            self._shared, self._budget, self._seed, self._tells,
        )  # fmt: skip
        terms.agree()
        turns = Turns(
            self._programme, self._turns, terms, self._shared, self._bounded,
            self._portions, self._values_in, self._seed,
            [self._tell_of(turn.portion) for turn in self._turns],
        )  # fmt: skip
        self._plans = turns.plans
        turns.plan(self._budget)
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

    # --- bounds -------------------------------------------------------------------

    def _bound(self) -> bool:
        """Bound each portion; ``False`` when that ends the search."""
        self._bounded = self._slices.bounded(
            self._priced, self._seed, self._values_in, self._tells
        )
        for found in self._bounded:
            if found is not None and found.searched.impossible is not None:
                self.result.impossible = found.searched.impossible
                return False
        return not self._budget.over

    # --- all of them ----------------------------------------------------------------

    def _settle(self) -> None:
        """Put the portions' plans and bounds together."""
        plans = [plan for plan in self._plans.values() if plan is not None]
        if len(plans) < len(self._turns):
            return
        plan = merged(plans)
        try:
            values = self._value_of(plan)
        except InternalError as error:
            # What is reserved is what is known to be shared; a rule may share more.
            self._tell_part(f"plans of cohorts that do not go together: {error}")
            return
        rows = [found.proof for found in self._bounded if found is not None]
        joint = [
            Joint(s.level, s.value if s.family == "hosts" else s.bound, s.bound)
            for s in self._shared.values()
        ]
        proof = summed(self._programme.levels, PARTS, rows, joint, values)
        self.result = Searched(plan, values).settled(proof, self._budget.spent)
        # Rows take another check, in which the limit may come: the plan is there.
        told = (self._portions, self._bounded, joint, self._values_in)
        self.result = with_rows(self._programme.levels, self.result, *told)

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
