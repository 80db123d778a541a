"""What a rehearsal found: whom events disturb, how often, and what failed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

from leaderplan.locale import Language

if TYPE_CHECKING:
    import pandas as pd

RESAMPLED, LEVEL = 2_000, 0.95
"""How often years are drawn anew for an interval, and how much of them it holds."""

DONE, REPAIRED, BROKEN = "planned", "repaired", "broken promise"


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of events that were decided on together.

    Parameters
    ----------
    year
        The seed of its year.
    day
        When it was decided.
    kinds
        What happened: ``job_change``, ``sick`` and so on.
    outcome
        ``planned``; ``repaired`` where requirements clashed, and the cheapest repair
        was agreed on; ``nothing`` where there was nothing left to decide; else what
        went wrong: ``infeasible``, ``no_plan_found``, ``refused``, ``broken rule``,
        ``broken promise``. Only after the last of these the year goes on with it.
    why
        The reason where it is not planned, or not without a repair.
    repair
        What was loosened, and its price.
    people, others
        People with something another way; and those of them whom it is not about.
    value, bound
        Disturbance, and what any plan disturbs at least.
    seconds
        CPU-seconds of replanning.
    """

    year: int
    day: date
    kinds: tuple[str, ...]
    outcome: str
    why: str = ""
    people: int = 0
    others: int = 0
    value: int = 0
    bound: int = 0
    seconds: float = 0.0
    repair: str = ""

    @property
    def done(self) -> bool:
        """Whether there is a plan, checked and released."""
        return self.outcome in (DONE, REPAIRED)

    @property
    def kept(self) -> bool:
        """Whether the year goes on with what was decided."""
        return self.done or self.outcome == BROKEN

    @property
    def proven(self) -> bool:
        """Whether no plan disturbs less."""
        return self.done and self.value == self.bound


class Interval(NamedTuple):
    """A mean over years, and where it lies with 95 % confidence."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Rehearsal:
    """The batches of all years.

    Intervals are percentiles of 2,000 bootstrap means in which whole years are drawn
    anew, as the events of one year depend on each other.
    """

    batches: tuple[Batch, ...]
    years: int
    seed: int
    language: Language = "en"

    @cached_property
    def _by_year(self) -> list[list[Batch]]:
        rows: dict[int, list[Batch]] = defaultdict(list)
        for batch in self.batches:
            rows[batch.year].append(batch)
        return [rows[year] for year in range(self.seed, self.seed + self.years)]

    def per_change(self, kind: str | None = None) -> Interval:
        """People disturbed per change, whom it is not about; of a kind where given.

        Batches of several kinds count in all kinds together only.
        """

        def counted(rows: Sequence[Batch]) -> tuple[float, float]:
            chosen = [
                row
                for row in rows
                if row.done and (kind is None or set(row.kinds) == {kind})
            ]
            return (
                float(sum(row.others for row in chosen)),
                float(sum(len(row.kinds) for row in chosen)),
            )

        return self._interval(counted)

    def _interval(
        self, counted: Callable[[Sequence[Batch]], tuple[float, float]]
    ) -> Interval:
        pairs = [counted(rows) for rows in self._by_year]
        dice, found = random.Random(self.seed), []  # noqa: S311 - no secret
        for _ in range(RESAMPLED):
            drawn = dice.choices(pairs, k=len(pairs))
            found.append(_ratio(drawn))
        found.sort()
        edge = (1 - LEVEL) / 2
        low, high = (found[round(p * (RESAMPLED - 1))] for p in (edge, 1 - edge))
        return Interval(_ratio(pairs), low, high)

    @property
    def events(self) -> int:
        """How many events there were that asked for a decision."""
        return sum(len(row.kinds) for row in self.batches if row.outcome != "nothing")

    @property
    def failures(self) -> tuple[Batch, ...]:
        """What did not end in a plan that is checked and released."""
        rows = (row for row in self.batches if not row.done)
        return tuple(row for row in rows if row.outcome != "nothing")

    @property
    def repaired(self) -> tuple[Batch, ...]:
        """What left no plan until something was loosened."""
        return tuple(row for row in self.batches if row.repair)

    @property
    def proven(self) -> float:
        """Share of what was planned that is proven to disturb least."""
        rows = [row.proven for row in self.batches if row.done]
        return mean(rows) if rows else 1.0

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of events, in order."""
        return tuple(sorted({kind for row in self.batches for kind in row.kinds}))

    @property
    def table(self) -> pd.DataFrame:
        """A row of each batch."""
        from leaderplan.display.rehearsal import rehearsal_table

        return rehearsal_table(self)

    def text(self, language: Language | None = None) -> str:
        """Return the findings in sentences."""
        from leaderplan.display.rehearsal import rehearsal_lines

        return "\n".join(rehearsal_lines(self, language or self.language))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), self.language)


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    below = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / below if below else 0.0
