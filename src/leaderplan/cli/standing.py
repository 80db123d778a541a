"""The commands about what stands: lock, unlock, tell states, take a change back."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaderplan.cli.files import read_both, read_result, require_folder
from leaderplan.cli.replanning import read_changes, write_changes
from leaderplan.cli.status import OK
from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaderplan.domain.base import Frozen
    from leaderplan.domain.plan import Plan
    from leaderplan.result import Result

CHOICES = {
    "host": ("placements", "participant"),
    "coach": ("matches", "participant"),
    "group": ("groups", "id"),
    "class": ("classes", "id"),
}
"""What can be locked beside sessions and due dates: ``host=p07``, ``group=g1``."""

WHAT = "a session or due date, or host=WHO, coach=WHO, group=GROUP, class=CLASS"


def add_standing(verbs: Any) -> None:
    """Add the commands to a parser."""
    lock = _verb(verbs, "lock", "lock some of a plan: no replanning changes it")
    lock.add_argument("--what", nargs="+", required=True, metavar="WHAT", help=WHAT)
    lock.add_argument("--reason", required=True, help="for those who read the plan")
    lock.add_argument("--by", default="", metavar="NAME", help="who locks it")
    lock.add_argument("--on", type=date.fromisoformat, metavar="DATE",
                      help="when it is locked, as 2027-10-31")  # fmt: skip
    _out(lock)
    lock.set_defaults(run=lock_rows)
    unlock = _verb(verbs, "unlock", "lock some of a plan no longer")
    unlock.add_argument("--what", nargs="+", required=True, metavar="WHAT", help=WHAT)
    _out(unlock)
    unlock.set_defaults(run=unlock_rows)
    states = _verb(verbs, "states", "tell how firmly everything stands, and why")
    states.add_argument("--as-of", type=date.fromisoformat, required=True,
                        metavar="DATE", help="the day it is asked on")  # fmt: skip
    states.add_argument("--frozen", type=int, default=0, metavar="DAYS",
                        help="within how many days nothing moves unless it must",
                        )  # fmt: skip
    states.add_argument("--published", type=date.fromisoformat, metavar="DATE",
                        help="the last day people were told of (default: all)",
                        )  # fmt: skip
    form = states.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a row of each as JSON")
    form.add_argument("--csv", action="store_true", help="print a row of each as CSV")
    states.set_defaults(run=tell_states)
    undo = _verb(verbs, "undo", "write what takes changes back, to plan anew with")
    undo.add_argument("changes", type=Path, metavar="CHANGES.json",
                      help="as they were given to replan, with IN and PLAN of before",
                      )  # fmt: skip
    undo.add_argument("--number", type=int, metavar="N",
                      help="only the one that stands N-th (default: all)")  # fmt: skip
    undo.add_argument("-o", "--out", type=Path, metavar="UNDO.json", required=True,
                      help="a list of changes, the last one first")  # fmt: skip
    undo.set_defaults(run=take_back)


def _verb(verbs: Any, name: str, said: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=said)
    verb.add_argument("programme", type=Path, metavar="IN", help=".xlsx or .json")
    verb.add_argument("plan", type=Path, metavar="PLAN.json")
    verb.add_argument("--language", choices=("da", "en"), default="en")
    return verb


def _out(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("-o", "--out", type=Path, metavar="NEW.json", required=True,
                      help="the plan with its locks; may be PLAN.json")  # fmt: skip


def lock_rows(given: argparse.Namespace) -> int:
    """Lock some of a plan, and write it."""
    from leaderplan.domain.locks import lock

    if not given.reason.strip():
        raise InputError([Issue("--reason", "expected a reason, found none.")])
    held, plan = _held(given)
    rows = named_rows(plan, given.what)
    return _write(given, held, lock(plan, rows, given.reason, by=given.by, on=given.on))


def unlock_rows(given: argparse.Namespace) -> int:
    """Lock some of a plan no longer, and write it."""
    from leaderplan.domain.locks import unlock

    held, plan = _held(given)
    return _write(given, held, unlock(plan, named_rows(plan, given.what)))


def _held(given: argparse.Namespace) -> tuple[Result, Plan]:
    require_folder(given.out)
    held = read_result(given)
    if held.plan is None:
        raise InputError([Issue(str(given.plan), "expected a plan, found none.")])
    return held, held.plan


def _write(given: argparse.Namespace, held: Result, plan: Plan) -> int:
    """Write a plan with its locks, and print what is locked now."""
    from leaderplan.display.locks import lock_lines
    from leaderplan.io.json import write_plan

    write_plan(given.out, replace(held, plan=plan))
    print("\n".join(lock_lines(held.programme, plan, given.language)))
    return OK


def named_rows(plan: Plan, names: Iterable[str]) -> list[Frozen | str]:
    """Return what is to be locked, by name: rows of a plan, or keys of its sessions.

    Raises
    ------
    InputError
        When the plan holds something of it not: all that is missing at once.
    """
    from leaderplan.domain.references import nearest

    rows = list[Any]()
    faults = list[Issue]()
    keys = [*(s.id for s in plan.sessions), *(str(m.key) for m in plan.milestones)]
    for name in names:
        kind, equals, whom = name.partition("=")
        if not equals:
            rows.append(name)
            known, found = keys, name in keys
        elif kind in CHOICES:
            table, field = CHOICES[kind]
            held = {getattr(row, field): row for row in getattr(plan, table)}
            rows.append(held.get(whom))
            known, found = [f"{kind}={one}" for one in held], whom in held
        else:
            known, found = [f"{one}=" for one in CHOICES], False
        if not found:
            message = f"expected something that the plan holds, found {name!r}."
            faults.append(Issue("--what", message, nearest(name, known), name))
    if faults:
        raise InputError(faults)
    return rows


def tell_states(given: argparse.Namespace) -> int:
    """Tell how firmly everything stands, and which choices are locked."""
    from leaderplan.display.locks import choice_lines
    from leaderplan.domain.policy import ReplanPolicy
    from leaderplan.states import states

    programme, plan, _ = read_both(given)
    policy = ReplanPolicy(frozen=given.frozen, published=given.published)
    found = states(programme, plan, given.as_of, policy, language=given.language)
    if given.csv:
        print(found.table.to_csv(index=False), end="")
    elif given.json:
        table = found.table.assign(day=[str(row.day) for row in found.rows])
        print(json.dumps(table.to_dict("records"), ensure_ascii=False, indent=1))
    else:
        print("\n".join([str(found), *choice_lines(programme, plan, given.language)]))
    return OK


def take_back(given: argparse.Namespace) -> int:
    """Write what takes changes back, the last one first."""
    from leaderplan.domain.change import undo

    require_folder(given.out)
    programme, plan, _ = read_both(given)
    changes = read_changes(given.changes)
    if given.number is not None and not 1 <= given.number <= len(changes):
        message = f"expected a number from 1 to {len(changes)}, found {given.number}."
        raise InputError([Issue("--number", message)])
    found = []
    for number, change in enumerate(changes, start=1):
        if given.number in (None, number):
            found.append(undo(change, programme, plan))
        programme = change.apply(programme, plan)
    found.reverse()
    write_changes(found, given.out)
    for row in found:
        print(row.words(programme).to(given.language))
    return OK
