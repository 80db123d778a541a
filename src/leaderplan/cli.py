"""The command line: from a workbook to a checked plan, its pages and its feeds.

Exit status: 0 all is well; 1 the plan is broken, or no plan is possible; 2 the input
or the command is wrong; 3 no plan was found in time; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import leaderplan
from leaderplan.errors import (
    InputError,
    InternalError,
    Issue,
    LeaderplanError,
    RuleBroken,
)

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan
    from leaderplan.domain.programme import Programme
    from leaderplan.result import Certificate

OK, BROKEN, WRONG, OUT_OF_TIME, INTERRUPTED = 0, 1, 2, 3, 130
MOST_FAULTS = 50
"""Violations printed; the page and the workbook list all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, the process's own where none is given; return the status."""
    _speak_plainly()
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return _refuse("interrupted", INTERRUPTED)
    except (LeaderplanError, OSError) as error:
        return _explain(error)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="leaderplan",
        description="Plan a cohort-based leadership programme.",
        epilog=(__doc__ or "").split("\n\n", 1)[1],
    )
    version = f"leaderplan {leaderplan.__version__}"
    top.add_argument("--version", action="version", version=version)
    verbs = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_making(verbs)
    _add_solving(verbs)
    _add_showing(verbs)
    return top


def _add_making(verbs: Any) -> None:
    template = verbs.add_parser("template", help="write an empty workbook to fill in")
    template.add_argument("out", type=Path, metavar="OUT.xlsx")
    _language(template)
    template.set_defaults(run=_template)
    sample = verbs.add_parser("sample", help="write a made-up programme")
    sample.add_argument("out", type=Path, metavar="OUT", help=".xlsx or .json")
    sample.add_argument("--size", default="S", help="S, M or L (default: S)")
    sample.add_argument("--seed", type=int, default=0)
    sample.add_argument("--difficulty", default="default",
                        help="default, tight, coupled or edge")  # fmt: skip
    _language(sample)
    sample.set_defaults(run=_sample)


def _add_solving(verbs: Any) -> None:
    solve = verbs.add_parser(
        "solve", help="find the best plan and prove how good it is"
    )
    solve.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    solve.add_argument("-o", "--out", type=Path, metavar="PLAN.json", required=True)
    solve.add_argument("--html", type=Path, metavar="PLAN.html", help="write a page")
    solve.add_argument("--workbook", type=Path, metavar="PLAN.xlsx",
                       help="write a sheet for each audience")  # fmt: skip
    solve.add_argument("--time-limit", type=float, default=180.0, metavar="SECONDS")
    solve.add_argument("--seed", type=int, default=0)
    solve.add_argument("--workers", type=int, default=1)
    solve.add_argument("--deterministic", action="store_true",
                       help="same input and seed, same plan")  # fmt: skip
    solve.add_argument("--quiet", action="store_true", help="show no progress")
    _language(solve)
    solve.set_defaults(run=_solve)


def _add_showing(verbs: Any) -> None:
    check = verbs.add_parser("check", help="check a plan without the solver")
    _facts_and_plan(check)
    check.add_argument("--as-of", type=date.fromisoformat, metavar="DATE",
                       help="the day it is judged on, as 2027-10-31")  # fmt: skip
    check.set_defaults(run=_check)
    feeds = verbs.add_parser("feeds", help="write the calendars to subscribe to")
    _facts_and_plan(feeds)
    feeds.add_argument("-o", "--out", type=Path, metavar="FOLDER", required=True)
    feeds.set_defaults(run=_feeds)
    show = verbs.add_parser("show", help="print a plan, or write its page and workbook")
    _facts_and_plan(show)
    show.add_argument("--participant", metavar="ID", help="one participant's year")
    show.add_argument("--html", type=Path, metavar="PLAN.html")
    show.add_argument("--workbook", type=Path, metavar="PLAN.xlsx")
    show.set_defaults(run=_show)


