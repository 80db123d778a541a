"""Tables of measurements as a picture: values and bounds, what it cost, and growth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.registry import Table
from benchmarks.tables import Measured, gaps, levels, number

LEVELS = ("absences", "group balance", "placement quality", "match quality", "dates")
"""Names of the levels that are drawn; the last, the worst-off, is empty in samples."""

COSTS = (("cpu s", "cpu-seconds"), ("det", "deterministic seconds"), ("MB", "peak MB"))

NAMES = ("method", "sample", "seed")
"""What names a row."""

TICKS = (0, *(k * 10**e for e in range(7) for k in (1, 2, 5)))

FINE, BROKEN = "#1f6f8b", "#c8553d"
"""Colours of plans that keep every hard rule, and of those that do not."""

WIDTH, ROW = 13.0, 3.6
"""Inches of the picture, and of each row of it."""


def draw(path: Path, families: Mapping[str, Measured]) -> None:
    """Draw the tables of a run.

    Each measured row is one mark: a disc for the value of a level, a bar for its proven
    bound, a line between them for the gap. Below stands what each method took, and,
    where leaderplan was measured on several sizes, how that grows with the people.

    Parameters
    ----------
    path
        Where to; the ending tells the form: ``.svg``, ``.png`` or ``.pdf``.
    families
        Tables of measured methods by family; others are left out.

    Raises
    ------
    ValueError
        When no table can be drawn.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    tables = _drawn(families)
    if not tables:
        raise ValueError("there is no table of measured methods to draw")
    growth = _by_people(row for table in tables.values() for row in table)
    rows = 2 * len(tables) + (len(growth) > 1)
    figure = Figure(figsize=(WIDTH, ROW * rows), layout="constrained")
    parts = figure.subfigures(rows, 1, squeeze=False)[:, 0]
    for at, (name, table) in enumerate(tables.items()):
        _draw_levels(parts[2 * at], name, table)
        _draw_costs(parts[2 * at + 1], table)
    if len(growth) > 1:
        _draw_growth(parts[-1], growth)
    # Neither dates nor random ids, so that equal tables are equal files.
    dated = {".svg": "Date", ".pdf": "CreationDate"}.get(path.suffix)
    with rc_context({"svg.hashsalt": "leaderplan"}):
        figure.savefig(path, metadata={dated: None} if dated else None)


def _drawn(families: Mapping[str, Measured]) -> dict[str, Table]:
    """Tables by title; those that compare methods on the same samples are one."""
    found: dict[str, Table] = {}
    for name, (machine, table) in families.items():
        if not table or not {"method", "people"} <= table[0].keys():
            continue
        compares = len({str(row["method"]) for row in table}) > 1
        rows = found.setdefault(
            "side by side" if compares else f"{name}, {machine}", []
        )
        known = {tuple(str(row[head]) for head in NAMES) for row in rows}
        rows += [r for r in table if tuple(str(r[head]) for head in NAMES) not in known]
    return found


def _methods(table: Table) -> list[str]:
    """Return what stands side by side: the methods, or the samples of one method."""
    return list(dict.fromkeys(_label(table, row) for row in table))


def _label(table: Table, row: Mapping[str, object]) -> str:
    head = "method" if len({str(r["method"]) for r in table}) > 1 else "sample"
    return str(row[head])


def _places(table: Table) -> list[tuple[float, Mapping[str, object]]]:
    """Return for each row where it stands: at its method, seeds beside each other."""
    names = _methods(table)
    seeds = sorted({int(str(row["seed"])) for row in table})
    step = 0.6 / max(1, len(seeds))
    middle = (len(seeds) - 1) / 2
    return [
        (
            names.index(_label(table, row))
            + step * (seeds.index(int(str(row["seed"]))) - middle),
            row,
        )
        for row in table
    ]


def _draw_levels(part: Any, name: str, table: Table) -> None:
    said = "value (disc; red where a hard rule is broken) and proven bound (bar)"
    part.suptitle(f"{name}: {said}", size=11)
    axes = part.subplots(1, len(LEVELS))
    for at, (ax, title) in enumerate(zip(axes, LEVELS, strict=True)):
        for place, row in _places(table):
            _mark(ax, place, levels(row, "value"), levels(row, "bound"), at, row)
        most = max((levels(row, "value") or [0] * 9)[at] for row in table)
        ax.set_yscale("symlog", linthresh=10)
        ax.set_ylim(-0.6, 1.4 * max(most, 4))
        _tick(ax.yaxis, most)
        ax.set_title(title, size=10)
        _name(ax, _methods(table))


