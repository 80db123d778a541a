"""Set leaderplan up and run it, with nothing but Python 3.11 or newer and pip.

    python3 dev.py demo     plan the example and write demo/plan.html and the calendars
    python3 dev.py test     run the tests; what follows goes to pytest
    python3 dev.py lint     check style and format; --fix mends what it can
    python3 dev.py types    check the types; what follows goes to mypy
    python3 dev.py lock     renew requirements-test.txt; what follows goes to uv

The first run makes .venv (or the folder that LEADERPLAN_VENV names) with exactly the
packages that requirements-test.txt lists; it is made anew when that list changes, or
Python does.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements-test.txt"
EXAMPLE = "examples/bedre-ledelse.xlsx"
OLDEST = (3, 11)

NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "SSLError",
    "Connection refused",
    "Network is unreachable",
    "Could not fetch URL",
)
DISK_FULL = ("No space left on device", "not enough space on the disk", "Errno 122")


def refuse(sentence: str) -> SystemExit:
    """Return the exit that says why nothing was done."""
    return SystemExit("dev.py: " + sentence)


def require_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Stop, in words, where Python is too old."""
    if version < OLDEST:
        raise refuse(
            "leaderplan needs Python 3.11 or newer, and this is Python "
            f"{version[0]}.{version[1]} ({sys.executable}). "
            "Start dev.py with a newer one, as in: python3.12 dev.py test"
        )


def require_pip() -> None:
    """Stop, in words, where Python has no pip."""
    if importlib.util.find_spec("pip") is None:
        raise refuse(
            f"this Python ({sys.executable}) has no pip. On Debian and Ubuntu: "
            "sudo apt install python3-pip"
        )


def require_other_python(folder: Path) -> None:
    """Stop, in words, where `folder` would be made anew by its own Python."""
    if Path(sys.prefix).resolve() == folder.resolve():
        raise refuse(
            f"{folder} has to be made anew, and this is its own Python. "
            "Leave the environment (deactivate) and start dev.py again."
        )


def fingerprint(lock: Path = LOCK) -> str:
    """Return what an environment must have been made from to be used again."""
    listed = lock.read_text(encoding="utf-8").encode()  # the same with CRLF line ends
    return hashlib.sha256(listed + sys.version.encode()).hexdigest()


def python_of(folder: Path) -> Path:
    """Return the interpreter of the environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_ready(folder: Path) -> bool:
    """Tell whether `folder` was made, to the end, from this lock and this Python."""
    stamp = folder / "leaderplan-stamp"
    return (
        python_of(folder).exists()
        and stamp.is_file()
        and stamp.read_text(encoding="ascii") == fingerprint()
    )


def make(folder: Path) -> None:
    """Make an empty environment, without pip in it: Python's own pip fills it."""
    foreign = folder.exists() and not (folder / "pyvenv.cfg").is_file()
    if foreign and any(folder.iterdir()):
        raise refuse(f"{folder} is full of something else; it is left as it is.")
    builder = venv.EnvBuilder(with_pip=False, clear=True, symlinks=os.name != "nt")
    try:
        builder.create(folder)
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else str(error)
        raise refuse(f"{folder} could not be made: {why}.") from error


