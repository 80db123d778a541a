"""From parts to a whole plan and its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assemble import LAZY, Assembling
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.bounds import Lexicographic, Solved
from leaderplan.model.parts import Part, parts_of, whole
from leaderplan.model.proof import Proof, combined
from leaderplan.model.run import Budget, Outcome
from leaderplan.progress import LevelProgress, Progress

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


class Search(Assembling):
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
                self._keep_only(part)
                return self.result
        self._sum_up()
        found = self._assemble()
        if found is not None:
            self._keep(found)
            self._close()
        return self.result

    def _keep_only(self, part: Part) -> None:
        """Keep what a stopped search found where that part is all there is."""
        found = self._alone[part.id].found
        if len(self._parts) == 1 and found is not None:
            self._sum_up()
            self._keep(found)

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

    # --- the plan held ----------------------------------------------------------------

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

    def _impossible(self, part: Part) -> None:
        self.result.impossible = part

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
