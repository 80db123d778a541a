"""A programme as JSON, and plan files: a plan with its proof and its programme."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from leaderplan import rules as shipped  # makes the kinds of the catalogue known
from leaderplan.check import check
from leaderplan.display.files import write_whole
from leaderplan.domain.base import Frozen
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.references import nearest
from leaderplan.domain.rule import Rule, rule_from
from leaderplan.errors import InputError, Issue
from leaderplan.io import strict
from leaderplan.io.make import worded
from leaderplan.result import Certificate, Result, Status

PROGRAMME_VERSION = 1
PLAN_VERSION = 1
"""Versions of the files written; older ones are read, newer ones refused."""

_PROGRAMME, _PLAN = "leaderplan programme", "leaderplan plan"

__all__ = ["from_json", "read_plan", "shipped", "to_json", "write_plan"]


def to_json(programme: Programme, path: str | os.PathLike[str] | None = None) -> str:
    """Return a programme as JSON text that :func:`from_json` reads back.

    Parameters
    ----------
    programme
        The programme, rules included.
    path
        Where the text is written too, in one step; ``None`` writes nothing.

    Raises
    ------
    OSError
        When the file cannot be written; an older one is then intact.
    """
    content = {
        "kind": _PROGRAMME,
        "schema_version": PROGRAMME_VERSION,
        "programme": programme.model_dump(mode="json"),
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    if path is not None:
        write_whole(path, text.encode())
    return text


def from_json(
    path_or_text: str | bytes | os.PathLike[str], rules: Iterable[type[Rule]] = ()
) -> Programme:
    """Read a programme from JSON.

    Parameters
    ----------
    path_or_text
        A file, or the JSON text itself.
    rules
        Rule classes of your own that the file names; making the class is enough
        to be known, so this is where a reader sees that they are needed.

    Raises
    ------
    InputError
        With every fault, each with its place in the file; when the file is of a
        newer version, is no UTF-8, or holds NaN, repeated keys or deep nesting.
    """
    tuple(rules)
    place, value = strict.read(path_or_text)
    content = strict.envelope(place, value, _PROGRAMME, PROGRAMME_VERSION)
    _only(content, {"kind", "schema_version", "programme"}, place)
    given = content.get("programme")
    if not isinstance(given, dict):
        strict.fail(f"{place}/programme", "expected an object, found something else.")
    issues: list[Issue] = []
    made = _rules(given.get("rules", []), issues)
    data = {str(key): item for key, item in given.items()} | {"rules": made}
    try:
        programme = Programme(**data)
    except InputError as error:
        raise InputError([*issues, *map(_named, error.issues)]) from None
    if issues:
        raise InputError(issues)
    return programme


def _rules(rows: Any, issues: list[Issue]) -> list[Rule]:
    """Make every rule that can be made, so that one fault hides no other."""
    made: list[Rule] = []
    if not isinstance(rows, list):
        issues.append(Issue("rules", "expected a list of rules."))
        return made
    for number, row in enumerate(rows):
        try:
            made.append(rule_from(row))
        except InputError as error:
            for issue in error.issues:
                field = issue.place.split("/")[2:]
                issues.append(_named(issue, "/".join(["rules", str(number), *field])))
    return made


def _named(issue: Issue, place: str = "") -> Issue:
    message, hint = worded(issue)
    if message.endswith("is not known here."):
        hint = nearest(issue.place.rpartition("/")[2], _field_names(Frozen))
    where = place or issue.place.removeprefix("Programme/")
    return Issue(where, message, hint, issue.value)


def _field_names(kind: type[Frozen]) -> set[str]:
    names = set(kind.model_fields)
    for below in kind.__subclasses__():
        names |= _field_names(below)
    return names


def _only(content: dict[str, Any], known: set[str], place: str) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise InputError(
            Issue(f"{place}/{key[:60]}", "is not known here.", nearest(key, known))
            for key in unknown
        )


# --- plan files --------------------------------------------------------------------


def write_plan(path: str | os.PathLike[str], result: Result) -> Path:
    """Write a plan file: the plan, its certificate and what it is a plan of.

    Parameters
    ----------
    path
        Where it goes; written in one step, so that a reader sees the old file or
        the new one.
    result
        A result with a plan.

    Raises
    ------
    InputError
        When the result has no plan.
    OSError
        When the file cannot be written; an older one is then intact.
    """
    if result.plan is None:
        message = f"there is no plan to write: the status is {result.status.value}."
        strict.fail("result", message)
    proof = result.certificate
    content = {
        "kind": _PLAN,
        "schema_version": PLAN_VERSION,
        "programme": result.programme.fingerprint,
        "plan": result.plan.model_dump(mode="json"),
        "certificate": proof.model_dump(mode="json") if proof else None,
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    return write_whole(path, text.encode())


def read_plan(path: str | bytes | os.PathLike[str], programme: Programme) -> Result:
    """Read a plan file and check the plan anew.

    Parameters
    ----------
    path
        The file, or its text.
    programme
        What the plan is a plan of; exactly as it was when the plan was written.

    Returns
    -------
    Result
        The plan with a fresh report. The status is ``optimal`` only where the
        certificate proves it for the values that the check finds now.
        ``result.report.raise_if_broken()`` refuses a plan that breaks a rule.

    Raises
    ------
    InputError
        When the file is damaged, of a newer version, a plan of another programme,
        or no whole plan of this one.
    """
    place, value = strict.read(path)
    content = strict.envelope(place, value, _PLAN, PLAN_VERSION)
    known = {"kind", "schema_version", "programme", "plan", "certificate"}
    _only(content, known, place)
    if content.get("programme") != programme.fingerprint:
        message = "this is a plan of another programme, or of this one before a change."
        strict.fail(
            f"{place}/programme", message, "Give the programme it was made from."
        )
    plan = _part(Plan, content.get("plan"), f"{place}/plan")
    held = content.get("certificate")
    proof = None if held is None else _part(Certificate, held, f"{place}/certificate")
    report = check(programme, plan)
    if report.malformed:
        raise InputError(Issue(f"{place}/plan", f"{w.en}.") for w in report.malformed)
    values = {level.level: level.value for level in proof.levels} if proof else {}
    proven = proof is not None and proof.proven and report.ok
    status = Status.OPTIMAL if proven and values == report.levels else Status.FEASIBLE
    return Result(programme, status, plan, report, proof)


def _part(kind: type[Any], value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        strict.fail(place, "expected an object, found something else.")
    try:
        return kind(**{str(key): item for key, item in value.items()})
    except InputError as error:
        raise InputError(
            _named(issue, "/".join([place, *issue.place.split("/")[1:]]))
            for issue in error.issues
        ) from None