def install(folder: Path, *what: str) -> None:
    """Install into `folder` with the pip of the Python that runs this."""
    pip = [sys.executable, "-m", "pip", "--python", str(python_of(folder))]
    options = ["--disable-pip-version-check", "--quiet", "--only-binary", ":all:"]
    done = subprocess.run(
        [*pip, "install", *options, *what],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = done.stdout.splitlines()
        words = [line for line in lines if line.startswith("ERROR")] or lines
        tail = "\n".join(line[:300] for line in words[-4:])
        raise refuse(f"{diagnosis(done.stdout)}\n\npip's last words were:\n{tail}")


def diagnosis(output: str) -> str:
    """Say in a sentence what most likely stopped pip, given all that it printed."""
    if any(sign in output for sign in DISK_FULL):
        return "the disk is full: the packages need about 900 MB, downloads included."
    if "DO NOT MATCH THE HASHES" in output:
        return "a download is not the file that the lock names; nothing was installed."
    if any(sign in output for sign in NO_NETWORK):
        return "the packages could not be fetched: there is no way to the network."
    for line in output.splitlines():
        if "No matching distribution found for" in line:
            package = line.rsplit(" ", 1)[-1]
            return (
                f"there is no ready-made package (wheel) of {package} for this Python "
                f"({sysconfig.get_python_version()}) on this kind of machine "
                f"({sysconfig.get_platform()}). Try another Python from 3.11 on."
            )
    return "pip could not install the packages."


def point_to_source(folder: Path) -> None:
    """Let the environment import leaderplan from src, with no build step."""
    site = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
    encoding = "utf-8" if sys.version_info >= (3, 13) else "locale"
    place = Path(site) / "leaderplan.pth"
    place.write_text(f"{ROOT / 'src'}\n", encoding=encoding)


def environment() -> Path:
    """Return the environment's Python, made first where it is missing or outdated."""
    folder = Path(os.environ.get("LEADERPLAN_VENV") or ROOT / ".venv").absolute()
    if not is_ready(folder):
        require_other_python(folder)
        require_pip()
        print(f"Setting up {folder}: a minute or two, this once.", flush=True)
        make(folder)
        install(folder, "--require-hashes", "--requirement", str(LOCK))
        point_to_source(folder)
        (folder / "leaderplan-stamp").write_text(fingerprint(), encoding="ascii")
    return python_of(folder)


def run(*command: str | Path) -> int:
    """Run one command in the project's folder and return its exit status."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, check=False
    ).returncode


def test(*arguments: str) -> int:
    """Run the tests, two at a time unless told otherwise."""
    return run(environment(), "-m", "pytest", "-n", "2", *arguments)


def lint(*arguments: str) -> int:
    """Check style, then format; with --fix, mend both."""
    python = environment()
    form = ["format"] if "--fix" in arguments else ["format", "--check"]
    style = run(python, "-m", "ruff", "check", *arguments)
    return run(python, "-m", "ruff", *form) or style


def types(*arguments: str) -> int:
    """Check the types as strictly as pyproject.toml says."""
    return run(environment(), "-m", "mypy", *arguments)


def demo(*arguments: str) -> int:
    """Plan the example, check the plan, and write its calendars."""
    python = environment()
    out = ROOT / "demo"
    out.mkdir(exist_ok=True)
    plan = "demo/plan.json"
    pages = ["--html", "demo/plan.html", "--workbook", "demo/plan.xlsx"]
    effort = ["--seed", "1", "--time-limit", "120"]
    for step in (
        ["solve", EXAMPLE, "-o", plan, *pages, *effort, *arguments],
        ["check", EXAMPLE, plan],
        ["publish", EXAMPLE, plan, "demo/feeds"],
    ):
        status = run(python, "-m", "leaderplan", *step)
        if status:
            return status
    print(f"\nThe plan is in {out / 'plan.html'}, the calendars in {out / 'feeds'}.")
    return 0


def lock(*arguments: str) -> int:
    """Renew the lock: the newest packages that the ranges allow, for every system."""
    require_pip()
    with tempfile.TemporaryDirectory() as place:
        tools, fresh = Path(place) / "tools", Path(place) / "lock.txt"
        make(tools)
        install(tools, "uv")
        status = run(
            *(python_of(tools), "-m", "uv", "pip", "compile", "pyproject.toml"),
            *("--quiet", "--output-file", fresh),
            *("--extra", "test", "--extra", "lint"),
            *("--python-version", "3.11", "--universal", "--no-build"),
            *("--generate-hashes", "--no-emit-index-url"),
            *("--no-annotate", "--no-header"),
            *arguments,
        )
        text = fresh.read_text(encoding="utf-8") if status == 0 else ""
    if "://" in text:
        raise refuse("the new lock names an address; the old one is kept.")
    if status == 0:
        LOCK.write_text(text, encoding="utf-8", newline="\n")
        listed = sum(line[:1].isalnum() for line in text.splitlines())
        print(f"{LOCK.name} lists {listed} packages.")
    return status


VERBS = {"demo": demo, "test": test, "lint": lint, "types": types, "lock": lock}


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    require_python()
    if not arguments or arguments[0] not in VERBS:
        print(__doc__)
        return 0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2
    try:
        return VERBS[arguments[0]](*arguments[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
