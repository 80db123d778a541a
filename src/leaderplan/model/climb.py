"""From bounds of parts to a plan, and from its gaps to their proof or a better plan."""

from __future__ import annotations

from abc import abstractmethod

from leaderplan.model.assemble import Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.frames import REACH, Framing
from leaderplan.model.parts import Part
from leaderplan.model.proof import Candidate, Proof
from leaderplan.model.run import Outcome
from leaderplan.model.rungs import Solved

MASTER = "master"
"""What proves bounds beyond those of parts: days and people together."""


class Climbing(Framing):
    """Asks of a plan, level after level, whether other groups allow for less.

    A question is asked of models that see the rules of later levels no more.
    """

    _proof: Proof
    _tried: set[tuple[str, int]]

    def _closer(self, held: Assignment, values: Caps) -> Assignment | None:
        """Find a plan that may be better than the one held, or prove it is best."""
        while not self._budget.over:
            gap = self._proof.gap(values)
            if gap is None:
                return None
            question = (gap, values[gap])
            if question in self._tried or gap not in self._charged():
                bound = self._floors[gap]
                return self._improved(held, dict(values), gap, bound)
            self._tried.add(question)
            if gap == self._sums()[-1]:
                found = self._regrouped(held, values)
                if found is not None:
                    return found
            solved = self._questioned(gap, values, held)
            if solved.outcome is Outcome.INFEASIBLE:
                self._proven(gap, values[gap])
            elif solved.found is not None:
                found = self._followed(solved.found, gap, solved.values[gap], values)
                if found is not None:
                    return found
        return None

    def _followed(
        self, better: Assignment, gap: str, value: int, values: Caps
    ) -> Assignment | None:
        """Make a plan of groups, or a frame, that cost less on a level."""
        later = self._after(gap)
        if not later:
            found = self._filled(better, {**values, gap: value})
            if found is not None:
                return found
        floors = {**values, gap: value} | {k: self._floors[k] for k in later}
        groups = self._grouping(better)
        found = self._framed(groups, floors, better)
        return found or self._widened(groups, floors, better)

    def _questioned(self, gap: str, values: Caps, held: Assignment) -> Solved:
        """Ask for less on a level, with all before it held, or that there is none."""
        order, early = self._sums(), self._before_hosts()
        levels = order[: order.index(gap) + 1]
        caps = {level: values[level] for level in levels}
        caps[gap] -= 1
        if gap not in early:
            return self._told(self._parts.master, caps, levels, gap, held)
        part, last = self._parts.meetings, early[-1]
        solved = self._told(part, caps, levels, gap, held)
        if solved.found is not None and gap != last:
            caps = {**self._floors, **caps, gap: solved.values[gap]}
            caps[last] += REACH
            better = self._asked(part, caps, early, last, solved.found)
            solved.found = better.found or solved.found
        return solved

    def _told(
        self, part: Part, caps: Caps, levels: list[str], gap: str, held: Assignment
    ) -> Solved:
        """Ask for less on a level, and note what the answer proves of it."""
        solved = self._asked(part, caps, levels, gap, held)
        if solved.outcome is not Outcome.INFEASIBLE:
            self._raise(gap, solved)
        return solved

    def _raise(self, level: str, solved: Solved) -> None:
        """Let what an answer proves of a level count."""
        if solved.bounds.get(level, 0) > self._floors[level]:
            self._proven(level, solved.bounds[level])

    def _proven(self, level: str, least: int) -> None:
        """Let a bound count, and solve for those of later levels anew."""
        self._floors[level] = least
        if level != self._sums()[-1]:
            self._floors = self._refloored(self._floors, level)
        self._prove(Candidate(MASTER, dict(self._floors)))

    def _after(self, level: str) -> list[str]:
        order = self._sums()
        return order[order.index(level) + 1 :]

    def _charged(self) -> set[str]:
        """Levels that a frame with its groups costs on."""
        alone = [self._alone[k] for k in ("core", "groups") if k in self._alone]
        ids = frozenset[str]().union(*(solved.charging for solved in alone))
        return {r.level for r in self._programme.rules if r.level and r.id in ids}

    @abstractmethod
    def _prove(self, candidate: Candidate) -> None:
        """Let bounds count."""

    @abstractmethod
    def _refloored(self, floors: dict[str, int], raised: str) -> dict[str, int]:
        """Floors after one was raised, of the later levels anew."""
