"""Single parts beside classical methods: flows for hosts and coaches, group swaps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.methods.answer import Clock
from benchmarks.methods.flows import coaches, hosts
from benchmarks.methods.swaps import swapped
from benchmarks.registry import Family, Table
from benchmarks.tables import levels
from leaderplan import samples
from leaderplan.domain.programme import Programme
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.parts import Part, Parts
from leaderplan.model.run import Budget

SEED = 1

Values = dict[str, int]


def _run(size: str, seeds: range, limit: float) -> Table:
    table: Table = []
    for seed in seeds:
        programme = samples.programme(size, seed)
        table += _rows(programme, {"sample": f"{size} default", "seed": seed}, limit)
    return table


def _rows(programme: Programme, named: dict[str, object], limit: float) -> Table:
    parts = Parts(programme)
    classical: list[tuple[Part, str, Callable[[Programme], Values]]] = [
        (parts.hosts, "min-cost flow", lambda p: hosts(p)[0]),
        (parts.coaches, "min-cost flow", lambda p: coaches(p)[0]),
        (parts.groups, "swaps, 20 starts", lambda p: swapped(p)[0]),
    ]
    rows: Table = []
    order = [level.id for level in programme.levels]
    for part, method, by in classical:
        clock = Clock()
        solved = Lexicographic(programme, Budget(limit), SEED).solve(part)
        own = round(clock.cpu, 2)
        rows.append(
            {
                "part": part.id, "method": "leaderplan's part", **named,
                "value": [solved.values.get(k, 0) for k in order],
                "bound": [solved.bounds.get(k, 0) for k in order], "cpu s": own,
            }
        )  # fmt: skip
        clock = Clock()
        values = by(programme)
        rows.append(
            {
                "part": part.id, "method": method, **named,
                "value": [values[k] for k in order], "bound": "",
                "cpu s": round(clock.cpu, 2),
            }
        )  # fmt: skip
    return rows


def _bar(table: Table) -> str:
    own = {
        (row["part"], row["sample"], row["seed"]): row
        for row in table
        if row["method"] == "leaderplan's part"
    }
    words = []
    for part in ("hosts", "coaches", "groups"):
        rows = [r for r in table if r["part"] == part and r not in own.values()]
        best = [own[r["part"], r["sample"], r["seed"]] for r in rows]
        same = sum(
            levels(row, "value") == levels(mine, "value")
            for row, mine in zip(rows, best, strict=True)
        )
        proven = sum(levels(mine, "value") == levels(mine, "bound") for mine in best)
        words.append(
            f"{part}: {proven} of {len(best)} parts proven, the classical method at "
            f"the same value in {same}"
        )
    return "; ".join(words)


SINGLE_PARTS = Family(
    "single-parts",
    "hosts, coaches and groups alone of 32: leaderplan's parts and classical methods",
    partial(_run, "S"),
    _bar,
    smoke=True,
)
MUNICIPALITY_PARTS = Family(
    "municipality-parts",
    "hosts, coaches and groups alone of 200: leaderplan's parts and classical methods",
    partial(_run, "M"),
    _bar,
    long=True,
)
