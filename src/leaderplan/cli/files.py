"""Files that commands read and write."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan
    from leaderplan.domain.programme import Programme
    from leaderplan.result import Certificate, Result


def read_programme(path: Path) -> Programme:
    """Read a programme from a workbook or a JSON file, as its name ends.

    Raises
    ------
    InputError
        When the file is no programme; all faults at once.
    OSError
        When it cannot be read.
    """
    if path.suffix.lower() == ".json":
        from leaderplan.io.json import from_json

        return from_json(path)
    from leaderplan.io.workbook import read_workbook

    return read_workbook(path)


def read_both(
    given: argparse.Namespace,
) -> tuple[Programme, Plan, Certificate | None]:
    """Read a programme and a plan of it, with its proof where there is one."""
    held = read_result(given)
    if held.plan is None:
        raise InputError([Issue(str(given.plan), "expected a plan, found none.")])
    return held.programme, held.plan, held.certificate


def read_result(given: argparse.Namespace) -> Result:
    """Read a programme and what was found for it."""
    from leaderplan.io.json import read_plan

    return read_plan(given.plan, read_programme(given.programme))


def write_programme(programme: Programme, given: argparse.Namespace) -> None:
    """Write a programme as a workbook or JSON, as the file's name ends."""
    if given.out.suffix.lower() == ".json":
        from leaderplan.io.json import to_json

        to_json(programme, given.out)
    else:
        from leaderplan.io.template import template

        template(given.out, language=given.language, programme=programme)


def write_views(
    given: argparse.Namespace,
    programme: Programme,
    plan: Plan,
    proof: Certificate | None,
) -> None:
    """Write the page and the workbook that are asked for."""
    if given.html is not None:
        from leaderplan.display.html import write_page

        print(write_page(programme, plan, given.html, proof, given.language))
    if given.workbook is not None:
        from leaderplan.display.workbook import write_workbook

        print(write_workbook(programme, plan, given.workbook, given.language))


def require_folder(path: Path | None) -> None:
    """Refuse before a long solve what could not be written after it."""
    if path is not None and not path.absolute().parent.is_dir():
        message = f"expected a folder that exists, found {path.parent}."
        raise InputError([Issue(str(path), message)])
