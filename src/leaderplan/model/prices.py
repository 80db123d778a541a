"""What a choice of host or coach costs beyond its least, when all cohorts compete.

Cohorts that are planned each for itself would all take the best hosts. The linear
relaxation of everybody's choice at once says for each person and host what it adds at
least to the least cost of all; these *reduced costs* stand in each cohort's programme
for the rules that price the choice. Their sum, added to the relaxation's value, is
never more than what a plan of all costs: a Lagrangian bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any, ClassVar

from ortools.sat.python import cp_model

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.build import Built
from leaderplan.model.literals import settled
from leaderplan.model.parts import Part
from leaderplan.model.relaxation import TOLERANCE, Relaxed, integral, relax
from leaderplan.model.run import Outcome
from leaderplan.rules._base import Coaching, Hosting

Pair = tuple[str, str]
"""A participant, and a host unit or coach."""


class Prices(Rule):
    """What each choice of host or coach adds at least to the least cost of all.

    Parameters
    ----------
    family
        ``hosts`` or ``coaches``.
    amounts
        Cost of a participant's choice; what is not named costs nothing.
    """

    kind: ClassVar[str] = "reduced_costs"
    words: ClassVar[Words] = Words(
        "hold deles om værter og coacher", "cohorts share hosts and coaches"
    )
    said: ClassVar[Words] = Words("{pair}", "{pair}")
    judges: ClassVar[tuple[type, ...]] = (Hosting, Coaching)
    by_cohort: ClassVar[bool] = True

    family: str
    amounts: Mapping[Pair, int]

    def judge(self, programme: Programme) -> Judge:
        """Return what a choice adds."""
        wanted = Hosting if self.family == "hosts" else Coaching

        def excess(choice: Hosting | Coaching) -> int:
            if not isinstance(choice, wanted):
                return 0
            other = choice.host.unit if isinstance(choice, Hosting) else choice.coach.id
            return self.amounts.get((choice.participant.id, other), 0)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every choice that costs anything."""
        made = view.host_of if self.family == "hosts" else view.coach_of
        for pair in made.items():
            if amount := self.amounts.get(pair, 0):
                yield self.broken(pair, amount, pair=" / ".join(pair))


@dataclass(frozen=True, slots=True)
class Shared:
    """The choice of hosts or coaches for all cohorts at once.

    Parameters
    ----------
    family, level
        Which choice, and the level that it costs on; empty where it costs nothing.
    value
        What the relaxation of all costs at least, rounded up.
    bound
        A bound of what any choice costs.
    prices
        What each choice adds to ``value`` at least.
    costs
        What each choice costs by itself.
    charging
        Rules that the prices stand for.
    found
        A best choice; empty where none was found in time.
    """

    family: str
    level: str
    value: int
    bound: int
    prices: Mapping[Pair, int]
    costs: Mapping[Pair, int]
    charging: frozenset[str]
    found: Mapping[str, str] = field(default_factory=dict)

    def rule(self, people: frozenset[str], *, whole: bool = False) -> Prices:
        """Return the prices of some participants as a rule, or the whole costs."""
        rows = self.costs if whole else self.prices
        amounts = {pair: v for pair, v in rows.items() if v and pair[0] in people}
        return Prices(
            id=f"prices-{self.family}", level=self.level, family=self.family,
            amounts=amounts,
        )  # fmt: skip

    def paid(self, people: frozenset[str], *, whole: bool = False) -> int:
        """Return what the choice found costs in prices, or as a whole."""
        rows = self.costs if whole else self.prices
        return sum(rows.get((k, v), 0) for k, v in self.found.items() if k in people)


def in_prices(programme: Programme, joint: Mapping[str, Shared]) -> Programme:
    """Return some cohorts' programme with the prices that all pay.

    Coaches cost it nothing: what they cost is bounded for all at once.
    """
    gone = frozenset[str]().union(*(s.charging for s in joint.values()))
    rules = tuple(rule for rule in programme.rules if rule.id not in gone)
    people = frozenset(p.id for p in programme.participants)
    if "hosts" in joint and joint["hosts"].level:
        rules += (joint["hosts"].rule(people),)
    return programme.replace(rules=rules)


def shared(
    programme: Programme, solver: Lexicographic, part: Part
) -> Shared | Outcome | None:
    """Choose hosts or coaches for all cohorts at once.

    Returns
    -------
    Shared, Outcome or None
        ``Outcome.INFEASIBLE`` where that is proven impossible; ``None`` where no
        choice is found in time.
    """
    (family,) = part.scope.families
    built = solver.model(part)
    levels = [level.id for level in programme.levels if level.combine == "sum"]
    level = next((k for k in levels if not isinstance(built.cost(k), int)), "")
    relaxed = relax(built, level) if level else None
    costs = _costs(built, level) if level else {}
    options = built.decisions.people.options(family)
    whole = None if relaxed is None else integral(built, level, relaxed)
    if whole is None:
        solved = solver.solve(part, built=built)
        if solved.found is None:
            return solved.outcome if solved.outcome is Outcome.INFEASIBLE else None
        bound = solved.bounds.get(level, 0)
        found = solved.found.host if family == "hosts" else solved.found.coach
    else:
        values, bound = whole
        found = {who: _chosen(row, values) for who, row in options.items()}
    rows: list[tuple[Pair, Any]] = [
        ((who, label), literal)
        for who, row in options.items()
        for label, literal in row.items()
    ]
    return Shared(
        family=family,
        level=level,
        value=0 if relaxed is None else ceil(relaxed.value - TOLERANCE),
        bound=bound,
        prices={} if relaxed is None else _rises(rows, relaxed),
        costs={
            pair: 0 if settled(lit) else costs.get(lit.index, 0) for pair, lit in rows
        },
        charging=_charging(built, level) if relaxed is not None else frozenset(),
        found=dict(found),
    )


def _charging(built: Built, level: str) -> frozenset[str]:
    """Rules that cost anything on a level."""
    costs = built.core.costs
    return frozenset(
        r.id for r in built.core.rules if r.level == level and costs.get(r.id)
    )


def _chosen(row: Mapping[str, Any], values: Any) -> str:
    """Label that a participant has, by the values of variables."""
    return next(
        label
        for label, lit in row.items()
        if (lit if settled(lit) else values[lit.index])
    )


def _costs(built: Built, level: str) -> dict[int, int]:
    """What each variable costs on a level."""
    costs: dict[int, int] = {}
    flat = cp_model.FlatIntExpr(built.cost(level))
    for variable, weight in zip(flat.vars, flat.coeffs, strict=True):
        costs[variable.index] = costs.get(variable.index, 0) + int(weight)
    return costs


def _rises(rows: list[tuple[Pair, Any]], relaxed: Relaxed) -> dict[Pair, int]:
    """What each choice adds at least, in whole numbers, where it adds anything."""
    open_ = ((pair, lit.index) for pair, lit in rows if not settled(lit))
    return {
        pair: rise
        for pair, index in open_
        if (rise := floor(relaxed.reduced[index] + TOLERANCE)) > 0
    }
