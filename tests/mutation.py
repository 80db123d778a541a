"""Take single pieces out of rules and solver, and see whether the tests notice.

Run by hand, from the root of the repository: ``python tests/mutation.py``. With
words only the pieces whose names contain one of them are taken out; ``--quick``
leaves out the tests of the whole search. In each run one piece does nothing: a
rule's ``judge`` or ``post``, or a verb of posting. No file is changed. One line is
printed for each piece, and the last one counts.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

import leaderplan.rules
from leaderplan.domain.rule import KINDS, Rule
from leaderplan.model import build
from leaderplan.model.periods import Periods
from leaderplan.rules import _base

TESTS = Path(__file__).resolve().parent
PIECE = "LEADERPLAN_MUTATION"
"""Variable that tells the run below which piece to take out."""

VERBS = [name for name in vars(_base.Posting) if not name.startswith("_")]
PERIOD_RULES = {"load": "person_load", "used": "few_days"}
NEUTRAL: dict[str, Any] = {"excess": 0, "both": 0, "any_of": False, "used": 0}
"""What a verb gives back that does nothing; ``None`` where nothing is asked."""


def posting_class() -> type:
    """Return the class through which rules reach the solver."""
    held = (row for row in vars(build).values() if isinstance(row, type))
    return next(row for row in held if all(hasattr(row, verb) for verb in VERBS))


def users(verb: str) -> list[str]:
    """Return the test files of rules that use a verb themselves."""
    sources = {k: inspect.getsource(import_module(c.__module__)) for k, c in SHIPPED}
    return [
        f"rules/test_{kind}.py"
        for kind, text in sources.items()
        if f"posting.{verb}(" in text
    ]


SHIPPED = [
    (kind, rule)
    for kind, rule in KINDS.items()
    if rule.__module__.startswith(leaderplan.rules.__name__)
]


def pieces() -> dict[str, list[str]]:
    """Name every piece, with the test files that ought to notice its absence."""
    found = {
        f"{kind}.{hook}": [f"rules/test_{kind}.py"]
        for kind, rule in SHIPPED
        for hook in ("judge", "post")
        if hook in vars(rule)
    }
    found |= {f"Posting.{verb}": users(verb) for verb in VERBS}
    for verb, kind in PERIOD_RULES.items():
        found[f"Periods.{verb}"] = [f"rules/test_{kind}.py"]
    return found


def take_out(piece: str) -> None:
    """Replace a piece, in this process, by one that does nothing."""
    owner, name = piece.split(".")
    classes = {"Posting": posting_class(), "Periods": Periods, **dict(SHIPPED)}

    def everyone(_self: Any, names: Any, *_: Any) -> dict[str, bool]:
        return dict.fromkeys(names, True)

    def nothing(*_: Any, **__: Any) -> Any:
        return NEUTRAL.get(name)

    hooks = {"judge": Rule.judge, "post": Rule.post, "alternatives": everyone}
    setattr(classes[owner], name, hooks.get(name, nothing))


class Unshrunk:
    """Hypothesis need not shrink: that a test fails is all that is asked."""

    def pytest_sessionstart(self) -> None:
        """Take effect after the profile of the tests and before they are read."""
        plain = (Phase.explicit, Phase.generate)
        settings.register_profile("mutation", settings.get_profile("ci"), phases=plain)
        settings.load_profile("mutation")


def noticed(piece: str, tests: list[str], *, quick: bool) -> str:
    """Name the tests that fail without a piece; empty where none does."""
    for files in (tests,) if quick else (tests, ["model"]):
        run = subprocess.run(
            [sys.executable, str(TESTS / "mutation.py"), "--run", *files],
            env=os.environ | {PIECE: piece, "CI": "1"},
            cwd=TESTS.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode not in (0, 1):
            raise RuntimeError(f"the tests of {piece} did not run: {run.stdout[-500:]}")
        if run.returncode == 1:
            return next(r for r in run.stdout.splitlines() if r.startswith("FAILED"))
    return ""


def main(words: list[str]) -> int:
    """Take out each piece in turn and print what came of it."""
    quick = "--quick" in words
    names = [word for word in words if word != "--quick"]
    chosen = {
        piece: tests
        for piece, tests in pieces().items()
        if not names or any(word in piece for word in names)
    }
    survivors = 0
    for piece, tests in chosen.items():
        by = noticed(piece, tests, quick=quick)
        survivors += not by
        sys.stdout.write(f"{piece:32} {by[:90] or 'SURVIVED'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - survivors} of {len(chosen)} noticed\n")
    return int(survivors > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        take_out(os.environ[PIECE])
        asked = [str(TESTS / name) for name in sys.argv[2:]]
        plain = ["-x", "-q", "--no-header", "-p", "no:cacheprovider"]
        sys.exit(pytest.main([*plain, *asked], plugins=[Unshrunk()]))
    sys.exit(main(sys.argv[1:]))
