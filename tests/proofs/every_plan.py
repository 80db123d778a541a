"""Every plan of a tiny programme, one by one: an oracle that knows no solver.

Plans are put together row by row from the facts; what rules say of them is asked of
their ``check`` alone. A plan begun is given up where no end of it counts: what it
breaks, or costs, is never less in a plan that it is part of. Rules of which that is
not so from the start are asked once people are placed, or of whole plans only
(``ONCE_PLACED``, ``WHOLE``); ``test_every_plan.py`` holds the lists to the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView
from tests.proofs.ways import Rows, people_of, plan_of, sessions_of

Values = tuple[int, ...]
"""What a plan costs, level by level."""

ONCE_PLACED = frozenset(
    {
        "anchored", "balance", "class_size", "coach_load", "coach_load_even",
        "facilitator_load", "fewest_present", "forced_classes", "forced_groups",
        "group_size", "nobody_alone", "pairs_together", "quorum", "represented",
        "right_leader", "right_place",
    }
)  # fmt: skip
"""Kinds of rules that ask for enough people, or where people are: they are asked once
all people are placed."""

WHOLE = frozenset({"area_meeting_once", "day_ledger", "focus_areas", "three_sectors"})
"""Kinds of rules that ask for enough sessions: of whole plans only."""


class TooMany(Exception):
    """There are more plans than may be gone through."""


@dataclass
class EveryPlan:
    """All plans of a programme.

    Parameters
    ----------
    programme
        A tiny one.
    most
        Plans begun after which it is given up.
    pruned
        Whether plans begun are given up where no end of them counts; else each is
        ended, which takes long and finds the same.
    """

    programme: Programme
    most: int = 60_000
    pruned: bool = True
    tried: int = 0
    _front: set[Values] = field(default_factory=set)

    def front(self) -> frozenset[Values]:
        """Costs of plans that no other plan beats on one level at no cost elsewhere.

        None where there is no plan. The first in order is the lexicographic optimum,
        and whatever some plan costs at most, one of these does.

        Raises
        ------
        TooMany
            When too many plans were begun.
        """
        self._front = set()
        self._place((), people_of(self.programme))
        return frozenset(self._front)

    def _place(self, rows: Rows, left: list[list[Rows]]) -> None:
        if not left:
            if self._counts(rows, ONCE_PLACED):
                self._date(rows, self.dates(rows))
            return
        for option in left[0]:
            if self._counts(rows + option):
                self._place(rows + option, left[1:])

    def _date(self, rows: Rows, left: list[list[Rows]]) -> None:
        if not left:
            self._take(rows)
            return
        for option in left[0]:
            if self._counts(rows + option, ONCE_PLACED):
                self._date(rows + option, left[1:])

    def _take(self, rows: Rows) -> None:
        report = check(self.programme, plan_of(rows))
        assert not report.malformed, report.malformed[0].en
        values = tuple(report.levels[level.id] for level in self.programme.levels)
        if report.ok and not self._beaten(values):
            kept = {v for v in self._front if not _no_more(values, v)}
            self._front = kept | {values}

    def _beaten(self, values: Values) -> bool:
        return any(_no_more(known, values) for known in self._front)

    def _counts(self, rows: Rows, asked: frozenset[str] = frozenset()) -> bool:
        """Whether a plan begun may end as one that no other beats."""
        self.tried += 1
        if self.tried > self.most:
            raise TooMany
        if not self.pruned:
            return True
        unasked = WHOLE | ONCE_PLACED - asked
        rules = [r for r in self.programme.rules if r.kind not in unasked]
        values = costs(self.programme, plan_of(rows), rules)
        return values is not None and not self._beaten(values)

    # --- sessions, people given -----------------------------------------------------

    def dates(self, placed: Rows) -> list[list[Rows]]:
        """Ways to date each activity's occurrences for an audience, people placed."""
        view = PlanView(self.programme, plan_of(placed))
        found = []
        for activity in self.programme.activities:
            for audience in self.programme.audiences(activity.id):
                alone = [
                    [
                        row
                        for row in sessions_of(view, activity, audience, number)
                        if self._may_stand(placed, (row,))
                    ]
                    for number in range(1, activity.occurrences + 1)
                ]
                found.append([*product(*alone)])
        return found

    def _may_stand(self, placed: Rows, rows: Rows) -> bool:
        """Whether no hard rule refuses a session whatever the others are.

        The form of its activity is asked of all occurrences together.
        """
        if not self.pruned:
            return True
        unasked = WHOLE | {"day_pattern"}
        rules = [r for r in self.programme.rules if r.hard and r.kind not in unasked]
        return costs(self.programme, plan_of(placed + rows), rules) is not None


def costs(programme: Programme, plan: Plan, rules: Iterable[Rule]) -> Values | None:
    """Cost of a plan, begun or whole, by some rules; ``None`` where one forbids it."""
    view, found = PlanView(programme, plan), {row.id: 0 for row in programme.levels}
    most = {row.id for row in programme.levels if row.combine == "max"}
    for rule in rules:
        for violation in rule.check(view):
            if violation.level is None:
                return None
            before = found[violation.level]
            more = violation.cost
            found[violation.level] = (
                max(before, more) if violation.level in most else before + more
            )
    return tuple(found.values())


def _no_more(one: Values, other: Values) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))
