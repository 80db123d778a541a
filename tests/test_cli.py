from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

import leaderplan as lp
from leaderplan import cli
from leaderplan.costs.sums import VIEWS
from leaderplan.rules import ClosedDays, RoomClash, Spacing, Window
from tests.display import example


def small(*rules: lp.Rule) -> lp.Programme:
    """Make a programme of three theme days that is solved in no time."""
    theme = lp.Activity(id="theme", title=lp.title("Temadag", "Theme day"), length=8,
                        audience="cohort", occurrences=3, where=("room",))  # fmt: skip
    return lp.Programme(
        id="small",
        name="Små skridt",
        calendar=lp.PlanningCalendar(first=date(2027, 9, 1), last=date(2027, 11, 30)),
        cohorts=(lp.Cohort(id="a", name="Hold A"),),
        venues=(lp.Venue(id="hall", name="Salen"),),
        rooms=(lp.Room(id="r1", name="Lokale 1", venue="hall", capacity=20),),
        activities=(theme,),
        rules=(ClosedDays(), RoomClash(), Spacing(first="theme", least=21), *rules),
    )


@pytest.fixture
def solvable(tmp_path) -> Path:
    """A file with a programme that has a plan."""
    lp.to_json(small(), tmp_path / "in.json")
    return tmp_path / "in.json"


@pytest.fixture
def planned(tmp_path) -> tuple[str, str]:
    """A programme and a plan of it, as files: two priced violations, none hard."""
    facts = example.programme()
    lp.to_json(facts, tmp_path / "facts.json")
    lp.write_plan(tmp_path / "plan.json", example.result(programme=facts))
    return str(tmp_path / "facts.json"), str(tmp_path / "plan.json")


def run(*words: object) -> int:
    """Run the command line in this process."""
    return cli.main([str(word) for word in words])


def test_solve_writes_everything(solvable, tmp_path, capsys):
    """From a programme to plan, page and workbook, with the certificate printed."""
    out = [tmp_path / name for name in ("plan.json", "plan.html", "plan.xlsx")]
    views = ["--html", out[1], "--workbook", out[2]]
    status = run("solve", solvable, "-o", out[0], *views, "--seed", 1, "--quiet")
    printed = capsys.readouterr().out
    assert status == cli.OK
    assert "Små skridt: optimal" in printed
    assert "convenience of dates        0        0   proven" in printed
    held = lp.read_plan(out[0], small())
    assert held.status is lp.Status.OPTIMAL
    assert held.certificate.seed == 1
    assert "Theme day 3" in out[1].read_text("utf-8")
    assert openpyxl.load_workbook(out[2]).sheetnames[0] == "Overview"


def test_danish_is_danish(solvable, tmp_path, capsys):
    """With --language da what is printed and written is Danish."""
    page = tmp_path / "plan.html"
    run(
        "solve", solvable, "-o", tmp_path / "p.json", "--html", page, "--language", "da"
    )
    assert "Planen er kontrolleret, og ingen plan er bedre" in capsys.readouterr().out
    assert '<html lang="da">' in page.read_text("utf-8")


def test_an_impossible_programme_says_why(tmp_path, capsys):
    """Infeasible is status 1, names the clash and writes no plan."""
    late = Window(activity="theme", latest=date(2027, 9, 10))
    lp.to_json(small(late), tmp_path / "in.json")
    assert run("solve", tmp_path / "in.json", "-o", tmp_path / "p.json") == cli.BROKEN
    printed = capsys.readouterr().out
    assert "No plan is possible" in printed
    assert "sessions lie in their period" in printed
    assert not (tmp_path / "p.json").exists()


def test_preflight_counts_without_a_solver(tmp_path, solvable, capsys):
    """Status 1 and the arithmetic where something is certain; else 0 and no claim."""
    last = lp.PlanningCalendar(first=date(2027, 9, 1), last=date(2027, 9, 30))
    lp.to_json(small().replace(calendar=last), tmp_path / "short.json")
    told = run("preflight", tmp_path / "short.json", "--language", "da")
    assert told == cli.BROKEN
    assert "21" in capsys.readouterr().out
    assert run("preflight", solvable) == cli.OK
    assert capsys.readouterr().out


