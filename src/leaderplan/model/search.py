"""From parts to a whole plan and its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.bounds import Lexicographic, Solved
from leaderplan.model.parts import Part, parts_of, whole
from leaderplan.model.run import Budget, Outcome
from leaderplan.progress import LevelProgress, Progress

LAZY = frozenset({"meetings", "due"})
"""Parts whose own bound is asked for only where a gap is left: it is seldom above 0."""


@dataclass(slots=True)
class Searched:
    """What a search ended with.

    ``bounds`` and ``how`` are by level; ``impossible`` is the part that was
    proven to have no solution.
    """

    plan: Plan | None = None
    bounds: dict[str, int] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    effort: dict[str, float] = field(default_factory=dict)
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
        self._values: dict[str, int] = {}
        self.result = Searched()

    def run(self) -> Searched:
        """Search until proven, impossible or out of budget."""
        if not self._parts:
            self._keep(Assignment())
            return self.result
        for part in self._parts:
            if part.id not in LAZY and not self._bound(part):
                return self.result
        found = self._assemble()
        if found is not None:
            self._keep(found)
            self._close(found)
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

    def _floors(self, parts: tuple[Part, ...] | None = None) -> dict[str, int]:
        rows = self._parts if parts is None else parts
        combine = {row.id: row.combine for row in self._programme.levels}
        floors = {}
        for level in self._levels:
            bounds = [
                self._alone[p.id].bounds.get(level, 0) for p in rows if p.id in self._alone
            ]
            total = sum(bounds) if combine[level] == "sum" else max(bounds, default=0)
            floors[level] = max(0, total)
        return floors

    # --- a whole plan ------------------------------------------------------------------

    def _assemble(self) -> Assignment | None:
        fixed = Assignment()
        for number, part in enumerate(self._parts):
            known = self._alone.get(part.id)
            if number == 0 and known is not None and known.found is not None:
                fixed = known.found
                continue
            self._report(part)
            got = self._add(part, self._parts[:number], fixed)
            if got is None:
                return None
            fixed = got
        return fixed

    def _add(
        self, part: Part, earlier: tuple[Part, ...], fixed: Assignment
    ) -> Assignment | None:
        """Decide a part given the earlier ones, opening some again where it must."""
        seen = (*earlier, part)
        floors = self._floors(seen)
        hint = self._alone[part.id].found if part.id in self._alone else None
        start = fixed.merged(hint) if hint is not None else fixed
        tried: list[Part] = [part, *(part | other for other in reversed(earlier))]
        if len(earlier) > 1:
            everything = part
            for other in reversed(earlier):
                everything |= other
            tried.append(everything)
        solved = Solved(Outcome.UNKNOWN)
        for union in tried:
            solved = self._solver.solve(union, fixed, floors=floors, hint=start)
            if solved.found is not None:
                return fixed.merged(solved.found)
            if self._budget.over:
                return None
        if solved.outcome is Outcome.INFEASIBLE:
            self.result.impossible = tried[-1]
        return None

    def _keep(self, found: Assignment) -> None:
        """Take a complete plan if it is better than the one held."""
        plan = to_plan(self._programme, found)
        values = self._value_of(plan)
        order = [values.get(level, 0) for level in self._levels]
        held = [self._values.get(level, 0) for level in self._levels]
        if self.result.plan is None or order < held:
            self.result.plan, self._values = plan, values
        self._settle_bounds()

    def _settle_bounds(self) -> None:
        floors = self._floors()
        for level in self._levels:
            known = self.result.bounds.get(level, 0)
            self.result.bounds[level] = min(
                max(known, floors[level]), self._values.get(level, 0)
            )
            self.result.how.setdefault(level, "parts")
            self.result.effort[level] = sum(s.effort for s in self._alone.values())

    # --- closing gaps --------------------------------------------------------------------

    def _gap(self) -> str | None:
        """First level whose bound does not reach its value."""
        bounds = self.result.bounds
        return next(
            (lv for lv in self._levels if bounds[lv] < self._values.get(lv, 0)), None
        )

    def _close(self, found: Assignment) -> None:
        for part in self._parts:
            if self._gap() is None or self._budget.over:
                return
            if part.id in LAZY:
                self._bound(part)
                self._settle_bounds()
        for union in self._unions():
            if self._gap() is None or self._budget.over:
                return
            self._join(union, found)

    def _unions(self) -> list[Part]:
        names = {part.id: part for part in self._parts}
        wanted = (
            ("calendar", "placements"),
            ("groups", "coaches", "placements"),
            ("calendar", "groups", "coaches", "placements"),
        )
        rows = []
        for ids in wanted:
            present = [names[i] for i in ids if i in names]
            if len(present) > 1:
                union = present[0]
                for part in present[1:]:
                    union |= part
                rows.append(union)
        return [*rows, whole(self._programme)]

    def _join(self, union: Part, found: Assignment) -> None:
        """Bound a union of parts together, and improve the plan over it."""
        self._report(union)
        members = set(union.id.split("+"))
        rest = [p for p in self._parts if p.id not in members and union.id != "whole"]
        together = self._solver.solve(union, hint=found)
        if together.outcome is Outcome.INFEASIBLE:
            return
        for level in self._levels:
            others = sum(
                self._alone[p.id].bounds.get(level, 0) for p in rest if p.id in self._alone
            )
            bound = together.bounds.get(level, 0) + others
            held = self.result.bounds.get(level, 0)
            if bound > held:
                self.result.bounds[level] = min(bound, self._values.get(level, 0))
                self.result.how[level] = union.id
            if together.values.get(level) != together.bounds.get(level):
                break
        better = self._solver.solve(
            union, found, floors=dict(self.result.bounds), hint=found
        )
        if better.found is not None:
            self._keep(found.merged(better.found))

    def _report(self, part: Part) -> None:
        floors = self._floors()
        has_plan = self.result.plan is not None
        self._tell(
            Progress(
                seconds=self._budget.elapsed,
                limit=self._budget.seconds or 0.0,
                part=part.words.en,
                levels=tuple(
                    LevelProgress(
                        level, self._values.get(level) if has_plan else None, floors[level]
                    )
                    for level in self._levels
                ),
            )
        )
