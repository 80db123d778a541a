"""Loads in days, weeks and months: sums where indexed, cumulatives where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.model.core import Core
from leaderplan.model.literals import Lit, bounds, settled
from leaderplan.model.times import Flags, SessionTime
from leaderplan.rules._base import Axis

if TYPE_CHECKING:
    from leaderplan.model.decisions import Decisions
    from leaderplan.model.posting import Posting

Row = tuple[SessionTime, Lit, int]


class Periods:
    """Period variables of the sessions of one model, each made once."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._core: Core = decisions.core
        self._timeline = self._core.grid[1]
        self._numbers: dict[tuple[SessionKey, Axis], Any] = {}
        days = range(self._timeline.days)
        self._of_day = {
            "day": np.array(days),
            "week": np.array([self._timeline.week(day) for day in days]),
            "month": np.array([self._timeline.month(day) for day in days]),
        }

    def number_of(self, axis: Axis, day: int) -> int:
        """Number of the period in which a day lies."""
        return int(self._of_day[axis][day])

    def _numbers_of(self, axis: Axis, time: SessionTime) -> list[int]:
        """Numbers of the periods in which a session may stand, in order."""
        found: list[int] = np.unique(self._of_day[axis][time.days]).tolist()
        return found

    def name(self, axis: Axis, number: int) -> str:
        """Name of a period, as checkers write it: a date, a Monday or a month."""
        timeline = self._timeline
        if axis == "month":
            return f"{number // 12:04d}-{number % 12 + 1:02d}"
        if axis == "day":
            return timeline.date(number).isoformat()
        monday = number * 7 - timeline.first.weekday()
        return timeline.date(monday).isoformat()

    def load(
        self,
        posting: Posting,
        rule: Rule,
        axis: Axis,
        rows: list[Row],
        limit: int,
        subject: Subject,
    ) -> None:
        """Post a load; see :meth:`leaderplan.rules._base.Posting.load`."""
        known = all(
            (t.indexed or len(t.days) == 1) and here is True for t, here, _ in rows
        )
        binds = self._core.binds(rule)
        scope = self._decisions.scope
        if not known and not binds and (scope.context or scope.loose):
            # A priced load of open memberships has no relaxation worth its size;
            # where there is a context the model is a relaxation anyway.
            self._core.loads.add(rule.id)
            return
        parted = self._core.programme.waived.part_of(rule.id, subject)
        summed = known or not binds or parted
        if summed or self._core.explain:
            self._summed(posting, axis, rows, limit, subject)
            return
        self._packed(posting, axis, rows, limit, subject)

    def _packed(
        self,
        posting: Posting,
        axis: Axis,
        rows: list[Row],
        limit: int,
        subject: Subject,
    ) -> None:
        """State a load as a cumulative over periods; what is settled is one block."""
        model = self._core.model
        taken: dict[int, int] = {}
        intervals, demands = [], []
        for time, here, demand in rows:
            if isinstance(time.day, int) and here is True:
                number = self.number_of(axis, time.day)
                taken[number] = taken.get(number, 0) + demand
                continue
            number_ = self._number(axis, time)
            intervals.append(
                model.new_optional_fixed_size_interval_var(number_, 1, here, "period")
            )
            demands.append(demand)
        for number, demand in sorted(taken.items()):
            posting.at_most(demand, limit, (*subject, self.name(axis, number)))
            intervals.append(model.new_fixed_size_interval_var(number, 1, "taken"))
            demands.append(min(demand, limit))
        if sum(demands) > limit:
            model.add_cumulative(intervals, demands, limit)

    def _number(self, axis: Axis, time: SessionTime) -> Any:
        if isinstance(time.day, int):
            return self.number_of(axis, time.day)
        if axis == "day":
            return time.day
        known = self._numbers.get((time.key, axis))
        if known is None:
            known = self._numbers[time.key, axis] = self._new_number(axis, time)
        return known

    def _new_number(self, axis: Axis, time: SessionTime) -> Any:
        model = self._core.model
        numbers = self._numbers_of(axis, time)
        found = model.new_int_var(numbers[0], numbers[-1], f"{axis} {time.key}")
        if axis == "week":
            shift = self._timeline.first.weekday()
            model.add_division_equality(found, time.day + shift, 7)
            return found
        for number in numbers:
            inside = time.flag(self._in(axis, time, number))
            if inside is True:
                return number
            model.add(found == number).only_enforce_if(inside)
        return found

    def _in(self, axis: Axis, time: SessionTime, number: int) -> Flags:
        flags: Flags = self._of_day[axis][time.option_days] == number
        return flags

    def _summed(
        self,
        posting: Posting,
        axis: Axis,
        rows: list[Row],
        limit: int,
        subject: Subject,
    ) -> None:
        heavy: dict[int, list[Row]] = {}
        for row in rows:
            for number in self._numbers_of(axis, row[0]):
                heavy.setdefault(number, []).append(row)
        for number, present in sorted(heavy.items()):
            if sum(demand for _, _, demand in present) <= limit:
                continue
            amounts: dict[Any, Any] = {}
            for time, here, demand in present:
                inside = time.among(self._in(axis, time, number))
                known = amounts.setdefault(_name_of(here), [])
                known.append((here, demand * inside))
            summed = sum(self._held(rows) for rows in amounts.values())
            posting.at_most(summed, limit, (*subject, self.name(axis, number)))

    def _held(self, rows: list[tuple[Lit, Any]]) -> Any:
        """Sum of amounts under one literal, 0 where that does not hold."""
        here, amount = rows[0][0], sum(amount for _, amount in rows)
        if settled(here) or isinstance(amount, int):
            return amount * int(here) if settled(here) else amount * here
        model = self._core.model
        held = model.new_int_var(0, bounds(amount)[1], "held")
        model.add(held == amount).only_enforce_if(here)
        model.add(held == 0).only_enforce_if(here.negated())
        return held

    def used(self, day: int, times: list[SessionTime]) -> Any:
        """1 where any of some sessions stands on a day."""
        flags = [time.flag(time.on_days((day,))) for time in times]
        return self._decisions.core.any_of(flags) + 0


def _name_of(literal: Lit) -> tuple[bool, int]:
    """Tell literals apart, settled ones from the first variable too."""
    known = settled(literal)
    return known, int(literal) if known else literal.index
