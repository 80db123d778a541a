"""From the parts' own solutions to a whole plan."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import reduce
from operator import or_

from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Lexicographic, Solved
from leaderplan.model.parts import Part
from leaderplan.model.proof import combined
from leaderplan.model.run import Budget, Outcome

LAZY = frozenset({"meetings"})
"""Parts whose own bound is asked for only where a gap is left: it is seldom above 0."""

CHEAP_EFFORT = 6.0
"""Deterministic seconds a level for a part that cannot cost nothing."""

ATTEMPTS = ((True, 0.0), (False, 0.0), (True, 0.5), (True, 10.0), (False, 10.0))
"""How the core is decided, until the rest follows: whether what is seen of the rest
must be able to cost nothing, and how far above the least cost it may be."""

ROOM = 10
"""Cost that a share of 1 allows beside the least one, where that is 0."""

CORE = ("calendar", "placements")
"""Parts that take weeks from each other: decided together where that costs nothing."""


class Assembling(ABC):
    """Puts parts together, each given the ones decided before it."""

    _programme: Programme
    _budget: Budget
    _solver: Lexicographic
    _parts: tuple[Part, ...]
    _alone: dict[str, Solved]

    @abstractmethod
    def _report(self, part: Part) -> None:
        """Tell that a part is being solved."""

    @abstractmethod
    def _impossible(self, part: Part) -> None:
        """Note that a part was proven to have no solution."""

    def _assemble(self) -> Assignment | None:
        core = tuple(p for p in self._parts if p.id in CORE)
        rest = tuple(p for p in self._parts if p.id in LAZY)
        early = tuple(p for p in self._parts if p not in core and p not in rest)
        fixed = self._in_turn(early, (), Assignment())
        if fixed is None:
            return None
        for wishful, share in ATTEMPTS if len(core) == len(CORE) else ():
            joint = self._joined(core, early, fixed, wishful, share)
            if self._budget.over:
                return None
            done = None if joint is None else self._finished(rest, joint)
            if done is not None:
                return done
        return self._in_turn((*core, *rest), early, fixed)

    def _in_turn(
        self, parts: tuple[Part, ...], done: tuple[Part, ...], fixed: Assignment
    ) -> Assignment | None:
        """Add parts one after the other."""
        for part in parts:
            found = self._add(part, done, fixed)
            if found is None:
                return None
            fixed, done = found, (*done, part)
        return fixed

    def _finished(self, rest: tuple[Part, ...], fixed: Assignment) -> Assignment | None:
        """Decide the remaining parts with all else fixed, ``None`` where that fails."""
        for part in rest:
            self._report(part)
            floors = self._floors(self._parts)
            found = self._freely(part, fixed, floors, fixed)
            if found is None and not self._budget.over:
                solved = self._solver.solve(
                    part, fixed, floors=floors, hint=fixed, effort=CHEAP_EFFORT
                )
                found = solved.found
            if found is None:
                return None
            fixed = fixed.merged(found)
        return fixed

    def _floors(self, parts: tuple[Part, ...]) -> Mapping[str, int]:
        """What the parts cost at least, by level."""
        solved = [self._alone[p.id] for p in parts if p.id in self._alone]
        return combined(self._programme.levels, "", solved, {}).bounds

    def _joined(
        self,
        members: tuple[Part, ...],
        done: tuple[Part, ...],
        fixed: Assignment,
        wishful: bool,
        share: float,
    ) -> Assignment | None:
        """Decide together what shares weeks, at most ``share`` above the least cost."""
        union = reduce(or_, members)
        self._report(union)
        floors = {
            level: round(floor * (1 + share) + ROOM * share)
            for level, floor in self._floors((*done, *members)).items()
        }
        hint = fixed
        for part in members:
            hint = hint.merged(self._alone[part.id].found or Assignment())
        joint = self._solver.at_floor(union, fixed, floors, hint=hint, wishful=wishful)
        return None if joint.found is None else fixed.merged(joint.found)

    def _add(
        self, part: Part, earlier: tuple[Part, ...], fixed: Assignment
    ) -> Assignment | None:
        """Decide a part given the earlier ones, opening some again where it must."""
        self._report(part)
        seen = (*earlier, part)
        floors = self._floors(seen)
        hint = self._alone[part.id].found if part.id in self._alone else None
        start = fixed.merged(hint) if hint is not None else fixed
        if part.id in LAZY:
            quick = self._freely(part, fixed, floors, start)
        else:
            quick = self._solver.at_floor(part, fixed, floors, hint=start).found
        if quick is not None:
            return fixed.merged(quick)
        if self._budget.over:
            return None
        tried = [part, *(part | other for other in reversed(earlier))]
        if len(earlier) > 1:
            tried.append(reduce(or_, seen))
        outcome = Outcome.UNKNOWN
        for union in tried:
            solved = self._solver.solve(union, fixed, floors=floors, hint=start)
            if solved.found is not None:
                return fixed.merged(solved.found)
            outcome = solved.outcome
            if self._budget.over:
                return None
        if outcome is Outcome.INFEASIBLE:
            self._impossible(tried[-1])
        return None

    def _freely(
        self,
        part: Part,
        fixed: Assignment,
        floors: Mapping[str, int],
        start: Assignment,
    ) -> Assignment | None:
        """Decide a part so that it costs nothing, or only by rules that it must."""
        free = self._solver.at_floor(part, fixed, floors, hint=start, free=True)
        if free.found is not None or self._budget.over:
            return free.found
        hard = [rule for rule in self._programme.rules if rule.hard]
        plain = self._solver.at_floor(
            part, fixed, floors, hint=start, free=True, rules=hard
        )
        if plain.found is None or self._budget.over:
            return plain.found
        heavy = free.built.core.loads if free.built else set()
        priced = (rule.id for rule in self._programme.rules if not rule.hard)
        loose = frozenset(rule for rule in priced if rule not in heavy)
        cheap = self._solver.solve(
            part,
            fixed,
            floors=floors,
            hint=start.merged(plain.found),
            loose=loose,
            effort=CHEAP_EFFORT,
        )
        return cheap.found or plain.found
