"""One activity comes before another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._pairs_of_seats import pairs_of_seats
from leaderplan.rules._pairs_of_sessions import pairs_of_sessions


class Order(Rule):
    r"""Every session of one activity is on an earlier day than those of another.

    .. math:: d_t - d_s \geq 1
              \qquad \text{for each pair } s \text{ of } \textit{first},
              t \text{ of } \textit{then}

    with :math:`d` the day number. Without ``then`` the occurrences of ``first``
    follow each other: :math:`t` is the occurrence after :math:`s`. A pair are
    sessions or due dates that a participant is at both of, those of one audience,
    and those of a cohort and one of its classes or groups.

    Broken by the same day or an earlier one; the amount is the days missing, once
    for each pair however many people it has.

    Parameters
    ----------
    first
        The activity that comes first.
    then
        The activity that comes later; ``None`` orders the occurrences of ``first``.
    """

    kind: ClassVar[str] = "order"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "delene af forløbet ligger i rækkefølge",
        "the parts of the programme are in order",
    )
    said: ClassVar[Words] = Words(
        "{then} skulle ligge efter {first}; den ligger {days} dage for tidligt",
        "{then} was expected after {first}; it is {days} days too early",
    )
    spaces: ClassVar[bool] = True

    first: Id
    then: Id | None = None

    def _in_turn(self, one: SessionKey, other: SessionKey) -> bool:
        return self.then is not None or other.occurrence == one.occurrence + 1

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each pair that the second is on a later day."""
        then = (self.then or self.first,)
        pairs = pairs_of_seats(decisions, posting, (self.first,), then, self._in_turn)
        for one, other, given in pairs:
            posting.distance(one, other, 1, None, (str(one), str(other)), given)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every pair that is not in order."""

        def meant(one: SessionKey, other: SessionKey) -> bool:
            return self.then is not None or other.occurrence - one.occurrence == 1

        then = (self.then or self.first,)
        for one, other in pairs_of_sessions(view, (self.first,), then, meant):
            missing = 1 - (view.dated[other] - view.dated[one]).days
            if missing > 0:
                yield self.broken(
                    (str(one), str(other)), missing, first=one, then=other, days=missing
                )
