"""How a rule states what holds in a day, a week or a month."""

from __future__ import annotations

from collections.abc import Iterable

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.model.crowds import Crowds
from leaderplan.model.decisions import Decisions
from leaderplan.model.literals import Lit
from leaderplan.model.periods import Periods
from leaderplan.model.posting import Posting
from leaderplan.rules._base import Axis, Seat


class PeriodPosting(Posting):
    """States all that rules may ask for, loads and crowds in periods included.

    Implements :class:`leaderplan.rules._base.Posting`.

    Parameters
    ----------
    decisions
        What is decided in this model.
    rule
        The rule whose requirements are stated.
    periods
        The period variables, shared by all rules of the model.
    """

    def __init__(self, decisions: Decisions, rule: Rule, periods: Periods) -> None:
        super().__init__(decisions, rule)
        self._periods = periods

    def load(
        self,
        axis: Axis,
        items: Iterable[tuple[SessionKey, Lit, int]],
        limit: int,
        subject: Subject,
    ) -> None:
        """Ask that the demands in any one period add to at most ``limit``."""
        rows = [
            (self._time(key), here, demand)
            for key, here, demand in items
            if demand and self._timed([Seat(key, here)])
        ]
        if sum(demand for _, _, demand in rows) > limit and not self._waived(subject):
            self._periods.load(self, self._rule, axis, rows, limit, subject)

    def crowd(
        self,
        items: Iterable[tuple[str, SessionKey, Lit]],
        limit: int,
        subject: Subject,
    ) -> None:
        """Ask that on no day more than ``limit`` different owners have a session."""
        owners: dict[str, list[tuple[SessionKey, Lit]]] = {}
        for owner, key, here in items:
            if self._timed([Seat(key, here)]):
                owners.setdefault(owner, []).append((key, here))
        if len(owners) > limit and not self._waived(subject):
            Crowds(self._decisions, self, self._rule).post(owners, limit, subject)

    def distinct_days(
        self, sessions: Iterable[SessionKey], limit: int, subject: Subject
    ) -> None:
        """Ask that the sessions stand on at most ``limit`` different days."""
        times = [self._time(key) for key in sessions]
        days = sorted({day for time in times for day in time.days})
        if min(len(times), len(days)) > limit:
            used = [self._periods.used(day, times) for day in days]
            self.at_most(sum(used), limit, subject)
