"""A rule of your own: where it binds, how it is checked, and that both agree.

The report weeks of the schools belong to no rule that leaderplan ships. Twenty lines
add one: it is solved with, checked, priced, explained and shown like the others.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

import leaderplan as lp
from leaderplan.rules import ClosedDays, RoomClash, Spacing
from leaderplan.testing import assert_rule_agrees


class ReportWeek(lp.Rule):
    """Nothing stands in the week that begins on `monday`; the amount is 1 a session."""

    kind: ClassVar[str] = "report_week"
    words: ClassVar[lp.Words] = lp.Words(
        "intet ligger i rapportugen", "nothing stands in the report week"
    )
    said: ClassVar[lp.Words] = lp.Words(
        "{session} ligger i rapportugen", "{session} is in the report week"
    )
    judges: ClassVar[tuple[type, ...]] = (lp.SessionDay,)

    monday: date

    def judge(self, programme: lp.Programme):
        """Tell the solver what a session on a day is in excess: 0 or 1."""
        last = self.monday + timedelta(days=6)
        return lambda choice: int(self.monday <= choice.day <= last)

    def check(self, view: lp.PlanView) -> Iterator[lp.Violation]:
        """Find the sessions of a plan that are in the week, sharing nothing."""
        for key, day in view.dated.items():
            if 0 <= (day - self.monday).days < 7:
                yield self.broken((str(key),), session=key)


theme = lp.Activity(
    id="theme",
    title=lp.title("Temadag", "Theme day"),
    audience="cohort",
    occurrences=3,
    length=8,
    where=["room"],
)
programme = lp.Programme(
    id="own-rule",
    calendar={"first": "2027-09-01", "last": "2027-10-29"},
    cohorts=[{"id": "A", "name": "Cohort A"}],
    venues=[{"id": "hall", "name": "The hall"}],
    rooms=[{"id": "r1", "name": "Large room", "venue": "hall", "capacity": 40}],
    activities=[theme],
    rules=[ClosedDays(), RoomClash(), Spacing(first="theme", least=20)],
)

# Hard: the plan keeps clear of the week.
strict = programme.with_rules(ReportWeek(monday=date(2027, 9, 27)))
result = lp.solve(strict)
print(result.tables.sessions[["day", "weekday", "title"]], "\n")
assert result.report.ok

# Priced: where three weeks are asked for, one session costs 5.
tight = strict.with_rules(Spacing(first="theme", least=28, most=28))
priced = tight.with_rules(ReportWeek(monday=date(2027, 9, 27), level="dates", weight=5))
print(lp.solve(priced), "\n")

# The solver and the checker judge the same plan alike, and so they must for any plan.
assert_rule_agrees(programme, result.plan, ReportWeek(monday=date(2027, 9, 27)))
first = min(session.day for session in result.plan.sessions)
its_week = ReportWeek(monday=first - timedelta(days=first.weekday()))
assert not assert_rule_agrees(programme, result.plan, its_week)
