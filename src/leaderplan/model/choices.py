"""What the rules say of single choices, as arrays over days and slots.

No other part of the solver tests eligibility: every closed day, full diary and
unsuitable person comes from a rule's ``judge``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule
from leaderplan.domain.waiver import Subject
from leaderplan.model.assignment import timeline_of
from leaderplan.model.dated import Dated
from leaderplan.rules._base import SessionDay

Point = tuple[int, int]
"""A day number and a slot of that day."""

Days = Collection[int]
"""Numbers of days."""

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
    named
        Whether requirements are named one by one: then nothing is said twice.
    """

    def __init__(
        self, programme: Programme, rules: Iterable[Rule], *, named: bool = False
    ) -> None:
        self.programme = programme
        self.timeline = timeline_of(programme)
        self._days = programme.calendar.days()
        self._blocks = range(len(programme.calendar.blocks))
        self._rules: dict[type, list[Rule]] = {}
        self._judges: dict[type, list[tuple[Rule, Judge]]] = {}
        self._judging: dict[str, Judge] = {}
        self._waived = programme.waived
        for rule in rules:
            if rule.repeated and (named or self._waived.any_of(rule.id)):
                continue
            for kind in rule.judges:
                self._rules.setdefault(kind, []).append(rule)
        self._cache: dict[Any, Amounts | None] = {}
        self._told_of: dict[Any, dict[int, list[int]]] = {}
        self.dated = Dated(programme)

    def _asked(self, kind: type) -> list[tuple[Rule, Judge]]:
        """Return the rules that judge a kind of choice; each is readied when asked."""
        if kind not in self._judges:
            rules = self._rules.get(kind, ())
            for rule in rules:
                if rule.id not in self._judging:
                    self._judging[rule.id] = rule.judge(self.programme)
            self._judges[kind] = [(rule, self._judging[rule.id]) for rule in rules]
        return self._judges[kind]

    def single(
        self, choice: Any, subject: Subject | None = None
    ) -> list[tuple[Rule, int]]:
        """Rules that a single choice breaks, with their excess.

        But for what is waived of the subject, where one is given.
        """
        rulings = ((r, judge(choice)) for r, judge in self._asked(type(choice)))
        return [
            (rule, amount)
            for rule, amount in rulings
            if amount > 0
            and (subject is None or not self._waived.covers(rule.id, subject))
        ]

    def allowed(self, choice: Any) -> bool:
        """Whether no rule forbids a single choice, whoever asks."""
        return not any(self.binding(rule) for rule, _ in self.single(choice))

    def binding(self, rule: Rule) -> bool:
        """Whether a rule is hard and nothing of it is waived.

        What is said of all, not of one subject, rests on such rules only.
        """
        return rule.hard and not self._waived.any_of(rule.id)

    def by_day(
        self,
        session: SessionKey,
        activity: Activity,
        at: Point | None = None,
        left: Days | None = None,
    ) -> list[Ruling]:
        """Excess of a session on each day, spread over its possible starts."""
        starts = len(self.programme.calendar.starts(activity.length))
        return self.by_date(SessionDay, (session, activity), starts, at, left)

    def by_date(
        self,
        kind: type,
        fields: tuple[Any, ...],
        starts: int,
        at: Point | None = None,
        left: Days | None = None,
    ) -> list[Ruling]:
        """Excess of a choice that has a day only, spread over ``starts`` columns.

        Where it is settled ``at`` a point, what is said of that goes for all; where
        few days are ``left``, only they are asked of.
        """
        if at is not None:
            return self._at((kind(*fields, self._days[at[0]]),), starts)
        if left is not None:
            return self._few(kind, fields, left, [()], [(0,)] * starts)
        first = kind(*fields, self._days[0])
        asked: list[Any] = []
        found = []
        for rule, judge in self._asked(kind):
            key = (rule.id, kind, rule.alike(first))
            if key not in self._cache:
                told = rule.over_days(self.programme, first)
                if told is None:
                    asked = asked or [kind(*fields, day) for day in self._days]
                    told = [judge(choice) for choice in asked]
                self._cache[key] = _told([[amount] for amount in told])
            amounts = self._cache[key]
            if amounts is not None:
                spread = amounts if starts == 1 else np.repeat(amounts, starts, axis=1)
                found.append(Ruling(rule, spread))
        return found

    def by_start(
        self,
        kind: type,
        fields: tuple[Any, ...],
        length: int,
        at: Point | None = None,
        left: Days | None = None,
    ) -> list[Ruling]:
        """Excess of a choice that has a day and a block, for each day and start.

        ``fields`` are the choice's fields before day and block. A session's
        excess is the greatest over the blocks it touches. Where it is settled ``at`` a
        point, what is said of that goes for all; where few days are ``left``, only they
        are asked of.
        """
        calendar = self.programme.calendar
        if at is not None:
            day, slot = self._days[at[0]], at[1]
            touched = (
                kind(*fields, day, block) for block in calendar.blocks_of(slot, length)
            )
            return self._at(tuple(touched), len(calendar.starts(length)))
        if left is not None:
            blocks = [(block,) for block in self._blocks]
            columns = [calendar.blocks_of(s, length) for s in calendar.starts(length)]
            return self._few(kind, fields, left, blocks, columns)
        first = kind(*fields, self._days[0], 0)
        asked: list[list[Any]] = []
        found = []
        for rule, judge in self._asked(kind):
            key = (rule.id, kind, rule.alike(first))
            if key not in self._cache:
                asked = asked or [
                    [kind(*fields, day, block) for block in self._blocks]
                    for day in self._days
                ]
                self._cache[key] = _told([[judge(c) for c in row] for row in asked])
            if (*key, length) not in self._cache:
                cells_ = self._cache[key]
                over = None if cells_ is None else self._over_starts(cells_, length)
                self._cache[*key, length] = over
            amounts = self._cache[*key, length]
            if amounts is not None:
                found.append(Ruling(rule, amounts))
        return found

    def _at(self, choices: Sequence[Any], starts: int) -> list[Ruling]:
        """The greatest excess of some choices, as if it were that at every start."""
        found = []
        for rule, judge in self._asked(type(choices[0])):
            amount = max(map(judge, choices))
            if amount:
                cells = np.broadcast_to(np.int64(amount), (len(self._days), starts))
                found.append(Ruling(rule, cells))
        return found

    def _few(
        self,
        kind: type,
        fields: tuple[Any, ...],
        left: Days,
        blocks: Sequence[tuple[int, ...]],
        columns: Sequence[Iterable[int]],
    ) -> list[Ruling]:
        """Excess on a few days, the greatest of those blocks that a column touches."""
        first = kind(*fields, self._days[0], *blocks[0])
        found = []
        for rule, judge in self._asked(kind):
            told = self._told_of.setdefault((rule.id, kind, rule.alike(first)), {})
            for number in left:
                if number not in told:
                    day = self._days[number]
                    told[number] = [judge(kind(*fields, day, *b)) for b in blocks]
            rows = {number: told[number] for number in left if any(told[number])}
            if rows:
                amounts = np.zeros((len(self._days), len(columns)), dtype=np.int64)
                for number, row in rows.items():
                    amounts[number] = [max(row[b] for b in c) for c in columns]
                found.append(Ruling(rule, amounts))
        return found

    def _over_starts(self, cells: Amounts, length: int) -> Amounts:
        calendar = self.programme.calendar
        columns = [
            cells[:, list(calendar.blocks_of(start, length))].max(axis=1)
            for start in calendar.starts(length)
        ]
        return np.stack(columns, axis=1)


def _told(table: list[list[int]]) -> Amounts | None:
    """Amounts of a table, ``None`` where nothing is above 0."""
    amounts = np.array(table, dtype=np.int64)
    return amounts if amounts.any() else None
