"""What each command does; it returns the exit status."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from leaderplan.cli.files import (
    read_both,
    read_programme,
    read_result,
    require_folder,
    write_programme,
    write_views,
)
from leaderplan.cli.status import BROKEN, OK, OUT_OF_TIME
from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from leaderplan.options import SolveOptions

VIEWS = ("rule", "person", "group", "host", "coach", "cohort")
"""By what costs are told, as ``leaderplan.costs`` does: known before that is loaded."""

MOST_FAULTS = 50
"""Violations printed; the page and the workbook list all."""


def template(given: argparse.Namespace) -> int:
    """Write an empty workbook to fill in."""
    from leaderplan.io.template import template

    template(given.out, language=given.language)
    print(
        f"{given.out}: fill it in, then run: leaderplan solve {given.out} -o plan.json"
    )
    return OK


def sample(given: argparse.Namespace) -> int:
    """Write a made-up programme."""
    from leaderplan import samples

    made = samples.programme(given.size, seed=given.seed, difficulty=given.difficulty)
    write_programme(made, given)
    print(f"{given.out}: {len(made.participants)} participants, "
          f"{len(made.session_keys)} sessions and due dates to plan")  # fmt: skip
    return OK


def solve(given: argparse.Namespace) -> int:
    """Find the best plan, and write it."""
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
        require_folder(path)
    programme = read_programme(given.programme)
    from leaderplan.solve import solve

    result = solve(programme, options)
    print(result)
    if result.plan is None:
        return BROKEN if result.conflict is not None else OUT_OF_TIME
    write_plan(given.out, result)
    write_views(given, programme, result.plan, result.certificate)
    return OK


def preflight(given: argparse.Namespace) -> int:
    """Tell what counting and arithmetic of days show to be impossible."""
    from leaderplan.preflight import preflight

    found = preflight(read_programme(given.programme))
    print(found.text(given.language))
    return OK if found.ok else BROKEN


def why(given: argparse.Namespace) -> int:
    """Name requirements that clash."""
    from leaderplan.display.conflicts import NO_CONFLICT
    from leaderplan.explain import why_not

    require_folder(given.excerpt)
    options, programme = _options(given), read_programme(given.programme)
    found = why_not(programme, options, smallest=given.smallest)
    if found is None:
        print(NO_CONFLICT.to(given.language))
        return OK
    print(found)
    if given.excerpt is not None:
        from leaderplan.excerpt import excerpt
        from leaderplan.io.json import to_json

        to_json(excerpt(found, options), given.excerpt)
    return BROKEN


def _options(given: argparse.Namespace) -> SolveOptions:
    from leaderplan.options import SolveOptions

    return SolveOptions(
        time_limit=given.time_limit, seed=given.seed, language=given.language
    )


def repairs(given: argparse.Namespace) -> int:
    """Find the cheapest changes that help."""
    from leaderplan.repair import repairs

    options, programme = _options(given), read_programme(given.programme)
    found = repairs(programme, options, most=given.most)
    print(found)
    if found.repairs:
        return OK
    return BROKEN if found.complete else OUT_OF_TIME


def choice(text: str) -> tuple[str, str]:
    """Read ``WHO=WHAT``."""
    who, equals, what = text.partition("=")
    if not (who and equals and what):
        raise argparse.ArgumentTypeError(f"expected WHO=WHAT, found {text!r}")
    return who, what


def whatif(given: argparse.Namespace) -> int:
    """Tell what another choice would cost."""
    from leaderplan.what_if import what_if

    options = _options(given)
    held = read_result(given)
    days = {session: _day(session, text) for session, text in given.day}
    answer = what_if(
        held.programme, held, hosts=dict(given.host), coaches=dict(given.coach),
        groups=dict(given.group), classes=dict(given.module_class), days=days,
        places=dict(given.place), leaders=dict(given.leader), options=options,
    )  # fmt: skip
    print(answer)
    if answer.plan is not None:
        return OK
    return BROKEN if answer.conflict is not None else OUT_OF_TIME


def _day(session: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"expected a day as 2027-10-12, found {text!r}."
        raise InputError([Issue(f"--day {session}", message, value=text)]) from None


def whythis(given: argparse.Namespace) -> int:
    """Tell why a plan has decided so about somebody or a session."""
    held = read_result(given)
    print(held.why(given.about, most=given.most, options=_options(given)))
    return OK


def check(given: argparse.Namespace) -> int:
    """Check a plan without the solver."""
    from leaderplan.check import check
    from leaderplan.display.text import report_lines

    programme, plan, _ = read_both(given)
    report = check(programme, plan, given.as_of)
    print("\n".join(report_lines(report, programme, given.language, MOST_FAULTS)))
    return OK if report.ok else BROKEN


def costs(given: argparse.Namespace) -> int:
    """Tell what a plan costs, and whom."""
    from leaderplan.costs import costs
    from leaderplan.display.costs import burden_lines, view_lines

    programme, plan, _ = read_both(given)
    found = costs(programme, plan, given.as_of, given.language)
    if given.by is not None:
        print("\n".join(view_lines(found, given.by, given.language)))
    if given.fairness:
        print("\n".join(burden_lines(found.fairness, given.language)))
    if given.by is None and not given.fairness:
        print(found)
    return OK


def show(given: argparse.Namespace) -> int:
    """Print a plan, or write its page and workbook."""
    from leaderplan.display.listing import participant_listing, plan_listing

    programme, plan, proof = read_both(given)
    if given.participant is not None:
        print(participant_listing(programme, plan, given.participant, given.language))
    elif given.html is None and given.workbook is None:
        print(plan_listing(programme, plan, given.language))
    write_views(given, programme, plan, proof)
    return OK