def test_why_names_a_clash_or_tells_that_there_is_none(tmp_path, solvable, capsys):
    """Status 1 and the requirements in the language asked; else 0 and a sentence."""
    late = Window(activity="theme", latest=date(2027, 9, 10))
    lp.to_json(small(late), tmp_path / "late.json")
    excerpt = tmp_path / "small.json"
    asked = ("why", tmp_path / "late.json", "--language", "da", "--excerpt", excerpt)
    assert run(*asked) == cli.BROKEN
    assert [rule.id for rule in lp.from_json(excerpt).rules] == ["spacing", "window"]
    printed = capsys.readouterr().out
    assert "Ingen plan er mulig" in printed
    assert "til fre 10. september 2027" in printed
    assert run("why", solvable) == cli.OK
    assert "No requirements were found that clash" in capsys.readouterr().out


def test_repairs_are_printed_cheapest_first(tmp_path, capsys):
    """Status 0 and the changes; 1 where nothing that is offered helps."""
    late = Window(id="early-days", activity="theme", latest=date(2027, 9, 10))
    lp.to_json(small(late), tmp_path / "late.json")
    assert run("repairs", tmp_path / "late.json", "--most", 1) == cli.OK
    printed = capsys.readouterr().out
    assert "This would help, cheapest first:" in printed
    assert "1. price " in printed
    assert "2. price " not in printed


def test_what_if_tells_what_another_day_costs(solvable, tmp_path, capsys):
    """The level and the difference; a day that cannot be is status 1; a typo 2."""
    out = tmp_path / "p.json"
    run("solve", solvable, "-o", out, "--quiet")
    plan = lp.read_plan(out, small()).plan
    first = plan.sessions[0]
    capsys.readouterr()
    asked = ("whatif", solvable, out, "--day")
    assert run(*asked, f"{first.id}={first.day}") == cli.OK
    assert "It costs nothing more." in capsys.readouterr().out
    assert run(*asked, f"{first.id}=2027-09-05") == cli.BROKEN
    assert "not possible" in capsys.readouterr().out
    assert run(*asked, f"{first.id}=Tuesday") == cli.WRONG
    assert "2027-10-12" in capsys.readouterr().err


def test_why_this_is_told_of_a_session(solvable, tmp_path, capsys):
    """Its day and what else there is, in the language asked; a typo is status 2."""
    out = tmp_path / "p.json"
    run("solve", solvable, "-o", out, "--quiet")
    first = lp.read_plan(out, small()).plan.sessions[0]
    capsys.readouterr()
    asked = ("whythis", solvable, out)
    assert run(*asked, first.id, "--most", 1, "--language", "da") == cli.OK
    printed = capsys.readouterr().out
    assert "Dag: " in printed
    assert "Ikke undersøgt: " in printed
    assert run(*asked, "nobody") == cli.WRONG
    assert "'nobody'" in capsys.readouterr().err


def test_running_out_of_time_is_a_status_of_its_own(solvable, tmp_path, monkeypatch):
    """No plan in time is status 3, not 1."""

    def slow(programme: lp.Programme, _options: lp.SolveOptions) -> lp.Result:
        return lp.Result(programme, lp.Status.NO_PLAN_FOUND)

    monkeypatch.setattr(import_module("leaderplan.solve"), "solve", slow)
    assert run("solve", solvable, "-o", tmp_path / "p.json") == cli.OUT_OF_TIME
    assert not (tmp_path / "p.json").exists()


