"""What the rules say of single choices, as arrays over days and slots.

No other part of the solver tests eligibility: every closed day, full diary and
unsuitable person comes from a rule's ``judge``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule
from leaderplan.model.assignment import timeline_of
from leaderplan.rules._base import SessionDay

Amounts = npt.NDArray[np.int64]


class Ruling(NamedTuple):
    """A rule's excess for each option of a choice, nowhere negative."""

    rule: Rule
    amounts: Amounts


class Choices:
    """The judgement of every rule on single choices, each asked once.

    Parameters
    ----------
    programme
        The facts.
    rules
        The rules asked; those that judge nothing are passed over.
    """

    def __init__(self, programme: Programme, rules: Iterable[Rule]) -> None:
        self.programme = programme
        self.timeline = timeline_of(programme)
        self._days = programme.calendar.days()
        self._blocks = range(len(programme.calendar.blocks))
        self._judges: dict[type, list[tuple[Rule, Judge]]] = {}
        for rule in rules:
            for kind in rule.judges:
                self._judges.setdefault(kind, []).append((rule, rule.judge(programme)))
        self._cache: dict[Any, list[Ruling]] = {}

    def single(self, choice: Any) -> list[tuple[Rule, int]]:
        """Rules that a single choice breaks, with their excess."""
        rulings = (
            (r, judge(choice)) for r, judge in self._judges.get(type(choice), ())
        )
        return [(rule, amount) for rule, amount in rulings if amount > 0]

    def allowed(self, choice: Any) -> bool:
        """Whether no hard rule forbids a single choice."""
        return not any(rule.hard for rule, _ in self.single(choice))

    def by_day(self, session: SessionKey, activity: Activity) -> list[Ruling]:
        """Excess of a session on each day, spread over its possible starts."""
        found = self._asked(
            (SessionDay, session),
            lambda judge: [
                [judge(SessionDay(session, activity, d))] for d in self._days
            ],
            SessionDay,
        )
        starts = len(self.programme.calendar.starts(activity.length))
        return [Ruling(r.rule, np.repeat(r.amounts, starts, axis=1)) for r in found]

    def by_start(
        self, kind: type, fields: tuple[Any, ...], key: tuple[str, ...], length: int
    ) -> list[Ruling]:
        """Excess of a choice that has a day and a block, for each day and start.

        ``fields`` are the choice's fields before day and block, ``key`` names
        them. A session's excess is the greatest over the blocks it touches.
        """
        cached = self._cache.get((kind, *key, "starts"))
        if cached is None:
            cells = self._asked(
                (kind, *key),
                lambda judge: [
                    [judge(kind(*fields, day, block)) for block in self._blocks]
                    for day in self._days
                ],
                kind,
            )
            cached = [
                Ruling(r.rule, self._over_starts(r.amounts, length)) for r in cells
            ]
            self._cache[kind, *key, "starts"] = cached
        return cached

    def by_date(
        self, kind: type, fields: tuple[Any, ...], key: tuple[str, ...], starts: int
    ) -> list[Ruling]:
        """Excess of a choice that has a day only, spread over ``starts`` columns."""
        found = self._asked(
            (kind, *key),
            lambda judge: [[judge(kind(*fields, day))] for day in self._days],
            kind,
        )
        return [Ruling(r.rule, np.repeat(r.amounts, starts, axis=1)) for r in found]

    def _asked(
        self, key: Any, table: Callable[[Judge], list[list[int]]], kind: type
    ) -> list[Ruling]:
        if key not in self._cache:
            rows = (
                Ruling(rule, np.array(table(judge), dtype=np.int64))
                for rule, judge in self._judges.get(kind, ())
            )
            self._cache[key] = [row for row in rows if row.amounts.any()]
        return self._cache[key]

    def _over_starts(self, cells: Amounts, length: int) -> Amounts:
        calendar = self.programme.calendar
        columns = [
            cells[:, list(calendar.blocks_of(start, length))].max(axis=1)
            for start in calendar.starts(length)
        ]
        return np.stack(columns, axis=1)
