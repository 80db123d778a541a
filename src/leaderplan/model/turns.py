"""Cohorts planned one after the other within what is agreed and what others have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.bookings import Bookings
from leaderplan.model.gathering import Granted
from leaderplan.model.leaving import Others, left_to
from leaderplan.model.lessons import Lessons, lessons, part_of
from leaderplan.model.portions import Portion
from leaderplan.model.prices import Shared, in_prices
from leaderplan.model.rooms import full, kept, of_plan, sizes_of
from leaderplan.model.run import Budget
from leaderplan.model.rungs import Solved
from leaderplan.model.search import Search
from leaderplan.model.searched import Within
from leaderplan.model.shares import EVERYTHING, shares
from leaderplan.model.slices import Bounded, Values
from leaderplan.model.terms import Terms, Turn
from leaderplan.progress import Progress

ROUNDS = 6
"""How often all are planned, with another first each time."""

AT_MOST = 2
"""One in so many parts of what is left may be spent on one turn of several: it ends
with its first plan, and one that must look for long is the one to wait for."""


class Turns:
    """Plans cohorts in turn.

    Parameters
    ----------
    programme, turns
        All, and who is planned with whom.
    terms, shared
        What was agreed between them, and the choice of hosts and coaches for all.
    bounded
        What bounding gave of each portion; a proof that goes on is put in its place.
    portions
        Those that were bounded.
    values_in
        Cost of each level of a plan of some portion's programme.
    seed
        The seed.
    tells
        Called with the progress of each turn.

    Attributes
    ----------
    plans
        By cohorts, called as in the whole; ``None`` where none was found.
    """

    def __init__(
        self,
        programme: Programme,
        turns: Sequence[Turn],
        terms: Terms,
        shared: Mapping[str, Shared],
        bounded: list[Bounded | None],
        portions: Sequence[Portion],
        values_in: Values,
        seed: int,
        tells: Sequence[Callable[[Progress], None]],
    ) -> None:
        self._programme = programme
        self._turns = turns
        self._terms = terms
        self._shared = shared
        self._bounded = bounded
        self._portions = portions
        self._values_in = values_in
        self._seed = seed
        self._tells = tells
        self._shares = shares(programme, tuple(turn.portion for turn in turns))
        self.plans: dict[tuple[str, ...], Plan | None] = {}

    def plan(self, budget: Budget) -> None:
        """Plan in turn; whoever finds nothing is first when all begin anew.

        It need not keep to the days agreed on exams any more; the first and the last
        look again at once.
        """
        order = list(enumerate(self._turns))
        for _ in range(ROUNDS):
            self.plans.clear()
            for place, (number, turn) in enumerate(order):
                left = len(order) - place
                parts = min(left, AT_MOST)
                plan = self._planned(turn, number, budget.share(parts))
                if plan is None:
                    self._terms.exams[number] = Granted()
                    if (place == 0 or left == 1) and not budget.over:
                        plan = self._planned(turn, number, budget.share(parts))
                if budget.over and (plan is None or left > 1):
                    return
                self.plans[turn.portion.cohorts] = plan
                if plan is None:
                    break
            else:
                return
            order.insert(0, order.pop(place))

    def _planned(self, turn: Turn, number: int, budget: Budget) -> Plan | None:
        """Plan some cohorts within what others left."""
        portion, bounded = turn.portion, self._bounded[turn.of]
        if bounded is not None and not bounded.open:
            # The plan of all its cohorts, which is told once.
            first = number == 0 or self._turns[number - 1].of != turn.of
            return bounded.searched.plan and (
                bounded.searched.plan if first else Plan()
            )
        programme = in_prices(portion.programme, self._shared)
        share = self._shares[number]
        plans = {k: plan for k, plan in self.plans.items() if plan is not None}
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
            programme, budget, self._seed, value_of, self._tells[number],
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
        gone = [
            row for plan in plans.values() for row in of_plan(self._programme, plan)
        ]
        meant = self._terms.gatherings(other for other, _ in unplanned)
        gone += meant
        days = self._terms.days.get(turn.of, Assignment())
        known = sizes_of(self._portions[turn.of].programme, days)
        sizes = {portion.labels.get(k, k): count for k, count in known.items()}
        apart = [row for row in gone if row.audience not in portion.labels]
        lent = self._terms.lent(other for other, _ in unplanned)
        shared = portion.labels if portion.mixed else ()
        return Others(
            Bookings(self._programme, plans.values(), shared, stays, lent),
            left,
            self._terms.exams[number],
            tuple(other for other, _ in unplanned),
            {name: day for _, given in unplanned for name, day in given.dated.items()},
            full(self._programme, portion.programme, sizes, apart),
            kept(self._programme, meant),
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
