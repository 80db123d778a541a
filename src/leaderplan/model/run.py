"""Running the solvers: limits, stopping, and what a run proved."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from ortools.math_opt.python import solve as math_opt
from ortools.math_opt.python.parameters import SolveParameters, SolverType
from ortools.sat.python import cp_model
from ortools.util.python.solve_interrupter import SolveInterrupter

from leaderplan.errors import InternalError
from leaderplan.model.memory import rationed

if TYPE_CHECKING:
    from ortools.math_opt.python.model import Model
    from ortools.math_opt.python.result import SolveResult

FIRST_TRY = 1.5
"""Deterministic seconds of the first of several tries to find a solution."""

PATIENT = 0.6
"""Share of the time left that a search from below, which has nothing when it is cut
short, leaves to nobody else."""


class Stopped(Exception):
    """The time was up, or an interrupt came, before a model could be solved."""


class Outcome(Enum):
    """How one run ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Run:
    """One solver run: outcome, value and bound of its objective, effort."""

    outcome: Outcome
    solver: cp_model.CpSolver
    value: int
    bound: int
    effort: float

    @property
    def found(self) -> bool:
        """Whether there is a solution."""
        return self.outcome in (Outcome.OPTIMAL, Outcome.FEASIBLE)


@dataclass
class Budget:
    """What is left to spend, shared by all runs of one solve; stoppable at once.

    Parameters
    ----------
    seconds
        Wall-clock seconds from now; ``None`` where no wall clock decides.
    effort
        Deterministic seconds in all; ``None`` is no limit.
    """

    seconds: float | None
    effort: float | None = None
    began: float = field(default_factory=time.monotonic)
    spent: float = 0.0
    stopped: bool = False
    parent: Budget | None = None
    _parts: list[Budget] = field(default_factory=list)
    _running: dict[int, Callable[[], None]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def elapsed(self) -> float:
        """Wall-clock seconds since the solve began."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Wall-clock seconds left, infinite without a limit."""
        return float("inf") if self.seconds is None else self.seconds - self.elapsed

    @property
    def over(self) -> bool:
        """Whether nothing more may be spent."""
        used_up = self.effort is not None and self.spent >= self.effort
        return self.stopped or self.left <= 0 or used_up

    def stop(self) -> None:
        """End every run at its best solution, and start no more.

        A run that is just being started does not hear it, so it must be said again
        until the search has ended.
        """
        with self._lock:
            self.stopped = True
            for end in self._running.values():
                end()
            for part in self._parts:
                part.stop()

    def go_on(self) -> None:
        """Raise :class:`Stopped` where the clock or an interrupt forbids to go on.

        Work counts only where solvers do it, so that no plan depends on the clock
        where none decides.
        """
        if self.stopped or self.left <= 0:
            raise Stopped

    @contextmanager
    def _ended_by(self, end: Callable[[], None]) -> Iterator[None]:
        """Let a stop end what is run, by a function."""
        with self._lock:
            self.go_on()
            self._running[id(end)] = end
        try:
            yield
        finally:
            with self._lock:
                del self._running[id(end)]

    def share(self, shares: int) -> Budget:
        """Return a budget of an equal share of what is left."""
        return self.part(self.left / shares, self.effort_left(shares))

    def effort_left(self, shares: int) -> float | None:
        """Deterministic seconds of an equal share of what is left."""
        return None if self.effort is None else (self.effort - self.spent) / shares

    def part(self, seconds: float, effort: float | None) -> Budget:
        """Return a budget of so much of what is left, which counts and stops here."""
        part = Budget(None if self.seconds is None else seconds, effort, parent=self)
        with self._lock:
            self._parts.append(part)
            part.stopped = self.stopped
        return part

    def add(self, spent: float) -> None:
        """Count effort, here and in what this is a share of."""
        with self._lock:
            self.spent += spent
        if self.parent is not None:
            self.parent.add(spent)

    def run(
        self,
        model: cp_model.CpModel,
        *,
        seed: int,
        effort: float,
        mixed: bool = False,
        racing: bool = False,
        rising: bool = False,
        linearization: int = 2,
        plain: bool = False,
        probing: bool = True,
        cuts: bool = False,
        callback: Any = None,
    ) -> Run:
        """Solve a model within what is left, by one worker, which repeats exactly.

        ``mixed`` lets many kinds of search take turns, neighbourhoods among them;
        ``racing`` takes what two searches find first, not repeatable; ``rising`` raises
        the bound to a solution, then best; ``plain`` is without presolve and
        probing. Each, and ``probing`` or ``cuts``, pays for models of its kind only.
        """
        solver = self._solver(effort, seed, linearization)
        given = solver.parameters
        given.num_workers, given.interleave_search = 1, mixed
        if racing and not rationed():
            # One tree search beside local search of violated constraints.
            given.num_workers, given.interleave_search = 2, False
            given.subsolvers.append("no_lp")
        given.optimize_with_core = rising
        given.cp_model_presolve = not plain
        given.cp_model_probing_level *= probing and not plain
        given.cut_level = int(cuts)
        if rising and self.seconds is not None:
            given.max_time_in_seconds *= PATIENT
        try:
            with self._ended_by(solver.stop_search):
                status = self._solved(solver, model, callback)
        except Stopped:
            return Run(Outcome.UNKNOWN, solver, 0, 0, 0.0)
        return self._told(model, solver, status)

    def _solved(
        self, solver: cp_model.CpSolver, model: cp_model.CpModel, callback: Any
    ) -> Any:
        try:
            return solver.solve(model, callback)
        except IndexError:
            # OR-Tools 9.15: a rare fault of its presolve, absl::btree_map::at.
            solver.parameters.cp_model_presolve = False
            if self.seconds is not None:
                solver.parameters.max_time_in_seconds = max(self.left, 1e-3)
            return solver.solve(model, callback)

    def run_linear(
        self, model: Model, solver: SolverType, nodes: int | None = None
    ) -> SolveResult:
        """Solve a linear model within what is left of the clock.

        ``nodes`` is the most that a search for whole numbers may look at. HiGHS does
        not hear a stop; GLOP ends at once.

        Raises
        ------
        Stopped
            When nothing is left.
        """
        limit = None if self.seconds is None else timedelta(seconds=max(self.left, 0))
        params = SolveParameters(time_limit=limit, node_limit=nodes)
        interrupter = SolveInterrupter()
        with self._ended_by(interrupter.interrupt):
            result = math_opt.solve(
                model, solver, params=params, interrupter=interrupter
            )
        self.go_on()
        return result

    def _solver(
        self, effort: float, seed: int, linearization: int
    ) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        limit = effort if self.effort is None else min(effort, self.effort - self.spent)
        given = solver.parameters
        given.random_seed = seed
        given.linearization_level = linearization
        given.max_deterministic_time = max(limit, 1e-3)
        given.catch_sigint_signal = False
        given.max_presolve_iterations = 1
        # From the bound upwards as soon as there is a plan; and no cuts by default,
        # which cost more than they raise it. Both measured on twenty parts of samples.
        given.use_objective_lb_search = True
        if self.seconds is not None:
            given.max_time_in_seconds = max(self.left, 1e-3)
        return solver

    def tried(
        self,
        model: cp_model.CpModel,
        *,
        seed: int,
        effort: float,
        first: float = FIRST_TRY,
        racing: bool = False,
        rising: bool = False,
        linearization: int = 2,
        probing: bool = True,
    ) -> Run:
        """Solve a model with one seed after another, a little longer each time.

        How long a search for mere feasibility takes has a heavy tail: some seed
        finds in a second what another does not in a minute. Where a wall clock
        decides, ``racing`` lets two searches compete.
        """
        racing = racing and self.seconds is not None
        share, spent = first, 0.0
        while True:
            left = effort - spent
            given = share if left >= 2 * share else left
            found = self.run(
                model, seed=seed, effort=given, racing=racing, rising=rising,
                linearization=linearization, probing=probing or spent > 0,
            )  # fmt: skip
            spent += given
            if found.outcome is not Outcome.UNKNOWN or spent >= effort or self.over:
                return found
            share, seed = 1.5 * share, seed + 1

    def _told(
        self, model: cp_model.CpModel, solver: cp_model.CpSolver, status: Any
    ) -> Run:
        if status == cp_model.MODEL_INVALID:
            raise InternalError(f"the solver refused a model: {model.validate()}")
        spent = solver.response_proto.deterministic_time
        self.add(spent)
        outcome = {
            cp_model.OPTIMAL: Outcome.OPTIMAL,
            cp_model.FEASIBLE: Outcome.FEASIBLE,
            cp_model.INFEASIBLE: Outcome.INFEASIBLE,
        }.get(status, Outcome.UNKNOWN)
        solved = outcome in (Outcome.OPTIMAL, Outcome.FEASIBLE)
        value = round(solver.objective_value) if solved else 0
        bound = round(solver.best_objective_bound)
        return Run(outcome, solver, value, bound, spent)
