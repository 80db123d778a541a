"""What another choice would cost, in sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from leaderplan.display.naming import Naming
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    from leaderplan.answers import Difference, WhatIf

MOST = 15
"""Differences that are told; the rest are counted."""

IMPOSSIBLE = Words("Det kan ikke lade sig gøre.", "That is not possible.")
UNKNOWN = Words(
    "Ingen plan er fundet med det i den tid, der var.",
    "No plan was found with that in the time there was.",
)
SAME = Words("Det koster intet mere.", "It costs nothing more.")
COSTS = Words("{level}: {before} bliver {after}", "{level}: {before} becomes {after}")
EXACT = Words(
    "Ingen plan med det valg er bedre.", "No plan with that choice is better."
)
OPEN = Words(
    "Det er ikke bevist, at ingen plan med det valg er bedre.",
    "It is not proven that no plan with that choice is better.",
)
CHANGED = Words("Anderledes bliver {count}:", "Different would be {count}:")
MORE = Words("... og {count} mere", "... and {count} more")
WHAT = {
    "host": Words("praktiksted", "practicum host"),
    "coach": Words("coach", "coach"),
    "group": Words("netværksgruppe", "network group"),
    "class": Words("modulhold", "module class"),
    "facilitator": Words("facilitator", "facilitator"),
    "day": Words("dag", "day"),
    "time": Words("tidspunkt", "time"),
    "place": Words("sted", "place"),
    "leader": Words("leder", "led by"),
}


def what_if_lines(answer: WhatIf, language: Language) -> list[str]:
    """Write what it would cost, and what would be different for whom."""
    if answer.plan is None:
        if answer.conflict is None:
            return [UNKNOWN.to(language)]
        said = answer.conflict.text(language).splitlines()
        return [IMPOSSIBLE.to(language), *said]
    titles = {level.id: level.title.to(language) for level in answer.programme.levels}
    lines = [
        COSTS.to(language).format(
            level=titles[level], before=answer.before[level], after=cost
        )
        for level, cost in answer.after.items()
        if cost != answer.before[level]
    ] or [SAME.to(language)]
    lines.append((EXACT if answer.proven else OPEN).to(language))
    rows = answer.differences
    if rows:
        naming = Naming(answer.programme, language)
        lines.append(CHANGED.to(language).format(count=len(rows)))
        lines += [f"- {_told(naming, row, language)}" for row in rows[:MOST]]
    if len(rows) > MOST:
        lines.append(MORE.to(language).format(count=len(rows) - MOST))
    return lines


def _told(naming: Naming, row: Difference, language: Language) -> str:
    """Write one difference: who, what, from and to."""

    def name(value: str | None) -> str:
        return "–" if value is None else name_of(naming, row.what, value, language)

    what = WHAT[row.what].to(language)
    return (
        f"{naming.subject((row.who,))}, {what}: {name(row.before)} → {name(row.after)}"
    )


def name_of(naming: Naming, what: str, value: str, language: Language) -> str:
    """Write what was chosen: a name, or a day."""
    if what == "day":
        return day_text(date.fromisoformat(value), language)
    return value if what == "time" or value == "online" else naming.subject((value,))
