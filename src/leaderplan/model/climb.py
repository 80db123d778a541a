"""From what parts prove to what is least for all of them together, level by level."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field

from leaderplan.model.assemble import Assembling, Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Solved
from leaderplan.model.proof import Candidate
from leaderplan.model.run import Outcome
from leaderplan.model.scope import Kept

JOINT = "joint"
"""What proves bounds: all days and people together."""

PATIENCE = 11.0
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
    found, caps
        Days and people where the climb reached the top, and what they cost.
    """

    floors: dict[str, int]
    start: Assignment
    found: Assignment | None = None
    caps: dict[str, int] = field(default_factory=dict)


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
            outcome = self._reached(climbed, order)
            if outcome is not Outcome.INFEASIBLE or climbed.found is not None:
                return climbed
            before = dict(climbed.floors)
            if self._giving_way(climbed, order) == len(order) - 2:
                climbed.floors[order[-1]] += REACH[True] + 1
            raised = [k for k in order if climbed.floors[k] > before[k]]
            if not raised:
                return climbed
            climbed.floors = self._refloored(climbed.floors, raised[0])
        return climbed

    def _reached(self, climbed: Climbed, order: list[str]) -> Outcome:
        """Improve the last level on the floors; tell whether they can be kept.

        Loads of people whose groups are open are first not to cost anything, and
        then left out, as a model with their prices is too large. The first finds,
        the second proves.
        """
        last, floors, loads = order[-1], climbed.floors, self._alone["core"].loads
        top = self._joint(floors, order, last, climbed.start, free=loads)
        climbed.found = top.found
        climbed.caps = {**floors, **top.values}
        if top.values.get(last) == floors[last]:
            return top.outcome
        bound, most = top, None
        if loads:
            most = None if top.found is None else climbed.caps[last] - 1
            start = top.found or climbed.start
            bound = self._joint(floors, order, last, start, most=most)
        if bound.outcome is not Outcome.INFEASIBLE:
            floors[last] = bound.bounds[last]
        elif most is not None:
            floors[last] = most + 1
        return bound.outcome

    def _giving_way(self, climbed: Climbed, order: list[str]) -> int:
        """Raise the first level that cannot keep its floor while earlier ones do.

        Returns the position of the last level that is known to be able, -1 where
        none is. Where that is left open, or what a level costs at least, nothing
        is raised further.
        """
        floors, low, high = climbed.floors, -1, len(order) - 1
        while high - low > 1:
            middle = (low + high) // 2
            level = order[middle]
            solved = self._joint(floors, order[: middle + 1], level, climbed.start)
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
            solved = self._joint(floors, levels, level, Assignment())
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
        solved = self._joint(floors, order, last, held, most=most)
        none = solved.outcome is Outcome.INFEASIBLE
        floors[last] = most + 1 if none else solved.bounds[last]
        self._prove(Candidate(JOINT, floors))
        if solved.found is None:
            return None
        return self._with_hours(solved.found, self._priced(values))

    def _joint(
        self,
        floors: Caps,
        levels: list[str],
        least: str,
        start: Assignment,
        *,
        most: int | None = None,
        free: Collection[str] = (),
    ) -> Solved:
        """Ask for days and people that keep the floors of some levels.

        Only the rules of these levels are stated. The level to improve may cost
        ``most``, or a little above its floor. Rules ``free`` of cost may not charge.
        """
        caps = {level: floors[level] for level in levels}
        far = floors[least] + REACH[least == self._sums()[-1]]
        caps[least] = far if most is None else most
        self._narrow_to(caps)
        rules = [rule for rule in self._coarse() if rule.hard or rule.level in levels]
        self._report(self._parts.joint)
        return self._solver.fit(
            self._parts.joint,
            None,
            caps,
            spending=self._priced(caps, free).spending,
            rules=rules,
            kept=Kept(labels=self._labels),
            hint=start,
            least=least,
            floor=floors[least],
            effort=PATIENCE,
            first=PATIENCE,
        )

    @abstractmethod
    def _prove(self, candidate: Candidate) -> None:
        """Let bounds count."""

    @abstractmethod
    def _refloored(self, floors: dict[str, int], raised: str) -> dict[str, int]:
        """Floors after one was raised, of the later levels anew."""
