"""The command that publishes calendars, and tells those whom a change touches."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from leaderplan.cli.files import read_both
from leaderplan.cli.status import OK
from leaderplan.errors import InputError, Issue


def add(verbs: Any) -> None:
    """Add the command to the others."""
    verb = verbs.add_parser("publish", help="write the calendars to subscribe to")
    verb.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    verb.add_argument("plan", type=Path, metavar="PLAN.json")
    verb.add_argument("target", metavar="TARGET",
                      help="a folder, or s3://, gs:// or az:// with a prefix",
                      )  # fmt: skip
    verb.add_argument("--private", metavar="WHERE",
                      help="folder or prefix of the ledger (default: beside TARGET)",
                      )  # fmt: skip
    verb.add_argument("--outbox", type=Path, metavar="FOLDER",
                      help="write a mail to each person whom it changes things for",
                      )  # fmt: skip
    verb.add_argument("--from", dest="sender", metavar="ADDRESS",
                      help="whom these mails come from")  # fmt: skip
    verb.add_argument("--language", choices=("da", "en"), default="en")
    verb.set_defaults(run=publish)


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
