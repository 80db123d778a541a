"""What a method gives back, and the clock by which it tells its first plan."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from leaderplan.domain.plan import Plan

TICK = 0.25
"""Wall-clock seconds between two looks at the clock."""

PATIENCE = 10.0
"""How many times its cpu-seconds a search may take by the wall clock."""


@dataclass
class Answer:
    """What a method found.

    Parameters
    ----------
    status
        ``optimal``, ``feasible``, ``infeasible``, ``no_plan_found``, or ``broken``: a
        plan that breaks hard rules.
    plan
        The plan, where there is one.
    bounds
        Proven bound of each level, in order; empty where the method proves nothing.
    first, first_cpu
        Wall-clock and cpu seconds to the first plan without a hard violation.
    effort
        Deterministic seconds of CP-SAT, where it was used.
    note
        What else is to be said, in words.
    """

    status: str
    plan: Plan | None = None
    bounds: list[int] = field(default_factory=list)
    first: float | None = None
    first_cpu: float | None = None
    effort: float | None = None
    note: str = ""


class Clock:
    """Wall-clock and cpu seconds since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), cpu_seconds()
        self.first: float | None = None
        self.first_cpu: float | None = None

    @property
    def wall(self) -> float:
        """Wall-clock seconds."""
        return time.monotonic() - self._wall

    @property
    def cpu(self) -> float:
        """User and system seconds of this process, all its threads included."""
        return cpu_seconds() - self._cpu

    def found(self) -> None:
        """Note the time of a plan, where it is the first."""
        if self.first is None:
            self.first, self.first_cpu = round(self.wall, 2), round(self.cpu, 2)


@contextmanager
def stopping(
    clock: Clock, seconds: float, stop: Callable[[], object]
) -> Iterator[None]:
    """Stop a search once it has used what some seconds of an idle machine would give.

    A wall clock would give a method less where other programs run beside it.

    Parameters
    ----------
    clock
        Its cpu-seconds count.
    seconds
        Cpu-seconds in all; in no case more than :data:`PATIENCE` times as many by the
        wall clock.
    stop
        Called once, from another thread.
    """
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(TICK):
            if clock.cpu >= seconds or clock.wall >= PATIENCE * seconds:
                stop()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def cpu_seconds() -> float:
    """User and system seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
