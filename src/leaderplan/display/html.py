"""Results and plans as HTML: escaped, without scripts, nothing from the network."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from leaderplan.answers import Conflict, Repairs
from leaderplan.display.cohorts import cohort_table
from leaderplan.display.conflicts import no_plan_lines
from leaderplan.display.cost_page import cost_content, fairness_content
from leaderplan.display.counted import forced_lines
from leaderplan.display.files import write_whole
from leaderplan.display.labels import Labels
from leaderplan.display.month import year_grid
from leaderplan.display.page import page_content
from leaderplan.display.rows import Rows, words_of
from leaderplan.display.text import closing_line, counts_line
from leaderplan.display.words import CATEGORIES, STATUS, STATUS_SAYS
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language
from leaderplan.result import Certificate, Result

if TYPE_CHECKING:
    from jinja2 import Environment

    from leaderplan.costs import Costs, Fairness

_CODES = {"plenary": "p", "module": "m", "exam": "e", "practicum": "r",
          "network": "n", "talk": "t", "due": "d"}  # fmt: skip
"""Short class names: three full years must fit in a notebook's 200 kB."""

MOST_COSTS = 20
"""Rules listed with their cost in a notebook; the page lists all."""


@cache
def templates() -> Environment:
    """Return the templates, which escape whatever they are filled with."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("leaderplan.display"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def result_html(result: Result) -> str:
    """Show a result in a notebook: status, levels, cost by rule and the year.

    At most 200 kB; it holds no names of participants and styles nothing outside
    itself.
    """
    labels = Labels(result.programme, result.language)
    status, language = result.status.value, result.language
    costs = result.report.costs if result.report else {}
    words = {r.id: words_of(r, language) for r in result.programme.rules}
    dear = sorted(costs.items(), key=lambda item: (-item[1], item[0]))
    grid = year_grid(result.programme, result.plan, language) if result.plan else None
    return (
        templates()
        .get_template("result.html.j2")
        .render(
            name=result.programme.name or result.programme.id,
            status=status,
            status_name=STATUS[status].to(language),
            says=STATUS_SAYS[status].to(language),
            counts=counts_line(result),
            closing=closing_line(result),
            certificate=result.certificate,
            cohorts=cohort_table(result.certificate, labels),
            report=result.report,
            costs=[
                (rule, words.get(rule, ""), cost) for rule, cost in dear[:MOST_COSTS]
            ],
            more=max(0, len(dear) - MOST_COSTS),
            forced=forced_lines(
                result.programme,
                result.report.levels if result.report else {},
                language,
            ),
            conflict="\n".join(no_plan_lines(result, language, named=False)),
            grid=grid,
            **_shared(labels),
        )
    )


def conflict_html(conflict: Conflict) -> str:
    """Show a conflict in a notebook, with the names of those it is about."""
    return lines_html(conflict.text(), conflict.language)


def lines_html(text: str, language: Language) -> str:
    """Show an answer in sentences in a notebook."""
    template = templates().get_template("conflict.html.j2")
    return template.render(language=language, conflict=text)


def repairs_html(repairs: Repairs) -> str:
    """Show repairs in a notebook, with the names of those whom they touch."""
    return (
        templates()
        .get_template("repairs.html.j2")
        .render(language=repairs.language, repairs=repairs.text())
    )


def costs_html(costs: Costs) -> str:
    """Show in a notebook what a plan costs and whom, with names.

    It styles nothing outside itself.
    """
    return (
        templates()
        .get_template("costs.html.j2")
        .render(language=costs.language, **cost_content(costs))
    )


def fairness_html(fairness: Fairness) -> str:
    """Show in a notebook who bears what of a plan's costs, with names."""
    return (
        templates()
        .get_template("costs.html.j2")
        .render(language=fairness.language, **fairness_content(fairness))
    )


def plan_page(
    programme: Programme,
    plan: Plan,
    certificate: Certificate | None = None,
    language: Language = "en",
) -> str:
    """Write a plan as one HTML page for the coordinator.

    The page needs no network and holds the year, joint dates, every
    participant's schedule, groups, placements, coaches, rooms, the day ledger,
    the certificate and a fresh check. It names people: it is no public page.

    Parameters
    ----------
    programme, plan
        The facts and a plan of them.
    certificate
        The proof of a solve, where there is one.
    language
        ``da`` or ``en``.

    Raises
    ------
    RuleBroken
        When the plan is no plan of the programme.
    """
    rows = Rows(programme, plan, language)
    content = page_content(rows, certificate)
    return (
        templates()
        .get_template("page.html.j2")
        .render(**content, **_shared(rows.labels))
    )


def write_page(
    programme: Programme,
    plan: Plan,
    path: str | os.PathLike[str],
    certificate: Certificate | None = None,
    language: Language = "en",
) -> Path:
    """Write :func:`plan_page` to a file, in one step.

    Raises
    ------
    RuleBroken
        When the plan is no plan of the programme.
    OSError
        When the file cannot be written; an older one is then intact.
    """
    text = plan_page(programme, plan, certificate, language)
    return write_whole(path, text.encode())


def _shared(labels: Labels) -> dict[str, object]:
    language = labels.language
    return {
        "t": labels.phrases,
        "labels": labels,
        "language": language,
        "codes": _CODES,
        "categories": {key: words.to(language) for key, words in CATEGORIES.items()},
    }
