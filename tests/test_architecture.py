"""The layout that docs/architecture.md promises, read from the source itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "leaderplan"

LONGEST_FILE = 300
LONGEST_FUNCTION = 40

_BASE = {"errors", "locale", "timeline", "collector"}
_TYPES = _BASE | {"domain", "rules", "progress", "options", "answers", "change_sheet",
          "reasons", "result"}  # fmt: skip
_CHECKED = _TYPES | {"check", "wellformed"}
_SOLVING = _CHECKED | {"model"}

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "versions": set(),
    "collector": set(),
    "late": set(),
    "locale": {"errors"},
    "timeline": {"errors", "locale"},
    "domain": _BASE,
    "rules": _BASE | {"domain"},
    "progress": _BASE,
    "options": _BASE | {"progress"},
    "answers": _BASE | {"domain"},
    "reasons": _BASE | {"domain", "answers"},
    "result": _TYPES - {"result"},
    "wellformed": {"errors", "locale", "domain"},
    "check": {"errors", "locale", "domain", "rules", "result", "wellformed"},
    "costs": _CHECKED,
    "preflight": _TYPES - {"progress", "options"},
    "model": _CHECKED,
    "solve": _SOLVING,
    "explain": _SOLVING | {"solve"},
    "touched": _CHECKED,
    "excerpt": _SOLVING,
    "repair": _SOLVING | {"solve", "explain", "touched"},
    "what_if": _SOLVING | {"solve", "explain"},
    "why": _SOLVING | {"solve", "what_if"},
    "situation": _SOLVING | {"catch_ups"},
    "replan": _SOLVING | {"solve", "situation", "change_sheet", "comparing"},
    "comparing": _BASE | {"domain"},
    "change_sheet": _BASE | {"domain", "comparing"},
    "states": _BASE | {"domain"},
    "day_ledger": _BASE | {"domain"},
    "catch_ups": _CHECKED | {"day_ledger"},
    "alternatives": _SOLVING | {"replan"},
    "repairs_after": _SOLVING | {"repair", "replan", "situation", "touched"},
    "live": _SOLVING | {"replan", "situation"},
    "robust": _SOLVING | {"rehearsal", "spares", "make_up_dates"},
    "spares": _BASE | {"domain"},
    "make_up_dates": _BASE | {"domain", "rules", "spares"},
    "rehearsal": _SOLVING | {"replan", "repairs_after", "feeds", "change_sheet"},
    "samples": _CHECKED,
    "display": _CHECKED | {"costs"},
    "io": _CHECKED | {"display"},
    "store": _CHECKED | {"io", "feeds"},
    "feeds": _CHECKED | {"display", "io"},
    "feeds.publish": _CHECKED | {"display", "io"},
    "feeds.server": _CHECKED | {"display", "io", "store"},
    "testing": _SOLVING | {"solve", "explain", "replan", "io", "samples"},
}
"""What each part may import besides itself; what is not listed sees everything."""

SEES_ALL = {"__init__", "__main__", "cli"}

LATE_AND_UPWARD = {
    ("result", "display"): "a result shows itself, and loads its pages only then",
    ("result", "costs"): "a result tells what it costs whom, and counts only then",
    ("costs", "display"): "costs show themselves, as a result does",
    ("change_sheet", "display"): "a sheet shows itself, as a result does",
    ("states", "display"): "states show themselves, as a result does",
    ("day_ledger", "display"): "a ledger shows itself, as a result does",
    ("robust", "display"): "what was bought shows itself, as a result does",
    ("rehearsal", "display"): "a rehearsal shows itself, as a result does",
    ("alternatives", "display"): "alternatives show themselves, as a result does",
    ("catch_ups", "display"): "catch-ups show themselves, as a result does",
    ("answers", "display"): "an answer shows itself, as a result does",
    ("reasons", "display"): "an answer shows itself, as a result does",
    ("result", "why"): "a plan explains itself, and loads the solver only then",
}
"""Imports against the direction, allowed inside a function, each with its reason."""

LONG_FUNCTIONS: dict[str, str] = {}
"""``module:function`` that may be longer, each with its reason."""


class Import(NamedTuple):
    """One import as it stands in a file."""

    importer: str
    imported: str
    late: bool
    line: int


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[-1] == "__init__" and len(parts) > 1:
            parts = parts[:-1]
        yield ".".join(parts), path


def _is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _imports_below(node: ast.AST, late: bool) -> Iterator[tuple[str, bool, int]]:
    for child in ast.iter_child_nodes(node):
        if _is_for_types_only(child):
            continue
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield alias.name, late, child.lineno
        elif isinstance(child, ast.ImportFrom):
            source = "." * child.level + (child.module or "")
            if source == "leaderplan":
                for alias in child.names:
                    yield f"leaderplan.{alias.name}", late, child.lineno
            else:
                yield source, late, child.lineno
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _imports_below(child, late or inside)


@cache
def _imports() -> tuple[Import, ...]:
    return tuple(
        Import(module, *found)
        for module, path in _modules()
        for found in _imports_below(ast.parse(path.read_text("utf-8")), late=False)
    )


def _part(module: str) -> str:
    """Return the part of the package that a module belongs to."""
    parts = module.split(".")
    longest = ".".join(parts[:2])
    return longest if longest in MAY_IMPORT else parts[0]


def _own(imported: str) -> str | None:
    """Return the part that an import names, or None for another package."""
    first, _, rest = imported.partition(".")
    return (_part(rest) if rest else "__init__") if first == "leaderplan" else None


def test_every_part_has_a_place():
    """A new part of the package is given its place in the import direction."""
    parts = {_part(module) for module, _ in _modules()}
    assert parts - SEES_ALL - set(MAY_IMPORT) == set()


def test_import_direction_has_no_circle():
    """The parts can be put in an order in which each sees only earlier ones."""
    order = list(TopologicalSorter(MAY_IMPORT).static_order())
    assert order.index("domain") < order.index("rules") < order.index("check")
    assert order.index("check") < order.index("model") < order.index("solve")


def test_imports_follow_the_direction():
    """Each part imports only what stands below it, with the late ones listed."""
    faults = []
    for found in _imports():
        part, target = _part(found.importer), _own(found.imported)
        if part in SEES_ALL or target is None or target == part:
            continue
        if target in MAY_IMPORT[part]:
            continue
        if target.split(".")[0] == part.split(".")[0]:
            continue
        if found.late and (part, target) in LATE_AND_UPWARD:
            continue
        faults.append(f"{found.importer}:{found.line} imports {found.imported}")
    assert faults == []


def test_imports_are_absolute():
    """A relative import would hide from the other tests of this file."""
    assert [found for found in _imports() if found.imported.startswith(".")] == []


def test_late_upward_imports_are_all_used():
    """An exception that no import needs any more is taken off the list."""
    used = {
        (_part(found.importer), _own(found.imported))
        for found in _imports()
        if found.late
    }
    assert set(LATE_AND_UPWARD) - used == set()


def test_solver_is_imported_in_one_place():
    """Only leaderplan.model imports ortools."""
    places = {
        _part(found.importer)
        for found in _imports()
        if found.imported.split(".")[0] == "ortools"
    }
    assert places <= {"model"}


def test_checker_is_independent():
    """The checker knows neither the solver's integers nor the solver."""
    seen, waiting = set(), {"check"}
    while waiting:
        module = waiting.pop()
        seen.add(module)
        waiting |= {
            found.imported.removeprefix("leaderplan.")
            for found in _imports()
            if found.importer == module
            and not found.late
            and found.imported.startswith("leaderplan.")
        } - seen
    assert {"timeline", "model"} & {_part(module) for module in seen} == set()