def _mark(
    ax: Any,
    place: float,
    values: Sequence[int],
    bounds: Sequence[int],
    at: int,
    row: Mapping[str, object],
) -> None:
    colour = FINE if row["hard"] == 0 else BROKEN
    if bounds and values:
        ax.plot([place, place], [bounds[at], values[at]], color=colour, linewidth=1)
    if bounds:
        ax.plot([place], [bounds[at]], marker="_", markersize=12, color="black")
    if values:
        ax.plot([place], [values[at]], marker="o", markersize=5, color=colour)
    elif at == 0:
        ax.annotate(
            "no plan", (place, 0), rotation=90, size=7, ha="center", va="bottom"
        )


def _draw_costs(part: Any, table: Table) -> None:
    axes = part.subplots(1, len(COSTS) + 1)
    for ax, (head, title) in zip(axes, COSTS, strict=False):
        for place, row in _places(table):
            if row.get(head, "") not in ("", 0):
                ax.bar([place], [number(row[head])], width=0.15, color=FINE)
        found = [number(row[head]) for row in table if row.get(head, "") not in ("", 0)]
        _scale(ax, "y", found)
        ax.set_title(title, size=10)
        _name(ax, _methods(table))
    _draw_gaps(axes[-1], table)


def _draw_gaps(ax: Any, table: Table) -> None:
    """Draw the largest gap of each row; one without plan or bound has none."""
    for place, row in _places(table):
        found = gaps(row)
        if found:
            ax.bar([place], [100 * max(found)], width=0.15, color=FINE)
            if not max(found):
                ax.annotate("0", (place, 0), size=7, ha="center", va="bottom")
        else:
            ax.annotate(
                "no gap", (place, 1), rotation=90, size=7, ha="center", va="bottom"
            )
    ax.set_ylim(0, 105)
    ax.set_title("largest gap of a level, %", size=10)
    _name(ax, _methods(table))


def _scale(ax: Any, axis: str, found: Sequence[float]) -> None:
    """Make an axis logarithmic, with room around what is on it and plain numbers."""
    ax.set(**{f"{axis}scale": "log"})
    if found:
        ax.set(**{f"{axis}lim": (min(found) / 2, max(found) * 2)})
        _tick(getattr(ax, f"{axis}axis"), 2 * max(found), min(found) / 2)


def _tick(axis: Any, most: float, least: float = 0) -> None:
    shown = [tick for tick in TICKS if least <= tick <= most]
    axis.set_ticks(shown, [f"{tick:,}" for tick in shown])
    axis.set_ticks([], minor=True)


def _name(ax: Any, names: Sequence[str]) -> None:
    ax.set_xticks(
        range(len(names)), [name.replace(", ", "\n") for name in names], size=7
    )
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.tick_params(axis="y", labelsize=7)
    ax.grid(axis="y", linewidth=0.3)


def _by_people(rows: Iterable[Mapping[str, object]]) -> dict[int, Table]:
    """Gather leaderplan's rows by how many people were planned."""
    found: dict[int, Table] = {}
    for row in rows:
        if row["method"] == "leaderplan":
            found.setdefault(int(str(row["people"])), []).append(dict(row))
    return dict(sorted(found.items()))


def _draw_growth(part: Any, growth: Mapping[int, Table]) -> None:
    part.suptitle("leaderplan: what it takes by the number of participants", size=11)
    for ax, (head, title) in zip(part.subplots(1, len(COSTS)), COSTS, strict=True):
        middles = []
        for people, rows in growth.items():
            found = sorted(
                number(r[head]) for r in rows if r.get(head, "") not in ("", 0)
            )
            ax.scatter([people] * len(found), found, s=14, color=FINE)
            if found:
                middles.append((people, found[len(found) // 2]))
        ax.plot(*zip(*middles, strict=True), color=FINE, linewidth=1)
        _scale(ax, "x", list(growth))
        _scale(ax, "y", [value for _, value in middles])
        ax.set_xlabel("participants", size=8)
        ax.set_title(title, size=10)
        ax.grid(linewidth=0.3, which="both")
        ax.tick_params(labelsize=7)
