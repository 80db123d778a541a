from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings

import pytest

from leaderplan.progress import Bar, LevelProgress, Progress, shown


def report(seconds: float) -> Progress:
    """Make a report with one proven, one open and one unknown level."""
    levels = (
        LevelProgress("absences", 3, 3),
        LevelProgress("dates", 40, 36),
        LevelProgress("groups", None, None),
    )
    return Progress(seconds, 60.0, "the dates", levels)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (LevelProgress("dates", 3, 3), "dates 3"),
        (LevelProgress("dates", 40, 36), "dates 40≥36"),
        (LevelProgress("dates", 40, None), "dates 40≥–"),
        (LevelProgress("dates", None, 2), "dates –≥2"),
    ],
)
def test_levels_are_written_short(level, text):
    """A proven level shows one number, an open one value and bound."""
    assert str(level) == text


def test_the_bar_shows_value_and_bound(monkeypatch):
    """In a terminal the bar shows part, seconds, values and bounds."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(True) as tell:
        tell(report(12.0))
        tell(report(90.0))
    text = stream.getvalue()
    assert "the dates" in text
    assert "12/60 s" in text
    assert "60/60 s" in text
    assert "absences 3, dates 40≥36, groups –≥–" in text


def test_the_bar_is_silent_without_a_terminal(monkeypatch):
    """Where standard error is a file, nothing is written."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(True) as tell:
        tell(report(12.0))
    assert stream.getvalue() == ""


def test_no_progress_is_nothing():
    """Without progress a report goes nowhere and nothing is loaded for it."""
    code = (
        "import sys, leaderplan.progress as p\n"
        "with p.shown(False) as tell: tell(p.Progress(1, 2, '', ()))\n"
        "print('tqdm' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          check=True, env=os.environ.copy())  # fmt: skip
    assert done.stdout.strip() == "False"


def test_own_functions_get_every_report():
    """A user's function is called with the reports as they are."""
    seen: list[Progress] = []
    with shown(seen.append) as tell:
        tell(report(1.0))
    assert seen == [report(1.0)]


def test_the_bar_warns_of_nothing():
    """A missing notebook widget gives no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bar = Bar()
        bar(report(1.0))
        bar.close()
        bar.close()


def test_the_bar_is_closed_after_an_error(monkeypatch):
    """An error on the way takes the bar away and goes on to the caller."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    bars = []

    def failing_solve() -> None:
        with shown(True) as tell:
            bars.append(tell)
            tell(report(1.0))
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        failing_solve()
    assert bars[0]._bar.disable
