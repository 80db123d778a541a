"""Staff are free when they lead a session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import LeadingTime
from leaderplan.rules._busy import Diaries


class StaffAvailability(Rule):
    r"""No session takes a staff member in a block in which the person is away.

    .. math:: B_s \cap U_m = \varnothing
              \qquad \text{for each staff member } m \text{ who leads session } s

    with :math:`B_s` the blocks of the day that the session touches and :math:`U_m`
    the blocks in which the staff member is ``unavailable``.

    Broken by one block; the amount is 1 for each role that the person fills at the
    session, however many blocks.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all of them.
    """

    kind: ClassVar[str] = "staff_availability"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "de, der leder et møde, er ledige",
        "those who lead a session are free",
    )
    said: ClassVar[Words] = Words(
        "{person} er ikke ledig til at lede {session} {day_da}",
        "{person} is not free to lead {session} on {day_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (LeadingTime,)

    activities: tuple[Id, ...] | None = None

    def alike(self, choice: LeadingTime) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        listed = self.activities is None or choice.activity.id in self.activities
        return choice.staff.id, listed

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the staff member is away in the block."""
        calendar = programme.calendar
        taken = Diaries(calendar, programme.staff, ("unavailable",))
        bound = None if self.activities is None else set(self.activities)

        def excess(choice: LeadingTime) -> int:
            if bound is not None and choice.activity.id not in bound:
                return 0
            return int((choice.day, choice.block) in taken[choice.staff.id])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every staff member who leads a session while away."""
        for session in view.sessions(self.activities):
            roles = Counter(seat.staff for seat in session.staff)
            for who, count in roles.items():
                if view.says(view.programme.member(who), ("unavailable",), session):
                    yield self.broken(
                        (who, session.id),
                        count,
                        person=who,
                        session=session.id,
                        day_da=day_text(session.day, "da"),
                        day_en=day_text(session.day, "en"),
                    )
