"""A change sheet in sentences: people who are told the same once, days as one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaderplan.display.sheet_blocks import Block, sheet_blocks
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    from leaderplan.change_sheet import ChangeSheet

NOTHING = Words("Intet er ændret for nogen.", "Nothing changes for anybody.")
HEAD = Words("For {people} bliver noget anderledes:", "Something changes for {people}:")
ONE = Words("1 person", "1 person")
MANY = Words("{count} personer", "{count} people")
BY = Words("besked senest {day}", "to be told by {day}")
ON = Words("besked {day}, ikke før", "to be told on {day}, not before")
FROM = Words(
    "besked tidligst {first}, senest {day}",
    "to be told not before {first}, and by {day}",
)
WHY = Words("Fordi: {why}", "Because: {why}")


def sheet_lines(sheet: ChangeSheet, language: Language) -> list[str]:
    """Write a sheet: those who must know first, people told the same together."""
    lines = [headline(sheet, language)]
    for block in sheet_blocks(sheet, language):
        lines += _block_lines(block, language)
    return lines


def headline(sheet: ChangeSheet, language: Language) -> str:
    """Tell for how many people something changes."""
    count = len(sheet.people)
    if not count:
        return NOTHING.to(language)
    people = (ONE if count == 1 else MANY).to(language).format(count=count)
    return HEAD.to(language).format(people=people)


def when_told(block: Block, language: Language) -> str:
    """Write by when people are to know, and from when on they may."""
    if block.by is None:
        return ""
    words = BY if block.first is None else ON if block.first == block.by else FROM
    first = "" if block.first is None else day_text(block.first, language)
    return words.to(language).format(first=first, day=day_text(block.by, language))


def _block_lines(block: Block, language: Language) -> Iterator[str]:
    told = when_told(block, language)
    yield f"{block.who} ({told}):" if told else f"{block.who}:"
    for reason in block.reasons:
        yield from (f"  - {entry.text}" for entry in reason.entries)
        if reason.why:
            yield f"    {WHY.to(language).format(why=reason.why)}"
