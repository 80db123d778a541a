"""A certificate's rows of cohorts, held to every plan of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from leaderplan.check import check
from leaderplan.model.portions import Portion
from leaderplan.result import CohortProof
from tests.model.searching import judged
from tests.proofs.every_plan import EveryPlan, Rows, Values
from tests.proofs.refuting import values_of
from tests.proofs.ways import plan_of


@dataclass
class EveryCost(EveryPlan):
    """What every plan costs all cohorts, and then each portion, however dear it is."""

    portions: Sequence[Portion] = ()
    costs: set[tuple[Values, ...]] = field(default_factory=set)

    def _beaten(self, values: Values) -> bool:
        return False

    def _take(self, rows: Rows) -> None:
        plan = plan_of(rows)
        report = check(self.programme, plan)
        if report.ok:
            apart = [
                values_of(p.programme, judged(p.programme, p.part_of(plan)))
                for p in self.portions
            ]
            self.costs.add((values_of(self.programme, report.levels), *apart))


def undercut(
    whole: Values, rows: Sequence[CohortProof], costs: set[tuple[Values, ...]]
) -> list[str]:
    """Name each bound of some cohorts that a plan undercuts, though it holds for it."""
    found = [whole, *(tuple(level.value for level in row.levels) for row in rows)]
    told = []
    for plan in sorted(costs):
        for place in range(len(whole)):
            for row, values in zip(rows, plan[1:], strict=True):
                level = row.levels[place]
                if level.bound is not None and values[place] < level.bound:
                    told.append(f"{row.cohorts} {level.level}: {level.bound}, {plan}")
            if any(a[place] > b[place] for a, b in zip(plan, found, strict=True)):
                break
    return told