def test_import_is_light():
    """``import leaderplan`` loads neither the solver nor pandas nor an extra."""
    heavy = [
        "ortools", "pandas", "numpy", "openpyxl", "icalendar", "jinja2",
        "plotly", "starlette", "uvicorn", "sqlalchemy", "obstore", "holidays",
        "recurring_ical_events", "distributed", "ipywidgets",
    ]  # fmt: skip
    code = f"import sys, leaderplan; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_files_are_short():
    """No file of the package has more than 300 lines."""
    long = {
        module: lines
        for module, path in _modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines from ``def`` to the end, without the docstring's."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        text = function.body[0]
        lines -= (text.end_lineno or 0) - text.lineno + 1
    return lines


def test_functions_are_short():
    """No function has more than 40 lines but the listed ones, which all have."""
    long = {
        f"{module}:{node.name}": _length(node)
        for module, path in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _length(node) > LONGEST_FUNCTION
    }
    assert {name: long[name] for name in long if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) - set(long) == set()


def _rule_stems() -> list[str]:
    files = (PACKAGE / "rules").glob("*.py")
    return sorted(path.stem for path in files if not path.stem.startswith("_"))


def test_every_rule_file_is_in_the_catalogue():
    """Each file of rules/ gives exactly one rule of RULES, and RULES has no other."""
    from leaderplan.rules import RULES

    listed = sorted(rule.__module__.removeprefix("leaderplan.rules.") for rule in RULES)
    assert listed == _rule_stems()
    assert listed != []


def test_every_rule_has_a_kind_of_its_own():
    """A kind names one rule, in files and in messages."""
    from leaderplan.rules import RULES

    kinds = [rule.kind for rule in RULES]
    assert all(kinds)
    assert len(set(kinds)) == len(kinds)


def test_every_rule_has_its_test_file():
    """rules/<rule>.py is tested by tests/rules/test_<rule>.py."""
    tests = {path.name for path in (ROOT / "tests" / "rules").glob("test_*.py")}
    assert [stem for stem in _rule_stems() if f"test_{stem}.py" not in tests] == []


def test_every_rule_speaks_both_languages():
    """The requirement and its violation have a Danish and an English text."""
    from leaderplan.rules import RULES

    dumb = [
        f"{rule.kind}.{text}"
        for rule in RULES
        for text in ("words", "said")
        if not (words := getattr(rule, text, None))
        or not (words.da.strip() and words.en.strip())
        or words.da == words.en
    ]
    assert dumb == []


def test_every_rule_has_a_checker_and_a_way_to_the_solver():
    """A rule has its own ``check``, and ``judge`` or ``post`` beside it."""
    from leaderplan.domain.rule import Rule
    from leaderplan.rules import RULES

    half = [
        rule.kind
        for rule in RULES
        if rule.check is Rule.check
        or (rule.judge is Rule.judge and rule.post is Rule.post)
        or (rule.judge is Rule.judge) != (not rule.judges)
    ]
    assert half == []


def test_service_tests_are_marked():
    """A file of tests/services carries the mark by which it can be left out."""
    files = sorted((ROOT / "tests" / "services").glob("test_*.py"))
    unmarked = [
        path.name
        for path in files
        if "pytestmark = pytest.mark.services" not in path.read_text("utf-8")
    ]
    assert unmarked == []
