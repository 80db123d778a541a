"""Solve a programme: a checked plan with its proof, or why there is none."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from functools import partial
from importlib import metadata
from platform import python_version

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError, LeaderplanError
from leaderplan.model.conflict import conflict_in
from leaderplan.model.joint import JointSearch
from leaderplan.model.portions import portions
from leaderplan.model.run import Budget
from leaderplan.model.search import SMALL, Search
from leaderplan.model.searched import Searched
from leaderplan.options import SolveOptions
from leaderplan.progress import Progress, shown
from leaderplan.result import Certificate, LevelProof, Report, Result, Status

STOP_SECONDS = 1.5
"""How long an interrupt waits for the running part to give back its best plan."""

EXPLAIN_SHARE = 0.25
"""Share of the time limit kept for naming a conflict once one is proven."""


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
        (Ctrl-C, the notebook's stop button) returns the best plan so far.

    Raises
    ------
    InternalError
        When model and check contradict each other: a defect in leaderplan.
    """
    given = options or SolveOptions()
    seconds = None if given.deterministic else given.time_limit
    effort = given.deterministic_limit
    if given.deterministic and effort is None:
        effort = given.time_limit
    budget = Budget(seconds, effort)
    _hear_interrupts()
    with shown(given.progress) as tell:
        return _Task(programme, given, budget, tell).result()


def _hear_interrupts() -> None:
    """Make Ctrl-C reach Python again where another solver run took it away.

    OR-Tools, run with its defaults, leaves the system's own handler behind, which
    kills the process (9.15, SigintHandler).
    """
    handler = signal.getsignal(signal.SIGINT)
    if handler is not None and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, handler)


class _Task:
    """One solve in a thread of its own, so that an interrupt reaches the caller."""

    def __init__(
        self,
        programme: Programme,
        options: SolveOptions,
        budget: Budget,
        tell: Callable[[Progress], None],
    ) -> None:
        self._programme = programme
        self._options = options
        self._budget = budget
        self._tell = tell
        self._search = self._made()
        self._reports: list[tuple[Plan, Report]] = []
        self._done = threading.Event()
        self._error: BaseException | None = None

    def _made(self) -> Search | JointSearch:
        programme, seed = self._programme, self._options.seed
        given = (programme, self._budget, seed, self._values, self._report)
        divided = portions(programme)
        if len(divided) == 1 or len(programme.session_keys) <= SMALL:
            return Search(*given)
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
        try:
            self._tell(progress)
        except Exception as error:
            raise LeaderplanError(f"the progress function failed: {error}") from error

    def result(self) -> Result:
        """Run to the end, or to an interrupt, and tell what came of it."""
        worker = threading.Thread(target=self._work, daemon=True, name="leaderplan")
        try:
            worker.start()
            while not self._done.wait(0.2):
                pass
        except KeyboardInterrupt:
            self._budget.stop()
            self._done.wait(STOP_SECONDS)
        if self._error is not None:
            raise self._error
        return self._told(self._search.result)

    def _work(self) -> None:
        try:
            self._search.run()
        except BaseException as error:
            self._error = error
        finally:
            self._done.set()

    def _told(self, searched: Searched) -> Result:
        told = partial(
            Result,
            programme=self._programme,
            seconds=self._budget.elapsed,
            language=self._options.language,
        )
        if searched.plan is not None:
            certificate = self._certificate(searched)
            return told(
                status=Status.OPTIMAL if certificate.proven else Status.FEASIBLE,
                plan=searched.plan,
                report=next(r for plan, r in self._reports if plan is searched.plan),
                certificate=certificate,
            )
        if searched.impossible is None:
            return told(status=Status.NO_PLAN_FOUND)
        extra = max(2.0, EXPLAIN_SHARE * self._options.time_limit)
        seed = self._options.seed
        conflict = conflict_in(self._programme, searched.impossible, extra, seed)
        return told(status=Status.INFEASIBLE, conflict=conflict)

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
