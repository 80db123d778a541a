"""People are spared the times that they would rather avoid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Attendance, LeadingTime
from leaderplan.rules._busy import Diaries


class PreferNot(Rule):
    r"""Sessions avoid the blocks that people would rather keep free.

    .. math:: \min \sum_s |\{x \in P_s \cup M_s : B_s \cap N_x \neq \varnothing\}|

    with :math:`P_s` the participants and :math:`M_s` the staff of a session,
    :math:`B_s` the blocks of the day that it touches and :math:`N_x` the blocks
    that a person marked ``prefer_not``.

    Broken by one block; the amount is 1 for each participant and session, and for
    each role that a staff member fills at a session. Always priced: whoever cannot
    come says ``unavailable``.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all of them.
    """

    kind: ClassVar[str] = "prefer_not"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "møderne undgår tider, som folk helst vil være fri for",
        "sessions avoid times that people would rather keep free",
    )
    said: ClassVar[Words] = Words(
        "{person} vil helst være fri for {session} {day_da}",
        "{person} would rather not have {session} on {day_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (Attendance, LeadingTime)
    priced_only: ClassVar[bool] = True

    level: Id | None = "dates"
    activities: tuple[Id, ...] | None = None

    def alike(self, choice: Attendance | LeadingTime) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        activity = choice.activity
        listed = self.activities is None or activity.id in self.activities
        if not (activity.length and listed):
            return None
        person = choice.participant if isinstance(choice, Attendance) else choice.staff
        return type(choice), person.id

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the person would rather keep the block free."""
        calendar, state = programme.calendar, ("prefer_not",)
        coming = Diaries(calendar, programme.participants, state)
        leading = Diaries(calendar, programme.staff, state)
        bound = {
            a.id
            for a in programme.activities
            if a.length and (self.activities is None or a.id in self.activities)
        }

        def excess(choice: Attendance | LeadingTime) -> int:
            if choice.activity.id not in bound:
                return 0
            if isinstance(choice, Attendance):
                return int((choice.day, choice.block) in coming[choice.participant.id])
            return int((choice.day, choice.block) in leading[choice.staff.id])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody who has a session at a time to avoid."""
        for session in view.sessions(self.activities):
            counts: Counter[str] = Counter()
            for who in view.attendees(session.key, session.day):
                person = view.participant(who)
                counts[who] += view.says(person, ("prefer_not",), session)
            for seat in session.staff:
                member = view.programme.member(seat.staff)
                counts[seat.staff] += view.says(member, ("prefer_not",), session)
            for who, count in counts.items():
                if count:
                    yield self.broken(
                        (who, session.id),
                        count,
                        person=who,
                        session=session.id,
                        day_da=day_text(session.day, "da"),
                        day_en=day_text(session.day, "en"),
                    )
