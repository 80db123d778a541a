"""A process in which calendars are understood, so that none can hold up this one.

It is a Python of its own, started afresh: what it reads comes through its input, what
it found leaves through its output, and after the time limit it is ended.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import IO, Any, cast

from leaderplan.errors import InternalError
from leaderplan.io.availability.lines import Unreadable
from leaderplan.io.availability.policy import AvailabilityPolicy, ReadingLimits

START_SECONDS = 60.0
"""Longest that the process may take to start, on a busy machine."""

_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.stdin.buffer.readline()); "
    "from leaderplan.io.availability.child import serve; serve()"
)


def serve() -> None:
    """Answer requests until the input ends; runs in the process itself."""
    import icalendar  # noqa: F401 loading it is not to count as reading
    import recurring_ical_events  # noqa: F401

    given, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a dependency prints is not an answer
    _send(out, b"{}")
    while (policy := _receive(given)) is not None:
        data = _receive(given) or b""
        _send(out, json.dumps(_answer(data, policy)).encode())


def _answer(data: bytes, given: bytes) -> dict[str, Any]:
    from leaderplan.io.availability.reading import read_calendar

    policy = AvailabilityPolicy.model_validate_json(given)
    _confine(policy.limits)
    try:
        return read_calendar(data, policy).plain()
    except Unreadable as fault:
        return {"code": fault.code, "fields": fault.fields}
    except (MemoryError, RecursionError):
        return {"code": "too_hard", "fields": {}}


def _confine(limits: ReadingLimits) -> None:
    """Keep the process to so much memory and work, where the system can.

    The work is limited for when nobody is there any more to end the process.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    memory = limits.memory << 20
    seconds = int(time.process_time() + limits.seconds) + 2
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return data if len(data) == size else None


class Child:
    """The process as seen from outside; started when it is first asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, policy: AvailabilityPolicy) -> dict[str, Any]:
        """Have a calendar read.

        Raises
        ------
        Unreadable
            When it cannot be, or takes too long.
        """
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._started()
        parts = [policy.model_dump_json().encode(), data]
        begun = time.monotonic()
        answer = self._ask(process, parts, policy.limits.seconds)
        if answer is None:
            self.close()
            if time.monotonic() - begun < policy.limits.seconds:
                raise Unreadable("too_hard")  # it ended by itself
            raise Unreadable("too_slow", most=f"{policy.limits.seconds:g}")
        found: dict[str, Any] = json.loads(answer)
        if "code" in found:
            raise Unreadable(found["code"], **found["fields"])
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        self._process = process = subprocess.Popen(  # noqa: S603 this very Python
            [sys.executable, "-I", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        given = cast("IO[bytes]", process.stdin)
        with contextlib.suppress(OSError):
            given.write(json.dumps([str(place) for place in sys.path]).encode() + b"\n")
            given.flush()
        if self._ask(process, [], START_SECONDS) is None:
            self.close()
            raise InternalError("the process that reads calendars did not start")
        return process

    def _ask(
        self, process: subprocess.Popen[bytes], parts: list[bytes], seconds: float
    ) -> bytes | None:
        given, out = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        timer = threading.Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            for part in parts:
                _send(given, part)
            return _receive(out)
        except OSError:  # it has ended, by the timer or by itself
            return None
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


@contextlib.contextmanager
def child() -> Iterator[Child]:
    """Give a process for a while."""
    made = Child()
    try:
        yield made
    finally:
        made.close()
