"""Which groups a plan has: those best for themselves, or others that have a frame."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from leaderplan.model.asking import BRANCHING, PATIENCE, below
from leaderplan.model.assemble import Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.filling import NO_ROOM, Filling
from leaderplan.model.run import Outcome
from leaderplan.model.rungs import Solved

WIDER = (4, 40)
"""How far above what is proven to be least a frame may be on each level but the last
where it cannot be there, tried in turn."""

OTHERS = 3
"""Other groups that are tried between asking in two ways whether any cost less."""

ROOMS = (1, 15)
"""How far above its floor the level of the hosts may be, tried in turn."""

EARLY = 3
"""How many times what was spent must be left for a question before there is a plan."""

REACH = 16
"""How far above its floor a level is looked for that cannot keep it."""


class Framing(Filling):
    """Looks for groups that have a frame at what is proven to be least, or near it."""

    _draws: int
    _tried: set[tuple[str, int, str, float]]
    """Gaps asked about: level and value, how, and how patiently."""

    def _planned(self, start: Assignment) -> Assignment | None:
        """Find a plan: with the groups that are best for themselves, or with others."""
        best = self._best_groups()
        found = self._begun(best, start)
        if found is not None:
            return found
        for groups in self._groupings(start, best) if best.group else ():
            found = self._framed(groups, self._floors, start)
            if found is not None or self._budget.over:
                return found
        return self._widened(best, self._floors, start)

    def _begun(self, groups: Assignment, start: Assignment) -> Assignment | None:
        """Plan with given groups, or with others where those are above the floor.

        Others are asked for at once as long as time is plenty: hours and places of
        the first frame are of no use to theirs.
        """
        last, caps = self._sums()[-1], self._at(self._floors)
        drafted = self._drafted(groups, caps, self._floors, start)
        if drafted is None:
            return None
        value = drafted.values[last]
        plenty = self._budget.left > EARLY * self._budget.elapsed
        above = value > self._floors[last] and last in self._framable
        if above and plenty and groups.group:
            self._tried.add((last, value, BRANCHING, PATIENCE[0]))
            found = self._questioned(last, drafted.frame, drafted.values, BRANCHING)
            if found is not None:
                return found
        return self._filled(*drafted)

    @abstractmethod
    def _questioned(
        self, gap: str, held: Assignment, values: Caps, search: str
    ) -> Assignment | None:
        """Ask for groups or a frame that cost less, or prove that there are none."""

    def _groupings(self, start: Assignment, best: Assignment) -> Iterator[Assignment]:
        """Yield groups that may have a frame at the floors where the best have none.

        The floors are raised on the way, as no groups can keep them.
        """
        yield from self._meeting(start, best)
        for room in ROOMS if "hosts" in self._relaxed else ():
            solved = self._lowest(start.merged(best), room)
            if solved.found is not None:
                yield self._grouping(solved.found)
            if solved.outcome is not Outcome.INFEASIBLE:
                break

    def _meeting(self, start: Assignment, best: Assignment) -> Iterator[Assignment]:
        """Yield groups for whose meetings there are better days than for the best."""
        early = self._before_hosts()
        days = self._dated(best, self._floors, start).values
        dear = next((k for k in early if days.get(k, 0) > self._floors[k]), None)
        if dear is not None:
            levels = early[: early.index(dear) + 1]
            caps = {**self._floors, dear: days[dear] - 1}
            solved = self._told(self._parts.meetings, caps, levels, start)
            yield best if solved.found is None else self._grouping(solved.found)

    def _dated(self, groups: Assignment, floors: Caps, start: Assignment) -> Solved:
        """Solve the days together for given groups, for the levels before hosts."""
        early = self._before_hosts()
        caps = {level: floors[level] + REACH for level in early}
        part = self._parts.calendar
        return self._descended(part, groups, caps, floors, start, early)

    def _lowest(self, start: Assignment, room: int) -> Solved:
        """Ask for groups with which the level of hosts is little above its floor."""
        level = self._relaxed["hosts"][0]
        levels = [*self._before_hosts(), level]
        caps = {**self._floors, level: self._floors[level] + room}
        return self._told(self._parts.master, caps, levels, start)

    def _widened(
        self, groups: Assignment, floors: Caps, start: Assignment
    ) -> Assignment | None:
        """Plan with given groups above the floors, as the days together ask for."""
        early = self._before_hosts()
        days = self._dated(groups, floors, start)
        if days.found is None:
            return None
        floors = {**floors, **{level: days.values[level] for level in early}}
        late = set(self._sums()) - set(early)
        start = start.merged(days.found)
        for room in (
            *(dict.fromkeys(late, k) for k in WIDER),
            dict.fromkeys(floors, WIDER[-1]),
        ):
            found = self._framed(groups, floors, start, room)
            if found is not None or self._budget.over:
                return found
        return None

    def _regrouped(self, gap: str, held: Assignment, values: Caps) -> Assignment | None:
        """Look for less on a level with a few other groups that are as good."""
        for _ in range(OTHERS if self._best_groups().group else 0):
            self._draws += 1
            drawn = self._solver.drawn(self._parts.groups, values, held, self._draws)
            if drawn is None or self._budget.over:
                return None
            found = self._cheaper(self._grouping(drawn), gap, held, values)
            if found is not None:
                return found
        return None

    def _cheaper(
        self, groups: Assignment, gap: str, held: Assignment, values: Caps
    ) -> Assignment | None:
        """Plan with given groups, if it then costs less on a level."""
        order = self._sums()
        less = below(order[: order.index(gap) + 1], values)
        if gap == order[-1]:
            return self._completed(groups, {**values, **less}, self._floors, held)
        return self._framed(groups, {**self._floors, **less}, held)

    def _framed(
        self,
        groups: Assignment,
        floors: Caps,
        start: Assignment,
        room: Caps = NO_ROOM,
    ) -> Assignment | None:
        """Plan with given groups, with room above the floors of levels but the last."""
        return self._completed(groups, self._at(floors, room), floors, start)

    def _before_hosts(self) -> list[str]:
        """Levels before that of the hosts, or before the last if they cost on none."""
        order = self._sums()
        level = self._relaxed["hosts"][0] if "hosts" in self._relaxed else ""
        return order[: order.index(level)] if level in order else order[:-1]
