"""From bounds of parts to a plan, and from its gaps to their proof or a better plan."""

from __future__ import annotations

from abc import abstractmethod

from leaderplan.model.asking import BRANCHING, PATIENCE, RISING, SEARCHES, below
from leaderplan.model.assemble import Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.frames import LOOKS, REACH, Framing
from leaderplan.model.proof import Candidate, Proof
from leaderplan.model.run import Outcome
from leaderplan.model.rungs import Solved

MASTER = "master"
"""What proves bounds beyond those of parts: days and people together."""

WAYS = (BRANCHING,)
"""How a gap is closed at first: by asking whether anything costs less."""

PATIENT_WAYS = (BRANCHING, RISING, "groups", "plan")
"""What is tried where that ends with neither: to ask more patiently, in one of two
ways, to try other groups that are as good, and to change parts of the plan."""

START = 10
"""How much more than a plan an answer may cost at first when it is asked patiently:
it is far easier to find, and to be improved from there."""

LARGEST = 400
"""Sessions and due dates up to which everything is asked at once as a last resort."""


class Climbing(Framing):
    """Asks of a plan, level after level, whether other groups allow for less.

    A question is asked of models that see the rules of later levels no more.
    """

    _proof: Proof
    _tried: set[tuple[str, int, str, float]]

    def _closer(self, held: Assignment, values: Caps) -> Assignment | None:
        """Find a plan that may be better than the one held, or prove it is best.

        There are several ways to do so; each is tried for a value of a level, more
        patiently when all have been.
        """
        while not self._budget.over:
            gap = self._proof.gap(values)
            if gap is None:
                return None
            way, self._patience = self._way(gap, values[gap])
            self._tried.add((gap, values[gap], way, self._patience))
            found = None
            late = gap in self._sums() and gap not in self._before_hosts()
            if way == "groups" and late:
                found = self._regrouped(gap, held, values)
            elif way in SEARCHES and gap in self._framable:
                found = self._questioned(gap, held, values, way)
            elif way == "plan" and gap in self._sums():
                found = self._improved(held, dict(values), gap, self._floors[gap])
            elif way == "whole":
                found = self._wholly(gap, held, values)
            if found is not None or not way:
                return found
        return None

    def _way(self, gap: str, value: int) -> tuple[str, float]:
        """Choose how to close a gap, and how patiently; nothing where all is tried."""
        for patience in PATIENCE:
            for way in WAYS if patience == PATIENCE[0] else PATIENT_WAYS:
                if (gap, value, way, patience) not in self._tried:
                    return way, patience
        resort = gap, value, "whole", PATIENCE[-1]
        few = len(self._programme.session_keys) <= LARGEST
        return resort[2:] if few and resort not in self._tried else ("", 0.0)

    def _questioned(
        self, gap: str, held: Assignment, values: Caps, search: str
    ) -> Assignment | None:
        """Ask for groups or a frame that cost less, or prove that there are none.

        Where talks cost more than the answer says, it is asked again with more of them
        in view.
        """
        better, costs = held, dict(values)
        for _ in range(LOOKS):
            solved = self._answered(gap, values, better, search)
            if solved.found is None or solved.values[gap] >= values[gap]:
                return None
            better = solved.found
            costs = {**values, gap: solved.values[gap]}
            if self._after(gap) or not self._parts.with_hosts:
                break
            talks = self._talks(better, costs)
            if not self._notices(better, talks, costs):
                found = self._filled(better, talks, costs)
                return found or self._followed(better, gap, costs)
            better = better.merged(talks.found or Assignment())
        return self._followed(better, gap, costs)

    def _wholly(self, gap: str, held: Assignment, values: Caps) -> Assignment | None:
        """Ask of everything at once for less on a level, or prove there is none."""
        levels = self._levels[: self._levels.index(gap) + 1]
        caps = below(levels, values)
        part, all_ = self._parts.whole, self._programme.rules
        rules = [rule for rule in all_ if rule.hard or rule.level in levels]
        self._report(part)
        solved = self._solver.fit(
            part, None, caps, rules=rules, hint=held, least=gap, effort=self._patience
        )
        if solved.outcome is Outcome.INFEASIBLE:
            self._proven(gap, values[gap])
        return solved.found

    def _followed(self, better: Assignment, gap: str, costs: Caps) -> Assignment | None:
        """Plan with the groups of an answer that costs less on a level."""
        floors = {**costs} | {k: self._floors[k] for k in self._after(gap)}
        groups = self._grouping(better)
        found = self._framed(groups, floors, better)
        return found or self._widened(groups, floors, better)

    def _answered(
        self, gap: str, values: Caps, held: Assignment, search: str
    ) -> Solved:
        """Ask for less on a level, with all before it held, or that there is none."""
        order, early = self._sums(), self._before_hosts()
        levels = order[: order.index(gap) + 1]
        caps = below(levels, values)
        if gap not in early:
            caps[gap] += START if self._patience > PATIENCE[0] else 0
            return self._told(self._parts.master, caps, levels, held, search)
        part, last = self._parts.meetings, early[-1]
        solved = self._told(part, caps, levels, held, search)
        if solved.found is not None and gap != last:
            caps = {**self._floors, **caps, gap: solved.values[gap]}
            caps[last] += REACH
            better = self._asked(part, caps, early, last, solved.found)
            solved.found = better.found or solved.found
        return solved

    def _proven(self, level: str, least: int) -> None:
        """Let a bound count, and solve for those of later levels anew."""
        self._floors = self._refloored({**self._floors, level: least}, level)
        self._prove(Candidate(MASTER, dict(self._floors)))

    def _after(self, level: str) -> list[str]:
        order = self._sums()
        return order[order.index(level) + 1 :]

    @abstractmethod
    def _prove(self, candidate: Candidate) -> None:
        """Let bounds count."""

    @abstractmethod
    def _refloored(self, floors: dict[str, int], raised: str) -> dict[str, int]:
        """Floors after one was raised, of the later levels anew."""
