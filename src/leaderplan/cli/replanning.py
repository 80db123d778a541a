"""The commands of a year that goes on: plan anew after changes, compare two plans."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaderplan.cli.files import read_both, read_programme, require_folder
from leaderplan.cli.status import BROKEN, OK, OUT_OF_TIME
from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaderplan.domain.change import Change
    from leaderplan.domain.plan import Plan
    from leaderplan.domain.programme import Programme
    from leaderplan.options import SolveOptions
    from leaderplan.result import Result


def add_replanning(verbs: Any) -> None:
    """Add the commands to a parser."""
    verb = verbs.add_parser("replan", help="plan anew after changes, disturbing least")
    verb.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    verb.add_argument("plan", type=Path, metavar="PLAN.json")
    verb.add_argument("changes", type=Path, metavar="CHANGES.json",
                      help='a list: [{"kind": "host_withdraws", "host": "u07", '
                      '"on": "2028-01-10"}]')  # fmt: skip
    verb.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE",
                      help="the day it is decided on")  # fmt: skip
    verb.add_argument("-o", "--out", type=Path, metavar="NEW.json", required=True,
                      help="the new plan")  # fmt: skip
    verb.add_argument("--programme-out", type=Path, metavar="CHANGED.json",
                      required=True, help="the changed programme")  # fmt: skip
    _sheet(verb)
    verb.add_argument("--alternatives", type=int, default=0, metavar="N",
                      help="tell N things that could be done instead")  # fmt: skip
    verb.add_argument("--repairs", type=Path, metavar="MENDED.json",
                      help="where no plan is found: tell what would help, and write "
                      "the changes with the cheapest of it")  # fmt: skip
    verb.add_argument("--time-limit", type=float, default=180.0, metavar="SECONDS")
    verb.add_argument("--seed", type=int, default=0)
    verb.add_argument("--language", choices=("da", "en"), default="en")
    verb.set_defaults(run=replan)
    both = verbs.add_parser("compare", help="tell what two plans have another way")
    both.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    both.add_argument("plan", type=Path, metavar="BEFORE.json")
    both.add_argument("after", type=Path, metavar="AFTER.json")
    both.add_argument("--changed", type=Path, metavar="CHANGED.json",
                      help="the programme of the second plan")  # fmt: skip
    _sheet(both)
    both.add_argument("--as-of", type=date.fromisoformat, metavar="DATE",
                      help="the day it is decided on: tells by when people are to know",
                      )  # fmt: skip
    both.add_argument("--language", choices=("da", "en"), default="en")
    both.set_defaults(run=compare)


def _sheet(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--sheet", type=Path, metavar="SHEET",
                      help="who has what another way, as .xlsx, .html or .csv",
                      )  # fmt: skip


def _require_sheet(path: Path | None) -> None:
    """Refuse before it is planned what a sheet could not be written to."""
    if path is not None:
        from leaderplan.display.sheet_workbook import require_ending

        require_folder(path)
        require_ending(path)


def replan(given: argparse.Namespace) -> int:
    """Plan anew, write programme and plan, and print who has what another way."""
    from leaderplan.alternatives import alternatives
    from leaderplan.io.json import to_json, write_plan
    from leaderplan.options import SolveOptions
    from leaderplan.replan import replan

    for path in (given.out, given.programme_out, given.repairs):
        if path is not None:
            require_folder(path)
    _require_sheet(given.sheet)
    options = SolveOptions(
        time_limit=given.time_limit, seed=given.seed, language=given.language
    )
    programme, plan, _ = read_both(given)
    changes = read_changes(given.changes)
    result = replan(programme, plan, changes, given.as_of, options=options)
    for change in changes:
        print(change.words(programme).to(given.language))
    if result.plan is None:
        print(result)
        return _unplanned(given, (programme, plan, changes), options, result)
    print(result.sheet)
    other = None
    if given.alternatives > 0:
        other = alternatives(programme, plan, changes, given.as_of, result,
                             options=options, limit=given.alternatives)  # fmt: skip
        print(other)
    if given.sheet is not None and result.sheet is not None:
        result.sheet.write(given.sheet, other)
    to_json(result.programme, given.programme_out)
    write_plan(given.out, result)
    return OK


def _unplanned(
    given: argparse.Namespace,
    asked: tuple[Programme, Plan, list[Change]],
    options: SolveOptions,
    result: Result,
) -> int:
    """Tell what would help where no plan is found, and write the changes with it."""
    from leaderplan.domain.change import Mend
    from leaderplan.repairs_after import repairs_after
    from leaderplan.result import Status

    if given.repairs is not None:
        ways = repairs_after(*asked, given.as_of, options=options, result=result)
        print(ways)
        if ways.repairs:
            mend = Mend(loosened=ways.repairs[0].changes)
            write_changes([*asked[2], mend], given.repairs)
    return BROKEN if result.status is Status.INFEASIBLE else OUT_OF_TIME


def read_changes(path: Path) -> list[Change]:
    """Read a list of changes.

    Raises
    ------
    InputError
        When the file is no list of changes.
    """
    from leaderplan.domain.change import change_from

    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        message = f"expected JSON, found {error}."
        raise InputError([Issue(path.name, message)]) from None
    if not isinstance(rows, list):
        message = f"expected a list of changes, found {type(rows).__name__}."
        raise InputError([Issue(path.name, message)])
    return [change_from(row) for row in rows]


def write_changes(changes: Iterable[Change], path: Path) -> None:
    """Write a list of changes as :func:`read_changes` reads it, in one step."""
    from leaderplan.display.files import write_whole

    rows = [change.model_dump(mode="json") for change in changes]
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=1)
    write_whole(path, (text + "\n").encode())


def compare(given: argparse.Namespace) -> int:
    """Print who has what another way in a second plan."""
    from leaderplan.change_sheet import compare
    from leaderplan.io.json import read_plan

    _require_sheet(given.sheet)
    programme, before, _ = read_both(given)
    changed = read_programme(given.changed) if given.changed else programme
    after = read_plan(given.after, changed).plan
    if after is None:
        raise InputError([Issue(str(given.after), "expected a plan, found none.")])
    sheet = compare(changed, before, after, as_of=given.as_of, earlier=programme,
                    language=given.language)  # fmt: skip
    print(sheet)
    if given.sheet is not None:
        sheet.write(given.sheet)
    return OK
