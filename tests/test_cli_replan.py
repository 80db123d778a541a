"""Planning anew and comparing on the command line."""

from __future__ import annotations

import json
from datetime import date

import pytest

import leaderplan as lp
from leaderplan import cli
from leaderplan.rules import ClosedDays, NoDoubleBooking, RoomClash, Spacing

FIRST = date(2027, 9, 1)


@pytest.fixture
def files(tmp_path):
    """Write a programme of three theme days and a plan of it."""
    theme = lp.Activity(id="theme", title=lp.title("Temadag", "Theme day"), length=8,
                        audience="cohort", occurrences=3, where=("room",))  # fmt: skip
    profile = lp.CalendarProfile(id="all", name="Alle", closures=())
    given = lp.Programme(
        id="small",
        calendar=lp.PlanningCalendar(
            first=FIRST, last=date(2027, 11, 30), profiles=(profile,),
            default_profile="all",
        ),
        areas=(lp.Area(id="n", name="Nord"),),
        units=(lp.Unit(id="u1", name="Skolen", sector="skole", area="n"),),
        cohorts=(lp.Cohort(id="a", name="Hold A"),),
        participants=(
            lp.Participant(id="p1", name="Anna", cohort="a",
                           posts=(lp.Post(unit="u1", area="n"),)),
        ),
        venues=(lp.Venue(id="hall", name="Salen"),),
        rooms=(lp.Room(id="r1", name="Lokale 1", venue="hall", capacity=20),),
        activities=(theme,),
        rules=(ClosedDays(), RoomClash(), NoDoubleBooking(),
               Spacing(first="theme", least=21)),
    )  # fmt: skip
    result = lp.solve(given, lp.SolveOptions(seed=1))
    lp.to_json(given, tmp_path / "in.json")
    lp.write_plan(tmp_path / "plan.json", result)
    return tmp_path, result.plan


def run(*words: object) -> int:
    """Run the command line in this process."""
    return cli.main([str(word) for word in words])


def test_a_closed_day_moves_what_stood_there_and_no_more(files, capsys):
    """The sheet says who, what, why; the files are read again and compared."""
    folder, plan = files
    last = plan.sessions[-1]
    rows = [{"kind": "day_closed", "day": last.day.isoformat(), "name": "Stormflod"}]
    (folder / "changes.json").write_text(json.dumps(rows), encoding="utf-8")
    given = ("in.json", "plan.json", "changes.json")
    out = ["--as-of", FIRST, "-o", folder / "new.json",
           "--programme-out", folder / "changed.json"]  # fmt: skip
    told = run("replan", *(folder / name for name in given), *out, "--language", "da")
    assert told == cli.OK
    printed = capsys.readouterr().out
    assert "er lukket: Stormflod" in printed
    assert "Anna (besked senest" in printed
    changed = lp.from_json(folder / "changed.json")
    new = lp.read_plan(folder / "new.json", changed).plan
    assert lp.check(changed, new).ok
    before = {s.key: s for s in plan.sessions}
    assert [s.key for s in new.sessions if s != before[s.key]] == [last.key]
    both = [folder / name for name in ("in.json", "plan.json", "new.json")]
    assert run("compare", *both, "--changed", folder / "changed.json") == cli.OK
    assert "changes for 1 person" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "expected JSON"),
        ("{}", "expected a list of changes"),
        ('[{"kind": "day_close"}]', "Did you mean day_closed?"),
        ('[{"kind": "day_closed", "day": "never", "name": "x"}]', "day_closed/day"),
        ('[{"kind": "absence", "participant": "x", "first": "2027-09-01",'
         ' "last": "2027-09-01"}]', "expected an id of participants"),
    ],
)  # fmt: skip
def test_what_is_no_change_is_named(files, capsys, text, said):
    """Status 2 and a sentence; nothing is written."""
    folder, _ = files
    (folder / "changes.json").write_text(text, encoding="utf-8")
    given = (folder / name for name in ("in.json", "plan.json", "changes.json"))
    out = ["--as-of", FIRST, "-o", folder / "new.json",
           "--programme-out", folder / "changed.json"]  # fmt: skip
    assert run("replan", *given, *out) == cli.WRONG
    assert said in capsys.readouterr().err
    assert not (folder / "new.json").exists()


