"""What each command does; it returns the exit status."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from leaderplan.cli.files import (
    read_both,
    read_programme,
    require_folder,
    write_programme,
    write_views,
)
from leaderplan.cli.status import BROKEN, OK, OUT_OF_TIME
from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from leaderplan.options import SolveOptions

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
    programme, plan, _ = read_both(given)
    days = {session: _day(session, text) for session, text in given.day}
    answer = what_if(
        programme, plan, hosts=dict(given.host), coaches=dict(given.coach), days=days,
        options=options,
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


def check(given: argparse.Namespace) -> int:
    """Check a plan without the solver."""
    from leaderplan.check import check
    from leaderplan.display.text import report_lines

    programme, plan, _ = read_both(given)
    report = check(programme, plan, given.as_of)
    print("\n".join(report_lines(report, programme, given.language, MOST_FAULTS)))
    return OK if report.ok else BROKEN


def publish(given: argparse.Namespace) -> int:
    """Write the calendars to subscribe to, and mails to those they change for."""
    from leaderplan.feeds import Release, Target, notices, publish
    from leaderplan.feeds.outbox import address_of

    if (given.outbox is None) != (given.sender is None):
        message = "expected --outbox and --from together; found one of them."
        raise InputError([Issue("--outbox", message)])
    if given.sender is not None:
        address_of(given.sender)
    programme, plan, _ = read_both(given)

    def tell(made: Release) -> None:
        if given.outbox is not None:
            found = notices(programme, made)
            found.write_outbox(given.outbox, sender=given.sender)
            print(f"{given.outbox}: {found.summary}")

    to = Target.at(given.target, given.private)
    made = publish(programme, plan, to, language=given.language, tell=tell)
    told = made.summary(given.language)
    print(f"{given.target}: {len(made.feeds)} calendars; {told}")
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
