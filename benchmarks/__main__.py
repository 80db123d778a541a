"""Run the benchmarks: ``python -m benchmarks [family ...] [--seeds 20] [--smoke]``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import date

from benchmarks.registry import Table, families


def main() -> int:
    """Run the families asked for and print a table and a verdict for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("family", nargs="*", help="families to run; all by default")
    parser.add_argument("--seeds", type=int, default=20, help="seeds 0 to N-1")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds a solve")
    parser.add_argument("--smoke", action="store_true", help="one seed, 60 s")
    given = parser.parse_args()
    known = {family.name: family for family in families()}
    unknown = set(given.family) - set(known)
    if unknown:
        parser.error(f"no family {sorted(unknown)}; there are {sorted(known)}")
    seeds = range(1 if given.smoke else given.seeds)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    _say(f"{date.today().isoformat()}, {machine}")  # noqa: DTZ011 - a printed date
    for name in given.family or known:
        family = known[name]
        table = family.run(seeds, 60.0 if given.smoke else given.limit)
        _say(f"\n## {family.name}: {family.purpose}\n")
        _print(table)
        _say(f"\n{family.bar(table)}")
    return 0


def _print(table: Table) -> None:
    heads = list(table[0])
    rows = [[str(row[head]) for head in heads] for row in table]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in [heads, ["-" * width for width in widths], *rows]:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        _say(f"| {' | '.join(cells)} |")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
