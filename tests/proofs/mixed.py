"""A year's facts as a mixed-integer programme, for another solver."""

from __future__ import annotations

from typing import Any

from ortools.math_opt.python import mathopt

from tests.proofs.year import SOON, TALKING, TOGETHER, Found, Year


class Mixed:
    """The same facts as a mixed-integer programme, for another solver."""

    def __init__(self, year: Year) -> None:
        self._year = year
        self._model = mathopt.Model()
        days, weeks = year.days, range(year.weeks)
        self._on = [{d: self._yes() for d in days} for _ in TOGETHER]
        self._at = {
            (who, unit, week): self._yes()
            for who, row in year.missed.items()
            for unit in row
            for week in year.hosts[unit].open
            if year.free(who, week)
        }
        self._say = {
            (who, d): self._yes()
            for who in (year.missed if year.talks else ())
            for d in days
            if d not in year.away[who]
        }
        self._late = {
            who: self._model.add_variable(lb=0.0)
            for who in (year.missed if year.talks else ())
        }
        self._days_together()
        self._practicum(weeks)
        self._talks()

    def _yes(self) -> Any:
        return self._model.add_binary_variable()

    def _add(self, row: Any) -> None:
        self._model.add_linear_constraint(row)

    def _day(self, number: int) -> Any:
        return mathopt.fast_sum(d * on for d, on in self._on[number].items())

    def _days_together(self) -> None:
        for row in self._on:
            self._add(mathopt.fast_sum(row.values()) == 1)
        for number in range(1, len(TOGETHER)):
            self._add(self._day(number) - self._day(number - 1) >= 1)

    def _practicum(self, weeks: range) -> None:
        year = self._year
        for unit, host in year.hosts.items():
            self._add(self._visits(unit=unit) <= host.year)
            for week in weeks:
                self._add(self._visits(unit=unit, week=week) <= host.week)
        for who in year.missed:
            self._add(self._visits(who=who) == 1)
            for week in weeks:
                here = self._visits(who=who, week=week)
                for d in range(7 * week, 7 * week + 5):
                    met = mathopt.fast_sum(row[d] for row in self._on)
                    talk = self._say.get((who, d), 0.0)
                    self._add(here + met + talk <= 1)
                # The opening is before the Monday of the week.
                far = 7 * year.weeks
                self._add(self._day(0) + 1 <= 7 * week + far * (1 - here))

    def _visits(self, **wanted: Any) -> Any:
        names = ("who", "unit", "week")
        return mathopt.fast_sum(
            at for key, at in self._at.items()
            if all(wanted.get(n, k) == k for n, k in zip(names, key, strict=True))
        )  # fmt: skip

    def _talks(self) -> None:
        for who, late in self._late.items():
            said = {d: yes for (p, d), yes in self._say.items() if p == who}
            self._add(mathopt.fast_sum(said.values()) == 1)
            talk = mathopt.fast_sum(d * yes for d, yes in said.items())
            self._add(talk - self._day(2) >= 1)
            self._add(late >= talk - self._day(2) - SOON)

    def best(self) -> Found | None:
        """Minimise level by level; ``None`` where there is no plan."""
        year, found = self._year, []
        days = [(d, on) for row in self._on for d, on in row.items()]
        late = mathopt.fast_sum(self._late.values())
        ill = mathopt.fast_sum(
            yes for (_, d), yes in self._say.items() if d % 7 not in TALKING
        )
        for cost in (
            mathopt.fast_sum(year.absences(d) * on for d, on in days),
            mathopt.fast_sum(
                year.weights[1] * year.missed[who][unit] * at
                for (who, unit, _), at in self._at.items()
            ),
            mathopt.fast_sum(year.unsuited(d) * on for d, on in days)
            + year.weights[2] * (late + ill),
        ):
            self._model.minimize(cost)
            result = mathopt.solve(self._model, mathopt.SolverType.HIGHS)
            if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
                return None
            found.append(round(result.objective_value()))
            self._add(cost <= found[-1])
        absent, wish, dates = found
        return absent, wish, dates
