"""Solve a programme: a checked plan with its proof, or why there is none."""

from __future__ import annotations

import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import metadata
from math import inf
from platform import python_version

from leaderplan.answers import Conflict
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError, LeaderplanError, OutOfMemory
from leaderplan.model.conflict import conflict_in, unexplained
from leaderplan.model.joint import JointSearch
from leaderplan.model.near import Start, kept_for_nearness
from leaderplan.model.parts import Part
from leaderplan.model.portions import portions
from leaderplan.model.run import Budget
from leaderplan.model.search import SMALL, Search
from leaderplan.model.searched import Searched
from leaderplan.options import SolveOptions
from leaderplan.progress import Progress, shown
from leaderplan.result import Certificate, LevelProof, Report, Result, Status

_NO_MEMORY = "the process may not have the memory that this programme needs"

STOP_SECONDS = 1.2
"""How long an interrupt waits for the running part to give back its best plan."""

OVERTIME, SHARE_OVER = 0.5, 0.03
"""How long the end of the time limit waits for it: seconds, or a share of the limit."""

TICK = 0.05
"""Seconds between two looks at the clock and for interrupts."""

EXPLAINING = 2
"""One in so many parts of what is left may be spent to name a conflict."""


def solve(programme: Programme, options: SolveOptions | None = None) -> Result:
    """Find the best plan of a programme and prove how good it is.

    Parameters
    ----------
    programme
        The facts and rules.
    options
        Limits, seed and reporting; defaults of :class:`SolveOptions`.

    Returns
    -------
    Result
        With a plan that the independent check accepts when the status is
        optimal or feasible, and a conflict when it is infeasible. An interrupt
        (Ctrl-C, the notebook's stop button) returns the best plan so far, and so
        does the end of the time limit; both within a second or so, even where
        a solver does not stop at once: its thread then ends by itself.

    Raises
    ------
    OutOfMemory
        When the process may not have the memory needed and there is no plan yet;
        where there is one it is returned, with a warning.
    InternalError
        When model and check contradict each other: a defect in leaderplan.
    """
    return solved(programme, options or SolveOptions())


def solved(
    programme: Programme, options: SolveOptions, start: Start | None = None
) -> Result:
    """Solve as :func:`solve` does; near another plan, where a start is given."""
    budget = Budget(*options.limits)
    with _interrupts() as heard, shown(options.progress) as tell:
        return _Task(programme, options, budget, tell, start).result(heard)


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Note Ctrl-C while solving, however often, instead of raising it anywhere.

    Yields
    ------
    Callable[[], bool]
        Whether there was one. Where Python's own way to take them is none (they
        are ignored, or end the process), that is left as it is.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield lambda: False
        return
    heard: list[int] = []
    # OR-Tools, run with its defaults, leaves the system's own handler behind, which
    # kills the process (9.15, SigintHandler); so even the same one is set anew.
    noted = (lambda number, _: heard.append(number)) if callable(before) else before
    signal.signal(signal.SIGINT, noted)
    try:
        yield lambda: bool(heard)
    finally:
        signal.signal(signal.SIGINT, before)


