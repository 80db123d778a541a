"""The guide of the workbook: what each sheet, column and rule means."""

from __future__ import annotations

from collections.abc import Iterator

from leaderplan.io.layout import BY_NAME, LEGEND, TABLES
from leaderplan.io.schema import Column, Kind, heading
from leaderplan.locale import Language, Words
from leaderplan.rules import RULES

_HEADINGS = (
    Words("Ark", "Sheet"),
    Words("Kolonne", "Column"),
    Words("Udfyldes", "Needed"),
    Words("Indhold", "Content"),
)
_NEEDED, _FREE = Words("altid", "always"), Words("kan", "may")

_FORMS: dict[Kind, Words] = {
    "id": Words("id: bogstaver og tal, uden skråstreg",
                "id: letters and digits, no slash"),
    "ids": Words("id'er adskilt af ; eller ,", "ids separated by ; or ,"),
    "text": Words("tekst på én linje", "one line of text"),
    "int": Words("helt tal", "whole number"),
    "number": Words("tal", "number"),
    "date": Words("dato, dagen først, fx 07-09-2027",
                  "date, day first, such as 07-09-2027"),
    "time": Words("klokkeslæt, fx 08:30", "time of day, such as 08:30"),
    "bool": Words("ja eller nej", "yes or no"),
    "weekdays": Words("ugedage, fx man; ons; - er ingen",
                      "weekdays, such as Mon; Wed; - is none"),
    "blocks": Words("dagens blokke, 1 er den første; - er ingen",
                    "blocks of the day, 1 is the first; - is none"),
    "choice": Words("et af ordene", "one of the words"),
    "choices": Words("et eller flere af ordene, adskilt af ;",
                     "one or more of the words, separated by ;"),
    "leads": Words("rolle (hvordan personen findes), adskilt af ;",
                   "role (how the person is found), separated by ;"),
    "parameters": Words("navn=værdi; navn=værdi", "name=value; name=value"),
}  # fmt: skip


def legend_lines(
    language: Language,
) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """Return the guide's title, headings and rows, in a language."""
    rows = [*_tables(language), ("", "", "", ""), *_rules(language)]
    return LEGEND.to(language), tuple(w.to(language) for w in _HEADINGS), rows


def _tables(language: Language) -> Iterator[tuple[str, ...]]:
    for table in TABLES:
        title = table.words.to(language)
        yield title, "", "", table.about.to(language)
        for column in table.columns:
            needed = (_NEEDED if column.needed else _FREE).to(language)
            yield title, heading(column, language), needed, _content(column, language)
        if table.attributes:
            text = Words("et kendetegn i hver kolonne, fx attr:køn",
                         "one attribute a column, such as attr:gender")  # fmt: skip
            yield title, "attr:…", _FREE.to(language), text.to(language)


def _content(column: Column, language: Language) -> str:
    text = _FORMS[column.kind].to(language)
    if column.of:
        sheet = BY_NAME[column.of].words.to(language)
        text += Words(f", fra arket {sheet}", f", from the sheet {sheet}").to(language)
    if column.choices:
        text += ": " + "; ".join(
            words.to(language) for words in column.choices.values()
        )
    return text


def _rules(language: Language) -> Iterator[tuple[str, ...]]:
    title = BY_NAME["rules"].words.to(language)
    for rule in RULES:
        names = [n for n in rule.model_fields if n not in ("id", "level", "weight")]
        listed = ", ".join(names) or "-"
        yield title, rule.kind, "", f"{rule.words.to(language)} ({listed})"
