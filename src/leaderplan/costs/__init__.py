"""What a plan costs, and whom: by rule, person, group, host, coach and cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from leaderplan.check import check
from leaderplan.costs.counts import Absent, Forced, absent_of, forced_of
from leaderplan.costs.fairness import Fairness
from leaderplan.costs.items import Item, items_of
from leaderplan.costs.sums import VIEWS, Sums, View, added_up
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language
from leaderplan.result import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Absent", "Costs", "Fairness", "Forced", "Item", "costs"]


@dataclass(frozen=True)
class Costs:
    """The cost of a plan, taken apart.

    Every view adds up to the plan's levels, in whole numbers. A level that counts only
    the largest cost has the largest of its column for its value.

    Parameters
    ----------
    programme, plan
        The facts and the plan.
    report
        What the check found.
    language
        Language of names and texts.
    """

    programme: Programme
    plan: Plan
    report: Report
    language: Language = "en"

    @property
    def levels(self) -> Mapping[str, int]:
        """Cost of each level, as in the report and the certificate."""
        return self.report.levels

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every open priced violation, with what it is about."""
        return items_of(self.programme, self.plan, self.report.violations)

    def sums(self, view: View) -> Sums:
        """Add costs up by ``rule``, ``person``, ``group``, ``host``, ... as dicts.

        Raises
        ------
        InputError
            When there is no such view.
        """
        if view not in VIEWS:
            message = f"expected one of {', '.join(VIEWS)}, found {view!r}."
            raise InputError([Issue("costs", message, value=view)])
        return added_up(self.programme, self.items, view)

    def by(self, view: View) -> pd.DataFrame:
        """Return what each bears: a column of each level, the dearest row first.

        Parameters
        ----------
        view
            ``rule``, ``person``, ``group`` (network group), ``host``, ``coach`` or
            ``cohort``. What several share is split into whole numbers; what is of none
            of them stands in a last row without an id.

        Returns
        -------
        pandas.DataFrame
            ``id``, ``name`` and the levels by id (points, ``int64``).

        Raises
        ------
        InputError
            When there is no such view.
        """
        from leaderplan.display.cost_tables import view_table

        return view_table(self, view)

    @property
    def table(self) -> pd.DataFrame:
        """One row an open priced violation.

        ``level``, ``rule``, ``words``, ``said`` (a sentence), ``participant``,
        ``group``, ``host``, ``coach``, ``cohort``, ``session`` (ids, several with a
        comma, missing where none), ``amount`` (in the rule's own unit), ``unit_cost``
        and ``cost`` (points). Of a rule that is discreet it says only the cost.
        """
        from leaderplan.display.cost_tables import item_table

        return item_table(self)

    @cached_property
    def fairness(self) -> Fairness:
        """Who bears what, the worst off, and why."""
        people = {person.id: list[Item]() for person in self.programme.participants}
        for item in self.items:
            for who in item.participants:
                people[who].append(item)
        burdens = {who: row for who, row in self.sums("person").items() if who}
        return Fairness(self.programme, burdens, people, self.language)

    @cached_property
    def forced(self) -> tuple[Forced, ...]:
        """What group balance and mix cost at least, as the counts tell."""
        return forced_of(self.programme)

    @cached_property
    def absent(self) -> tuple[Absent, ...]:
        """Who are too few to be in every network group."""
        return absent_of(self.programme)

    def text(self, language: Language | None = None) -> str:
        """Return what costs, who bears most and what is forced, in sentences."""
        from leaderplan.display.costs import cost_lines

        return "\n".join(cost_lines(self, language or self.language))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import costs_html

        return costs_html(self)


def costs(
    programme: Programme,
    plan: Plan,
    as_of: date | None = None,
    language: Language = "en",
) -> Costs:
    """Take the cost of a plan apart, wherever the plan is from.

    Parameters
    ----------
    programme, plan
        The facts and rules, and a plan of them; it may break rules.
    as_of
        The day it is judged on, as in :func:`leaderplan.check`.
    language
        Language of names and texts, ``da`` or ``en``.

    Raises
    ------
    RuleBroken
        When the plan is no plan of the programme.
    """
    report = check(programme, plan, as_of)
    if report.malformed:
        report.raise_if_broken(language)
    return Costs(programme, plan, report, language)
