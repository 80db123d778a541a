"""Asking parts: what they allow at most or cost at least, some decisions given."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile

from leaderplan.domain.plan import SessionKey
from leaderplan.model.assemble import QUICK, Assembling, Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.columns import columns
from leaderplan.model.partition import Partition, grouped
from leaderplan.model.parts import Part
from leaderplan.model.run import Outcome
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import EVERYTHING_KEPT, DaysLeft, Grouped, Kept
from leaderplan.model.searched import Within
from leaderplan.rules import RULES

PATIENCE = (6.0, 20.0, 80.0)
"""Deterministic seconds for one question about groups and days together, in turn."""

MOST_WHOLES = 6_000
"""Possible groups up to which each has a variable."""

RISING, BRANCHING = SEARCHES = ("rising", "branching")
"""How such a question is answered: by raising the bound with little of the linear
relaxation, or by branching on all of it."""


class Asking(Assembling):
    """Solves parts within what levels may cost in a whole plan.

    A part need not see all that costs on a level: what is out of its view costs at
    least what it does alone, and that is left to it.
    """

    _floors: dict[str, int]
    _left: Within
    _patience: float
    _watched: set[SessionKey]
    """Sessions that cost more than a frame once said."""
    _partitions: list[Partition] | None
    """Possible groups of each cohort, listed when they are first asked for."""

    def _descended(
        self,
        part: Part,
        fixed: Assignment,
        caps: Caps,
        floors: Caps,
        start: Assignment,
        levels: Collection[str] | None = None,
        days: DaysLeft = EVERYTHING_KEPT.days,
    ) -> Solved:
        """Improve what a part leaves open level by level, all or some of them."""
        self._narrow_to(self._in_prices(caps))
        rules = self._coarse(planned=True)
        if levels is not None:
            rules = [rule for rule in rules if rule.hard or rule.level in levels]
        self._report(part)
        beside = self._beside(part)
        solved = self._planner.descend(
            part, fixed, _less(caps, beside), self._known(part, floors), rules=rules,
            kept=replace(self._kept(), days=days), hint=start, effort=QUICK,
        )  # fmt: skip
        solved.values = {k: v + beside.get(k, 0) for k, v in solved.values.items()}
        return solved

    def _in_prices(self, caps: Caps) -> Caps:
        """Return caps of what is planned as those of what bounds rest on."""
        paid, priced = self._left.paid, self._left.priced
        return {k: cap - paid.get(k, 0) + priced.get(k, 0) for k, cap in caps.items()}

    def _decided(self, *families: str) -> list[Solved]:
        """What some families cost alone, those that there is anything to decide of."""
        return [self._alone[family] for family in families if family in self._alone]

    def _charged_by(self, *families: str) -> frozenset[str]:
        """Levels that some families may cost on for themselves."""
        parts = self._decided(*families)
        charged = frozenset[str]().union(*(part.charging for part in parts))
        rules = self._programme.rules
        return frozenset(r.level for r in rules if r.level and r.id in charged)

    def _known(self, part: Part, floors: Caps) -> Caps:
        """Floors that bind a part: none where coaches out of its view may cost."""
        out = "coaches" not in part.scope.families
        unknown = self._charged_by("coaches") if out else ()
        return {k: v for k, v in floors.items() if k not in unknown}

    def _beside(self, part: Part) -> Caps:
        """What coaches, out of a part's view, cost at least on each level."""
        alone = self._alone.get("coaches")
        if alone is None or "coaches" in part.scope.families:
            return {}
        return {k: v for k, v in alone.bounds.items() if k in self._added()}

    def _added(self) -> list[str]:
        """Levels on which the bounds of parts add up, from the first on.

        Where only the largest amount counts, a part may cost more for nothing, and
        then less on later levels than it does alone.
        """
        rows = takewhile(lambda row: row.combine == "sum", self._programme.levels)
        return [row.id for row in rows]

    def _asked(
        self,
        part: Part,
        caps: Caps,
        levels: list[str],
        least: str | None,
        start: Assignment,
        searches: Sequence[str] = SEARCHES,
    ) -> Solved:
        """Ask a part for decisions within caps; only rules of some levels are stated.

        Two searches are good at it, each where the other is not.
        """
        stated, beside = {level: caps[level] for level in levels}, self._beside(part)
        self._narrow_to(stated)
        rules = [rule for rule in self._coarse() if rule.hard or rule.level in levels]
        kept = self._kept(self._possible_groups(stated))
        if kept.grouped is not None:
            start = start.without(self._parts.network, {"groups", "facilitators"})
        for search in searches:
            self._report(part)
            solved = self._solver.fit(
                part if search == BRANCHING else replace(part, linear=1, rising=True),
                None,
                _less(stated, beside),
                rules=rules,
                kept=kept,
                hint=start,
                least=least,
                floor=self._known(part, self._floors).get(least or "", 0),
                effort=self._patience,
                first=max(PATIENCE[0], self._patience / 2),
            )
            for told in (solved.values, solved.bounds):
                told.update({k: v + beside.get(k, 0) for k, v in told.items()})
            if solved.outcome is not Outcome.UNKNOWN or self._budget.over:
                break
            if least is not None:
                self._raise(least, solved)
        return solved

    def _told(
        self,
        part: Part,
        caps: Caps,
        levels: list[str],
        start: Assignment,
        search: str = BRANCHING,
    ) -> Solved:
        """Ask for little on the last of some levels, and let what is proven count."""
        gap = levels[-1]
        solved = self._asked(part, caps, levels, gap, start, (search,))
        if solved.outcome is Outcome.INFEASIBLE:
            self._proven(gap, caps[gap] + 1)
        else:
            self._raise(gap, solved)
        return solved

    def _raise(self, level: str, solved: Solved) -> None:
        """Let what an answer proves of a level count."""
        if solved.bounds.get(level, 0) > self._floors[level]:
            self._proven(level, solved.bounds[level])

    def _kept(self, grouped: Grouped | None = None) -> Kept:
        """What is left of people's choices, and the sessions looked at closer."""
        labels = dict(self._labels)
        if grouped is not None:
            labels["groups"] = grouped.labels()
        return Kept(labels=labels, closer=frozenset(self._watched), grouped=grouped)

    def _possible_groups(self, caps: Caps) -> Grouped | None:
        """Groups of which sets cost so little, where those are few enough to list."""
        level = next((k for k in self._sums() if k in self._charged_by("groups")), "")
        if level not in caps:
            return None
        if self._partitions is None:
            listed = columns(self._programme, level, self._budget) or []
            self._partitions = [Partition(row, self._budget) for row in listed]
        if not self._partitions:
            return None
        # Whoever makes a rule may mean a certain group.
        alike = all(type(rule) in RULES for rule in self._programme.rules)
        return grouped(self._partitions, caps[level], anchored=alike, limit=MOST_WHOLES)

    def _share_of_core(self, floors: Caps, levels: list[str]) -> dict[str, int]:
        """The most that the core may cost where a plan costs its floors."""
        others, added = self._decided("groups", "coaches"), self._added()
        return {
            level: floors[level]
            - sum(part.bounds[level] for part in others if level in added)
            for level in levels
        }

    @abstractmethod
    def _proven(self, level: str, least: int) -> None:
        """Let a bound count, and solve for those of later levels anew."""


def _less(amounts: Caps, beside: Caps) -> Caps:
    return {level: amount - beside.get(level, 0) for level, amount in amounts.items()}


def below(levels: Sequence[str], values: Caps) -> dict[str, int]:
    """Return caps of some levels, to cost less on the last."""
    return {level: values[level] for level in levels[:-1]} | {
        levels[-1]: values[levels[-1]] - 1
    }
