"""Interrupts of a real Jupyter kernel, at any moment of a solve."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.manager import KernelManager

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

TIMES = 50 if "LEADERPLAN_FULL" in os.environ else 5
SOONEST, LATEST = 0.1, 15.0
"""Seconds after which a solve is interrupted."""

ANSWERED = 2.0
"""Seconds within which an interrupted cell must end."""

WAITING = 120.0
"""Seconds for anything else to happen in a kernel."""

TWICE = 0.3
"""How often somebody is impatient."""

SET_UP = f"""
import json, signal, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
import leaderplan as lp
from leaderplan.solve import solve
from tests.test_solve import endless
"""

GIVEN = (
    "lp.samples.programme('S', seed={seed}, difficulty='default')",
    "lp.samples.programme('S', seed={seed}, difficulty='tight')",
    "endless()",
)
"""Two that keep all parts of the solver busy, and one with a plan at once."""

CELL = """
given = {given}
print("began", flush=True)
result = solve(given, lp.SolveOptions(time_limit=60))
signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is too late for another interrupt
broken = None if result.plan is None else len(lp.check(given, result.plan).hard)
print(json.dumps([result.status.value, broken, result.seconds]))
"""


class Kernel:
    """A kernel in a process of its own, and what it says."""

    def __init__(self) -> None:
        self.manager = KernelManager()
        self.manager.start_kernel()
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=WAITING)

    def close(self) -> None:
        """End the process."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def start(self, code: str) -> None:
        """Run a cell without waiting for its end."""
        self.cell = self.client.execute(code)

    def lines(self) -> Iterator[str]:
        """Yield each line that the cell prints, until it ends; an error is raised."""
        until = time.monotonic() + WAITING
        while time.monotonic() < until:
            try:
                message: Any = self.client.get_iopub_msg(timeout=1.0)
            except Empty:
                assert self.manager.is_alive()
                continue
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != self.cell:
                continue
            if kind == "stream" and content["name"] == "stdout":
                yield from content["text"].splitlines()
            elif kind == "error":
                raise AssertionError("\n".join(content["traceback"]))
            elif kind == "status" and content["execution_state"] == "idle":
                return
        raise AssertionError("the cell does not end")

    def run(self, code: str) -> list[str]:
        """Run a cell to its end and return what it prints."""
        self.start(code)
        return list(self.lines())


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    """Start a kernel in which two programmes are made."""
    started = Kernel()
    try:
        started.run(SET_UP)
        yield started
    finally:
        started.close()


@pytest.mark.slow
def test_an_interrupted_cell_ends_with_what_was_found(kernel: Kernel) -> None:
    """Whenever it is interrupted, once or twice, the cell ends soon with a result whose
    plan keeps every hard rule, and the kernel computes on.
    """
    draw = random.Random(1)
    times = 0
    while times < TIMES:
        given = GIVEN[times % len(GIVEN)].format(seed=draw.randrange(6))
        wait = draw.uniform(SOONEST, LATEST)
        kernel.start(CELL.format(given=given))
        lines = kernel.lines()
        assert next(lines) == "began"
        time.sleep(wait)
        kernel.manager.interrupt_kernel()
        began = time.monotonic()
        if draw.random() < TWICE:
            time.sleep(draw.uniform(0.0, 0.2))
            kernel.manager.interrupt_kernel()
        (line,) = lines
        took = time.monotonic() - began
        status, broken, seconds = json.loads(line)
        told = f"{given}: {status} {took:.2f} s after {wait:.2f}, {broken} broken"
        assert kernel.run("print(1 + 1)") == ["2"]
        if seconds < wait or status == "optimal":  # it was solved before it was heard
            assert took <= ANSWERED, told
            assert broken == 0, told
            continue
        times += 1
        assert took <= ANSWERED, told
        assert status in ("feasible", "no_plan_found"), told
        assert broken == (None if status == "no_plan_found" else 0), told
        assert given != "endless()" or wait < 8 or status == "feasible", told
