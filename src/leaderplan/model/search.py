"""From parts to a whole plan and its proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model import practica
from leaderplan.model.asking import PATIENCE
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.bounding import PARTS, WHOLE, Bounding
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.frames import NO_ROOM, REACH, WIDER
from leaderplan.model.near import Near, Start
from leaderplan.model.parts import Part, Parts
from leaderplan.model.proof import Candidate, Proof
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import Kept
from leaderplan.model.searched import Searched, Within
from leaderplan.progress import Progress

TOGETHER = 8.0
"""Deterministic seconds for each level of the days together of several cohorts."""

SMALL = 150
"""Sessions and due dates up to which a programme is solved as one model."""


class Search(Bounding):
    """Solves a programme part by part and closes the gaps that are left.

    Parameters
    ----------
    programme, budget, seed
        What is solved, what may be spent, the seed.
    value_of
        Cost of each level of a plan, from the independent check; raises when
        the plan is no valid one.
    tell
        Called with each progress.
    small
        Sessions up to which all is solved at once.
    within
        What others leave it, where it is one portion of many.
    start
        What is known beforehand, where the plan is to be near another one.
    """

    def __init__(
        self,
        programme: Programme,
        budget: Budget,
        seed: int,
        value_of: Callable[[Plan], dict[str, int]],
        tell: Callable[[Progress], None],
        small: int = SMALL,
        within: Within | None = None,
        start: Start | None = None,
    ) -> None:
        self._programme = programme
        self._budget = budget
        self._value_of = value_of
        self._tell = tell
        self._solver = self._planner = Lexicographic(programme, budget, seed)
        self._planned_rules = programme.rules
        self._left, self._seed = within or Within(), seed
        self._parts = Parts(programme, hosts_apart=within is not None)
        self._levels = [row.id for row in programme.levels]
        self._alone: dict[str, Solved] = dict(
            start.known if start else self._left.known
        )
        self._relaxed, self._labels = {}, {}
        self._small = len(programme.session_keys) <= small
        self.proof = self._proof = Proof(programme.levels)
        self._floors, self._tried, self._patience = {}, set(), PATIENCE[0]
        self._framable, self._watched, self._draws = set(), set(), seed
        self._partitions, self._hoped = None, set()
        self.result, self._start = Searched(), start
        self._near = (
            None if start is None else Near(programme, start.before, budget, seed)
        )
        self._nearby: Assignment | None = None
        for planned in self._left.planned[-1:]:
            self._plan_in(planned)

    def run(self) -> Searched:
        """Search until proven, impossible or out of budget."""
        with suppress(Stopped):
            if self.bound():
                self._complete()
        self._settle()
        return self.result

    def bound(self) -> bool:
        """Solve what the bounds rest on; whether a plan is yet to be looked for."""
        parts = self._parts
        decided = [part for part in parts.families if parts.decides(part)]
        for part in decided:
            if not self._people(part) and not parts.alone(part):
                return False
            if self._near is not None:
                self._alone[part.id] = self._near.people(part, self._alone[part.id])
        if len(decided) == 1 and parts.alone(decided[0]):
            self._take_alone(self._alone[decided[0].id])
        elif self._start is not None and self._found_beside(self._start):
            return False
        elif self._small:
            self._at_once()
        elif "core" in self._alone or self._core():
            self._prove(self._bounds())
            self._prove(self._of_people())
            return True
        self._settle()
        return False

    def _found_beside(self, start: Start) -> bool:
        """Look near the plan there is for one at the bounds known; whether it is best.

        Who is with whom may cost more than before for itself.
        """
        if start.proven is None:
            return False
        people = self._of_people()
        self._prove(start.proven)
        self._prove(people)
        least = {k: max(v, people.bounds.get(k, 0))
                 for k, v in start.proven.bounds.items()}  # fmt: skip
        self._report(self._parts.whole)
        if self._near is not None:
            opened = start.opened
            for family in ("coaches", "groups"):
                if family in self._alone and (found := self._alone[family].found):
                    opened = self._near.with_moved(opened, found)
            self._nearby = self._near.within(least, opened)
        if self._nearby is None:
            return False
        self._keep(self._nearby)
        return self._proof.gap(self.result.values) is None

    def together(self, hosted: frozenset[int]) -> Assignment | None:
        """Find the days together that are best for the best groups of all cohorts.

        Practicum days are among those ``hosted``.
        """
        sessions = self._programme.session_keys
        visits = self._parts.practicum
        days = {key: hosted for key in sessions if key.activity in visits}
        core, groups = self._alone["core"], self._best_groups()
        self._report(self._parts.calendar)
        solved = self._planner.descend(
            self._parts.calendar, groups, {}, core.bounds,
            rules=self._coarse(planned=True), kept=Kept(days=days),
            hint=core.found or Assignment(), effort=TOGETHER,
        )  # fmt: skip
        return solved.found and groups.merged(solved.found)

    def stays(
        self, days: Assignment, hosts: Mapping[str, frozenset[str]]
    ) -> list[practica.Stay]:
        """List who may be at which of some hosts when, with days together given."""
        part = practica.part(self._programme)
        self._report(part)
        kept = Kept(labels={"hosts": hosts})
        visited = self._planner.model(part, days, kept).decisions.visited
        found = [
            practica.Stay(who, host, weeks)
            for who, row in hosts.items()
            for host in sorted(row)
            for weeks in visited.stays(who, host)
        ]
        return practica.free(self._programme, days, found)

    @property
    def known(self) -> dict[str, Solved]:
        """Parts solved so far, as another process can have them."""
        return {part: solved.told() for part, solved in self._alone.items()}

    def _take_alone(self, solved: Solved) -> None:
        """Take the one part that there is to decide as the plan."""
        self._prove(Candidate(PARTS, solved.bounds))
        if solved.found is not None:
            self._keep(solved.found)

    def _at_once(self) -> None:
        """Solve a small programme as one model."""
        whole = self._parts.whole
        self._report(whole)
        solved = self._solver.solve(whole, hint=self._nearby)
        self._prove(Candidate(WHOLE, solved.bounds))
        if solved.found is not None:
            self._keep(solved.found)
        elif solved.outcome is Outcome.INFEASIBLE:
            self.result.impossible = whole

    def _complete(self) -> None:
        """Find a plan and close the gap between it and what is proven."""
        core = self._alone["core"].found or Assignment()
        self._floors = dict(self._bounds().bounds)
        found = self._nearby or self._first(core) or self._at_any_cost(core)
        held = found
        while found is not None and held is not None:
            if self._keep(found):
                held = found
            if self._left.planned:
                break
            found = self._closer(held, self.result.values)
        if self.result.plan is None and not (self._left.planned or self._budget.over):
            self._at_once()

    def _first(self, core: Assignment) -> Assignment | None:
        """Find a plan, or one with the best groups within ever more of what is left."""
        if not self._left.planned:
            return self._planned(core)
        best, found = self._left.groups or self._best_groups(), None
        for planned in self._left.planned:
            if found is None and not self._budget.over:
                self._plan_in(planned)
                floors = {**self._floors, **self._kept_days(best, core)}
                floors |= self._left.paid
                for room in (NO_ROOM, dict.fromkeys(floors, WIDER[-1])):
                    found = found or self._framed(best, floors, core, room)
        return found or self._planned(core)

    def _kept_days(self, groups: Assignment, core: Assignment) -> dict[str, int]:
        """What the days together of a core cost, on levels before that of hosts."""
        early, days = self._before_hosts(), self._together(core)
        caps = {level: self._floors[level] + REACH for level in early}
        part = self._parts.calendar
        solved = self._descended(
            part, groups, caps, self._floors, core, early, days=days
        )
        return {level: solved.values[level] for level in early if solved.found}

    def _plan_in(self, planned: Programme) -> None:
        """Let what is planned from now on keep the rules of a programme."""
        held = self._left.held
        self._planner = Lexicographic(planned, self._budget, self._seed, held)
        self._planned_rules = planned.rules

    # --- what is held ----------------------------------------------------------------

    def _prove(self, candidate: Candidate) -> None:
        """Let bounds count."""
        self._proof.candidates.append(candidate)
        self._settle()

    def _settle(self) -> None:
        self.result = self.result.settled(self._proof, self._budget.spent)

    def _keep(self, found: Assignment) -> bool:
        """Take a complete plan if it is better than the one held."""
        plan = to_plan(self._programme, found)
        values = self._value_of(plan)
        order = [values[level] for level in self._levels]
        held = [self.result.values.get(level, 0) for level in self._levels]
        better = self.result.plan is None or order < held
        if better:
            held_now = Searched(plan, values)
            self.result = held_now.settled(self._proof, self._budget.spent)
        return better

    def _report(self, part: Part) -> None:
        self._tell(self.result.progress(self._budget, part.words.en, self._levels))
