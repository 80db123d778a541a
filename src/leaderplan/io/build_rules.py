"""Rules from their rows: kind, id, level, weight, and parameters as text."""

from __future__ import annotations

import difflib

from leaderplan import rules as shipped  # makes the kinds of the catalogue known
from leaderplan.domain.rule import KINDS, Rule, rule_from
from leaderplan.errors import InputError
from leaderplan.io.faults import Faults
from leaderplan.io.make import worded
from leaderplan.io.rows import Row

OWN = ("id", "level", "weight")

__all__ = ["rules", "shipped"]


def rules(rows: list[Row], faults: Faults) -> tuple[Rule, ...]:
    """Make every rule that can be made; the rest are faults."""
    made: dict[str, Rule] = {}
    for row in rows:
        kind = _kind(row, faults)
        rule = _rule(row, kind, faults) if kind else None
        if rule is None:
            continue
        row.values["id"] = rule.id
        if rule.id in made:
            message = f"the id {rule.id!r} stands twice."
            faults.add(row.place("id"), message, "Give one of the rules another id.")
        else:
            made[rule.id] = rule
    return tuple(made.values())


def _kind(row: Row, faults: Faults) -> str | None:
    text = row.get("kind")
    if text is None:
        return None
    kind = "_".join(text.casefold().replace("_", " ").split())
    if kind in KINDS:
        return kind
    near = difflib.get_close_matches(kind, KINDS, 3)
    hint = f"Did you mean {' or '.join(near)}?" if near else ""
    faults.add(row.place("kind"), f"there is no rule kind {text[:60]!r}.", hint, text)
    return None


def _rule(row: Row, kind: str, faults: Faults) -> Rule | None:
    given = dict(row.get("parameters") or {})
    for name in {"kind", *OWN} & set(given):
        message = f"{name} has a column of its own and is no parameter."
        faults.add(row.place("parameters"), message)
        del given[name]
    given |= {name: row.values[name] for name in OWN if name in row.values}
    try:
        return rule_from({"kind": kind, **given})
    except InputError as error:
        for issue in error.issues:
            parts = issue.place.split("/")
            field = parts[2] if len(parts) > 2 else ""
            column = field if field in OWN else "parameters"
            if row.faulty and row.place(column) in faults.places:
                continue
            message, hint = worded(issue, KINDS[kind].model_fields)
            if column == "parameters" and not message.startswith(field):
                message = f"{field}: {message}" if field else message
            faults.add(row.place(column), message, hint, issue.value)
        return None
