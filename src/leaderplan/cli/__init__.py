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
from typing import Any

import leaderplan
from leaderplan.cli import calendars, commands, publishing
from leaderplan.cli.availability import add_availability
from leaderplan.cli.files import read_programme
from leaderplan.cli.rehearsing import add_rehearsing
from leaderplan.cli.replanning import add_replanning
from leaderplan.cli.serving import add_serve
from leaderplan.cli.standing import add_standing
from leaderplan.cli.status import BROKEN, INTERRUPTED, OK, OUT_OF_TIME, WRONG
from leaderplan.errors import InternalError, LeaderplanError, RuleBroken

__all__ = ["BROKEN", "INTERRUPTED", "OK", "OUT_OF_TIME", "WRONG", "main", "parser",
           "read_programme"]  # fmt: skip


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
    add_availability(verbs)
    _add_solving(verbs)
    _add_explaining(verbs)
    add_replanning(verbs)
    add_standing(verbs)
    add_rehearsing(verbs)
    _add_showing(verbs)
    calendars.add(verbs, _facts_and_plan, _language)
    add_serve(verbs)
    return top


def _add_making(verbs: Any) -> None:
    template = verbs.add_parser("template", help="write an empty workbook to fill in")
    template.add_argument("out", type=Path, metavar="OUT.xlsx")
    _language(template)
    template.set_defaults(run=commands.template)
    sample = verbs.add_parser("sample", help="write a made-up programme")
    sample.add_argument("out", type=Path, metavar="OUT", help=".xlsx or .json")
    sample.add_argument("--size", default="S", help="S, M or L (default: S)")
    sample.add_argument("--seed", type=int, default=0)
    sample.add_argument("--difficulty", default="default",
                        help="default, tight, coupled or edge")  # fmt: skip
    _language(sample)
    sample.set_defaults(run=commands.sample)


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
    solve.set_defaults(run=commands.solve)


def _add_explaining(verbs: Any) -> None:
    counts = verbs.add_parser("preflight", help="count places and days; no solver")
    counts.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    _language(counts)
    counts.set_defaults(run=commands.preflight)
    why = verbs.add_parser("why", help="name requirements that leave no plan")
    why.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    why.add_argument("--smallest", action="store_true",
                     help="as few of them as can be")  # fmt: skip
    why.add_argument("--excerpt", type=Path, metavar="SMALL.json",
                     help="write a small programme that fails alike, without names",
                     )  # fmt: skip
    _limits(why)
    why.set_defaults(run=commands.why)
    repairs = verbs.add_parser("repairs", help="find the cheapest changes that help")
    repairs.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    repairs.add_argument("--most", type=int, default=3, metavar="COUNT")
    _limits(repairs)
    repairs.set_defaults(run=commands.repairs)
    what = verbs.add_parser("whatif", help="tell what another choice would cost")
    what.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    what.add_argument("plan", type=Path, metavar="PLAN.json")
    for name, form in (
        ("host", "WHO=UNIT"), ("coach", "WHO=COACH"), ("group", "WHO=GROUP"),
        ("module-class", "WHO=CLASS"), ("day", "SESSION=2027-10-12"),
        ("place", "SESSION=ROOM"), ("leader", "SESSION=STAFF"),
    ):  # fmt: skip
        what.add_argument(f"--{name}", type=commands.choice, action="append",
                          default=[], metavar=form)  # fmt: skip
    _limits(what)
    what.set_defaults(run=commands.whatif)
    this = verbs.add_parser("whythis", help="tell why it is so for somebody")
    this.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    this.add_argument("plan", type=Path, metavar="PLAN.json")
    this.add_argument("about", metavar="WHO", help="a participant or a session")
    this.add_argument("--most", type=int, default=3, metavar="COUNT",
                      help="alternatives of each choice (default: 3)")  # fmt: skip
    _limits(this)
    this.set_defaults(run=commands.whythis)


def _limits(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--time-limit", type=float, default=180.0, metavar="SECONDS")
    verb.add_argument("--seed", type=int, default=0)
    _language(verb)


def _add_showing(verbs: Any) -> None:
    check = verbs.add_parser("check", help="check a plan without the solver")
    _facts_and_plan(check)
    check.add_argument("--as-of", type=date.fromisoformat, metavar="DATE",
                       help="the day it is judged on, as 2027-10-31")  # fmt: skip
    check.set_defaults(run=commands.check)
    costs = verbs.add_parser("costs", help="tell what a plan costs, and whom")
    _facts_and_plan(costs)
    costs.add_argument("--by", choices=commands.VIEWS, help="a row of each of these")
    costs.add_argument("--fairness", action="store_true",
                       help="who bears what, the worst off first")  # fmt: skip
    costs.add_argument("--as-of", type=date.fromisoformat, metavar="DATE",
                       help="the day it is judged on, as 2027-10-31")  # fmt: skip
    costs.set_defaults(run=commands.costs)
    publishing.add(verbs)
    show = verbs.add_parser("show", help="print a plan, or write its page and workbook")
    _facts_and_plan(show)
    show.add_argument("--participant", metavar="ID", help="one participant's year")
    show.add_argument("--html", type=Path, metavar="PLAN.html")
    show.add_argument("--workbook", type=Path, metavar="PLAN.xlsx")
    show.set_defaults(run=commands.show)


def _facts_and_plan(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    verb.add_argument("plan", type=Path, metavar="PLAN.json")
    _language(verb)


def _language(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--language", choices=("da", "en"), default="en")


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
