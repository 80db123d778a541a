"""Portions bounded in other processes: the same plan, also where a worker is lost."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from functools import cache
from multiprocessing import get_context
from typing import Any

import pytest
from distributed import Client, LocalCluster

import leaderplan as lp
from leaderplan.check import check
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError
from leaderplan.model import slices
from leaderplan.model.portions import portions
from leaderplan.result import Result
from tests.test_repeatable import drawn

EFFORT = 30.0
"""Deterministic seconds for a programme."""


@cache
def programme() -> Programme:
    """Return a small programme of several cohorts that has a plan."""
    return drawn()[0]


@pytest.fixture(autouse=True)
def _by_cohorts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let cohorts be planned each for itself also where there are few sessions."""
    assert len(portions(programme())) > 1
    monkeypatch.setattr(sys.modules["leaderplan.solve"], "SMALL", 0)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Start two worker processes."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


class Counting(Executor):
    """Passes work on and then does something once; counts what came back whole."""

    def __init__(self, real: Executor, then: Callable[[], None] = lambda: None) -> None:
        self._real = real
        self._then = then
        self.sent: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Pass a piece of work on."""
        self.sent.append(self._real.submit(fn, *args, **kwargs))
        if len(self.sent) == 1:
            self._then()
        return self.sent[-1]


def solved(executor: Executor | None = None, workers: int = 1) -> Result:
    """Solve the programme, with no clock that decides."""
    options = lp.SolveOptions(
        deterministic=True, deterministic_limit=EFFORT, seed=3,
        executor=executor, workers=workers,
    )  # fmt: skip
    return lp.solve(programme(), options)


def told(result: Result) -> tuple[str, str]:
    """Return all that a result says of the plan and its proof."""
    assert result.plan is not None
    assert result.certificate is not None
    assert check(result.programme, result.plan).ok
    proof = result.certificate.model_dump_json(exclude={"seconds"})
    return result.plan.model_dump_json(), proof


@cache
def alone() -> tuple[str, str]:
    """Return what one process and one thread come to."""
    return told(solved())


def test_a_cluster_comes_to_the_same_plan(cluster: LocalCluster) -> None:
    """Two workers elsewhere bound the portions, and nothing else changes."""
    with Client(cluster) as client:
        executor = Counting(client.get_executor())
        assert told(solved(executor)) == alone()
    assert len(executor.sent) == len(portions(programme()))
    assert all(future.done() and not future.exception() for future in executor.sent)


def test_a_killed_worker_of_a_cluster_is_got_over(cluster: LocalCluster) -> None:
    """The plan is there all the same, and is the same."""
    with Client(cluster) as client:

        def kill() -> None:
            for pid in client.run(os.getpid).values():
                os.kill(pid, signal.SIGKILL)

        assert told(solved(Counting(client.get_executor(), kill))) == alone()


def test_a_broken_pool_is_got_over() -> None:
    """What its processes lose is done here."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        # Both processes are there: one that starts while the pool breaks would never
        # be told to end, a fault of CPython's.
        wait([pool.submit(time.sleep, 0.5) for _ in range(2)])
        assert len(pool._processes) == 2

        def kill() -> None:
            for process in list(pool._processes.values()):
                process.kill()

        executor = Counting(pool, kill)
        assert told(solved(executor)) == alone()
    assert any(future.exception() for future in executor.sent)


class Closed(ThreadPoolExecutor):
    """A pool whose pipe is closed, as that of one that is just breaking."""

    def submit(self, *_args: Any, **_kwargs: Any) -> Future[Any]:
        """Fail as the pipe does."""
        raise OSError("handle is closed")


def test_a_pool_that_is_just_breaking_is_got_over() -> None:
    """What it does not take is done here."""
    with Closed() as executor:
        assert told(solved(executor)) == alone()


def test_threads_come_to_the_same_plan() -> None:
    """However many portions are bounded side by side."""
    assert told(solved(workers=2)) == alone()


def test_an_executor_that_is_shut_down_is_refused_in_one_sentence() -> None:
    """Before anything is planned, as a fault of the options."""
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    pool.shutdown()
    with pytest.raises(InputError, match="expected an executor that takes work"):
        solved(pool)


def test_work_that_fails_elsewhere_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An executor may lose a piece of work in any way."""

    class Losing(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(OSError("no route to the worker"))
            return future

    bounded: list[Programme] = []
    bound = slices.bound

    def here(programme: Programme, *given: Any) -> slices.Bounded:
        bounded.append(programme)
        return bound(programme, *given)

    monkeypatch.setattr(slices, "bound", here)
    assert told(solved(Losing())) == alone()
    assert len(bounded) == len(portions(programme()))
