"""Releases of a region's calendars through a store: how long they take."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.registry import Family, Table
from leaderplan import samples
from leaderplan.locale import Language
from leaderplan.store import open_store

FEEDS = 10_000
MOST_CHANGED, MOST_UNCHANGED = 60.0, 5.0
"""Seconds of processor time that this many feeds may take."""

STEPS: tuple[tuple[str, Language], ...] = (
    ("first", "da"), ("unchanged", "da"), ("all changed", "en"),
)  # fmt: skip
"""Releases one after the other, and in which language; another changes all entries."""

NOW = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


def _run(size: str, seeds: range, _limit: float) -> Table:
    return [row for seed in seeds for row in released(size, seed)]


def released(size: str, seed: int) -> Table:
    """Release a planted plan for the first time, again, and in another language."""
    programme, plan = samples.planted(size, seed)
    rows: Table = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "store.db") as store,
    ):
        store.save_programme(programme, NOW, by="benchmark")
        store.save_plan(programme.id, plan, NOW, by="benchmark")
        feeds = 0
        for hours, (what, language) in enumerate(STEPS):
            since = time.process_time()
            made = store.release(
                programme.id, None, NOW + timedelta(hours=hours),
                by="benchmark", why=what, language=language,
            )  # fmt: skip
            used = time.process_time() - since
            feeds = feeds or made.written
            rows.append(
                {
                    "size": size, "seed": seed, "what": what, "feeds": feeds,
                    "written": made.written, "entries": len(made.changes),
                    "cpu": used, "cpu of 10,000": used * FEEDS / feeds,
                }
            )  # fmt: skip
    return rows


def _bar(table: Table) -> str:
    worst = {
        kind: max(
            float(str(row["cpu of 10,000"]))
            for row in table
            if (row["what"] == "unchanged") == kind
        )
        for kind in (True, False)
    }
    return (
        f"10,000 feeds take {worst[False]:.0f} cpu s where all changed "
        f"(bar {MOST_CHANGED:.0f}) and {worst[True]:.1f} where none did "
        f"(bar {MOST_UNCHANGED:.0f})"
    )


RELEASES = Family(
    "releases",
    "the calendars of 1,000 people through a store",
    partial(_run, "L"),
    _bar,
    long=True,
)
