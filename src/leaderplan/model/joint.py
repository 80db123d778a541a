"""Cohorts that share hosts, coaches, rooms and staff: each proven, all planned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.bookings import Bookings
from leaderplan.model.bounding import PARTS
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.leaving import Others, left_to
from leaderplan.model.lessons import Lessons, lessons, merged, part_of
from leaderplan.model.parts import Part, Parts
from leaderplan.model.portions import Portion, planned_apart
from leaderplan.model.prices import Shared, shared
from leaderplan.model.proof import Joint, summed
from leaderplan.model.rows import with_rows
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.rungs import Solved
from leaderplan.model.search import Search
from leaderplan.model.searched import Searched, Within
from leaderplan.model.shares import EVERYTHING, shares
from leaderplan.model.slices import Bounded, Slices
from leaderplan.model.terms import Terms, Turn
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
        self._shares = shares(programme, tuple(turn.portion for turn in self._turns))
        self._slices = Slices(executor, workers, budget)
        self._bounded: list[Bounded | None] = []
        self._tells = [self._tell_of(portion) for portion in portions]
        self._terms: Terms
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
        self._priced = [self._without_coaches(portion) for portion in self._portions]
        if not self._bound():
            return
        self._terms = Terms(
            self._programme, self._turns, self._priced, self._shared, self._budget,
            self._seed, self._tells,
        )  # fmt: skip
        self._terms.agree(self._portions, self._bounded)
        for number, turn in enumerate(self._turns):
            if self._budget.over:
                break
            budget = self._budget.share(len(self._turns) - number)
            self._plans[turn.portion.cohorts] = self._planned(turn, number, budget)
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

    def _without_coaches(self, portion: Portion) -> Programme:
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

    # --- plans --------------------------------------------------------------------

    def _planned(self, turn: Turn, number: int, budget: Budget) -> Plan | None:
        """Plan some cohorts within what others left."""
        portion, bounded = turn.portion, self._bounded[turn.of]
        if bounded is not None and not bounded.open:
            # The plan of all its cohorts, which is told once.
            first = number == 0 or self._turns[number - 1].of != turn.of
            return bounded.searched.plan and (
                bounded.searched.plan if first else Plan()
            )
        programme, share = self._without_coaches(portion), self._shares[number]
        plans = {k: plan for k, plan in self._plans.items() if plan is not None}
        known, terms, groups = self._known(turn)
        left = lessons(portion, plans.values(), terms)
        others = self._others(turn, number, plans, left)
        planned = tuple(
            left_to(self._programme, portion, programme, part, self._shared, others)
            for part in (share, replace(share, limited=False), EVERYTHING)
        )

        def value_of(plan: Plan) -> dict[str, int]:
            return self._values_in(programme, plan)

        within = Within(planned, left.held, known, groups, *self._paid(programme))
        search = Search(
            programme, budget, self._seed, value_of, self._tell_of(portion),
            small=0, within=within,
        )  # fmt: skip
        plan = search.run().plan
        if bounded is not None and not portion.mixed:
            self._bounded[turn.of] = replace(bounded, proof=search.proof)
        return plan and portion.in_whole(plan)

    def _others(
        self,
        turn: Turn,
        number: int,
        plans: Mapping[tuple[str, ...], Plan],
        left: Lessons,
    ) -> Others:
        """What plans take, and what is agreed with those that have none."""
        portion = turn.portion
        unplanned = [
            (other.portion, given)
            for other, given in zip(self._turns, self._terms.exams, strict=True)
            if other is not turn and other.portion.cohorts not in plans
        ]
        waiting = {p.id for other, _ in unplanned for p in other.programme.participants}
        stays = [stay for stay in self._terms.stays if stay.participant in waiting]
        shared = portion.labels if portion.mixed else ()
        return Others(
            Bookings(self._programme, plans.values(), shared, stays),
            left,
            self._terms.exams[number],
            tuple(other for other, _ in unplanned),
            {name: day for _, given in unplanned for name, day in given.dated.items()},
        )

    def _paid(self, programme: Programme) -> tuple[dict[str, int], dict[str, int]]:
        """What the hosts found cost some participants, as a whole and in prices."""
        joint = self._shared.get("hosts")
        if joint is None or not joint.level:
            return {}, {}
        people = frozenset(person.id for person in programme.participants)
        whole = joint.paid(people, whole=True)
        return {joint.level: whole}, {joint.level: joint.paid(people)}

    def _known(
        self, turn: Turn
    ) -> tuple[Mapping[str, Solved], Plan | None, Assignment | None]:
        """Parts that are solved; when lessons of mixed classes are, for what groups."""
        bounded, portion = self._bounded[turn.of], turn.portion
        if bounded is None or "core" not in bounded.known:
            return {}, None, None
        found = self._terms.days.get(turn.of)
        if found is None:
            return ({} if portion.mixed else bounded.known), None, None
        people = {person.id for person in portion.programme.participants}
        groups = {who: label for who, label in found.group.items() if who in people}
        known = bounded.known["core"]
        if not portion.mixed:
            core = replace(known.told(), found=found)
            return {**bounded.known, "core": core}, None, Assignment(group=groups)
        terms = to_plan(self._portions[turn.of].programme, found)
        core = part_of(known, found, portion)
        return {"core": core}, terms, Assignment(group=groups)

    # --- all of them ----------------------------------------------------------------

    def _settle(self) -> None:
        """Put the portions' plans and bounds together."""
        plans = [plan for plan in self._plans.values() if plan is not None]
        if len(plans) < len(self._turns):
            return
        plan = merged(plans)
        try:
            values = self._value_of(plan)
        except InternalError:
            # What is reserved is what is known to be shared; a rule may share more.
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
