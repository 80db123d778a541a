"""Answers about a programme: what clashes, what would help, what a choice costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leaderplan.domain.mending import Change
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.result import Result  # noqa: TC004 - a result holds answers


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of a conflict: a rule, its subject and its words."""

    rule: str
    subject: tuple[str, ...]
    words: Words


@dataclass(frozen=True)
class Conflict:
    """Requirements that cannot all hold.

    ``part`` is the part of the problem in which the clash was proven;
    ``irreducible`` says that every requirement named is needed for the clash, and
    ``smallest`` that no fewer requirements clash. ``sessions`` are those it was proven
    with, where not all were needed. ``programme`` and ``language`` are what texts are
    written with; without a programme they name ids.
    """

    part: Words
    requirements: tuple[Requirement, ...]
    irreducible: bool
    smallest: bool = False
    sessions: frozenset[SessionKey] = field(
        default=frozenset(), repr=False, compare=False
    )
    programme: Programme | None = field(default=None, repr=False, compare=False)
    language: Language = field(default="en", compare=False)

    def text(self, language: Language | None = None, *, named: bool = True) -> str:
        """Return the clash in sentences, with names or with ids alone."""
        from leaderplan.display.conflicts import conflict_lines

        return "\n".join(conflict_lines(self, language or self.language, named=named))

    @property
    def unnamed(self) -> bool:
        """Whether it is all hard rules, as time ran out before any were dropped."""
        rows = self.requirements
        if self.irreducible or self.programme is None or any(r.subject for r in rows):
            return False
        hard = {rule.id for rule in self.programme.rules if rule.hard}
        return len(hard) > 1 and {row.rule for row in rows} == hard

    @property
    def table(self) -> pd.DataFrame:
        """A row of each requirement: ``rule``, ``words``, ``about``, ``subject``."""
        from leaderplan.display.conflicts import conflict_table

        return conflict_table(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import conflict_html

        return conflict_html(self)


@dataclass(frozen=True, slots=True)
class Made:
    """A change of a repair: what it costs, and the ids of whom it touches.

    Those are the people for whom the repair's plan would not do without the change.
    """

    change: Change
    price: int
    touches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repair:
    """Changes that make a programme possible, each needed, and a plan that they allow.

    ``levels`` is what the plan costs; it need not be the best. After a change,
    ``result`` is the replanning with it.
    """

    made: tuple[Made, ...]
    plan: Plan
    levels: Mapping[str, int]
    result: Result | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes."""
        return tuple(row.change for row in self.made)

    @property
    def price(self) -> int:
        """What they cost together."""
        return sum(row.price for row in self.made)

    @property
    def touches(self) -> tuple[str, ...]:
        """Ids of all whom the changes touch, participants and staff."""
        return tuple(sorted({who for row in self.made for who in row.touches}))

    def apply(self, programme: Programme) -> Programme:
        """Return the programme with the changes made."""
        for change in self.changes:
            programme = change.apply(programme)
        return programme


@dataclass(frozen=True)
class Repairs:
    """The cheapest repairs of a programme, cheapest first.

    ``hopeless`` is a conflict that no change offered loosens. Unless ``complete``, the
    limit came first: each repair works, but there may be cheaper ones or more.
    """

    programme: Programme
    repairs: tuple[Repair, ...]
    hopeless: Conflict | None
    complete: bool
    language: Language = "en"

    def text(self, language: Language | None = None) -> str:
        """Return the repairs in sentences."""
        from leaderplan.display.repairs import repair_lines

        return "\n".join(repair_lines(self, language or self.language))

    @property
    def table(self) -> pd.DataFrame:
        """A row of each change: its repair, words, price and how many it touches."""
        from leaderplan.display.repairs import repair_table

        return repair_table(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import repairs_html

        return repairs_html(self)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is another way in a second plan, for one person or session.

    ``what`` is ``host``, ``coach``, ``group``, ``class``, ``day``, ``time`` of the day,
    ``place`` or ``leader``; ``who`` is the id of a participant or session. Of a group,
    the ``facilitator`` may change.
    """

    what: str
    who: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class WhatIf:
    """What a plan would cost with some choices made, against the plan there is.

    Parameters
    ----------
    programme
        The facts and rules, without the choices.
    before, after
        Cost of each level; ``after`` is empty where there is no plan.
    proven
        Whether no plan with these choices is better, or none is possible.
    plan, conflict
        The plan with the choices, or what forbids them.
    differences
        What is another way in it.
    """

    programme: Programme
    before: Mapping[str, int]
    after: Mapping[str, int]
    proven: bool
    plan: Plan | None
    conflict: Conflict | None
    differences: tuple[Difference, ...]
    language: Language = "en"

    @property
    def extra(self) -> dict[str, int]:
        """By level, what it costs more; less where that is negative."""
        return {k: cost - self.before[k] for k, cost in self.after.items()}

    def text(self, language: Language | None = None) -> str:
        """Return the answer in sentences."""
        from leaderplan.display.what_if import what_if_lines

        return "\n".join(what_if_lines(self, language or self.language))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), self.language)
