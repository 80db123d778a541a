"""One solve in a process of its own, so that cpu and memory are its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys


def measured(
    size: str,
    seed: int,
    difficulty: str,
    limit: float,
    forms: tuple[str, str] = ("single_days", "week"),
) -> dict[str, object]:
    """Solve one sample in a new process and return its row.

    ``forms`` are those of the module and the practicum.
    """
    command = [sys.executable, "-m", "benchmarks.measure"]
    command += [size, str(seed), difficulty, str(limit), *forms]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed:\n{done.stderr[-2000:]}")
    row: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return row


def main(
    size: str, seed: str, difficulty: str, limit: str, module: str, practicum: str
) -> None:
    """Solve one sample here and print its row as JSON."""
    from leaderplan import samples
    from leaderplan.check import check
    from leaderplan.options import SolveOptions
    from leaderplan.solve import solve

    programme = samples.programme(
        size, int(seed), difficulty, module=module, practicum=practicum
    )
    before = _cpu()
    result = solve(programme, SolveOptions(time_limit=float(limit), seed=1))
    row: dict[str, object] = {
        "seed": int(seed),
        "status": result.status.value,
        "value": "",
        "bound": "",
        "hard": "",
        "cpu s": round(_cpu() - before, 2),
        "wall s": round(result.seconds, 2),
        "MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "det": 0.0,
    }
    if result.plan is not None and result.certificate is not None:
        levels = result.certificate.levels
        row["value"] = [level.value for level in levels]
        row["bound"] = [level.bound for level in levels]
        row["hard"] = len(check(programme, result.plan).hard)
        row["det"] = max((level.effort for level in levels), default=0.0)
    sys.stdout.write(json.dumps(row) + "\n")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:7])
