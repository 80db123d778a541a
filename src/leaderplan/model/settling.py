"""The other levels of what a replanning opens, improved in the model there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.build import Built
from leaderplan.model.literals import bounds
from leaderplan.model.parts import Part

MOST = 2**45
"""What levels that are one run may come to together; far from where sums overflow."""


class Settling:
    """Goes on with a model in which something has been found.

    Parameters
    ----------
    solver, part
        What solves it, and of what it is the model.
    built
        The model.
    found
        What was found.
    effort
        Deterministic seconds of each run.
    """

    def __init__(
        self,
        solver: Lexicographic,
        part: Part,
        built: Built,
        found: Assignment,
        effort: float,
    ) -> None:
        self._solver, self._part, self._built = solver, part, built
        self.found, self._effort = found, effort

    def hold(self, level: str, value: int) -> None:
        """State that a level costs no more than it does."""
        cost = self._built.cost(level)
        if not isinstance(cost, int):
            self._built.model.add(cost <= value)

    def improve(self, levels: Iterable[str]) -> None:
        """Improve levels, each held before the next; as many in one run as fit."""
        costs = [self._built.cost(level) for level in levels]
        open_ = [cost for cost in costs if not isinstance(cost, int)]
        while open_:
            taken = _fitting(open_)
            goal = _weighted(taken)
            open_ = open_[len(taken) :]
            self._built.model.minimize(goal)
            value = self._run()
            if value is None:
                return
            if open_:
                self._built.model.add(goal <= value)

    def begin(self, before: Assignment) -> None:
        """Begin what stays in its block of its day when it began before.

        Nothing changes where not all of it can.
        """
        calendar = self._built.programme.calendar
        slots, held = calendar.slots_per_block, self._built.decisions.held
        same = {
            key: was
            for key, (day, slot) in self.found.start.items()
            if (was := before.start.get(key)) is not None
            and (day, slot // slots) == (was[0], was[1] // slots)
            and key in held
        }
        if all(self.found.start[key] == was for key, was in same.items()):
            return
        for key, was in same.items():
            time = held[key].time
            self._built.model.add(time.start == time.timeline.start(*was))
        self._built.model.clear_objective()  # type: ignore[no-untyped-call]
        self._run()

    def _run(self) -> int | None:
        """Keep what a run finds; return its value, ``None`` where nothing is found."""
        self._built.hint(self.found)
        run = self._solver.run(self._built, self._part, self._effort)
        if not run.found:
            return None
        self.found = self._built.extract(run.solver)
        return run.value


def _fitting(costs: list[Any]) -> list[Any]:
    """Return the first costs that are one goal together, at least one."""
    most, taken = 1, list[Any]()
    for cost in costs:
        low, high = bounds(cost)
        most *= high - low + 1
        if taken and most > MOST:
            break
        taken.append(cost)
    return taken


def _weighted(costs: list[Any]) -> Any:
    """Add costs up so that one unit of a level outweighs all that come after it."""
    goal: Any = 0
    weight = 1
    for cost in reversed(costs):
        low, high = bounds(cost)
        goal = goal + weight * cost
        weight *= high - low + 1
    return goal
