"""Repairs in sentences: what to change, at what price, whom it touches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from leaderplan.answers import Made
from leaderplan.display.conflicts import LIMITS, MORE, MOST_NAMED
from leaderplan.display.naming import Naming
from leaderplan.domain import mending
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.answers import Repair, Repairs

HEAD = Words("Det kan hjælpe, billigst først:", "This would help, cheapest first:")
PRICE = Words("{number}. pris {price}:", "{number}. price {price}:")
COSTS = Words(" (pris {price})", " (price {price})")
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
PREFER = Words(
    "lad dette være et ønske, der helst opfyldes, for alle: {words}",
    "let this be a preference, kept where it can be, for everybody: {words}",
)
MOVE = Words("{words}: {after} i stedet for {before}",
             "{words}: {after} instead of {before}")  # fmt: skip
YEAR_PLACES = Words(
    "{host} modtager {after} i stedet for {before} om året",
    "{host} receives {after} instead of {before} in a year",
)
WEEK_PLACES = Words(
    "{host} modtager {after} i stedet for {before} ad gangen (samme uge)",
    "{host} receives {after} instead of {before} at a time (the same week)",
)
AWAY = Words(
    "{unit} undværer op til {after} i stedet for {before} på samme dag",
    "{unit} does without up to {after} instead of {before} on one day",
)
SEATS = Words(
    "{room} får {after} pladser i stedet for {before}",
    "{room} gets {after} seats instead of {before}",
)
LOADS: dict[str, Words] = {
    "largest": Words("{who} tager op til {after} i stedet for {before} ({role})",
                     "{who} takes up to {after} instead of {before} ({role})"),
    "smallest": Words("{who} nøjes med {after} i stedet for mindst {before} ({role})",
                      "{who} has at least {after} instead of {before} ({role})"),
    "per_day": Words(
        "{who} tager op til {after} på en dag i stedet for {before} ({role})",
        "{who} takes up to {after} on one day instead of {before} ({role})",
    ),
}  # fmt: skip
ONE = Words("berører én: {names}", "touches one person: {names}")
MANY = Words("berører {count}: {names}", "touches {count} people: {names}")
UNNAMED = Words("berører {count}", "touches {count}")

UNITS: dict[str, Words] = {
    "percent": Words("{value} % til stede", "{value}% present"),
    "limit": Words("højst {value} minutter", "at most {value} minutes"),
    "days": Words("{value} dage", "{value} days"),
    "most_slots": Words("højst {value} moduler", "at most {value} slots"),
    "most_missed": Words("højst {value} gange væk", "at most {value} missed"),
    "most_difference": Words("højst {value} til forskel", "at most {value} apart"),
}
"""How the limits are told that are not told with a conflict."""


def repair_lines(repairs: Repairs, language: Language) -> list[str]:
    """Write repairs, a line for each and one or two for each change."""
    lines = [(HEAD if repairs.repairs else NONE).to(language)]
    writer = _Writer(repairs.programme, language)
    for number, repair in enumerate(repairs.repairs, start=1):
        said = PRICE.to(language).format(number=number, price=repair.price)
        lines += [said, *_made(repair, writer)]
    if repairs.hopeless is not None:
        text = repairs.hopeless.text(language)
        lines += [HOPELESS.to(language), *text.splitlines()]
    if not repairs.complete:
        lines.append(CUT.to(language))
    return lines


def _made(repair: Repair, writer: _Writer) -> list[str]:
    """Write the changes of a repair, each with its price where there are several."""
    language, lines = writer.language, []
    for row in repair.made:
        costs = COSTS.to(language).format(price=row.price)
        several = len(repair.made) > 1
        lines.append(f"   - {writer.change(row.change)}{costs if several else ''}")
        if touched := writer.touched(row):
            lines.append(f"     {touched}")
    return lines or [f"   {NOTHING.to(language)}"]


def repair_table(repairs: Repairs) -> pd.DataFrame:
    """Make a row of each change of each repair.

    Columns: ``repair`` (its number, cheapest first), ``total`` (its price), ``words``,
    ``price`` and ``touches`` (how many people).
    """
    import pandas as pd

    writer = _Writer(repairs.programme, repairs.language)
    rows = [
        {
            "repair": number,
            "total": repair.price,
            "words": writer.change(row.change),
            "price": row.price,
            "touches": len(row.touches),
        }
        for number, repair in enumerate(repairs.repairs, start=1)
        for row in repair.made
    ]
    columns = ["repair", "total", "words", "price", "touches"]
    return pd.DataFrame(rows, columns=columns)


class _Writer:
    """Writes changes with names, and with the limits before and after."""

    def __init__(self, programme: Programme, language: Language) -> None:
        self.language = language
        self._programme = programme
        self._naming = Naming(programme, language)
        self._rules = {rule.id: rule for rule in programme.rules}
        self._ways: dict[type, Callable[[Any], str]] = {
            mending.Waive: self._waive,
            mending.Loosen: self._loosen,
            mending.Price: self._price,
            mending.MorePlaces: self._places,
            mending.MoreAway: self._away,
            mending.MoreSeats: self._seats,
            mending.OtherLoad: self._load,
        }

    def change(self, change: mending.Change) -> str:
        """Write one change."""
        return self._ways[type(change)](change)

    def touched(self, row: Made) -> str:
        """Write whom a change touches; of what is discreet only how many."""
        count = len(row.touches)
        if not count:
            return ""
        rule = self._rules.get(getattr(row.change, "rule", ""))
        if rule is not None and rule.discreet:
            return UNNAMED.to(self.language).format(count=count)
        names = [self._naming.subject((who,)) for who in row.touches[:MOST_NAMED]]
        if count > MOST_NAMED:
            names.append(MORE.to(self.language).format(count=count - MOST_NAMED))
        said = ONE if count == 1 else MANY
        return said.to(self.language).format(count=count, names=", ".join(names))

    # --- one for each kind of change -------------------------------------------------

    def _say(self, words: Words, before: int, more: int, **fields: str) -> str:
        said = words.to(self.language)
        return said.format(before=before, after=max(0, before + more), **fields)

    def _rule(self, rule: Rule) -> str:
        return f"{rule.words.to(self.language)} [{rule.id}]"

    def _waive(self, change: mending.Waive) -> str:
        rule = self._rules[change.rule]
        about = "" if rule.discreet else self._naming.subject(change.subject)
        words = f"{self._rule(rule)}: {about}" if about else self._rule(rule)
        return DO_WITHOUT.to(self.language).format(words=words)

    def _loosen(self, change: mending.Loosen) -> str:
        rule, name = self._rules[change.rule], change.parameter
        about = self._naming.subject(tuple(dict.fromkeys(k for _, k in rule.refers())))
        words = f"{self._rule(rule)}, {about}" if about else self._rule(rule)
        after = self._limit(name, change.value(rule))
        before = self._limit(name, getattr(rule, name))
        return MOVE.to(self.language).format(words=words, after=after, before=before)

    def _limit(self, name: str, value: Any) -> str:
        if hasattr(value, "isoformat"):
            value = day_text(value, self.language)
        words = UNITS.get(name) or LIMITS.get(name)
        return words.to(self.language).format(value=value) if words else str(value)

    def _price(self, change: mending.Price) -> str:
        words = self._rule(self._rules[change.rule])
        return PREFER.to(self.language).format(words=words)

    def _places(self, change: mending.MorePlaces) -> str:
        host = self._programme.host(change.host)
        yearly = change.period == "year"
        before = host.capacity_year if yearly else host.capacity_week
        words = YEAR_PLACES if yearly else WEEK_PLACES
        named = self._naming.subject((change.host,))
        return self._say(words, before, change.places, host=named)

    def _away(self, change: mending.MoreAway) -> str:
        before = self._programme.unit(change.unit).max_away
        named = self._naming.subject((change.unit,))
        return self._say(AWAY, before, change.people, unit=named)

    def _seats(self, change: mending.MoreSeats) -> str:
        rooms = {room.id: room.capacity for room in self._programme.rooms}
        before = rooms[change.room]
        named = self._naming.subject((change.room,))
        return self._say(SEATS, before, change.seats, room=named)

    def _load(self, change: mending.OtherLoad) -> str:
        load = self._programme.member(change.staff).load(change.role)
        before = getattr(load, change.bound) or 0
        more = -change.by if change.bound == "smallest" else change.by
        who = self._naming.subject((change.staff,))
        words = LOADS[change.bound]
        return self._say(words, before, more, who=who, role=change.role)
