"""From what is proven to be least to a whole plan that costs no more, or little."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.core import Spending
from leaderplan.model.parts import Part, Parts
from leaderplan.model.people import People
from leaderplan.model.relaxation import Relaxed
from leaderplan.model.run import FIRST_TRY, Budget
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import Kept

Caps = Mapping[str, int]
"""The most that a plan may cost, by level."""

QUICK = 4.0
"""Deterministic seconds for a stage that has others to fall back on."""

SOON = 0.3
"""Deterministic seconds of the first try to find hours and places."""

LONG = 12.0
"""Deterministic seconds for a stage that has none."""

LEAPS = (64, 2, 1)
"""Shares of a gap that an improvement may leave, tried in turn."""

NEAR = (3, 10)
"""The same for what later levels may lose when an earlier one is improved."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a stage may cost.

    Parameters
    ----------
    caps
        The most of each level; a level that is not named may cost anything.
    spending
        What may cost more than it must.
    """

    caps: Caps
    spending: Spending | None


class Assembling(ABC):
    """Completes the core in few stages, each a question of mere feasibility.

    A stage is first asked for decisions that cost no more than what is proven to be
    least. What the core does not price may then cost nothing at all, so that its
    prices bind like hard rules: such a model is small and quick, and a plan of it
    needs no further proof. Only where there is none may more cost something.
    """

    _programme: Programme
    _budget: Budget
    _solver: Lexicographic
    _planner: Lexicographic
    """Solves what is to be a plan, with rules beyond those that bounds rest on."""
    _planned_rules: tuple[Rule, ...]
    _parts: Parts
    _alone: dict[str, Solved]
    _labels: dict[str, dict[str, frozenset[str]]]
    _relaxed: dict[str, tuple[str, Relaxed, People]]
    _levels: list[str]

    @abstractmethod
    def _report(self, part: Part) -> None:
        """Tell that a part is being solved."""

    @abstractmethod
    def _narrow(self, family: str, slack: int | None) -> None:
        """Keep the choices that can cost at most ``slack`` more than the least."""

    def _narrow_to(self, caps: Caps) -> None:
        """Keep of all families the choices that can keep some caps."""
        for family in self._relaxed:
            self._narrow_family(family, caps)

    def _narrow_family(self, family: str, caps: Caps) -> None:
        level = self._relaxed[family][0] if family in self._relaxed else ""
        alone = self._alone[family].values[level] if level in caps else 0
        self._narrow(family, caps[level] - alone if level in caps else None)

    def _coarse(self, *, planned: bool = False) -> list[Rule]:
        rules = self._planned_rules if planned else self._programme.rules
        return [rule for rule in rules if not rule.fine]

    def _least(self, caps: Caps) -> Allowed:
        """Let only what the parts already price cost anything."""
        rules = frozenset[str]().union(*(s.charging for s in self._alone.values()))
        seen = self._alone["core"].seen if "core" in self._alone else {}
        activities = self._parts.charged | {key.activity for key in seen}
        return Allowed(caps, Spending(rules, activities))

    def _priced(self, caps: Caps) -> Allowed:
        """Let all rules charge, up to some caps."""
        rules = frozenset(rule.id for rule in self._programme.rules if not rule.hard)
        return Allowed(caps, Spending(rules, None))

    def _grouping(self, found: Assignment) -> Assignment:
        return Assignment(group=dict(found.group))

    def _best_groups(self) -> Assignment:
        """Groups that are best for themselves; nothing where there are none."""
        found = self._alone["groups"].found if "groups" in self._alone else None
        return self._grouping(found or Assignment())

    def _at_any_cost(self, start: Assignment) -> Assignment | None:
        free = self._priced({})
        for part in (self._parts.weeks, self._parts.days):
            found = self._finished(part, start, free, start, LONG)
            if found is not None:
                return found
        return None

    def _finished(
        self,
        part: Part,
        known: Assignment,
        allowed: Allowed,
        hint: Assignment,
        effort: float = QUICK,
        first: float = FIRST_TRY,
        least: str | None = None,
    ) -> Assignment | None:
        """Decide what a part leaves open of all days, then the hours."""
        if self._budget.over:
            return None
        fit = self._fit(part, known, allowed, effort, hint, least, first)
        if fit.found is None:
            return None
        fixed = known.without(part.scope.dates, part.scope.families)
        return self._with_hours(fixed.merged(fit.found), allowed)

    def _sums(self) -> list[str]:
        """Levels whose amounts are added up, in order."""
        return [row.id for row in self._programme.levels if row.combine == "sum"]

    def _raised(self, floors: Caps, early: int, late: int) -> Caps:
        sums = self._sums()
        return {
            level: floor + (late if level == sums[-1] else early)
            for level, floor in floors.items()
            if level in sums
        }

    def _fit(
        self,
        part: Part,
        fixed: Assignment | None,
        allowed: Allowed,
        effort: float,
        hint: Assignment,
        least: str | None = None,
        first: float = FIRST_TRY,
    ) -> Solved:
        self._report(part)
        return self._planner.fit(
            part,
            fixed,
            allowed.caps,
            spending=allowed.spending,
            rules=self._coarse(planned=True),
            kept=Kept(labels=self._labels),
            hint=hint,
            least=least,
            effort=effort,
            first=first,
        )

    def _with_hours(self, fixed: Assignment, allowed: Allowed) -> Assignment | None:
        """Decide hours, places and leaders, and days again where that must be."""
        part = self._parts.hours
        days = fixed.days()
        free = Allowed({}, None)
        stages = ((Kept(days=days), allowed), (Kept(days=days), free), (Kept(), free))
        for kept, most in stages:
            if self._budget.over:
                return None
            self._report(part)
            fit = self._planner.fit(
                part,
                fixed,
                most.caps,
                spending=most.spending,
                kept=kept,
                hint=fixed,
                effort=QUICK,
                first=SOON,
            )
            if fit.found is not None:
                known = fixed.without(part.scope.dates, part.scope.families)
                return known.merged(fit.found)
        return None

    # --- from a plan to a better one ------------------------------------------------

    def _improved(
        self, held: Assignment, values: Caps, level: str, bound: int
    ) -> Assignment | None:
        """Look for a plan that costs less on a level, much less first.

        All but a part of the plan stays as it is, and earlier levels are held. The
        less a level may cost, the fewer choices are left and the smaller is the model.
        """
        most = values[level] - 1
        wanted = sorted({bound + (most - bound) // share for share in LEAPS})
        parts = self._parts
        for cap in wanted:
            for part in (parts.weeks, parts.grouped, parts.days):
                if self._budget.over:
                    return None
                least = level if cap == most else None
                caps = {**values, level: cap}
                found = self._better(part, held, level, caps, least)
                if found is not None:
                    return found
        return None

    def _better(
        self,
        part: Part,
        held: Assignment,
        level: str,
        values: Caps,
        least: str | None,
    ) -> Assignment | None:
        """Look for a plan within some values; levels after one may cost a bit more.

        Where they are only asked for, one short try must do.
        """
        late = self._levels[self._levels.index(level) + 1 :]
        near = self._raised(values, *NEAR)
        caps = {k: near.get(k, v) if k in late else v for k, v in values.items()}
        self._narrow_to(caps)
        last = level == self._sums()[-1]
        allowed = self._least(caps) if last else self._priced(caps)
        effort = FIRST_TRY if least is None else QUICK
        return self._finished(part, held, allowed, held, effort, least=least)
