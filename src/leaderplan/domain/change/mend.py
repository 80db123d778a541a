"""What was agreed to loosen after a change that left no plan, as a change itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain import mending
from leaderplan.domain.change.base import Change, Fields, known
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Words

TABLES = {"host": "hosts", "unit": "units", "room": "rooms", "staff": "staff"}
"""In which table a field of a mending names something; else it is a rule."""

LOOSENED: dict[str, Words] = {
    "waive": Words("der ses bort fra: {words}", "done without: {words}"),
    "loosen": Words("rykket grænse: {words}", "a limit moved: {words}"),
    "price": Words("kun et ønske: {words}", "a preference only: {words}"),
    "more_places": Words("{name} modtager {places} flere",
                         "{name} receives {places} more"),
    "more_away": Words("{name} undværer {people} flere på samme dag",
                       "{name} does without {people} more on one day"),
    "more_seats": Words("{name} får {seats} pladser mere",
                        "{name} gets {seats} more seats"),
    "other_load": Words("{name} har aftalt et andet antal ({by} til forskel)",
                        "{name} has agreed on another number ({by} apart)"),
}  # fmt: skip
"""How it is told, by its kind; whom it is for is left out."""


class Mend(Change):
    """Requirements are loosened, or facts, as a repair proposes.

    Parameters
    ----------
    loosened
        What is: the ``changes`` of a :class:`leaderplan.answers.Repair`.
    """

    kind: ClassVar[str] = "mend"
    said: ClassVar[Words] = Words("det er aftalt: {what}", "it is agreed: {what}")

    loosened: Annotated[tuple[mending.Change, ...], Field(min_length=1)]

    @property
    def about(self) -> tuple[str, ...]:
        """Ids of rules, hosts, units, rooms and staff."""
        return tuple(dict.fromkeys(_named(row)[1] for row in self.loosened))

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault for each id that is not known, and limits out of range."""
        for row in self.loosened:
            found = list(known(programme, *_named(row), f"{self.kind}/{row.change}"))
            yield from found
            if isinstance(row, mending.Loosen) and not found:
                found = list(_limit(programme, row))
                yield from found
            if not found:
                try:
                    programme = row.apply(programme)
                except InputError as error:
                    yield from error.issues

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Loosen one after the other."""
        for row in self.loosened:
            programme = row.apply(programme)
        return programme

    def fields(self, programme: Programme) -> Fields:
        """Return what is loosened, in the words of the rules."""
        told = [_told(programme, row) for row in self.loosened]
        return {"what": ("; ".join(w.da for w in told), "; ".join(w.en for w in told))}


def _named(row: mending.Change) -> tuple[str, str]:
    """Return the table and id of what is loosened."""
    for name, id_ in row:
        if name in TABLES:
            return TABLES[name], id_
    return "rules", dict(row)["rule"]


def _limit(programme: Programme, row: mending.Loosen) -> Iterator[Issue]:
    """Yield a fault where a rule has no such limit."""
    rule = next(rule for rule in programme.rules if rule.id == row.rule)
    now = getattr(rule, row.parameter, None)
    if row.parameter not in type(rule).model_fields or not isinstance(now, int | date):
        message = f"expected a limit of the rule, found {row.parameter!r}."
        yield Issue("mend/loosen/parameter", message, value=row.rule)


def _told(programme: Programme, row: mending.Change) -> Words:
    """Say what is loosened."""
    table, id_ = _named(row)
    said, fields = LOOSENED[row.change], dict(row)
    if table == "rules":
        known_ = {rule.id: rule.words for rule in programme.rules}
        words = known_.get(id_, Words(id_, id_))
        return Words(said.da.format(words=words.da), said.en.format(words=words.en))
    names = {unit.id: unit.name for unit in programme.units}
    names |= {room.id: room.name for room in programme.rooms}
    names |= {member.id: member.name for member in programme.staff}
    return said.fill(name=names.get(id_, id_), **fields)
