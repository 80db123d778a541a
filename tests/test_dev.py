"""The set-up that anybody's first command goes through, and the lock it uses."""

from __future__ import annotations

import ast
import errno
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements-test.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]


# --- the lock ---------------------------------------------------------------------


def _entries(lock: str) -> list[str]:
    return lock.replace("\\\n", " ").splitlines()


def _wanted(extra: str | None = None) -> list[Requirement]:
    """Return what the base or an extra asks for, its inner extras resolved."""
    rows = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    found = []
    for row in map(Requirement, rows):
        if row.name == "leaderplan":
            found += [inner for name in row.extras for inner in _wanted(name)]
        else:
            found.append(row)
    return found


@pytest.mark.parametrize("word", ["://", "index-url", "find-links", "file:", "-e "])
def test_lock_names_no_place(word):
    """The lock holds on every machine: it names no address and no folder."""
    assert word not in LOCK


def test_lock_pins_and_hashes_everything():
    """Every entry is one exact version with at least one SHA-256."""
    form = re.compile(r"[a-z0-9-]+==\S+( ; [^;]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry for entry in _entries(LOCK) if not form.fullmatch(entry)] == []


def test_lock_fits_the_ranges():
    """The lock has a version inside the range of all that base and tests ask for."""
    pinned: dict[str, list[str]] = {}
    for entry in _entries(LOCK):
        name, version = entry.split()[0].split("==")
        pinned.setdefault(name, []).append(version)
    wanted = [*_wanted(), *_wanted("test"), *_wanted("lint")]
    unfit = [
        str(row)
        for row in wanted
        if not any(row.specifier.contains(each) for each in pinned.get(row.name, ()))
    ]
    assert unfit == []


def test_no_other_lock_is_tracked():
    """Locks that record an index are not part of the project."""
    try:
        done = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert [
        name for name in names if re.match(r"uv\.lock$|pylock.*\.toml$", name)
    ] == []


def test_version_is_told_once():
    """The citation names the version that the project file names."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PROJECT['version']}\n" in citation


# --- Python and pip ---------------------------------------------------------------


def test_an_old_python_can_read_it():
    """Python 3.8 gets as far as the sentence that says it is too old."""
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_old_python_is_refused():
    """The refusal names what is needed, what was found and what to type."""
    words = (
        r"needs Python 3\.11 or newer, and this is Python 3\.9 .* python3\.12 dev\.py"
    )
    with pytest.raises(SystemExit, match=words):
        dev.require_python((3, 9))


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_is_welcome(version):
    """3.11 and everything after it is accepted."""
    dev.require_python(version)


def test_a_python_without_pip_is_refused(monkeypatch):
    """Debian's bare Python is told which package to install."""
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"has no pip.*apt install python3-pip"):
        dev.require_pip()


# --- when an environment is made anew ---------------------------------------------


@pytest.fixture
def steps(tmp_path, monkeypatch):
    """An environment folder whose making is only noted down."""
    done: list[str] = []
    folder = tmp_path / "env"
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n", encoding="utf-8")
    real = dev.fingerprint

    def make(place):
        done.append("make")
        dev.python_of(place).parent.mkdir(parents=True, exist_ok=True)
        dev.python_of(place).touch()

    monkeypatch.setenv("LEADERPLAN_VENV", str(folder))
    monkeypatch.setattr(dev, "fingerprint", lambda: real(lock))
    monkeypatch.setattr(dev, "make", make)
    monkeypatch.setattr(dev, "install", lambda *what: done.append("install"))
    monkeypatch.setattr(dev, "point_to_source", lambda place: done.append("point"))
    monkeypatch.setattr(dev, "require_pip", lambda: None)
    return SimpleNamespace(done=done, folder=folder, lock=lock)


def test_environment_is_made_once(steps):
    """The second run installs nothing."""
    first = dev.environment()
    assert steps.done == ["make", "install", "point"]
    assert dev.environment() == first == dev.python_of(steps.folder)
    assert steps.done == ["make", "install", "point"]


def test_changed_lock_makes_it_anew(steps):
    """A lock with other packages gets an environment with other packages."""
    dev.environment()
    steps.lock.write_text("a==2\n", encoding="utf-8")
    dev.environment()
    assert steps.done == ["make", "install", "point"] * 2


def test_changed_python_makes_it_anew(steps, monkeypatch):
    """An environment of another Python is not used."""
    dev.environment()
    monkeypatch.setattr(dev.sys, "version", "3.99.0 (tomorrow)")
    assert not dev.is_ready(steps.folder)


def test_broken_off_install_is_not_taken_for_done(steps, monkeypatch):
    """The stamp is the last thing written, so a failed set-up starts over."""

    def fail(*what):
        raise dev.refuse("no network")

    monkeypatch.setattr(dev, "install", fail)
    with pytest.raises(SystemExit, match="no network"):
        dev.environment()
    assert not dev.is_ready(steps.folder)


def test_line_ends_do_not_matter(tmp_path):
    """A checkout with CRLF line ends has the same fingerprint."""
    unix, windows = tmp_path / "unix", tmp_path / "windows"
    unix.write_bytes(b"a==1\nb==2\n")
    windows.write_bytes(b"a==1\r\nb==2\r\n")
    assert dev.fingerprint(unix) == dev.fingerprint(windows)


