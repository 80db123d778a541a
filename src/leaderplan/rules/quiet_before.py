"""The days before an important session are quiet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Days, Id
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._pairs_of_seats import pairs_of_seats
from leaderplan.rules._pairs_of_sessions import pairs_of_sessions


class QuietBefore(Rule):
    r"""Some days before a session, and on its day, other sessions stay away.

    .. math:: d_t - d_s \notin \{0, 1, \dots, n\}
              \qquad \text{for each pair } s \text{ of } \textit{activities},
              t \text{ of } \textit{then}

    with :math:`d` the day number and :math:`n` the calendar days kept quiet. A pair
    are sessions or due dates that a participant is at both of, those of one
    audience, and those of a cohort and one of its classes or groups.

    Broken by a session that stands in those days; the amount is 1 for each pair.
    Ten days without practicum is what providers advise before an exam.

    Parameters
    ----------
    activities
        What must stay away; ``None`` means all that weigh in the day ledger.
    then
        The activity before which it is quiet.
    then_occurrence
        Which occurrence of it, 1 to 20; ``None`` means each.
    days
        Days before, 0 to 1,100; 0 keeps only the day itself.
    """

    kind: ClassVar[str] = "quiet_before"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "dagene før er fri for andre møder",
        "the days before are free of other sessions",
    )
    said: ClassVar[Words] = Words(
        "{first} ligger {found} dage før {then}; mindst {least} var ventet",
        "{first} is {found} days before {then}; at least {least} was expected",
    )

    activities: tuple[Id, ...] | None = None
    then: Id
    then_occurrence: Annotated[int, Field(ge=1, le=20)] | None = None
    days: Days

    def _others(self, programme: Programme) -> list[str]:
        named = self.activities
        return [
            a.id
            for a in programme.activities
            if a.id != self.then
            and (a.quarter_days if named is None else a.id in named)
        ]

    def _chosen(self, _: SessionKey, then: SessionKey) -> bool:
        return self.then_occurrence in (None, then.occurrence)

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each pair that the first is not in the quiet days."""
        others = self._others(decisions.programme)
        for one, other, given in pairs_of_seats(
            decisions, posting, others, (self.then,), self._chosen
        ):
            subject = (str(one), str(other))
            posting.not_within(one, other, 0, self.days, subject, given)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every pair in which the first is in the quiet days."""

        def meant(_: SessionKey, then: SessionKey) -> bool:
            return self.then_occurrence in (None, then.occurrence)

        others = self._others(view.programme)
        for one, other in pairs_of_sessions(view, others, (self.then,), meant):
            found = (view.dated[other] - view.dated[one]).days
            if 0 <= found <= self.days:
                yield self.broken(
                    (str(one), str(other)),
                    first=one,
                    then=other,
                    found=found,
                    least=self.days + 1,
                )
