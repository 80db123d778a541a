from __future__ import annotations

import subprocess
import sys

import pytest

import leaderplan as lp


def python(code: str) -> str:
    """Run code in a fresh Python and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("name", lp.__all__)
def test_every_public_name_is_there(name):
    """Each name of ``__all__`` can be asked for, the late ones too."""
    assert getattr(lp, name) is not None


def test_public_names_are_listed():
    """Completion in a notebook shows the public names and nothing else."""
    assert dir(lp) == sorted(lp.__all__)


def test_unknown_names_are_attribute_errors():
    """A name that does not exist is refused as Python does."""
    with pytest.raises(AttributeError, match="no attribute 'solver'"):
        lp.solver  # noqa: B018 - asking is what raises


def test_modules_do_not_hide_functions():
    """Loading the module ``leaderplan.solve`` first leaves ``lp.solve`` callable."""
    code = (
        "import leaderplan.solve, leaderplan.check, leaderplan as lp\n"
        "print(callable(lp.solve), callable(lp.check), callable(lp.template))"
    )
    assert python(code) == "True True True"


def test_rules_are_known_after_import():
    """A file with rules can be read as soon as the package is imported."""
    code = (
        "import leaderplan\n"
        "from leaderplan.domain.rule import KINDS\n"
        "print(all(r.kind in KINDS for r in leaderplan.rules.RULES), len(KINDS) > 10)"
    )
    assert python(code) == "True True"


def test_versions_name_no_place(capsys):
    """A bug report holds versions, and no folder or user."""
    lp.show_versions()
    rows = dict(row.split(None, 1) for row in capsys.readouterr().out.splitlines())
    assert {"leaderplan", "python", "ortools", "pandas"} <= set(rows)
    assert not [value for value in rows.values() if "/" in value or "\\" in value]
