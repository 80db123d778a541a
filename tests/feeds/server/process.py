"""A server process of the example's calendars, to be run with ``python -m``.

It says on which port it listens, and releases the second plan when told so by a line
on its standard input.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from leaderplan.feeds.server.run import log_to_stderr, server
from tests.feeds.server.serving import Clock, app_of, links, second

ROOT = Path(__file__).resolve().parents[3]


class Running(NamedTuple):
    """A server process and the port that it listens on."""

    process: subprocess.Popen[str]
    port: int

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        text = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        (line,) = (li for li in text.splitlines() if li.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextlib.contextmanager
def running(log: Path) -> Iterator[Running]:
    """Run the server in a process of its own, with its log in a file."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env = {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "tests.feeds.server.process"]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=errors, text=True,
        ) as process,
    ):  # fmt: skip
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.strip().isdigit(), log.read_text("utf-8")
        try:
            yield Running(process, int(line))
        finally:
            process.terminate()
            process.wait(20)


def main() -> None:
    """Serve until terminated."""
    log_to_stderr()
    held = links()
    app = app_of(held, Clock(), time.monotonic, rate=1e6, burst=10**6)
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(listening.getsockname()[1])  # noqa: T201 - what the parent reads

    def listen() -> None:
        for _ in sys.stdin:
            held.made = second(held.made)
            print("released")  # noqa: T201 - what the parent reads

    threading.Thread(target=listen, daemon=True).start()
    server(app, "127.0.0.1", 0).run(sockets=[listening])


if __name__ == "__main__":
    main()
