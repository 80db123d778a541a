from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import leaderplan as lp
from leaderplan import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"(?:<!-- (from|printed by) (\S+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL
)


def blocks(kind: str) -> list[tuple[str, str]]:
    """Return (file named above it, text) of the blocks of a kind in the README."""
    found = BLOCK.findall(README)
    return [(name, text) for how, name, _, text in found if how == kind]


def timeless(text: str) -> str:
    """Leave out how long a solve took."""
    return re.sub(r"[\d.]+ seconds", "some seconds", text).strip()


def test_the_first_screen_runs(tmp_path, monkeypatch):
    """The first block of code does what it says, in an empty folder."""
    code = BLOCK.search(README)
    assert code is not None
    assert (code[1], code[3]) == (None, "python")
    assert len([line for line in code[4].splitlines() if line]) == 8
    monkeypatch.chdir(tmp_path)
    (tmp_path / "block.py").write_text(code[4], "utf-8")
    result = runpy.run_path(str(tmp_path / "block.py"))["result"]
    assert isinstance(result, lp.Result)
    assert result.report.ok
    assert (tmp_path / "plan.html").is_file()
    assert (tmp_path / "plan.xlsx").is_file()
    assert list((tmp_path / "feeds").glob("*.ics"))


def test_shown_code_is_that_of_the_examples():
    """A block taken from an example is the example's code, letter by letter."""
    shown = blocks("from")
    assert shown
    for name, text in shown:
        source = (ROOT / name).read_text("utf-8").split('"""\n\n', 1)[1]
        assert text == source


def test_shown_output_is_what_is_printed(tmp_path):
    """Printed output is what the example prints, but for the seconds."""
    shown = blocks("printed by")
    assert shown
    for name, text in shown:
        done = subprocess.run([sys.executable, ROOT / name], capture_output=True,
                              encoding="utf-8", cwd=tmp_path, check=True)  # fmt: skip
        assert timeless(done.stdout) == timeless(text)


def test_shown_commands_exist(capsys):
    """Each ``leaderplan`` line is understood by the command line."""
    lines = re.findall(r"^    leaderplan (.+)$", README, re.MULTILINE)
    verbs = {line.split()[0] for line in lines}
    for line in lines:
        cli.parser().parse_args(line.split())
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    offered = re.findall(r"^    (\w+)(?:  |$)", capsys.readouterr().out, re.MULTILINE)
    assert verbs == set(offered)


def test_the_two_commands_are_there():
    """The README names the two commands that dev.py offers a newcomer."""
    assert "python3 dev.py demo" in README
    assert "python3 dev.py test" in README


def test_extras_exist():
    """Every extra that the README names can be installed."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    known = tomllib.loads(text)["project"]["optional-dependencies"]
    named = set(re.findall(r"extra `(\w+)`", README))
    assert named
    assert named <= set(known)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_lead_somewhere(paper):
    """A link inside the project names a file that is there."""
    links = re.findall(r"\]\(([^)#\s]+)", paper.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (paper.parent / link).exists()] == []


def test_the_architecture_names_what_is_there():
    """Every file and folder that the architecture lists stands in the package."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tree = text.split("    src/leaderplan/\n")[1].split("\n\n")[0]
    names = [
        n for line in tree.splitlines() for n in re.findall(r"\b\w+(?:\.py|/)", line)
    ]
    package = ROOT / "src" / "leaderplan"
    assert len(names) > 15
    assert [name for name in names if not (package / name).exists()] == []
    parts = {path.name for path in package.iterdir() if not path.name.startswith("_")}
    told = {name.rstrip("/") for name in names}
    assert parts - told - {"py.typed"} == set()


def test_the_architecture_tells_the_parts_and_statuses():
    """Parts, levels and statuses of the architecture are those of the code."""
    from leaderplan.model.parts import Parts

    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    ids = [part.id for part in Parts(lp.samples.programme("S", seed=0)).all]
    assert re.findall(r"^\| (\w+) \|", text.split("| part |")[1].split("\n\n")[0],
                      re.MULTILINE)[0:] == ids  # fmt: skip
    for status in lp.Status:
        assert f"| {status.value} |" in text
