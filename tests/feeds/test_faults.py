"""Publishing to a folder through failing disks, kills and readers."""

from __future__ import annotations

import errno
import itertools
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leaderplan.errors import LeaderplanError
from leaderplan.feeds import files
from tests.feeds.example import NOW, plan
from tests.feeds.reading import read
from tests.feeds.test_publish import LATER, MOVED, ledger_of, publish, served

FULL = bool(os.environ.get("LEADERPLAN_FULL"))
KILLS, READS = (100, 100_000) if FULL else (20, 10_000)
"""RELIABILITY.md 2.15 asks for the larger before a release."""

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)
CALLS = ("open", "write", "fsync", "chmod", "replace", "unlink")


class _Faulty:
    """Calls the real thing, but fails at the n-th call, or from there on."""

    def __init__(
        self, real: Callable[..., Any], number: int, code: int, for_ever: bool
    ) -> None:
        self.real, self.number, self.for_ever = real, number, for_ever
        self.code = code
        self.calls = itertools.count()

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Do it or fail."""
        current = next(self.calls)
        if current == self.number or (self.for_ever and current > self.number):
            raise OSError(self.code, os.strerror(self.code))
        return self.real(*args, **named)


class _File:
    """A file whose writing may fail half way."""

    def __init__(self, file: Any, faulty: _Faulty) -> None:
        self.file, self.faulty = file, faulty

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, data: bytes) -> None:
        """Write half of it, then the rest or fail."""
        self.file.write(data[: len(data) // 2])
        self.faulty(data[len(data) // 2 :])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def _patched(patch: pytest.MonkeyPatch, call: str, faulty: _Faulty) -> None:
    if call != "write":
        patch.setattr(files.os, call, faulty)
        return

    def opened(*args: Any) -> _File:
        file = open(*args)  # noqa: SIM115 - it is closed by its user
        faulty.real = file.write
        return _File(file, faulty)

    patch.setattr(files, "open", opened, raising=False)


def _unfinished(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.name.startswith(files.UNFINISHED)}


def _numbers() -> Iterator[int]:
    """Count calls to fail at: each of the first, then some of those for feeds."""
    return (
        itertools.count() if FULL else itertools.chain(range(4), itertools.count(4, 4))
    )


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("for_ever", [True, False])
@pytest.mark.parametrize("turn", range(3) if FULL else [0])
def test_failing_disk_keeps_every_feed_whole(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    for_ever: bool,
    turn: int,
):
    """A fault at each n-th call leaves old or new feeds; the next run mends all."""
    folder = tmp_path / "web"
    old = {f.key: f.data for f in publish(folder).feeds}
    real = getattr(os, call)
    failed = 0
    for number in _numbers():
        faulty = _Faulty(real, number, CODES[(number + turn) % 3], for_ever)
        with monkeypatch.context() as patch:
            _patched(patch, call, faulty)
            try:
                publish(folder, MOVED, LATER + timedelta(days=2 * number))
            except LeaderplanError as error:
                failed += 1
                assert "expected to write feeds to" in str(error)  # noqa: PT017
                assert os.strerror(faulty.code) in str(error)  # noqa: PT017
        if next(faulty.calls) <= number:
            break  # there is no n-th call any more
        ledger = ledger_of(folder)
        assert set(served(folder)) - _unfinished(folder) == {
            ledger.file_of(key) for key in old
        }
        assert all(
            read((folder / f"{ledger.file_of(key)}").read_bytes()) for key in old
        )
        made = publish(folder, plan(), LATER + timedelta(days=2 * number + 1))
        assert served(folder) == {
            made.ledger.file_of(f.key): f.data for f in made.feeds
        }
        assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    # Cleaning up after a fault may fail without a word; the next run does it.
    assert failed >= (0 if call == "unlink" else 4)


KILLED = """
import itertools, os, signal, sys, time
from datetime import timedelta
from pathlib import Path
from tests.feeds.test_publish import MOVED, NOW, plan, publish
hours = itertools.count(1)
for line in sys.stdin:
    first = next(hours)
    child = os.fork()
    if child == 0:
        for number in itertools.count():
            now = NOW + timedelta(hours=1000 * first + number)
            publish(Path(sys.argv[1]), (MOVED, plan())[number % 2], now)
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""


class _Readers:
    """Two readers who read every feed all the time, and note what is not whole."""

    def __init__(self, paths: list[Path]) -> None:
        self.reads, self.torn = [0, 0], []
        self.done = threading.Event()
        self.threads = [
            threading.Thread(target=self._read, args=(number, itertools.cycle(paths)))
            for number in range(2)
        ]

    def _read(self, number: int, paths: Iterator[Path]) -> None:
        while not self.done.is_set() or self.reads[number] < READS // 2:
            path = next(paths)
            try:
                data = path.read_bytes()
            except OSError as error:
                data = str(error).encode()
            whole = data.count(b"BEGIN:VEVENT") == data.count(b"END:VEVENT") > 0
            if not whole or not data.endswith(b"END:VCALENDAR\r\n"):
                self.torn.append((path, data))
            self.reads[number] += 1

    def __enter__(self) -> _Readers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join()


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot kill -9")
def test_readers_see_whole_feeds_through_kills(tmp_path: Path):
    """No read of a feed is torn or missing while publishing runs are killed."""
    folder = tmp_path / "web"
    names = set(publish(folder) and served(folder))
    rng = random.Random(1)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder)],
        env=env,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        with _Readers([folder / name for name in names]) as readers:
            for _ in range(KILLS):
                run.stdin.write(f"{rng.uniform(0.02, 0.3)}\n")
                run.stdin.flush()
                assert run.stdout.readline() == "killed\n"
        run.stdin.close()
    assert readers.torn == []
    assert sum(readers.reads) >= READS
    # Each run that was killed had published before: the ledger has gone on.
    assert ledger_of(folder).released > NOW + timedelta(hours=1000 * (KILLS // 2))
    made = publish(folder, now=NOW + timedelta(hours=1000 * (KILLS + 1)))
    assert served(folder) == {made.ledger.file_of(f.key): f.data for f in made.feeds}
    left = [p for p in tmp_path.rglob("*") if p.name.startswith(files.UNFINISHED)]
    assert left == []
