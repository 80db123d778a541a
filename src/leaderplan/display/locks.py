"""What of a plan is locked, for people: what, whose, when, why, and who said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from leaderplan.display.labels import Labels
from leaderplan.display.states import lock_text
from leaderplan.display.what_if import WHAT
from leaderplan.domain.plan import Lock, Milestone, Plan, Session
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language, Words, day_text

NOTHING = Words("Intet er låst.", "Nothing is locked.")
HEAD = Words("Låst er:", "Locked:")
CHOICES = Words("Valg, der er låst:", "Choices that are locked:")
CHOICE = Words("{what}: {which}", "{what}: {which}")


class Locked(NamedTuple):
    """Something of a plan that is locked; ``day`` is of a session or due date."""

    what: str
    whom: str
    day: date | None
    lock: Lock


def locked_rows(plan: Plan, labels: Labels) -> Iterator[Locked]:
    """Yield what is locked: dates in order of time, then choices."""
    rows: list[Session | Milestone] = [*plan.sessions, *plan.milestones]
    for row in sorted(rows, key=lambda row: (row.day, row.key)):
        if row.locked is not None:
            activity = labels.programme.activity(row.activity)
            whose = labels.audience(activity, row.key.audience)
            yield Locked(labels.title(row.key), whose, row.day, row.locked)
    for placement in plan.placements:
        if placement.locked is not None:
            what = _choice(labels, "host", labels.place(placement.host))
            whom = labels.participant(placement.participant)
            yield Locked(what, whom, None, placement.locked)
    for match in plan.matches:
        if match.locked is not None:
            what = _choice(labels, "coach", labels.staff(match.coach))
            whom = labels.participant(match.participant)
            yield Locked(what, whom, None, match.locked)
    for group in plan.groups:
        if group.locked is not None:
            yield Locked(_kind(labels, "group"), labels.group(group.id), None,
                         group.locked)  # fmt: skip
    for made in plan.classes:
        if made.locked is not None:
            yield Locked(_kind(labels, "class"), labels.module_class(made.id), None,
                         made.locked)  # fmt: skip


def lock_lines(programme: Programme, plan: Plan, language: Language) -> Iterator[str]:
    """Write what is locked, a line for each, with who locked it and why."""
    rows = list(locked_rows(plan, Labels(programme, language)))
    yield (HEAD if rows else NOTHING).to(language)
    yield from _lines(rows, language)


def choice_lines(programme: Programme, plan: Plan, language: Language) -> Iterator[str]:
    """Write which choices are locked, which have no day; nothing where none is."""
    found = locked_rows(plan, Labels(programme, language))
    rows = [row for row in found if row.day is None]
    if rows:
        yield CHOICES.to(language)
        yield from _lines(rows, language)


def _lines(rows: Iterable[Locked], language: Language) -> Iterator[str]:
    for row in rows:
        day = None if row.day is None else day_text(row.day, language)
        named = ", ".join(filter(None, (f"{row.what} ({row.whom})", day)))
        yield f"- {named}: {lock_text(row.lock, language)}"


def _choice(labels: Labels, what: str, which: str | None) -> str:
    words = CHOICE.to(labels.language)
    return words.format(what=_kind(labels, what), which=which or "–")


def _kind(labels: Labels, what: str) -> str:
    text = WHAT[what].to(labels.language)
    return text[:1].upper() + text[1:]
