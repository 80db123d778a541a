"""When a session stands: an integer with a holed domain, or one literal a day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.plan import SessionKey
from leaderplan.model.choices import Amounts
from leaderplan.model.literals import Lit
from leaderplan.timeline import Timeline

Flags = npt.NDArray[np.bool_]
"""One flag for each option of a session."""


class SessionTime:
    """The time of one session.

    Parameters
    ----------
    model
        Where variables are made.
    key, length
        The session and its slots.
    allowed
        Days x possible starts; at least one is true.
    indexed
        One literal for each day (strong relaxations, for what is priced) beside
        an integer with a holed domain (small, for feasibility).
    fixed
        (Day number, slot) where it is settled; then ``allowed`` is not read.
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        grid: tuple[PlanningCalendar, Timeline],
        key: SessionKey,
        length: int,
        allowed: Amounts | None,
        *,
        indexed: bool = False,
        fixed: tuple[int, int] | None = None,
    ) -> None:
        self._model = model
        self.calendar, self.timeline = grid
        self.key = key
        self.length = length
        self.starts = self.calendar.starts(length)
        self.fixed = fixed
        self.head, self.shift = self, 0
        self.indexed = indexed and fixed is None
        self.flags: dict[bytes, Lit] = {}
        self._intervals: dict[Any, Any] = {}
        if fixed is not None:
            self.option_days = np.array([fixed[0]])
            self.option_columns = np.array([self.starts.index(fixed[1])])
        elif allowed is not None:
            options = np.nonzero(np.asarray(allowed, dtype=bool))
            self.option_days, self.option_columns = options
        self.option_slots = np.array(self.starts)[self.option_columns]
        if fixed is None:
            self._open()

    def _open(self) -> None:
        """Make the variables: start and day, and a literal a day where asked."""
        stride, model = self.timeline.stride, self._model
        slots = np.unique(self.option_slots).tolist()
        self.indexed = self.indexed and len(self.days) > 1
        self._day: Any = self.days[0]
        if len(self.days) > 1:
            days = cp_model.Domain.from_values(self.days)
            self._day = model.new_int_var_from_domain(days, f"day {self.key}")
        if len(slots) == 1:
            self._start: Any = self._day * stride + slots[0]
        else:
            points = cp_model.Domain.from_values(self._points.tolist())
            self._start = model.new_int_var_from_domain(points, f"start {self.key}")
            model.add_linear_expression_in_domain(
                self._start - self._day * stride, cp_model.Domain.from_values(slots)
            )
        if self.indexed:
            self._index_days()

    def _index_days(self) -> None:
        model = self._model
        self.literals = [model.new_bool_var(f"on {self.key} {d}") for d in self.days]
        model.add_exactly_one(self.literals)
        model.add(
            cp_model.LinearExpr.weighted_sum(self.literals, self.days) == self._day
        )

    @property
    def options(self) -> list[tuple[int, int]]:
        """Every (day number, slot) at which it may stand, in order."""
        pairs = zip(self.option_days.tolist(), self.option_slots.tolist(), strict=True)
        return list(pairs)

    @property
    def start(self) -> Any:
        """Point on the solver's axis, a variable, an expression or an int."""
        return self.timeline.start(*self.fixed) if self.fixed else self._start

    @property
    def day(self) -> Any:
        """Day number, a variable or an int."""
        return self.fixed[0] if self.fixed else self._day

    @cached_property
    def days(self) -> list[int]:
        """Days on which it may stand, in order; the one day where it is settled."""
        found: list[int] = np.unique(self.option_days).tolist()
        return found

    @cached_property
    def ends(self) -> tuple[int, int]:
        """First and last point on the solver's axis at which it may start."""
        points = self._points
        return int(points.min()), int(points.max())

    def on_days(self, days: Container[int]) -> Flags:
        """For each option, whether it is on one of some day numbers."""
        chosen = [day in days for day in self.days]
        return self._by_day(np.array(chosen, dtype=bool))

    def in_days(self, days: Flags) -> Flags:
        """For each option, whether its day is flagged in the horizon."""
        flags: Flags = days[self.option_days]
        return flags

    def _by_day(self, chosen: Flags) -> Flags:
        at = np.searchsorted(np.array(self.days), self.option_days)
        flags: Flags = chosen[at]
        return flags

    def mask_of(self, amounts: Amounts) -> Amounts:
        """Amounts (days x starts) of each option, in their order."""
        picked: Amounts = amounts[self.option_days, self.option_columns]
        return picked

    def among(self, chosen: Flags) -> Any:
        """Return 1 where it stands at one of the chosen options: a 0-1 amount."""
        if chosen.all():
            return 1
        if not chosen.any():
            return 0
        picked = self._picked(chosen)
        return self.flag(chosen) if picked is None else cp_model.LinearExpr.sum(picked)

    def flag(self, chosen: Flags) -> Lit:
        """Return a literal: it stands at one of the chosen options."""
        if chosen.all():
            return True
        if not chosen.any():
            return False
        name = chosen.tobytes()
        if name not in self.flags:
            opposite = (~chosen).tobytes()
            if opposite in self.flags:
                return self.flags[opposite].negated()
            self.flags[name] = self._new_flag(chosen)
        return self.flags[name]

    def _picked(self, flags: Flags) -> list[Any] | None:
        """Literals of the flagged days, ``None`` where days are flagged in part."""
        if not self.indexed:
            return None
        inside = np.unique(self.option_days[flags])
        if len(inside) + len(np.unique(self.option_days[~flags])) > len(self.days):
            return None
        at = np.searchsorted(np.array(self.days), inside)
        return [self.literals[i] for i in at.tolist()]

    def _new_flag(self, flags: Flags) -> Lit:
        picked = self._picked(flags)
        if picked is not None and len(picked) == 1:
            return picked[0]
        literal = self._model.new_bool_var(f"in {self.key} {len(self.flags)}")
        if picked is not None:
            self._model.add(cp_model.LinearExpr.sum(picked) == literal)
            return literal
        point, inside, outside = self._sides(flags)
        model = self._model
        model.add_linear_expression_in_domain(point, inside).only_enforce_if(literal)
        model.add_linear_expression_in_domain(point, outside).only_enforce_if(
            literal.negated()
        )
        return literal

    def _sides(self, flags: Flags) -> tuple[Any, Any, Any]:
        """A variable with its values inside and outside the flagged options.

        The day where whole days are flagged, which is the smaller variable.
        """
        inside = set(self.option_days[flags].tolist())
        outside = set(self.option_days[~flags].tolist())
        domain = cp_model.Domain.from_values
        if inside.isdisjoint(outside):
            return self._day, domain(sorted(inside)), domain(sorted(outside))
        return self._start, self.domain(flags), self.domain(~flags)

    def confine(self, flags: Flags) -> Any:
        """State that it stands at one of the flagged options; return the constraint."""
        point, inside, _ = self._sides(flags)
        return self._model.add_linear_expression_in_domain(point, inside)

    def domain(self, flags: Flags) -> cp_model.Domain:
        """Points on the solver's axis of the flagged options."""
        return cp_model.Domain.from_values(self._points[flags].tolist())

    @cached_property
    def _points(self) -> npt.NDArray[np.int64]:
        """Each option on the solver's axis."""
        points: npt.NDArray[np.int64] = (
            self.option_days * self.timeline.stride + self.option_slots
        )
        return points

    @cached_property
    def prefixes(self) -> dict[int, Lit]:
        """For an indexed session: whether it stands on a day or before it."""
        before: Any = 0
        found: dict[int, Lit] = {}
        for day, literal in zip(self.days[:-1], self.literals, strict=False):
            prefix = self._model.new_bool_var(f"by {self.key} {day}")
            self._model.add(prefix == before + literal)
            found[day] = before = prefix
        found[self.days[-1]] = True
        return found

    def told(self, amounts: npt.NDArray[np.int64]) -> Any:
        """For an indexed session: the amount of its day."""
        return cp_model.LinearExpr.weighted_sum(
            self.literals, amounts[self.days].tolist()
        )

    def within(self, first: int, last: int) -> list[Any]:
        """For an indexed session: literals of the days from ``first`` to ``last``."""
        return self.literals[
            bisect_left(self.days, first) : bisect_right(self.days, last)
        ]

    def by(self, day: int) -> Lit:
        """For an indexed session: whether it stands on ``day`` or before it."""
        position = bisect_right(self.days, day)
        return self.prefixes[self.days[position - 1]] if position else False

    def interval(self, here: Lit) -> Any:
        """Interval of the session where ``here``, one for each literal."""
        # No number stands for what is settled: to a dict, True is 1.
        name = None if here is True else here.index
        if name not in self._intervals:
            self._intervals[name] = self._new_interval(here)
        return self._intervals[name]

    def _new_interval(self, here: Lit) -> Any:
        size, name = self.length, f"{self.key}"
        if here is True:
            return self._model.new_fixed_size_interval_var(self.start, size, name)
        return self._model.new_optional_fixed_size_interval_var(
            self.start, size, here, name
        )

    def value(self, solver: cp_model.CpSolver) -> tuple[int, int]:
        """(Day number, slot) in a solution."""
        return self.fixed or self.timeline.split(solver.value(self._start))


def apart(
    model: cp_model.CpModel, early: SessionTime, late: SessionTime, least: int
) -> None:
    """State ``day(late) >= day(early) + least`` of two indexed sessions, exactly."""
    for day in late.days:
        by, before = late.by(day), early.by(day - least)
        if before is False:
            model.add(by == 0)
        elif before is not True:
            model.add(by <= before)
