"""One method on one sample in a new process, so that cpu and memory are its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from functools import cache
from typing import Any

from benchmarks.methods import LEADERPLAN, method
from benchmarks.methods.answer import Answer, Clock
from leaderplan import samples
from leaderplan.check import check
from leaderplan.domain.programme import Programme

Row = dict[str, object]


def measured(
    size: str,
    seed: int,
    difficulty: str,
    limit: float,
    forms: tuple[str, str] = ("single_days", "week"),
    by: str = LEADERPLAN,
) -> Row:
    """Plan one sample in a new process and return its row.

    Within one run the same question is measured once, so that families that compare
    leaderplan with others show one and the same row of it.

    Parameters
    ----------
    size, seed, difficulty
        As for :func:`leaderplan.samples.programme`.
    limit
        Wall-clock seconds that the method may take.
    forms
        Those of the module and the practicum.
    by
        The method, a name of :mod:`benchmarks.methods`.

    Raises
    ------
    RuntimeError
        When the process fails.
    """
    return dict(_measured(size, seed, difficulty, limit, forms, by))


@cache
def _measured(
    size: str,
    seed: int,
    difficulty: str,
    limit: float,
    forms: tuple[str, str],
    by: str,
) -> Row:
    command = [sys.executable, "-m", "benchmarks.measure"]
    command += [by, size, str(seed), difficulty, str(limit), *forms]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed:\n{done.stderr[-2000:]}")
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def row_of(programme: Programme, by: str, limit: float) -> Row:
    """Plan a programme by a method and judge the plan by leaderplan's own check.

    ``hard`` counts violations of hard rules; a plan that is malformed is none. The
    seconds are those of the method, model building included, not those of the check.
    """
    plan = method(by)
    clock = Clock()
    answer = plan(programme, limit)
    cpu, wall = clock.cpu, clock.wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "people": len(programme.participants),
        **_judged(programme, answer),
        "first s": _shown(answer.first),
        "first cpu s": _shown(answer.first_cpu),
        "cpu s": round(cpu, 2),
        "wall s": round(wall, 2),
        "MB": round(peak),
        "det": _shown(answer.effort),
        "note": answer.note,
    }


def _judged(programme: Programme, answer: Answer) -> Row:
    row: Row = {"status": answer.status, "value": "", "bound": "", "hard": ""}
    if answer.plan is not None:
        report = check(programme, answer.plan)
        if report.malformed:
            raise RuntimeError(f"a malformed plan: {report.malformed[0].en}")
        row["value"] = [report.levels[level.id] for level in programme.levels]
        row["hard"] = len(report.hard)
        if report.hard:
            row["status"] = "broken"
    if answer.bounds:
        row["bound"] = answer.bounds
    return row


def _shown(number: float | None) -> object:
    return "" if number is None else number


def main(arguments: list[str]) -> None:
    """Plan one sample here and print its row as JSON."""
    by, size, seed, difficulty, limit, module, practicum = arguments
    given: Any = (difficulty, module, practicum)  # samples refuses what is not known
    programme = samples.programme(
        size, int(seed), given[0], module=given[1], practicum=given[2]
    )
    named = {"method": by, "sample": f"{size} {difficulty}", "seed": int(seed)}
    sys.stdout.write(json.dumps(named | row_of(programme, by, float(limit))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
