"""One CP-SAT model of everything, given to the solver in one go.

The model is leaderplan's own *reference model*: all decisions, every rule, hard and
priced, nothing fixed, no hints. That is kinder to this method than a model written from
nothing: each rule is stated as the library states it, and days that a rule on a single
choice or a distance rules out have no variable, which presolve finds as well. What it
does without is what the library does beyond a model: parts, frames, possible groups,
bounds and cuts of its own, and parameters of the solver; these are CP-SAT's defaults.

The library's part ``whole`` is the same with a literal for each day together and one
choice of host and week. It proves more, but finds later: with 2 workers it had no plan
of the first sample after 180 seconds, where the reference model had one after 152.
"""

from __future__ import annotations

import os
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.methods.answer import Answer, Clock, stopping
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import to_plan
from leaderplan.model.build import Built, reference
from leaderplan.model.literals import bounds

SEED = 1

MOST = 2**62
"""The most that a weighted sum may come to; CP-SAT counts in 64 bits."""


class _First(cp_model.CpSolverSolutionCallback):
    """Notes when there is a first plan."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def on_solution_callback(self) -> None:
        """Note the time."""
        self._clock.found()


class _Search:
    """The runs of one monolith."""

    def __init__(self, built: Built, limit: float, workers: int, clock: Clock) -> None:
        self.built = built
        self.clock = clock
        self._seconds = limit * min(workers, os.cpu_count() or 1)
        self._workers = workers
        self.effort = 0.0
        self.costs: dict[str, Any] = {
            row.id: built.cost(row.id) for row in built.programme.levels
        }

    def run(self, objective: Any) -> cp_model.CpSolver | None:
        """Minimise within what is left; ``None`` where no time is."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = SEED
        if self.clock.cpu >= self._seconds:
            return None
        self.built.model.minimize(objective)
        with stopping(self.clock, self._seconds, solver.stop_search):
            solver.solve(self.built.model, _First(self.clock))
        self.effort += solver.response_proto.deterministic_time
        return solver


def monolith(programme: Programme, limit: float, workers: int) -> Answer:
    """Solve a programme as one model with so many workers.

    It may use the cpu-seconds that its workers have in ``limit`` seconds of an idle
    machine, whatever else runs beside it.

    Levels are compared in order by weights, each above all that the levels after it can
    come to; where such weights are too large for the solver, level by level, each held
    at its value before the next.
    """
    clock = Clock()
    built = reference(programme)
    search = _Search(built, limit, workers, clock)
    weights, most = _weights(search.costs)
    answer = _weighted(search, weights) if most < MOST else _in_turn(search)
    answer.note = f"{answer.note}, {len(built.model.proto.variables)} variables"
    answer.first, answer.first_cpu = clock.first, clock.first_cpu
    answer.effort = round(search.effort, 1)
    return answer


def _weights(costs: dict[str, Any]) -> tuple[dict[str, int], int]:
    """Weigh each level above all later ones; return the most of the sum as well."""
    weights, weight = {}, 1
    for level, cost in reversed(costs.items()):
        weights[level] = weight
        weight *= 1 + (cost if isinstance(cost, int) else bounds(cost)[1])
    return weights, weight


def _weighted(search: _Search, weights: dict[str, int]) -> Answer:
    total = sum(weights[level] * cost for level, cost in search.costs.items())
    solver = search.run(total)
    answer = _answer(search, solver)
    answer.note, values = "weighted sum", None
    if solver is not None and answer.status != "infeasible":
        values = None if answer.plan is None else _values(search, solver)
        answer.bounds = split(solver.best_objective_bound, weights, values)
    if answer.status == "optimal" and values is not None:
        answer.bounds = list(values.values())
    return answer


def split(
    bound: float, weights: dict[str, int], values: dict[str, int] | None
) -> list[int]:
    """Read the bound of a weighted sum as one of each level, in order.

    A level's bound says something only where all levels before it are at theirs. The
    solver tells the bound as a floating-point number, of which 15 digits count.
    """
    exact = max(0.0, bound)
    left = int(exact if exact <= 2**50 else exact * (1 - 2**-50))
    found, sure = [], True
    for level, weight in weights_in_order(weights):
        share = left // weight if sure else 0
        found.append(share)
        sure = sure and values is not None and share >= values[level]
        left -= share * weight
    return found


def weights_in_order(weights: dict[str, int]) -> list[tuple[str, int]]:
    """Levels with their weights, the first level first."""
    return list(reversed(weights.items()))


def _values(search: _Search, solver: cp_model.CpSolver) -> dict[str, int]:
    return {
        level: cost if isinstance(cost, int) else int(solver.value(cost))
        for level, cost in search.costs.items()
    }


def _in_turn(search: _Search) -> Answer:
    answer, found, sure = Answer("no_plan_found"), list[int](), True
    for cost in search.costs.values():
        if isinstance(cost, int):
            found.append(cost)
            continue
        solver = search.run(cost)
        if solver is None:
            break
        now = _answer(search, solver)
        if now.plan is None:
            break
        answer = now
        value = int(solver.value(cost))
        found.append(round(solver.best_objective_bound) if sure else 0)
        sure = sure and found[-1] == value
        search.built.model.add(cost <= value)
    answer.bounds = found + [0] * (len(search.costs) - len(found))
    answer.status = "optimal" if sure and answer.plan is not None else answer.status
    answer.note = "level by level, as the weights are too large"
    return answer


def _answer(search: _Search, solver: cp_model.CpSolver | None) -> Answer:
    if solver is None:
        return Answer("no_plan_found")
    name = solver.status_name(solver.response_proto.status).lower()
    if name not in ("optimal", "feasible"):
        return Answer("infeasible" if name == "infeasible" else "no_plan_found")
    found = search.built.extract(solver)
    return Answer(name, to_plan(search.built.programme, found))