class _Task:
    """One solve in a thread of its own, so that an interrupt reaches the caller."""

    def __init__(
        self,
        programme: Programme,
        options: SolveOptions,
        budget: Budget,
        tell: Callable[[Progress], None],
        start: Start | None = None,
    ) -> None:
        self._programme = programme
        self._options = options
        self._budget, self._start = budget, start
        self._tell = tell
        self._search: Search | JointSearch | None = None
        self._reports: list[tuple[Plan, Report]] = []
        self._done = threading.Event()
        self._left = False
        self._came: Result | BaseException | None = None

    def _made(self) -> Search | JointSearch:
        programme, seed, start = self._programme, self._options.seed, self._start
        budget = self._budget if start is None else kept_for_nearness(self._budget)
        given = (programme, budget, seed, self._values, self._report)
        divided = portions(programme)
        if len(divided) == 1 or len(programme.session_keys) <= SMALL:
            return Search(*given, start=start)
        return JointSearch(
            *given,
            portions=divided,
            values_in=_values,
            workers=self._options.workers,
            executor=self._options.executor,
        )

    def _values(self, plan: Plan) -> dict[str, int]:
        report = _checked(self._programme, plan)
        self._reports.append((plan, report))
        return dict(report.levels)

    def _report(self, progress: Progress) -> None:
        if self._left:
            return
        try:
            self._tell(progress)
        except Exception as error:
            raise LeaderplanError(f"the progress function failed: {error}") from error

    def result(self, interrupted: Callable[[], bool]) -> Result:
        """Run to the end, the limit or an interrupt, and tell what came of it."""
        worker = threading.Thread(target=self._work, daemon=True, name="leaderplan")
        try:
            worker.start()
        except RuntimeError as error:
            raise OutOfMemory(f"{_NO_MEMORY} ({error}).") from error
        self._wait(worker, interrupted)
        self._left = True
        ended = self._done.is_set() or not worker.is_alive()
        came = self._came if ended else None
        if ended and came is None:  # memory ran out so far that it could not say so
            came = MemoryError()
        if isinstance(came, MemoryError):
            return self._saved(came)
        if isinstance(came, BaseException):
            raise came
        return came or self._told(self._so_far)

    def _wait(self, worker: threading.Thread, interrupted: Callable[[], bool]) -> None:
        """Wait for the end; not long after the limit or an interrupt."""
        over = max(OVERTIME, SHARE_OVER * self._options.time_limit)
        until = inf
        while not self._done.wait(TICK) and worker.is_alive():
            if interrupted():
                until = min(until, self._budget.elapsed + STOP_SECONDS)
            if self._budget.left <= 0:
                until = min(until, self._budget.elapsed + over)
            if until < inf:
                self._budget.stop()
            if self._budget.elapsed >= until:
                return

    def _work(self) -> None:
        try:
            self._search = self._made()
            searched = self._search.run()
            if self._start is not None:
                searched = self._start.nearer(
                    self._programme, searched, self._budget, self._options.seed,
                    self._values,
                )  # fmt: skip
            self._came = self._told(searched, self._named)
        except BaseException as error:
            self._came = error
        finally:
            self._done.set()

    @property
    def _so_far(self) -> Searched:
        return Searched() if self._search is None else self._search.result

    def _saved(self, error: MemoryError) -> Result:
        """Give back the plan found before memory ran out."""
        found = self._so_far
        if found.plan is None:
            raise OutOfMemory(f"{_NO_MEMORY}.") from error
        warnings.warn(f"{_NO_MEMORY}: this is the best plan so far.", stacklevel=4)
        return self._told(found)

    def _named(self, programme: Programme, part: Part) -> Conflict:
        budget = self._budget.share(EXPLAINING)
        return conflict_in(programme, part, budget, self._options.seed)

    def _told(
        self,
        searched: Searched,
        named: Callable[[Programme, Part], Conflict] = unexplained,
    ) -> Result:
        told = partial(
            Result, programme=self._programme, language=self._options.language
        )
        if searched.plan is not None:
            certificate = self._certificate(searched)
            return told(
                status=Status.OPTIMAL if certificate.proven else Status.FEASIBLE,
                plan=searched.plan,
                report=next(r for plan, r in self._reports if plan is searched.plan),
                certificate=certificate,
                seconds=self._budget.elapsed,
                known=self._search.known if isinstance(self._search, Search) else {},
            )
        if searched.impossible is None:
            return told(status=Status.NO_PLAN_FOUND, seconds=self._budget.elapsed)
        conflict = named(self._programme, searched.impossible)
        seconds = self._budget.elapsed
        return told(status=Status.INFEASIBLE, conflict=conflict, seconds=seconds)

    def _certificate(self, searched: Searched) -> Certificate:
        values = searched.values
        levels = tuple(
            LevelProof(
                level=level.id,
                title=level.title,
                value=values[level.id],
                bound=searched.bounds.get(level.id, 0),
                how=searched.how.get(level.id, "parts"),
                effort=round(searched.effort, 3),
            )
            for level in self._programme.levels
        )
        return Certificate(
            programme=self._programme.fingerprint,
            seed=self._options.seed,
            versions=versions(),
            levels=levels,
            seconds=round(self._budget.elapsed, 3),
            waivers=tuple(map(str, self._programme.waivers)),
            cohorts=searched.cohorts,
        )


def _values(programme: Programme, plan: Plan) -> dict[str, int]:
    return dict(_checked(programme, plan).levels)


def _checked(programme: Programme, plan: Plan) -> Report:
    report = check(programme, plan)
    if not report.ok:
        faults = [*report.malformed, *(v.message for v in report.hard)]
        shown = "; ".join(fault.en for fault in faults[:3])
        raise InternalError(f"the solver's plan fails the check: {shown}")
    return report


def versions() -> dict[str, str]:
    """Versions of what a proof rests on."""
    names = ("leaderplan", "ortools", "pydantic")
    found = {"python": python_version()}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "from source"
    return found
