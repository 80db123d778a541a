"""Repairs in sentences: what to change, at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaderplan.display.conflicts import Naming
from leaderplan.domain.mending import Change, MorePlaces
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from leaderplan.answers import Repair, Repairs

HEAD = Words("Det kan hjælpe, billigst først:", "This would help, cheapest first:")
PRICE = Words("{number}. pris {price}:", "{number}. price {price}:")
NOTHING = Words("Intet skal ændres: der er en plan.",
                "Nothing need be changed: there is a plan.")  # fmt: skip
NONE = Words(
    "Ingen ændringer er fundet, der hjælper.", "No changes were found to help."
)
HOPELESS = Words("Ingen tilbudt ændring løsner dette:",
                 "No change offered loosens this:")  # fmt: skip
CUT = Words(
    "Tiden slap op: der kan være flere, og billigere.",
    "Time ran out: there may be more, and cheaper ones.",
)
DO_WITHOUT = Words("se bort fra: {words}", "do without: {words}")
PLACES = Words(
    "{host} modtager {count} mere om året", "{host} receives {count} more in a year"
)


def repair_lines(repairs: Repairs, language: Language) -> list[str]:
    """Write repairs, a line for each and one for each change."""
    naming = Naming(repairs.programme, language)
    lines = [(HEAD if repairs.repairs else NONE).to(language)]
    for number, repair in enumerate(repairs.repairs, start=1):
        said = PRICE.to(language).format(number=number, price=repair.price)
        lines += [said, *_changes(repairs, repair, naming, language)]
    if repairs.hopeless is not None:
        text = repairs.hopeless.text(language)
        lines += [HOPELESS.to(language), *text.splitlines()]
    if not repairs.complete:
        lines.append(CUT.to(language))
    return lines


def _changes(
    repairs: Repairs, repair: Repair, naming: Naming, language: Language
) -> list[str]:
    """Write the changes of a repair; whom a discreet rule is about is left out."""
    rows = (_change(repairs, row, naming, language) for row in repair.changes)
    return [f"   - {row}" for row in rows] or [f"   {NOTHING.to(language)}"]


def _change(
    repairs: Repairs, change: Change, naming: Naming, language: Language
) -> str:
    """Write one change."""
    if isinstance(change, MorePlaces):
        host = naming.subject((change.host,))
        return PLACES.to(language).format(host=host, count=change.places)
    rule = next(row for row in repairs.programme.rules if row.id == change.rule)
    about = "" if rule.discreet else naming.subject(change.subject)
    words = f"{type(rule).words.to(language)} [{rule.id}]"
    said = f"{words}: {about}" if about else words
    return DO_WITHOUT.to(language).format(words=said)