def test_own_environment_is_not_pulled_away(monkeypatch, tmp_path):
    """An outdated environment's own Python does not remove it under itself."""
    monkeypatch.setenv("LEADERPLAN_VENV", str(tmp_path))
    monkeypatch.setattr(dev.sys, "prefix", str(tmp_path))
    with pytest.raises(SystemExit, match="this is its own Python"):
        dev.environment()


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    """A folder that is no environment is never emptied."""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(SystemExit, match="full of something else"):
        dev.make(tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_environment_imports_from_src(tmp_path):
    """A real, empty environment finds leaderplan in src and has no pip."""
    dev.make(tmp_path)
    dev.point_to_source(tmp_path)
    code = "from importlib.util import find_spec as f; print(f('pip'), f('leaderplan'))"
    done = subprocess.run(
        [dev.python_of(tmp_path), "-I", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    pip, ours = done.stdout.split(maxsplit=1)
    assert pip == "None"
    assert "leaderplan" in ours
    assert "src" in ours


# --- when it cannot be made -------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n"
            "ERROR: No matching distribution found for absl-py==2.5.1",
            "no way to the network",
        ),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        (
            "ERROR: No matching distribution found for ortools==9.15.6755",
            r"no ready-made package \(wheel\) of ortools==9\.15\.6755",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the file that the lock"),
        ("Segmentation fault", "pip could not install"),
    ],
)
def test_failure_of_pip_is_told_in_a_sentence(monkeypatch, tmp_path, output, sentence):
    """What stopped pip comes first, pip's own words after it."""
    done = SimpleNamespace(returncode=1, stdout=output)
    monkeypatch.setattr(dev.subprocess, "run", lambda *args, **options: done)
    with pytest.raises(SystemExit, match=sentence) as refusal:
        dev.install(tmp_path, "something")
    assert str(refusal.value).endswith(output.splitlines()[-1])


def test_full_disk_is_told_while_the_environment_is_made(monkeypatch, tmp_path):
    """The disk may be full before pip is reached."""

    def create(builder, folder):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(dev.venv.EnvBuilder, "create", create)
    with pytest.raises(SystemExit, match="could not be made: the disk is full"):
        dev.make(tmp_path / "env")


# --- the verbs --------------------------------------------------------------------


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """Commands that would have been run; one that contains ``fail`` fails."""
    seen: list[list[str]] = []

    def run(*command):
        seen.append([str(part) for part in command])
        return 3 if "fail" in seen[-1] else 0

    monkeypatch.setattr(dev, "environment", lambda: Path("python"))
    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOCK", tmp_path / "lock.txt")
    return seen


def test_test_runs_two_at_a_time_unless_told(commands):
    """What the user adds comes after the default and so wins."""
    assert dev.main(["test", "-n", "0", "tests/rules"]) == 0
    assert commands == [["python", "-m", "pytest", "-n", "2", "-n", "0", "tests/rules"]]


def test_lint_checks_and_mends(commands):
    """``lint`` changes nothing; ``lint --fix`` mends style and format."""
    dev.main(["lint"])
    dev.main(["lint", "--fix"])
    tails = [command[3:] for command in commands]
    assert tails == [["check"], ["format", "--check"], ["check", "--fix"], ["format"]]


def test_demo_solves_checks_and_writes_feeds(commands, capsys):
    """The demo goes through the three verbs and says where things are."""
    assert dev.main(["demo"]) == 0
    assert [command[3] for command in commands] == ["solve", "check", "publish"]
    assert "plan.html" in capsys.readouterr().out


def test_demo_stops_at_the_first_failure(commands, capsys):
    """A solve that fails is not followed by a check of nothing."""
    assert dev.main(["demo", "fail"]) == 3
    assert len(commands) == 1
    assert capsys.readouterr().out == ""


def test_lock_with_an_address_is_refused(commands, monkeypatch, tmp_path):
    """A lock that names an index never replaces the one that does not."""
    (tmp_path / "lock.txt").write_text("a==1\n", encoding="utf-8")

    def run(*command):
        fresh = command[command.index("--output-file") + 1]
        fresh.write_text("--index-url https://example.org\na==2\n", encoding="utf-8")
        return 0

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "require_pip", lambda: None)
    monkeypatch.setattr(dev, "make", lambda folder: None)
    monkeypatch.setattr(dev, "install", lambda *what: None)
    with pytest.raises(SystemExit, match="names an address; the old one is kept"):
        dev.main(["lock"])
    assert (tmp_path / "lock.txt").read_text(encoding="utf-8") == "a==1\n"


@pytest.mark.parametrize(
    ("arguments", "status"), [([], 2), (["deploy"], 2), (["--help"], 0)]
)
def test_usage_is_shown(capsys, arguments, status):
    """Nothing, an unknown verb or a plea for help shows the verbs."""
    assert dev.main(arguments) == status
    assert "dev.py demo" in capsys.readouterr().out


def test_interrupt_ends_quietly(commands, monkeypatch):
    """Ctrl-C leaves no traceback, only the usual exit status."""

    def interrupted(*command):
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "run", interrupted)
    assert dev.main(["types"]) == 130


def test_needs_nothing_but_the_standard_library():
    """dev.py runs before anything is installed."""
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert names <= set(sys.stdlib_module_names)
