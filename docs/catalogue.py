"""Write ``docs/rules.md``, the catalogue of rules, from the rules themselves.

Run ``python docs/catalogue.py`` after a change to a rule.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from leaderplan import rules
from leaderplan.domain.rule import Rule
from leaderplan.rules import RULES

TARGET = Path(__file__).with_name("rules.md")

SHARED = ("id", "level", "weight")
"""Parameters of every rule, told once at the top."""

HEADINGS = {
    "time": "Time",
    "rooms": "Rooms and sites",
    "groups": "Network groups",
    "placements": "Practicum",
    "matches": "Coaches and other leaders",
    "module": "The credit-bearing module",
    "programme": "The programme as a whole",
}
"""Titles of the groups that the comments of ``RULES`` name."""

LONGEST_ID = 64
"""By this an id is told from other text."""

ONE_AND_MANY = {
    "id": ("an id", "ids"),
    "string": ("text", "texts"),
    "date": ("a date", "dates"),
    "integer": ("a whole number", "whole numbers"),
    "boolean": ("yes or no", "yes or no"),
    "null": ("nothing", "nothing"),
}
"""Words for the types of a JSON schema, for one value and for several."""

INTRODUCTION = """\
# The rules

<!-- Made by docs/catalogue.py from the rules themselves; edit those. -->

A rule is one requirement with its parameters. Facts bind nothing until a rule says so:
a closed day is closed because `closed_days` is among the programme's rules.

A *hard* rule must be kept by every plan. A *priced* one may be broken: each unit of its
amount costs `weight` at its `level`, and levels are compared in order, never added up.
Rules that can be either are hard unless they are given a level, or name one of their
own as default; `level: null` makes those hard.

Every rule takes

| parameter | takes | default | meaning |
| --- | --- | --- | --- |
| `id` | an id | its kind | name of the instance, for two of one kind |
| `level` | an id of the programme's levels, or nothing | nothing | where it is priced |
| `weight` | a whole number, 1 to 1,000,000 | 1 | price of one unit of its amount |

