"""The command that rehearses years that might come."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from leaderplan.cli.files import read_both, require_folder
from leaderplan.cli.status import BROKEN, OK
from leaderplan.errors import InputError, Issue


def add_rehearsing(verbs: Any) -> None:
    """Add the command to a parser."""
    verb = verbs.add_parser("rehearse", help="try a plan in years that might come")
    verb.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    verb.add_argument("plan", type=Path, metavar="PLAN.json")
    verb.add_argument("--years", type=int, default=20, metavar="N")
    verb.add_argument("--seed", type=int, default=0)
    verb.add_argument("--scenario", type=Path, metavar="SCENARIO.json",
                      help='what happens how often: {"job_change": 0.3}')  # fmt: skip
    verb.add_argument("--workers", type=int, default=1, metavar="N",
                      help="processes over which years are spread")  # fmt: skip
    verb.add_argument("--time-limit", type=float, default=60.0, metavar="SECONDS",
                      help="of each replanning")  # fmt: skip
    verb.add_argument("-o", "--out", type=Path, metavar="YEARS.csv",
                      help="a row of each decision")  # fmt: skip
    verb.add_argument("--language", choices=("da", "en"), default="en")
    verb.set_defaults(run=rehearse)


def rehearse(given: argparse.Namespace) -> int:
    """Rehearse years and print whom events disturb, and what failed."""
    from leaderplan.options import SolveOptions
    from leaderplan.rehearsal import rehearse

    if given.years < 1 or given.workers < 1:
        message = "expected --years and --workers of 1 or more."
        raise InputError([Issue("rehearse", message)])
    if given.out is not None:
        require_folder(given.out)
    options = SolveOptions(time_limit=given.time_limit, language=given.language)
    programme, plan, _ = read_both(given)
    found = rehearse(
        programme, plan, _scenario(given.scenario), years=given.years,
        seed=given.seed, options=options, workers=given.workers,
    )  # fmt: skip
    print(found)
    if given.out is not None:
        found.table.to_csv(given.out, index=False)
    return BROKEN if found.failures else OK


def _scenario(path: Path | None) -> Any:
    """Read a scenario; what is not given is as usual."""
    from pydantic import ValidationError

    from leaderplan.domain.base import issues_of
    from leaderplan.rehearsal import Scenario

    if path is None:
        return Scenario()
    try:
        return Scenario.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise InputError(issues_of(error, path.name)) from None
