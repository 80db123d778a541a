from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.measure import row_of
from benchmarks.methods import LEADERPLAN, MONOLITH_2, SPREADSHEET, TIMEFOLD
from benchmarks.registry import families
from benchmarks.tables import Measured, save
from leaderplan import rules
from tests.benchmarks.rows import row
from tests.rules.small_world import activity, person, programme

BARS = {family.name: family.bar for family in families()}


def test_each_family_has_a_name_of_its_own() -> None:
    """Names are what a run is asked for by; those of every change are not long."""
    known = families()
    assert len({family.name for family in known}) == len(known)
    assert not [family.name for family in known if family.smoke and family.long]
    assert [family.name for family in known if family.smoke] == [
        "cohort-default", "cohort-tight", "cohort-forms", "single-parts",
        "conflicts-smoke",
    ]  # fmt: skip


@pytest.mark.parametrize("by", [LEADERPLAN, MONOLITH_2, SPREADSHEET])
def test_methods_are_scored_alike(by: str) -> None:
    """Each plan is judged by the check; a lesson on its wished day costs nothing."""
    lesson = activity("lesson", "cohort", where=("room",))
    wish = rules.WeekdayPreference(
        activities=("lesson",), weekdays=(0,), level="dates", weight=2
    )
    kept = rules.RightPlace()
    given = programme([person("a")], activities=(lesson,), rules=(kept, wish))
    found = row_of(given, by, 20.0)
    assert found["hard"] == 0
    assert found["people"] == 1
    assert found["value"] == [0] * 6


def test_the_monolith_is_held_against_the_proof() -> None:
    """First plan at 150 and at least 400 cpu s against a proof in 10: 15 and 40 times.

    Of absences only the one with a plan can be compared: 4 of 16.
    """
    late = row(MONOLITH_2, status="feasible", value=[16, 9, 400, 9, 900, 0],
               bound=[1, 0, 0, 0, 0, 0], **{"first cpu s": 150.0})  # fmt: skip
    none = row(MONOLITH_2, 1, status="no_plan_found", value="", hard="",
               **{"first cpu s": "", "cpu s": 400.0})  # fmt: skip
    said = BARS["against-monolith"]([row(LEADERPLAN), row(LEADERPLAN, 1), late, none])
    assert "proves 2 of 2" in said
    assert "15.00 to 40.00 times" in said
    assert "1 of 2 runs have no plan" in said
    assert "0.25 to 0.25" in said


def test_the_spreadsheet_is_held_against_the_plan() -> None:
    """4 absences of 8 and imbalance 2 of 20, against a plan that breaks a rule."""
    broken = row(SPREADSHEET, status="broken", hard=3, value=[8, 20, 300, 9, 99, 0],
                 bound="")  # fmt: skip
    said = BARS["against-spreadsheet"]([row(LEADERPLAN), broken])
    assert "leaderplan 1 of 1, the best of the spreadsheet's orders 0" in said
    assert "absences 0.50 to 0.50" in said
    assert "imbalance 0.10 to 0.10" in said


def test_timefold_that_is_not_there_is_told() -> None:
    """A missing package is one sentence, not a missing row."""
    absent = row(
        TIMEFOLD, status="absent", value="", bound="", hard="", note="No Java."
    )
    said = BARS["against-timefold"]([row(LEADERPLAN), absent])
    assert said == "ABSENT: No Java."


def test_without_the_package_timefold_is_absent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The row says in a sentence what is missing, and the programme is not touched."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    found = row_of(programme([person("a")]), TIMEFOLD, 5.0)
    assert (found["status"], found["value"]) == ("absent", "")
    assert "timefold is not installed" in str(found["note"])


def test_a_municipality_is_told_by_its_gaps() -> None:
    """200 against 190 is 5 %; 130 cpu s and 2.5 GB are too much; 1 of 3 is proven."""
    large = partial(row, LEADERPLAN)
    wide = large(1, status="feasible", bound=[4, 2, 190, 8, 20, 0], MB=2500)
    none = large(2, status="no_plan_found", value="", bound="", hard="",
                 **{"cpu s": 130.0})  # fmt: skip
    said = BARS["municipality-default"]([large(0), wide, none])
    assert said.startswith("2 of 3 have a plan that the check accepts, 0 a broken one")
    assert "1 proven" in said
    assert "level 5: [1]" in said
    assert "over 120 cpu s: [2]" in said
    assert "over 2 GB: [1]" in said


def test_a_region_is_told_by_its_largest_gap() -> None:
    """20 against 15 is a quarter; nothing planned has no gap to tell."""
    open_ = row(LEADERPLAN, status="feasible", bound=[4, 2, 200, 8, 15, 0])
    assert "largest gap 25.0 %" in BARS["region"]([open_])
    none = row(LEADERPLAN, status="no_plan_found", value="", bound="", hard="")
    assert "no plan, no gap" in BARS["region"]([none])


def test_a_stored_run_is_shown_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One command draws what another has measured, and measures nothing itself."""
    stored, picture = tmp_path / "run.json", tmp_path / "run.svg"
    save(stored, {"region": Measured("a day", [row(LEADERPLAN, people=1000)])})
    assert main(["--load", str(stored), "--draw", str(picture)]) == 0
    shown = capsys.readouterr().out
    assert "## region" in shown
    assert "a day: 1 of 1 have a plan" in shown
    assert picture.exists()


def test_an_unknown_family_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the families that there are."""
    with pytest.raises(SystemExit):
        main(["cohort-huge"])
    assert "cohort-default" in capsys.readouterr().err
