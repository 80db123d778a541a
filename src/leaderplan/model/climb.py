"""From what parts prove to what is least for all of them together, level by level."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

from leaderplan.model.assemble import QUICK, STEPS, Assembling, Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Solved
from leaderplan.model.parts import Part
from leaderplan.model.proof import Candidate
from leaderplan.model.run import Outcome
from leaderplan.model.scope import Kept

JOINT = "joint"
"""The part with all days and people; what proves bounds beyond those of parts."""

PATIENCE = 7.0
"""Deterministic seconds for one question about everything at once."""

REACH = {False: 16, True: 40}
"""How far above its bound a level is looked for, the last one further."""


@dataclass(slots=True)
class Climbed:
    """Where the climb ended.

    Parameters
    ----------
    floors
        What each level costs at least, where all earlier ones cost no more than theirs.
    start
        Days and people that keep floors as far as the climb came.
    found
        A plan, on the floors of all levels but the last where hours allow it.
    """

    floors: dict[str, int]
    start: Assignment
    found: Assignment | None = None


class Climbing(Assembling):
    """Raises the floors until a plan stands on them.

    The floors of the parts, taken together, may be more than a plan can keep. Then
    the first level that must give way is looked for: models without the rules of
    later levels tell whether the floors can be kept so far, and what the level costs
    at least that cannot. The floors of later levels are then solved for anew.
    """

    def _climb(self, floors: Caps, start: Assignment) -> Climbed:
        """Raise floors as far as time and patience go."""
        climbed = Climbed(dict(floors), start)
        order = self._sums()
        while not self._budget.over:
            part = self._clashing(climbed, order)
            if part is None:
                return climbed
            before = dict(climbed.floors)
            if self._giving_way(part, climbed, order) == len(order) - 2:
                climbed.floors[order[-1]] += REACH[True] + 1
            raised = [k for k in order if climbed.floors[k] > before[k]]
            if not raised:
                return climbed
            climbed.floors = self._refloored(climbed.floors, raised[0])
        return climbed

    def _clashing(self, climbed: Climbed, order: list[str]) -> Part | None:
        """Improve the last level on the floors; return what cannot keep them.

        First with the groups that are best for themselves: where that costs no more,
        all is proven. Then with groups out of view, and only then with all open.
        """
        last, floors = order[-1], climbed.floors
        most = self._grouped(climbed, last)
        if most is not None and most < floors[last]:
            return None
        for part in (self._parts.people, self._parts.joint):
            start = climbed.found or climbed.start
            solved = self._asked(part, floors, order, last, start, most=most)
            if solved.outcome is Outcome.INFEASIBLE:
                if most is None:
                    return part
                floors[last] = most + 1
                return None
            floors[last] = max(floors[last], solved.bounds[last])
            if solved.found is not None and part.id == JOINT:
                allowed = self._priced({**floors, last: solved.values[last]})
                found = self._with_hours(solved.found, allowed)
                climbed.found = found or climbed.found
            climbed.start = solved.found or climbed.start
        return None

    def _grouped(self, climbed: Climbed, last: str) -> int | None:
        """Complete the groups that are best for themselves, near to the floors.

        Returns what a better plan may cost on the last level, where one is found.
        """
        part, known = replace(self._parts.grouped, rising=True), self._best_groups()
        allowed = self._least(self._raised(climbed.floors, *STEPS[0]))
        self._narrow_to(allowed.caps)
        fit = self._fit(part, known, allowed, QUICK, climbed.start, last, QUICK)
        if fit.found is None:
            return None
        fixed = known.without(part.scope.dates, part.scope.families).merged(fit.found)
        held = self._least({**allowed.caps, last: fit.values[last]})
        climbed.found = self._with_hours(fixed, held)
        return None if climbed.found is None else fit.values[last] - 1

    def _giving_way(self, part: Part, climbed: Climbed, order: list[str]) -> int:
        """Raise the first level that cannot keep its floor while earlier ones do.

        Returns the position of the last level that is known to be able, -1 where
        none is. Where that is left open, or what a level costs at least, nothing
        is raised further.
        """
        floors, low, high = climbed.floors, -1, len(order) - 1
        while high - low > 1:
            middle = (low + high) // 2
            level = order[middle]
            kept = order[: middle + 1]
            solved = self._asked(part, floors, kept, level, climbed.start)
            if solved.outcome is Outcome.INFEASIBLE:
                high = middle
                continue
            bound, before = solved.bounds[level], floors[level]
            floors[level] = bound
            if solved.found is None or solved.values[level] > bound:
                return low
            climbed.start, low = solved.found, middle
            if bound > before:
                return low
        if high < len(order) - 1:
            floors[order[high]] += REACH[False] + 1
        return low

    def _sketched(self, floors: dict[str, int]) -> Assignment | None:
        """Find any plan that is best on the first levels, whatever later ones cost.

        What that proves is noted in ``floors``.
        """
        order = self._sums()
        for count in (2, 1):
            levels = order[:count]
            if self._budget.over or not levels:
                continue
            level = levels[-1]
            solved = self._asked(self._parts.joint, floors, levels, level, Assignment())
            if solved.bounds.get(level, 0) > floors[level]:
                floors[level] = solved.bounds[level]
                floors |= self._refloored(floors, level)
            if solved.found is not None:
                caps = {level: floors[level] for level in levels[:-1]}
                return self._with_hours(solved.found, self._priced(caps))
        return None

    def _closed(self, held: Assignment, values: Caps, bound: int) -> Assignment | None:
        """Look for less on the last level, or prove that there is nothing."""
        order = self._sums()
        last = order[-1]
        if self._budget.over:
            return None
        floors, most = {**values, last: bound}, values[last] - 1
        solved = self._asked(self._parts.joint, floors, order, last, held, most=most)
        none = solved.outcome is Outcome.INFEASIBLE
        floors[last] = most + 1 if none else solved.bounds[last]
        self._prove(Candidate(JOINT, floors))
        if solved.found is None:
            return None
        return self._with_hours(solved.found, self._priced(values))

    def _asked(
        self,
        part: Part,
        floors: Caps,
        levels: list[str],
        least: str,
        start: Assignment,
        *,
        most: int | None = None,
    ) -> Solved:
        """Ask a part for decisions that keep the floors of some levels.

        Only the rules of these levels are stated. The level to improve may cost
        ``most``, or a little above its floor.
        """
        caps = {level: floors[level] for level in levels}
        far = floors[least] + REACH[least == self._sums()[-1]]
        caps[least] = far if most is None else most
        self._narrow_to(caps)
        rules = [rule for rule in self._coarse() if rule.hard or rule.level in levels]
        effort = PATIENCE if part.id == JOINT else QUICK
        self._report(part)
        return self._solver.fit(
            part,
            None,
            caps,
            spending=self._priced(caps).spending,
            rules=rules,
            kept=Kept(labels=self._labels),
            hint=start,
            least=least,
            floor=floors[least],
            effort=effort,
            first=effort,
        )

    @abstractmethod
    def _prove(self, candidate: Candidate) -> None:
        """Let bounds count."""

    @abstractmethod
    def _refloored(self, floors: dict[str, int], raised: str) -> dict[str, int]:
        """Floors after one was raised, of the later levels anew."""
