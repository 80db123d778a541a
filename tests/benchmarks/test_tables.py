from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.drawing import draw
from benchmarks.tables import Measured, gaps, load, save, text_of
from tests.benchmarks.rows import row


@pytest.fixture
def run() -> dict[str, Measured]:
    """Two methods on a cohort, and leaderplan on a municipality."""
    none = {"value": "", "bound": [1, 0, 0, 0, 0, 0], "hard": "", "first s": ""}
    sides = [
        row("leaderplan"),
        row("leaderplan", 1),
        row("monolith, 2 workers", **none),
    ]
    large = [row("leaderplan", sample="M default", people=200, MB=1900)]
    return {
        "against-monolith": Measured("a day, a machine", sides),
        "municipality-default": Measured("another day", large),
    }


def test_tables_are_read_as_they_were_stored(
    run: dict[str, Measured], tmp_path: Path
) -> None:
    """Rows, lists in them and where each family was measured come back."""
    save(tmp_path / "run.json", run)
    assert load(tmp_path / "run.json") == run


def test_a_table_is_written_in_columns() -> None:
    """Lists become words, what a row lacks is empty, and the columns are aligned."""
    written = text_of([{"a": [1, 2], "b": 3}, {"a": "x"}])
    assert written.splitlines() == [
        "| a   | b |", "| --- | - |", "| 1 2 | 3 |", "| x   |   |"
    ]  # fmt: skip


def test_gaps_are_shares_of_the_value() -> None:
    """10 against 8 is a fifth; 0 against 0 is none; a missing bound gives no gap."""
    assert gaps({"value": [10, 0], "bound": [8, 0]}) == [0.2, 0.0]
    assert gaps({"value": [10, 0], "bound": ""}) == []


def test_a_run_is_drawn_and_named(run: dict[str, Measured], tmp_path: Path) -> None:
    """Methods, the run without a plan and the growth from 32 to 200 are written.

    No date and no random id gets into the picture, so the same run is the same file.
    """
    from matplotlib import rc_context

    with rc_context({"svg.fonttype": "none"}):
        draw(tmp_path / "one.svg", run)
        draw(tmp_path / "two.svg", run)
    written = (tmp_path / "one.svg").read_text("utf-8")
    for text in ("side by side", "leaderplan", "monolith", "2 workers", "no plan",
                 "another day", "participants", "absences", "peak MB"):  # fmt: skip
        assert text in written
    assert (tmp_path / "two.svg").read_text("utf-8") == written


def test_the_name_tells_the_form(run: dict[str, Measured], tmp_path: Path) -> None:
    """What ends in .png is a PNG."""
    draw(tmp_path / "run.png", run)
    assert (tmp_path / "run.png").read_bytes().startswith(b"\x89PNG")


def test_parts_alone_are_no_picture(tmp_path: Path) -> None:
    """A table without methods side by side on people is refused in words."""
    parts = Measured("a day", [{"part": "hosts", "method": "flow", "value": [1]}])
    with pytest.raises(ValueError, match="no table of measured methods"):
        draw(tmp_path / "parts.svg", {"single-parts": parts})
