"""The same input and seed give the same bytes, wherever and whenever they are asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from leaderplan import samples
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.io.json import to_json
from leaderplan.model.portions import portions
from tests.model.test_search import planted_programmes

FULL = "LEADERPLAN_FULL" in os.environ
HASH_SEEDS = ("0", "1", "4711")
RUNS = 20 if FULL else 3
EFFORT = 10.0 if FULL else 0.5
"""Deterministic seconds for a cohort of 32; the year is planned within the greater."""

KEPT, DRAWN = (20, 400) if FULL else (2, 60)
"""Small programmes of several cohorts and as many of one; out of so many."""

SOLVING = """
import json, sys
import leaderplan as lp
import leaderplan.solve
from pathlib import Path

# Also where there are few sessions, cohorts are planned one after the other.
sys.modules["leaderplan.solve"].SMALL = 0
effort = float(sys.argv[1])
for path in sys.argv[2:]:
    programme, told = lp.from_json(Path(path)), []
    options = lp.SolveOptions(
        deterministic=True, deterministic_limit=effort, seed=3,
        progress=lambda report: told.append((report.part, str(report.levels))),
    )
    result = lp.solve(programme, options)
    proof = result.certificate
    print(json.dumps([
        result.status.value,
        result.plan and result.plan.model_dump_json(),
        proof and proof.model_dump_json(exclude={"seconds"}),
        str(result.conflict), told,
    ]))
"""


def solved(paths: list[Path], effort: float, hash_seed: str) -> bytes:
    """Solve programmes in a process of its own; return all that it tells of them."""
    run = subprocess.run(
        [sys.executable, "-c", SOLVING, str(effort), *map(str, paths)],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


@contextmanager
def busy() -> Iterator[None]:
    """Keep a processor busy with something else."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as beside:
        try:
            yield
        finally:
            beside.kill()


def told_of(paths: list[Path], effort: float, runs: int) -> set[bytes]:
    """Solve in turn under each hash seed, every second time beside a busy process."""
    told = set()
    for number in range(runs):
        with ExitStack() as stack:
            if number % 2:
                stack.enter_context(busy())
            told.add(solved(paths, effort, HASH_SEEDS[number % len(HASH_SEEDS)]))
    return told


def drawn() -> list[Programme]:
    """Draw small programmes that have a plan, half of them of several cohorts."""
    found: dict[bool, list[Programme]] = {True: [], False: []}

    @settings(
        max_examples=DRAWN,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(planted_programmes())
    def collect(planted: tuple[Programme, Plan]) -> None:
        found[len(portions(planted[0])) > 1].append(planted[0])

    collect()
    assert min(map(len, found.values())) >= KEPT
    return [*found[True][:KEPT], *found[False][:KEPT]]


@pytest.mark.slow
def test_a_cohorts_year_is_repeated_to_the_byte(tmp_path: Path) -> None:
    """Plan, proof and progress of 32 people do not depend on hashing or on load."""
    path = tmp_path / "programme.json"
    to_json(samples.programme("S", seed=0), path)
    (told,) = told_of([path], EFFORT, RUNS)
    assert not FULL or told.startswith(b'["optimal"')


@pytest.mark.slow
def test_small_programmes_are_repeated_to_the_byte(tmp_path: Path) -> None:
    """Nor do they for programmes of all sorts, of several cohorts too."""
    paths = []
    for number, programme in enumerate(drawn()):
        paths.append(tmp_path / f"{number}.json")
        to_json(programme, paths[-1])
    (told,) = told_of(paths, 5.0 if FULL else 0.5, len(HASH_SEEDS))
    assert told.count(b"\n") == len(paths)
    assert told.count(b'["no_plan_found"') < len(paths)