def test_an_interrupt_is_a_status_of_its_own(solvable, tmp_path, monkeypatch, capsys):
    """Ctrl-C outside the solve ends with 130 and one sentence."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("leaderplan.solve"), "solve", stopped)
    assert run("solve", solvable, "-o", tmp_path / "p.json") == cli.INTERRUPTED
    assert capsys.readouterr().err == "leaderplan: interrupted\n"


def test_output_folders_are_looked_for_first(solvable, tmp_path, capsys):
    """A folder that is not there is said before the solve, not after it."""
    missing = tmp_path / "no" / "plan.html"
    assert (
        run("solve", solvable, "-o", tmp_path / "p.json", "--html", missing)
        == cli.WRONG
    )
    err = capsys.readouterr().err
    assert f"leaderplan: {missing}: expected a folder that exists" in err
    assert not (tmp_path / "p.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--time-limit", "0"], "expected seconds above 0"),
        (["--time-limit", "nan"], "expected seconds above 0"),
        (["--seed", "-1"], "expected a whole number 0 to"),
        (["--workers", "0"], "expected a whole number 1 to 64, found 0"),
    ],
)
def test_bad_options_are_sentences(solvable, tmp_path, capsys, words, said):
    """A value out of its range is status 2 and says what was expected."""
    assert run("solve", solvable, "-o", tmp_path / "p.json", *words) == cli.WRONG
    assert said in capsys.readouterr().err


def test_check_accepts_a_good_plan(planned, capsys):
    """A plan without hard violations is status 0; its costs are listed by level."""
    assert run("check", *planned) == cli.OK
    printed = capsys.readouterr().out
    assert "keeps every hard rule (0)" in printed
    assert "       6  convenience of dates" in printed


def test_check_refuses_a_broken_plan(tmp_path, capsys):
    """A hard violation is status 1 and is said."""
    facts = example.programme(rules=(example.FewMondays(id="never"),))
    lp.to_json(facts, tmp_path / "f.json")
    made = example.result(programme=facts, certificate=None)
    lp.write_plan(tmp_path / "p.json", made)
    assert run("check", tmp_path / "f.json", tmp_path / "p.json") == cli.BROKEN
    printed = capsys.readouterr().out
    assert "The plan breaks hard rules; violations: 2." in printed
    assert "- practicum/p1/1 is a Monday" in printed


def test_check_settles_the_past(tmp_path, capsys):
    """Judged on a day after both Mondays, the same plan is status 0."""
    facts = example.programme(rules=(example.FewMondays(id="never"),))
    lp.to_json(facts, tmp_path / "f.json")
    lp.write_plan(
        tmp_path / "p.json", example.result(programme=facts, certificate=None)
    )
    given = ["check", tmp_path / "f.json", tmp_path / "p.json", "--as-of", "2027-11-09"]
    assert run(*given) == cli.OK
    assert "Settled: in the past or locked:" in capsys.readouterr().out


def test_a_plan_of_another_programme_is_refused(solvable, planned, capsys):
    """A plan is only read with the programme it was made from."""
    assert run("check", solvable, planned[1]) == cli.WRONG
    assert "a plan of another programme" in capsys.readouterr().err


def test_costs_are_told_in_full_by_view_and_by_person(planned, capsys):
    """Two Mondays of 3 points: in words, of each host, and of each participant."""
    assert run("costs", *planned) == cli.OK
    printed = capsys.readouterr().out
    assert "Convenience of dates: 6\n       6  nothing on a Monday" in printed
    assert "Skole u2: 3; Skole u3: 3" in printed
    assert run("costs", *planned, "--by", "host", "--language", "da") == cli.OK
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines[-3:]] == ["3", "3", "6"]
    assert lines[-1].startswith("i alt")
    assert run("costs", *planned, "--fairness") == cli.OK
    printed = " ".join(capsys.readouterr().out.split())
    both = f"{example.DANISH}, Bo Bæk"
    assert f"most is borne by {both} (3). Half have at most 3" in printed
    assert "- nothing on a Monday: Practicum, day 1 of 5" in printed


def test_views_of_costs_are_those_of_the_library():
    """The command offers each of them, and no other."""
    assert cli.commands.VIEWS == VIEWS


def test_show_prints_the_plan(planned, capsys):
    """Joint dates, groups, placements and coaches are listed."""
    assert run("show", *planned) == cli.OK
    printed = capsys.readouterr().out
    assert (
        "  Wed 1 September 2027   08:30–15:45  Kick-off; Hold 27; Lokale 1" in printed
    )
    assert (
        "  Network group A: Åse <b>Ørn</b>, Bo Bæk (Facilitator: =Facilitator)"
        in printed
    )
    assert "  Bo Bæk: Skole u3, Mon 8 November 2027 – Fri 12 November 2027" in printed
    assert f"  =Coach: {example.DANISH}, Bo Bæk" in printed


def test_show_prints_one_participant(planned, capsys):
    """One participant's year has due dates and the practicum day by day."""
    assert run("show", *planned, "--participant", "p2") == cli.OK
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == "Bo Bæk"
    assert "due          Draft" in printed
    assert "Practicum, day 5 of 5; Skole u3" in printed
    assert "Teaching day" not in printed


def test_show_of_nobody_names_the_nearest(planned, capsys):
    """An unknown id is status 2, with the nearest known one."""
    assert run("show", *planned, "--participant", "p22") == cli.WRONG
    err = capsys.readouterr().err
    assert "expected the id of a participant, found 'p22'." in err
    assert "Did you mean p2" in err


def test_show_writes_views_with_the_certificate(planned, tmp_path, capsys):
    """The page of a plan read from its file still has the proof."""
    page, book = tmp_path / "p.html", tmp_path / "p.xlsx"
    assert run("show", *planned, "--html", page, "--workbook", book) == cli.OK
    assert "It is proven that no plan is better" in page.read_text("utf-8")
    assert capsys.readouterr().out.splitlines() == [str(page), str(book)]


