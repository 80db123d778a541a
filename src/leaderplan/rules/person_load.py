"""Nobody has too much in one day, week or month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Axis, Decisions, Posting


class PersonLoad(Rule):
    r"""A participant has at most so many slots of sessions in a period.

    .. math:: \sum_{s \in S_p : \pi(d_s) = q} l_s \leq n
              \qquad \text{for each participant } p \text{ and period } q

    with :math:`l_s` the length of a session in slots and :math:`\pi(d_s)` the day,
    the week (Monday to Sunday) or the calendar month in which it stands. Due dates
    weigh nothing.

    Broken by one slot more; the amount is the slots above, for each participant and
    period. Eight slots are one day of the usual four blocks.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all of them.
    period
        ``day``, ``week`` or ``month``.
    most_slots
        Slots in one period, 0 to 10,000.
    """

    kind: ClassVar[str] = "person_load"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen deltager har for meget på én gang",
        "no participant has too much at a time",
    )
    said: ClassVar[Words] = Words(
        "{participant} har {slots} intervaller i {period}; højst {most} var ventet",
        "{participant} has {slots} slots in {period}; at most {most} was expected",
    )

    activities: tuple[Id, ...] | None = None
    period: Axis = "week"
    most_slots: Annotated[int, Field(ge=0, le=10_000)]

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant the slots of any period."""
        for person in decisions.programme.participants:
            items = [
                (seat.session, seat.here, decisions.activity(seat.session).length)
                for seat in decisions.seats(person.id, self.activities)
            ]
            posting.load(self.period, items, self.most_slots, (person.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant and period with too much."""
        slots: Counter[tuple[str, str]] = Counter()
        for session in view.sessions(self.activities):
            length = view.activity(session.key).length
            for who in view.attendees(session.key, session.day):
                slots[who, _name(self.period, session.day)] += length
        for (who, period), count in sorted(slots.items()):
            if count > self.most_slots:
                yield self.broken(
                    (who, period),
                    count - self.most_slots,
                    participant=who,
                    slots=count,
                    period=period,
                    most=self.most_slots,
                )


def _name(period: Axis, day: date) -> str:
    """Name of the period of a day: the date, the Monday or the month."""
    if period == "month":
        return f"{day:%Y-%m}"
    back = day.weekday() if period == "week" else 0
    return (day - timedelta(days=back)).isoformat()
