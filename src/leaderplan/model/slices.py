"""Pieces of a solve that need nothing of each other, wherever they are done."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue, LeaderplanError
from leaderplan.model.proof import Proof
from leaderplan.model.run import Budget, Stopped
from leaderplan.model.rungs import Solved
from leaderplan.model.search import Search
from leaderplan.model.searched import Searched, Within
from leaderplan.progress import Progress

LOOK = 0.1
"""Seconds after which a wait looks whether it is to end."""

ELSEWHERE = 0.5
"""Share of the time left that work elsewhere may take."""

Values = Callable[[Programme, Plan], dict[str, int]]
"""Cost of each level of a plan of a programme, from the independent check."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """What bounding a portion gave.

    Parameters
    ----------
    known
        Parts solved for it, by id, without their models.
    searched
        A plan where that was all there is to decide, or what is impossible.
    proof
        What the bounds rest on.
    effort
        Deterministic seconds spent.
    open
        Whether a plan is yet to be looked for.
    """

    known: Mapping[str, Solved]
    searched: Searched
    proof: Proof
    effort: float
    open: bool


def bound(
    programme: Programme,
    budget: Budget,
    seed: int,
    values_in: Values,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Bounded:
    """Solve what the bounds of a portion rest on, as if it were alone."""
    search = Search(
        programme, budget, seed, lambda plan: values_in(programme, plan), tell,
        small=0, within=Within(),
    )  # fmt: skip
    open_ = True
    with suppress(Stopped):
        open_ = search.bound()
    return Bounded(search.known, search.result, search.proof, budget.spent, open_)


def bound_elsewhere(
    programme: Programme,
    limits: tuple[float | None, float | None],
    seed: int,
    values_in: Values,
) -> Bounded:
    """Do as :func:`bound` in some process, within seconds and deterministic seconds."""
    return bound(programme, Budget(*limits), seed, values_in)


class Slices:
    """Does pieces of work side by side, and gives what they gave in their order.

    Parameters
    ----------
    executor
        Where they are done; without one, by ``workers`` threads here.
    workers
        Pieces done at the same time.
    budget
        Pieces that are not done when it is over are not waited for.

    Raises
    ------
    InputError
        When the executor takes no work.
    """

    def __init__(self, executor: Executor | None, workers: int, budget: Budget) -> None:
        self._executor = executor
        self._workers = workers
        self._budget = budget

    def bounded(
        self,
        programmes: Sequence[Programme],
        seed: int,
        values_in: Values,
        tells: Sequence[Callable[[Progress], None]],
    ) -> list[Bounded | None]:
        """Bound portions; ``None`` for each that was not done in time."""
        count = len(programmes)
        effort = self._budget.effort_left(2 * count)

        def here(number: int) -> Bounded | None:
            if self._budget.over:
                return None
            # What is left is for as many plans as well.
            share = self._workers / (2 * count - number)
            budget = self._budget.part(self._budget.left * share, effort)
            return bound(programmes[number], budget, seed, values_in, tells[number])

        if self._executor is None:
            with ThreadPoolExecutor(self._workers) as pool:
                done = [pool.submit(here, n) for n in range(count)]
                return [future.result() for future in done]
        timed = self._budget.seconds is not None
        limits = self._budget.left * ELSEWHERE if timed else None, effort
        futures = [
            self._sent(self._executor, programme, limits, seed, values_in)
            for programme in programmes
        ]
        return [self._taken(future) or here(n) for n, future in enumerate(futures)]

    def _sent(
        self, executor: Executor, programme: Programme, *given: Any
    ) -> Future[Bounded] | None:
        """Send a portion away; ``None`` where the workers were lost meanwhile."""
        try:
            return executor.submit(bound_elsewhere, programme, *given)
        except (BrokenExecutor, OSError):
            # A pool that is just breaking closes its pipe before it says so.
            return None
        except RuntimeError as error:
            message = f"expected an executor that takes work; it says: {error}."
            raise InputError([Issue("options/executor", message)]) from None

    def _taken(self, future: Future[Bounded] | None) -> Bounded | None:
        """Wait for a piece of work; ``None`` where it was lost or is too late."""
        until = time.monotonic() + ELSEWHERE * self._budget.left
        while future is not None and not self._budget.over:
            try:
                found = future.result(timeout=LOOK)
            except TimeoutError:
                if future.done() or time.monotonic() > until:
                    break
            except LeaderplanError:
                raise
            except Exception:
                # Its worker was killed, or it could not be sent: it is done here.
                return None
            else:
                self._budget.add(found.effort)
                return found
        if future is not None:
            future.cancel()
        return None