@pytest.mark.parametrize("ending", ["xlsx", "html", "csv"])
def test_a_sheet_is_written_as_its_name_ends(files, capsys, ending):
    """By both commands; the page names whom it concerns and by when."""
    folder, plan = files
    day = plan.sessions[-1].day.isoformat()
    rows = [{"kind": "day_closed", "day": day, "name": "Stormflod"}]
    (folder / "changes.json").write_text(json.dumps(rows), encoding="utf-8")
    given = [folder / name for name in ("in.json", "plan.json", "changes.json")]
    out = ["-o", folder / "new.json", "--programme-out", folder / "changed.json"]
    sheets = [folder / f"{name}.{ending}" for name in ("one", "two")]
    told = run("replan", *given, *out, "--as-of", FIRST, "--sheet", sheets[0],
               "--alternatives", 1, "--language", "da")  # fmt: skip
    assert told == cli.OK
    both = [*given[:2], folder / "new.json", "--changed", folder / "changed.json"]
    told = run("compare", *both, "--as-of", FIRST, "--sheet", sheets[1])
    assert told == cli.OK
    assert "(to be told by" in capsys.readouterr().out
    starts = {"xlsx": b"PK", "html": b"<!doctype html>", "csv": b"\xef\xbb\xbf"}
    assert all(path.read_bytes().startswith(starts[ending]) for path in sheets)
    if ending == "html":
        page = sheets[0].read_text("utf-8")
        assert 'lang="da"' in page
        assert ">Anna</th>" in page
        assert "Stormflod" in page
        assert "Hvad der ellers kunne gøres" in page


@pytest.mark.parametrize("verb", ["replan", "compare"])
def test_a_sheet_of_another_kind_is_refused_before_anything(files, capsys, verb):
    """Status 2 and the endings that there are; nothing is read or planned."""
    folder, _ = files
    out = ["--as-of", FIRST, "--sheet", folder / "sheet.pdf"]
    if verb == "replan":
        out += ["-o", folder / "new.json", "--programme-out", folder / "changed.json"]
    missing = [folder / name for name in ("none.json", "none.json", "none.json")]
    assert run(verb, *missing, *out) == cli.WRONG
    assert "ending in .xlsx, .html or .csv, found" in capsys.readouterr().err
    assert not (folder / "new.json").exists()


def test_where_no_plan_is_possible_what_would_help_is_written(files, capsys):
    """Status of a conflict; with the changes that are written there is a plan."""
    folder, _ = files
    rule = {"kind": "window", "activity": "theme", "latest": "2027-09-20"}
    rows = [{"kind": "rule_change", "rule": rule}]
    (folder / "changes.json").write_text(json.dumps(rows), encoding="utf-8")
    given = [folder / name for name in ("in.json", "plan.json", "changes.json")]
    out = ["-o", folder / "new.json", "--programme-out", folder / "changed.json",
           "--as-of", FIRST]  # fmt: skip
    mended = folder / "mended.json"
    assert run("replan", *given, *out, "--repairs", mended) == cli.BROKEN
    printed = capsys.readouterr().out
    assert "These requirements clash" in printed
    assert "This would help, cheapest first" in printed
    assert not (folder / "new.json").exists()
    written = json.loads(mended.read_text(encoding="utf-8"))
    assert [row["kind"] for row in written] == ["rule_change", "mend"]
    assert run("replan", *given[:2], mended, *out) == cli.OK
    assert "it is agreed: " in capsys.readouterr().out
    changed = lp.from_json(folder / "changed.json")
    assert lp.check(changed, lp.read_plan(folder / "new.json", changed).plan).ok
