"""Run the benchmarks: ``python -m benchmarks [family ...] [--seeds 20] [--smoke]``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from benchmarks.registry import Family, Table, families
from benchmarks.tables import Measured, load, save, text_of


def main(arguments: list[str] | None = None) -> int:
    """Run or read the families asked for; print each table and its verdict."""
    known = {family.name: family for family in families()}
    given = _parser().parse_args(arguments)
    unknown = set(given.family) - set(known)
    if unknown:
        _parser().error(f"no family {sorted(unknown)}; there are {sorted(known)}")
    tables = load(given.load) if given.load else {}
    _say(_machine())
    for family in _chosen(known, given, tables):
        if family.name not in tables:
            tables[family.name] = Measured(_machine(), _run(family, given))
        _show(family, tables[family.name])
        if given.save:
            save(given.save, tables)
    if given.draw:
        from benchmarks.drawing import draw

        draw(given.draw, tables)
        _say(f"\nThe picture is in {given.draw}.")
    return 0


def _show(family: Family, measured: Measured) -> None:
    _say(f"\n## {family.name}: {family.purpose}\n\n{text_of(measured.table)}")
    _say(f"\n{measured.machine}: {family.bar(measured.table)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "family", nargs="*", help="families; all but the long by default"
    )
    parser.add_argument("--seeds", type=int, default=20, help="seeds 0 to N-1")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds a solve")
    parser.add_argument(
        "--smoke", action="store_true", help="the quick families, one seed, 60 s"
    )
    parser.add_argument("--save", type=Path, help="store the tables in this JSON file")
    parser.add_argument(
        "--load",
        type=Path,
        help="read tables from this JSON file, and run only what is not in it",
    )
    parser.add_argument("--draw", type=Path, help="draw the tables: .svg, .png or .pdf")
    return parser


def _chosen(
    known: dict[str, Family], given: argparse.Namespace, tables: Collection[str]
) -> Iterator[Family]:
    """Yield the families asked for: the named, else the stored, else the usual ones."""
    for name, family in known.items():
        usual = family.smoke if given.smoke else not family.long
        if name in (given.family or tables or ([name] if usual else [])):
            yield family


def _run(family: Family, given: argparse.Namespace) -> Table:
    if given.smoke:
        return family.run(range(1), 60.0)
    return family.run(range(given.seeds), given.limit)


def _machine() -> str:
    today = date.today().isoformat()  # noqa: DTZ011 - a printed date
    return f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
