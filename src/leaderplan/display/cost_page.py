"""What a notebook shows of costs, gathered as plain values for its template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from leaderplan.costs.sums import View
from leaderplan.display.cost_tables import view_rows
from leaderplan.display.costs import (
    MOST,
    NOTHING,
    OF,
    WORST,
    fairness_lines,
    title_of,
)
from leaderplan.display.counted import absent_lines, forced_lines
from leaderplan.display.naming import Naming
from leaderplan.display.words import PHRASES
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from leaderplan.costs import Costs, Fairness

MOST_SHOWN = 15
"""Rows of one table in a notebook; the DataFrames have all."""

COSTS = Words("Hvad planen koster", "What the plan costs")
RULES = Words("Regler", "Rules")
PEOPLE = Words("Deltagere", "Participants")


class Section(NamedTuple):
    """A heading, a table (titles of columns, rows of a name and cells) and lines."""

    head: str
    titles: list[str]
    rows: list[tuple[str, list[int]]]
    lines: list[str]


def cost_content(costs: Costs) -> dict[str, Any]:
    """Gather a table of each view, who bears most, and what the counts force."""
    language = costs.language
    views: list[tuple[View, Words]] = [("rule", RULES), ("person", PEOPLE), *OF]
    if len(costs.programme.cohorts) < 2:
        views.pop()
    sections = [_table(costs, view, head.to(language)) for view, head in views]
    sections = [section for section in sections if section.rows]
    if not sections:
        sections = [Section("", [], [], [NOTHING.to(language)])]
    else:
        lines = fairness_lines(costs.fairness, language)
        sections.append(Section(WORST.to(language), [], [], lines))
    counted = forced_lines(costs.programme, costs.levels, language)
    counted += absent_lines(costs.programme, language)
    if counted:
        sections.append(Section(PHRASES["counted_head"].to(language), [], [], counted))
    return {"head": COSTS.to(language), "sections": sections}


def fairness_content(fairness: Fairness) -> dict[str, Any]:
    """Gather everybody's burden, worst off first, and why the worst off are."""
    language, levels = fairness.language, fairness.levels
    naming = Naming(fairness.programme, language)
    rows = [
        (naming.subject((who,)), [fairness.burdens[who][level.id] for level in levels])
        for who in fairness.order
    ]
    titles = [title_of(level, language) for level in levels]
    lines = fairness_lines(fairness, language)
    shown = _shown(PEOPLE.to(language), titles, rows if levels else [], language)
    sections = [Section("", [], [], lines), shown]
    return {"head": WORST.to(language), "sections": sections}


def _table(costs: Costs, view: View, head: str) -> Section:
    levels = [level for level in costs.programme.levels if costs.levels[level.id]]
    rows = [
        (name, [row[level.id] for level in levels])
        for _, name, row in view_rows(costs, view, costs.language)
        if any(row.values())
    ]
    titles = [title_of(level, costs.language) for level in levels]
    return _shown(head, titles, rows, costs.language)


def _shown(
    head: str,
    titles: list[str],
    rows: list[tuple[str, list[int]]],
    language: Language,
) -> Section:
    more = len(rows) - MOST_SHOWN
    lines = [MOST.to(language).format(count=more)] if more > 0 else []
    return Section(head, titles, rows[:MOST_SHOWN], lines)