def test_feeds_are_written_and_counted(planned, tmp_path, capsys):
    """The folder holds one file a feed, and the summary says what is new."""
    folder = tmp_path / "feeds"
    assert run("publish", *planned, folder) == cli.OK
    files = list(folder.glob("*.ics"))
    assert files
    assert f"{len(files)} calendars" in capsys.readouterr().out


def test_feeds_of_a_broken_plan_are_refused(tmp_path, capsys):
    """A plan that breaks a hard rule is never released: status 1."""
    facts = example.programme(rules=(example.FewMondays(id="never"),))
    lp.to_json(facts, tmp_path / "f.json")
    lp.write_plan(
        tmp_path / "p.json", example.result(programme=facts, certificate=None)
    )
    words = [
        "publish",
        tmp_path / "f.json",
        tmp_path / "p.json",
        tmp_path / "feeds",
    ]
    assert run(*words) == cli.BROKEN
    assert "the plan breaks hard rules" in capsys.readouterr().err


def test_a_template_can_be_opened(tmp_path, capsys):
    """The template is a workbook, and what to do next is said."""
    assert run("template", tmp_path / "t.xlsx", "--language", "da") == cli.OK
    assert len(openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames) > 5
    assert "leaderplan solve" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["s.json", "s.xlsx"])
def test_a_sample_can_be_read_back(tmp_path, name, capsys):
    """A sample is the same programme whether written as workbook or JSON."""
    assert run("sample", tmp_path / name, "--size", "S", "--seed", 3) == cli.OK
    made = lp.samples.programme("S", seed=3)
    assert cli.read_programme(tmp_path / name) == made
    assert "32 participants" in capsys.readouterr().out


def test_an_unknown_size_is_a_sentence(tmp_path, capsys):
    """A size that does not exist is status 2 and writes nothing."""
    assert run("sample", tmp_path / "s.json", "--size", "XS") == cli.WRONG
    assert "'XS'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.json", None),
        ("missing.xlsx", None),
        ("empty.json", b""),
        ("wrong.json", b"[1, 2]"),
        ("text.xlsx", b"navn;enhed\n"),
        ("half.json", b'{"kind": "leaderplan programme"'),
    ],
)
def test_bad_files_are_sentences(tmp_path, capsys, name, content):
    """Whatever is wrong with a file, one message names it, and nothing else is said."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert run("solve", tmp_path / name, "-o", tmp_path / "p.json") == cli.WRONG
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("leaderplan: ")
    assert name in printed.err
    assert "Traceback" not in printed.err


def test_every_fault_is_told(tmp_path, capsys):
    """All faults of a file are told at once."""
    lp.to_json(small(), tmp_path / "in.json")
    content = json.loads((tmp_path / "in.json").read_text("utf-8"))
    content["programme"]["rooms"][0]["capacity"] = -1
    content["programme"]["activities"][0]["length"] = "long"
    (tmp_path / "in.json").write_text(json.dumps(content), "utf-8")
    assert run("solve", tmp_path / "in.json", "-o", tmp_path / "p.json") == cli.WRONG
    err = capsys.readouterr().err
    assert "2 faults were found" in err
    assert "capacity" in err
    assert "length" in err


@pytest.mark.parametrize("words", [[], ["plan"], ["solve"], ["check", "one.xlsx"]])
def test_wrong_usage_is_status_2(words, capsys):
    """A command that is not understood shows how it is used."""
    with pytest.raises(SystemExit, match="2"):
        cli.main(words)
    assert "usage: leaderplan" in capsys.readouterr().err


def test_help_documents_the_statuses(capsys):
    """The help says what each exit status means."""
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    printed = " ".join(capsys.readouterr().out.split())
    assert "0 all is well; 1 the plan is broken, or no plan is possible; 2" in printed


def test_the_module_runs(solvable, tmp_path):
    """``python -m leaderplan`` is the same program, also on a console without æøå."""
    done = subprocess.run(
        [sys.executable, "-m", "leaderplan", "solve", solvable, "-o", "p.json"],
        cwd=tmp_path,
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Sm? skridt: optimal" in done.stdout


def test_a_defect_is_told_as_one(solvable, tmp_path, monkeypatch, capsys):
    """A contradiction inside the library is no fault of the user's file."""

    def wrong(*_: object) -> None:
        raise lp.InternalError("the bound is above the value")

    monkeypatch.setattr(import_module("leaderplan.solve"), "solve", wrong)
    assert run("solve", solvable, "-o", tmp_path / "p.json") == cli.WRONG
    assert "a defect in leaderplan, please report it" in capsys.readouterr().err
