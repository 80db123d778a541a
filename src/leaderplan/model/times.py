"""When a session stands: an interval with a holed domain, or one literal an option."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable
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
        One literal for each option (strong relaxations, for what is priced)
        instead of an integer with a holed domain (small, for feasibility).
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
        self.indexed = indexed and fixed is None
        self._flags: dict[bytes, Lit] = {}
        if fixed is not None:
            self.options = [fixed]
        elif allowed is not None:
            self._open(np.asarray(allowed, dtype=bool))

    def _open(self, allowed: Any) -> None:
        rows, columns = np.nonzero(allowed)
        self.options = [
            (int(d), self.starts[int(j)]) for d, j in zip(rows, columns, strict=True)
        ]
        points = [self.timeline.start(d, s) for d, s in self.options]
        domain = cp_model.Domain.from_values(points)
        self._start = self._model.new_int_var_from_domain(domain, f"start {self.key}")
        slots = {s for _, s in self.options}
        if self.indexed:
            self._index_options(points)
        if len(slots) == 1:
            days = cp_model.Domain.from_values([d for d, _ in self.options])
            self._day = self._model.new_int_var_from_domain(days, f"day {self.key}")
            stride, slot = self.timeline.stride, next(iter(slots))
            self._model.add(self._start == self._day * stride + slot)
        else:
            days = cp_model.Domain.from_values(sorted({d for d, _ in self.options}))
            self._day = self._model.new_int_var_from_domain(days, f"day {self.key}")
            slot_var = self._model.new_int_var_from_domain(
                cp_model.Domain.from_values(sorted(slots)), f"slot {self.key}"
            )
            self._model.add(self._start == self._day * self.timeline.stride + slot_var)

    def _index_options(self, points: list[int]) -> None:
        self.literals = [
            self._model.new_bool_var(f"at {self.key} {point}") for point in points
        ]
        self._model.add_exactly_one(self.literals)
        for point, literal in zip(points, self.literals, strict=True):
            self._model.add(self._start == point).only_enforce_if(literal)

    @property
    def start(self) -> Any:
        """Point on the solver's axis, a variable or an int."""
        return self.timeline.start(*self.fixed) if self.fixed else self._start

    @property
    def day(self) -> Any:
        """Day number, a variable, a sum of literals or an int."""
        return self.fixed[0] if self.fixed else self._day

    @cached_property
    def linear_day(self) -> Any:
        """Day number as the solver's relaxation sees it best."""
        if not self.indexed:
            return self.day
        days = [d for d, _ in self.options]
        return cp_model.LinearExpr.weighted_sum(self.literals, days)

    @cached_property
    def days(self) -> list[int]:
        """Days on which it may stand, in order; the one day where it is settled."""
        return sorted({d for d, _ in self.options})

    def chosen(self, test: Callable[[int, int], bool]) -> list[bool]:
        """For each option, whether ``test(day, slot)`` holds."""
        return [test(day, slot) for day, slot in self.options]

    def on_days(self, days: Container[int]) -> list[bool]:
        """For each option, whether it is on one of some day numbers."""
        return [day in days for day, _ in self.options]

    def mask_of(self, amounts: Amounts) -> Amounts:
        """Amounts (days x starts) of each option, in their order."""
        column = {slot: j for j, slot in enumerate(self.starts)}
        rows = [d for d, _ in self.options]
        columns = [column[s] for _, s in self.options]
        picked: Amounts = amounts[rows, columns]
        return picked

    def among(self, chosen: Iterable[bool]) -> Any:
        """Return 1 where it stands at one of the chosen options: a 0-1 amount."""
        flags = list(chosen)
        if all(flags):
            return 1
        if not any(flags):
            return 0
        if self.indexed:
            return sum(x for x, on in zip(self.literals, flags, strict=True) if on)
        return self.flag(flags)

    def flag(self, chosen: Iterable[bool]) -> Lit:
        """Return a literal: it stands at one of the chosen options."""
        flags = np.fromiter(chosen, dtype=bool, count=len(self.options))
        if flags.all():
            return True
        if not flags.any():
            return False
        name = flags.tobytes()
        if name not in self._flags:
            opposite = (~flags).tobytes()
            if opposite in self._flags:
                return self._flags[opposite].negated()
            self._flags[name] = self._new_flag(flags)
        return self._flags[name]

    def _new_flag(self, flags: Any) -> Lit:
        chosen = np.nonzero(flags)[0]
        if self.indexed and len(chosen) == 1:
            return self.literals[int(chosen[0])]
        literal = self._model.new_bool_var(f"in {self.key} {len(self._flags)}")
        if self.indexed:
            self._model.add(sum(self.literals[int(i)] for i in chosen) == literal)
            return literal
        inside = self.domain(flags)
        self._model.add_linear_expression_in_domain(
            self._start, inside
        ).only_enforce_if(literal)
        self._model.add_linear_expression_in_domain(
            self._start, self.domain(~flags)
        ).only_enforce_if(literal.negated())
        return literal

    def domain(self, flags: Any) -> cp_model.Domain:
        """Points on the solver's axis of the flagged options."""
        chosen = self._points[np.asarray(flags, dtype=bool)]
        return cp_model.Domain.from_values(chosen.tolist())

    @cached_property
    def _points(self) -> npt.NDArray[np.int64]:
        """Each option on the solver's axis."""
        return np.array([self.timeline.start(*option) for option in self.options])

    @cached_property
    def prefixes(self) -> dict[int, Lit]:
        """For an indexed session: whether it stands on a day or before it."""
        by_day: dict[int, list[Lit]] = {}
        for (day, _), literal in zip(self.options, self.literals, strict=True):
            by_day.setdefault(day, []).append(literal)
        before: Any = 0
        found: dict[int, Lit] = {}
        for day in self.days[:-1]:
            prefix = self._model.new_bool_var(f"by {self.key} {day}")
            self._model.add(prefix == before + sum(by_day[day]))
            found[day] = before = prefix
        found[self.days[-1]] = True
        return found

    def by(self, day: int) -> Lit:
        """For an indexed session: whether it stands on ``day`` or before it."""
        position = bisect_right(self.days, day)
        return self.prefixes[self.days[position - 1]] if position else False

    def interval(self, here: Lit, extra: int = 0) -> Any:
        """Interval of the session and ``extra`` slots after it, where ``here``."""
        size = self.length + extra
        name = f"{self.key}"
        if here is True:
            return self._model.new_fixed_size_interval_var(self.start, size, name)
        return self._model.new_optional_fixed_size_interval_var(
            self.start, size, here, name
        )

    def value(self, solver: cp_model.CpSolver) -> tuple[int, int]:
        """(Day number, slot) in a solution."""
        return self.fixed or self.timeline.split(solver.value(self._start))
