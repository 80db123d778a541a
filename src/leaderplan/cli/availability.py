"""The command that reads others' calendars into a programme."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaderplan.cli.commands import choice
from leaderplan.cli.files import read_programme, require_folder, write_programme
from leaderplan.cli.status import OK
from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from leaderplan.domain.programme import Programme
    from leaderplan.io.availability import AvailabilityPolicy, AvailabilityReport, Web

_TRANSPARENT = ("honour", "ignore", "whole_days")


def add_availability(verbs: Any) -> None:
    """Add the command to a parser."""
    verb = verbs.add_parser(
        "availability", help="read when people are busy from their calendars"
    )
    verb.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    verb.add_argument("calendars", type=choice, nargs="+", metavar="OWNER=FILE_OR_URL",
                      help="an .ics file or an https address; several for one owner "
                      "count together")  # fmt: skip
    verb.add_argument("-o", "--out", type=Path, metavar="OUT", required=True,
                      help="the programme with the rows, .xlsx or .json")  # fmt: skip
    verb.add_argument("--allow-network", action="store_true",
                      help="fetch addresses, of the public internet only")  # fmt: skip
    verb.add_argument("--user-agent", metavar="TEXT",
                      help="what servers are told (Office 365 is choosy)")  # fmt: skip
    verb.add_argument("--reports", type=Path, metavar="REPORTS.json",
                      help="what was read last: rows of it are replaced, and it is "
                      "written anew")  # fmt: skip
    verb.add_argument("--transparent", choices=_TRANSPARENT, default="honour",
                      help="entries shown as free (default: honour)")  # fmt: skip
    verb.add_argument("--unknown", choices=("unanswered", "unavailable"),
                      default="unanswered",
                      help="what unknown days become")  # fmt: skip
    verb.add_argument("--unreadable", choices=("refuse", "unknown"), default="refuse",
                      help="a calendar that cannot be read")  # fmt: skip
    verb.add_argument("--language", choices=("da", "en"), default="en")
    verb.set_defaults(run=availability)


def availability(given: argparse.Namespace) -> int:
    """Read calendars, print what they say, and write the programme with the rows."""
    from leaderplan.io.availability import AvailabilityPolicy

    for path in (given.out, given.reports):
        require_folder(path)
    programme = read_programme(given.programme)
    before = _before(given.reports)
    policy = AvailabilityPolicy.of(
        programme.calendar, transparent=given.transparent, unknown=given.unknown,
        unreadable=given.unreadable,
    )  # fmt: skip
    reports = _read(given, programme, policy, before)
    for report in reports:
        programme = report.apply(programme, before.get(report.owner))
    print("\n\n".join(str(report) for report in reports))
    write_programme(programme, given)
    _keep(given.reports, {**before, **{report.owner: report for report in reports}})
    return OK


def _read(
    given: argparse.Namespace,
    programme: Programme,
    policy: AvailabilityPolicy,
    before: dict[str, AvailabilityReport],
) -> list[AvailabilityReport]:
    """Read each owner's calendars; all faults are told together."""
    from leaderplan.io.availability import read_availability

    places: dict[str, list[str]] = {}
    for owner, place in given.calendars:
        places.setdefault(owner, []).append(place)
    for owner in places:
        require_owner(programme, owner)
    found: list[AvailabilityReport] = []
    issues: list[Issue] = []
    web, now = _web(given), datetime.now(UTC)
    for owner, listed in places.items():
        try:
            report = read_availability(
                _alone(listed), owner, policy, allow_network=given.allow_network,
                previous=before.get(owner), now=now, language=given.language, web=web,
            )  # fmt: skip
        except InputError as error:
            issues += error.issues
        else:
            found.append(report)
    if issues:
        raise InputError(issues)
    return found


def _alone(listed: Sequence[str]) -> Any:
    return listed[0] if len(listed) == 1 else list(listed)


def require_owner(programme: Programme, owner: str) -> None:
    """Refuse before anything is fetched an owner whom the programme does not have."""
    from leaderplan.io.availability.report import nobody

    people: tuple[Any, ...] = (*programme.participants, *programme.staff)
    if owner not in {row.id for row in (*people, *programme.rooms)}:
        raise nobody(programme, owner)


def _web(given: argparse.Namespace) -> Web | None:
    if given.user_agent is None:
        return None
    from leaderplan.io.availability import Web

    return Web(given.user_agent)


def _before(path: Path | None) -> dict[str, AvailabilityReport]:
    if path is None or not path.exists():
        return {}
    from pydantic import TypeAdapter, ValidationError

    from leaderplan.io.availability import AvailabilityReport

    try:
        rows = TypeAdapter(list[AvailabilityReport]).validate_json(path.read_bytes())
    except (ValidationError, InputError):
        message = "expected the reports that this command wrote, found something else."
        raise InputError([Issue(path.name, message)]) from None
    return {report.owner: report for report in rows}


def _keep(path: Path | None, reports: dict[str, AvailabilityReport]) -> None:
    if path is None:
        return
    from pydantic import TypeAdapter

    from leaderplan.display.files import write_whole
    from leaderplan.io.availability import AvailabilityReport

    rows = [reports[owner] for owner in sorted(reports)]
    data = TypeAdapter(list[AvailabilityReport]).dump_json(rows, indent=1)
    write_whole(path, data + b"\n")
