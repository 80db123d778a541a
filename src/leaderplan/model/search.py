"""From parts to a whole plan and its proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.bounds import Lexicographic, Solved
from leaderplan.model.parts import Part, parts_of, whole
from leaderplan.model.proof import Proof, combined
from leaderplan.model.run import Budget, Outcome
from leaderplan.progress import LevelProgress, Progress

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

UNIONS = (
    ("calendar", "placements"),
    ("groups", "coaches"),
    ("groups", "coaches", "placements"),
    ("calendar", "groups", "coaches", "placements"),
)
"""What is joined where parts clash, before all of it is."""


@dataclass(slots=True)
class Searched:
    """What a search ended with.

    ``bounds`` and ``how`` are by level; ``effort`` is in deterministic seconds;
    ``impossible`` is the part that was proven to have no solution.
    """

    plan: Plan | None = None
    values: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    effort: float = 0.0
    impossible: Part | None = None


class Search:
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
    """

    def __init__(
        self,
        programme: Programme,
        budget: Budget,
        seed: int,
        value_of: Callable[[Plan], dict[str, int]],
        tell: Callable[[Progress], None],
    ) -> None:
        self._programme = programme
        self._budget = budget
        self._value_of = value_of
        self._tell = tell
        self._solver = Lexicographic(programme, budget, seed)
        self._parts = parts_of(programme)
        self._levels = [row.id for row in programme.levels]
        self._alone: dict[str, Solved] = {}
        self._best = Assignment()
        self._proof = Proof(programme.levels)
        self.result = Searched()

    def run(self) -> Searched:
        """Search until proven, impossible or out of budget."""
        for part in self._parts:
            if part.id not in LAZY and not self._bound(part):
                return self.result
        self._sum_up()
        found = self._assemble()
        if found is not None:
            self._keep(found)
            self._close()
        return self.result

    # --- bounds ---------------------------------------------------------------------

    def _bound(self, part: Part) -> bool:
        """Solve a part alone; ``False`` when that ends the search."""
        self._report(part)
        solved = self._alone[part.id] = self._solver.solve(part)
        if solved.outcome is Outcome.INFEASIBLE:
            self.result.impossible = part
            return False
        return not self._budget.over

    def _sum_up(self) -> None:
        """Let the parts' own bounds count for the whole."""
        rows = self._alone.values()
        self._proof.candidates.append(
            combined(self._programme.levels, "parts", rows, {})
        )
        self._settle()

    def _settle(self) -> None:
        result = self.result
        if result.plan is not None:
            found = self._proof.bounds(result.values)
            result.bounds = {level: bound for level, (bound, _) in found.items()}
            result.how = {level: how for level, (_, how) in found.items()}
        result.effort = self._budget.spent

    # --- a whole plan -----------------------------------------------------------------

    def _assemble(self) -> Assignment | None:
        fixed: Assignment | None = Assignment()
        done: tuple[Part, ...] = ()
        core = tuple(p for p in self._parts if p.id in CORE)
        rest = tuple(p for p in self._parts if p.id in LAZY)
        for part in self._parts:
            if part not in core and part not in rest:
                fixed = self._add(part, done, fixed)
                if fixed is None:
                    return None
                done = (*done, part)
        for wishful, share in ATTEMPTS if len(core) == len(CORE) else ():
            joint = self._joined(core, done, fixed, wishful, share)
            if self._budget.over:
                return None
            whole_ = joint if not rest or joint is None else self._finished(rest, joint)
            if whole_ is not None:
                return whole_
        for part in (*core, *rest):
            fixed = self._add(part, done, fixed)
            if fixed is None:
                return None
            done = (*done, part)
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
            self.result.impossible = tried[-1]
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
        heavy = free.built.core.loads if free.built else set()
        priced = (rule.id for rule in self._programme.rules if not rule.hard)
        loose = frozenset(rule for rule in priced if rule not in heavy)
        cheap = self._solver.solve(
            part, fixed, floors=floors, hint=start, loose=loose, effort=CHEAP_EFFORT
        )
        if cheap.found is not None or self._budget.over:
            return cheap.found
        hard = [rule for rule in self._programme.rules if rule.hard]
        return self._solver.at_floor(
            part, fixed, floors, hint=start, free=True, rules=hard
        ).found

    def _keep(self, found: Assignment) -> bool:
        """Take a complete plan if it is better than the one held."""
        plan = to_plan(self._programme, found)
        values = self._value_of(plan)
        order = [values[level] for level in self._levels]
        held = [self.result.values.get(level, 0) for level in self._levels]
        better = self.result.plan is None or order < held
        if better:
            self.result.plan, self.result.values = plan, values
            self._best = found
        self._settle()
        return better

    # --- closing gaps -----------------------------------------------------------------

    def _open_level(self) -> str | None:
        """First level with a gap, ``None`` when proven or out of budget."""
        return None if self._budget.over else self._proof.gap(self.result.values)

    def _close(self) -> None:
        for part in self._parts:
            if part.id in LAZY and self._open_level() is not None:
                self._bound(part)
                self._sum_up()
        for union in self._unions():
            if self._open_level() is None:
                break
            self._join(union)
        self._loosen()

    def _unions(self) -> list[Part]:
        names = {part.id: part for part in self._parts}
        rows = []
        for ids in UNIONS:
            present = [names[i] for i in ids if i in names]
            if len(present) == len(ids):
                rows.append(reduce(or_, present))
        return [*rows, whole(self._programme)] if len(names) > 1 else rows

    def _join(self, union: Part) -> None:
        """Bound a union of parts together, and improve the plan over it."""
        self._report(union)
        members = set(union.id.split("+"))
        together = self._solver.solve(union, hint=self._best)
        if together.outcome is Outcome.INFEASIBLE:
            return
        rest = [] if union.id == "whole" else [
            solved for name, solved in self._alone.items() if name not in members
        ]  # fmt: skip
        self._proof.candidates.append(
            combined(self._programme.levels, union.id, [together, *rest], {})
        )
        self._settle()
        if self._open_level() is None:
            return
        floors = dict(self.result.bounds)
        better = self._solver.solve(union, self._best, floors=floors, hint=self._best)
        if better.found is not None:
            self._keep(self._best.merged(better.found))

    def _loosen(self) -> None:
        """Bound the levels after a gap anew, each part given the whole open slack."""
        level = self._open_level()
        if level is None or level == self._levels[-1]:
            return
        bounds, values = self.result.bounds, self.result.values
        slack = {lv: values[lv] - bounds[lv] for lv in self._levels}
        rows = []
        for part in self._parts:
            known = self._alone.get(part.id)
            if known is None or self._budget.over:
                continue
            caps = {lv: known.bounds.get(lv, 0) + slack[lv] for lv in self._levels}
            rows.append(self._solver.solve(part, caps=caps, hint=known.found))
        held = combined(self._programme.levels, "parts, loosened", rows, {})
        room = {lv: max(0, values[lv] - held.bounds[lv]) for lv in self._levels}
        if all(room[lv] <= slack[lv] for lv in self._levels[: self._at(level) + 1]):
            self._proof.candidates.append(
                combined(self._programme.levels, held.how, rows, slack)
            )
            self._settle()

    def _at(self, level: str) -> int:
        return self._levels.index(level)

    def _report(self, part: Part) -> None:
        result = self.result
        self._tell(
            Progress(
                seconds=self._budget.elapsed,
                limit=self._budget.seconds or 0.0,
                part=part.words.en,
                levels=tuple(
                    LevelProgress(
                        level, result.values.get(level), result.bounds.get(level)
                    )
                    for level in self._levels
                ),
            )
        )