def _facts_and_plan(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    verb.add_argument("plan", type=Path, metavar="PLAN.json")
    _language(verb)


def _language(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--language", choices=("da", "en"), default="en")


# --- the commands ---------------------------------------------------------------


def _template(given: argparse.Namespace) -> int:
    from leaderplan.io.template import template

    template(given.out, language=given.language)
    print(
        f"{given.out}: fill it in, then run: leaderplan solve {given.out} -o plan.json"
    )
    return OK


def _sample(given: argparse.Namespace) -> int:
    from leaderplan import samples

    made = samples.programme(given.size, seed=given.seed, difficulty=given.difficulty)
    _write_programme(made, given)
    print(f"{given.out}: {len(made.participants)} participants, "
          f"{len(made.session_keys)} sessions and due dates to plan")  # fmt: skip
    return OK


def _solve(given: argparse.Namespace) -> int:
    from leaderplan.io.json import write_plan
    from leaderplan.options import SolveOptions

    options = SolveOptions(
        time_limit=given.time_limit,
        seed=given.seed,
        workers=given.workers,
        deterministic=given.deterministic,
        progress=not given.quiet,
        language=given.language,
    )
    for path in (given.out, given.html, given.workbook):
        _require_folder(path)
    programme = read_programme(given.programme)
    from leaderplan.solve import solve

    result = solve(programme, options)
    print(result)
    if result.plan is None:
        return BROKEN if result.conflict is not None else OUT_OF_TIME
    write_plan(given.out, result)
    _write_views(given, programme, result.plan, result.certificate)
    return OK


def _check(given: argparse.Namespace) -> int:
    from leaderplan.check import check
    from leaderplan.display.text import report_lines

    programme, plan, _ = _read_both(given)
    report = check(programme, plan, given.as_of)
    print("\n".join(report_lines(report, programme, given.language, MOST_FAULTS)))
    return OK if report.ok else BROKEN


def _feeds(given: argparse.Namespace) -> int:
    from leaderplan.feeds import write_feeds

    programme, plan, _ = _read_both(given)
    made = write_feeds(programme, plan, given.out, language=given.language)
    print(f"{given.out}: {len(made.feeds)} calendars; {made.summary(given.language)}")
    return OK


def _show(given: argparse.Namespace) -> int:
    from leaderplan.display.listing import participant_listing, plan_listing

    programme, plan, proof = _read_both(given)
    if given.participant is not None:
        print(participant_listing(programme, plan, given.participant, given.language))
    elif given.html is None and given.workbook is None:
        print(plan_listing(programme, plan, given.language))
    _write_views(given, programme, plan, proof)
    return OK


# --- reading, writing, printing -----------------------------------------------------


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


def _read_both(
    given: argparse.Namespace,
) -> tuple[Programme, Plan, Certificate | None]:
    from leaderplan.io.json import read_plan

    programme = read_programme(given.programme)
    held = read_plan(given.plan, programme)
    if held.plan is None:
        raise InputError([Issue(str(given.plan), "expected a plan, found none.")])
    return programme, held.plan, held.certificate


def _write_programme(programme: Programme, given: argparse.Namespace) -> None:
    if given.out.suffix.lower() == ".json":
        from leaderplan.io.json import to_json

        to_json(programme, given.out)
    else:
        from leaderplan.io.template import template

        template(given.out, language=given.language, programme=programme)


def _write_views(
    given: argparse.Namespace,
    programme: Programme,
    plan: Plan,
    proof: Certificate | None,
) -> None:
    if given.html is not None:
        from leaderplan.display.html import write_page

        print(write_page(programme, plan, given.html, proof, given.language))
    if given.workbook is not None:
        from leaderplan.display.workbook import write_workbook

        print(write_workbook(programme, plan, given.workbook, given.language))


def _require_folder(path: Path | None) -> None:
    """Refuse before a long solve what could not be written after it."""
    if path is not None and not path.absolute().parent.is_dir():
        message = f"expected a folder that exists, found {path.parent}."
        raise InputError([Issue(str(path), message)])


def _explain(error: LeaderplanError | OSError) -> int:
    if isinstance(error, OSError) and not isinstance(error, LeaderplanError):
        where = f"{error.filename}: " if error.filename else ""
        return _refuse(f"{where}{error.strerror or error}", WRONG)
    if isinstance(error, InternalError):
        return _refuse(f"a defect in leaderplan, please report it: {error}", WRONG)
    return _refuse(str(error), BROKEN if isinstance(error, RuleBroken) else WRONG)


def _refuse(sentence: str, status: int) -> int:
    print(f"leaderplan: {sentence}", file=sys.stderr)
    return status


def _speak_plainly() -> None:
    """Show a question mark for a letter that a console lacks, and warnings as notes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    warnings.formatwarning = lambda message, *_, **__: f"leaderplan: note: {message}\n"