In JSON a rule is an object with its `kind` and its parameters, as in
`{"kind": "host_travel", "limit": 30, "level": "placements"}`; in Python it is a class,
as in `HostTravel(limit=30, level="placements")`.
[Adding a rule](adding-a-rule.md) shows how one is written.
"""


def render() -> str:
    """Return the catalogue as Markdown."""
    return "\n".join([INTRODUCTION, *_overview(), *_chapters()])


def grouped() -> dict[str, list[type[Rule]]]:
    """Rules under the comment that stands above them in ``RULES``."""
    source = inspect.getsource(rules).partition("RULES: ")[2]
    found: dict[str, list[type[Rule]]] = {}
    by_name = {rule.__name__: rule for rule in RULES}
    heading = ""
    for line in source.splitlines()[1:]:
        text = line.strip()
        if text.startswith("# "):
            heading = text.removeprefix("# ")
        elif text.rstrip(",") in by_name:
            found.setdefault(heading, []).append(by_name[text.rstrip(",")])
    return found


def _overview() -> Iterator[str]:
    yield "| rule | asks that | hard or priced |"
    yield "| --- | --- | --- |"
    for found in grouped().values():
        for rule in found:
            kind = rule.kind
            yield f"| [`{kind}`](#{kind}) | {_cell(rule.words.en)} | {_price(rule)} |"
    yield ""


def _chapters() -> Iterator[str]:
    for heading, found in grouped().items():
        yield f"## {HEADINGS[heading]}\n"
        for rule in found:
            yield from _entry(rule)


def _entry(rule: type[Rule]) -> Iterator[str]:
    text, meanings = documented(rule)
    yield f"### {rule.kind}\n"
    yield f"{_sentence(rule.words.en)}  \n*{_sentence(rule.words.da)}*\n"
    yield f"{_sentence(_price(rule, long=True))}\n"
    yield markdown(text) + "\n"
    rows = list(_parameters(rule, meanings))
    if rows:
        yield "| parameter | takes | default | meaning |"
        yield "| --- | --- | --- | --- |"
        yield from rows
        yield ""
    yield "A violation reads\n"
    yield f"> {rule.said.en}  \n> *{rule.said.da}*\n"


def _price(rule: type[Rule], *, long: bool = False) -> str:
    level = rule.model_fields["level"].default
    at = f" at `{level}`" if level else ""
    if rule.hard_only:
        return "always hard" if long else "hard"
    if rule.priced_only:
        return f"a preference, always priced:{at} unless told otherwise" if long else (
            f"priced{at}"
        )  # fmt: skip
    if level:
        return f"priced{at} unless told otherwise; can be hard" if long else (
            f"priced{at}, or hard"
        )  # fmt: skip
    return "hard, or priced at a level" if long else "hard or priced"


def _sentence(text: str) -> str:
    ends = "" if text.endswith(".") else "."
    return text[0].upper() + text[1:] + ends


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- parameters -----------------------------------------------------------------------


def _parameters(rule: type[Rule], meanings: dict[str, str]) -> Iterator[str]:
    schema = rule.model_json_schema()
    for name, field in rule.model_fields.items():
        if name in SHARED:
            continue
        takes = type_words(schema["properties"][name])
        default = "required" if field.is_required() else _value(field.default)
        meaning = markdown(meanings.get(name, "")).replace("\n", " ")
        yield f"| `{name}` | {_cell(takes)} | {default} | {_cell(meaning)} |"


def type_words(schema: dict[str, Any], *, many: bool = False) -> str:
    """Say in words what a JSON schema allows; ``many`` says it of a list's items."""
    if "anyOf" in schema:
        return ", or ".join(type_words(option) for option in schema["anyOf"])
    if options := schema.get("enum") or [schema[k] for k in ("const",) if k in schema]:
        return " or ".join(f"`{option}`" for option in options)
    kind = schema["type"]
    if kind == "array":
        least = f", at least {n}" if (n := schema.get("minItems")) else ""
        return f"a list of {type_words(schema['items'], many=True)}{least}"
    if schema.get("format") == "date":
        kind = "date"
    elif kind == "string" and schema.get("maxLength") == LONGEST_ID:
        kind = "id"
    return ONE_AND_MANY[kind][many] + _range(schema)


def _range(schema: dict[str, Any]) -> str:
    if "minimum" not in schema or "maximum" not in schema:
        return ""
    low, high = schema["minimum"], schema["maximum"]
    return f", {low:,} to {high:,}".replace("-", "−")


def _value(default: Any) -> str:
    plain = to_jsonable_python(default)
    if plain is None or plain == []:
        return "nothing"
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, list):
        return ", ".join(f"`{value}`" for value in plain)
    return f"`{plain}`" if isinstance(plain, str) else f"{plain:,}"


# --- docstrings -----------------------------------------------------------------------


def documented(rule: type[Rule]) -> tuple[str, dict[str, str]]:
    """Return a rule's description, and the meaning of each of its parameters."""
    text = inspect.getdoc(rule) or ""
    body, *sections = re.split(r"^(\w+)\n-{4,}\n", text, flags=re.MULTILINE)
    rest = dict(zip(sections[::2], sections[1::2], strict=True)).get("Parameters", "")
    meanings: dict[str, str] = {}
    names: list[str] = []
    for line in rest.splitlines():
        if line and not line.startswith(" "):
            names = [name.strip() for name in line.split(",")]
        for name in names if line.startswith(" ") else ():
            meanings[name] = f"{meanings.get(name, '')} {line.strip()}".strip()
    return body.strip(), meanings


def markdown(text: str) -> str:
    """Turn the marks of a docstring into those of Markdown."""
    text = re.sub(
        r"^\.\. math::(.*(?:\n(?:[ ]+.*)?)*)",
        lambda found: f"$$\n{inspect.cleandoc(found[1]).strip()}\n$$\n\n",
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(r":math:`([^`]*)`", r"$\1$", text)
    text = re.sub(r":class:`~?\.?([^`]*)`", r"`\1`", text)
    return text.replace("``", "`").strip()


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"{TARGET.name}: {len(RULES)} rules")
