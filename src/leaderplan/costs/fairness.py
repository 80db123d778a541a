"""Who bears what: burdens side by side, the worst off, and how far from the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median_low
from typing import TYPE_CHECKING, Literal, get_args

from leaderplan.costs.items import Item
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Level
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language

if TYPE_CHECKING:
    import pandas as pd

Division = Literal["cohort", "sector", "area"]
DIVISIONS: tuple[Division, ...] = get_args(Division)
"""By what burdens are compared: nothing that people gave about themselves."""


@dataclass(frozen=True)
class Fairness:
    """What each participant bears of a plan's costs, level by level.

    A burden is the cost of the violations that are the participant's own, by level;
    what is shared or nobody's own counts for nobody. Levels are never added up: who is
    *worst off* bears most on the first level on which people differ.

    Parameters
    ----------
    programme
        The facts.
    burdens
        By participant, the cost of each level by id.
    items
        By participant, what the burden is made of.
    """

    programme: Programme
    burdens: Mapping[str, Mapping[str, int]]
    items: Mapping[str, Sequence[Item]] = field(repr=False)
    language: Language = "en"

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Levels on which anybody bears anything, in their order."""
        return tuple(
            level
            for level in self.programme.levels
            if any(row[level.id] for row in self.burdens.values())
        )

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Participants, the worst off first."""
        levels = [level.id for level in self.programme.levels]
        return tuple(
            sorted(self.burdens, key=lambda p: [-self.burdens[p][k] for k in levels])
        )

    def vector(self, level: str) -> tuple[int, ...]:
        """Return everybody's burden on a level, largest first.

        Of two plans that with the smaller vector is fairer there, as tuples compare:
        to the worst off first, then to the next (the leximin order).
        """
        return tuple(
            sorted((row[level] for row in self.burdens.values()), reverse=True)
        )

    def median(self, level: str) -> int:
        """Return what half of the participants bear no more than."""
        return median_low(self.vector(level) or (0,))

    def gap(self, level: str) -> int:
        """Return how much more the worst off bears than the median, in points."""
        return max(self.vector(level), default=0) - self.median(level)

    def worst(self, level: str | None = None) -> tuple[str, ...]:
        """Return who bears most, on a level or by all in order; nobody of nothing."""
        most = max((self._key(who, level) for who in self.burdens), default=[0])
        if not any(most):
            return ()
        return tuple(who for who in self.order if self._key(who, level) == most)

    def _key(self, who: str, level: str | None) -> list[int]:
        row = self.burdens[who]
        return list(row.values()) if level is None else [row[level]]

    def why(self, participant: str, level: str | None = None) -> list[str]:
        """Say what somebody's burden is made of: a sentence for each violation.

        Raises
        ------
        InputError
            When there is no such participant.
        """
        from leaderplan.display.told import Told

        if participant not in self.items:
            message = f"expected the id of a participant, found {participant!r}."
            raise InputError([Issue("participant", message, value=participant)])
        told = Told(self.programme, self.language)
        return [
            told.sentence(item.violation)
            for item in self.of(participant)
            if level in (None, item.violation.level)
        ]

    def of(self, participant: str) -> list[Item]:
        """Return what somebody's burden is made of, by level, the dearest first."""
        place = {level.id: n for n, level in enumerate(self.programme.levels)}
        rows = self.items[participant]
        return sorted(
            rows, key=lambda i: (place[i.violation.level or ""], -i.violation.cost)
        )

    def divided(self, division: Division) -> dict[str, list[str]]:
        """Return the participants of each cohort, sector or area (post at the start).

        Raises
        ------
        InputError
            When it is asked for anything else.
        """
        if division not in DIVISIONS:
            message = f"expected one of {', '.join(DIVISIONS)}, found {division!r}."
            raise InputError([Issue("fairness", message, value=division)])
        found: dict[str, list[str]] = {}
        for person in self.programme.participants:
            value = (
                person.cohort
                if division == "cohort"
                else self.programme.attribute_of(person.id, division)
            )
            found.setdefault(value or "", []).append(person.id)
        return dict(sorted(found.items()))

    def among(self, people: Sequence[str]) -> Fairness:
        """Return the same of some participants only."""
        burdens = {who: self.burdens[who] for who in people}
        items = {who: self.items[who] for who in people}
        return Fairness(self.programme, burdens, items, self.language)

    @property
    def table(self) -> pd.DataFrame:
        """A row of each participant, worst off first; a column of each level."""
        from leaderplan.display.cost_tables import burden_table

        return burden_table(self)

    @property
    def summary(self) -> pd.DataFrame:
        """A row of each level: ``worst``, ``median``, ``gap``, ``bearing``, ``who``."""
        from leaderplan.display.cost_tables import level_table

        return level_table(self)

    def by(self, division: Division) -> pd.DataFrame:
        """Return a row of each ``cohort``, ``sector`` or ``area`` and level.

        With ``people``, ``total``, ``median`` and ``worst`` of their burdens.

        Raises
        ------
        InputError
            When it is asked for anything else.
        """
        from leaderplan.display.cost_tables import division_table

        return division_table(self, division)

    def text(self, language: Language | None = None) -> str:
        """Return who bears most and why, in sentences."""
        from leaderplan.display.costs import fairness_lines

        return "\n".join(fairness_lines(self, language or self.language))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import fairness_html

        return fairness_html(self)
