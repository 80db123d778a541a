"""Few people miss a plenary session."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Attendance
from leaderplan.rules._busy import Diaries


class PlenaryAbsence(Rule):
    r"""Plenary sessions stand when as many participants as can be are free.

    .. math:: \min \sum_s |\{p \in P_s : B_s \cap U_p \neq \varnothing\}|

    over the plenary sessions, with :math:`P_s` the participants of a session,
    :math:`B_s` the blocks of the day that it touches and :math:`U_p` the blocks in
    which a participant is ``unavailable``.

    Broken by one block; the amount is 1 for each participant and session. Always
    priced: with thirty people no day suits all.

    Parameters
    ----------
    activities
        The plenary activities that count; ``None`` means all of them.
    """

    kind: ClassVar[str] = "plenary_absence"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "så få som muligt er fraværende ved fælles møder",
        "as few as possible miss plenary sessions",
    )
    said: ClassVar[Words] = Words(
        "{participant} kan ikke komme til {session} {day_da}",
        "{participant} cannot come to {session} on {day_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (Attendance,)
    priced_only: ClassVar[bool] = True

    level: Id | None = "absences"
    activities: tuple[Id, ...] | None = None

    def alike(self, choice: Attendance) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        activity = choice.activity
        bound = bool(activity.length) and activity.plenary
        listed = self.activities is None or activity.id in self.activities
        return choice.participant.id, bound and listed

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the participant is away in a block of a plenary activity."""
        calendar = programme.calendar
        taken = Diaries(calendar, programme.participants, ("unavailable",))
        bound = {
            a.id
            for a in programme.activities
            if a.plenary
            and a.length
            and (self.activities is None or a.id in self.activities)
        }

        def excess(choice: Attendance) -> int:
            if choice.activity.id not in bound:
                return 0
            return int((choice.day, choice.block) in taken[choice.participant.id])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant who misses a plenary session."""
        for session in view.sessions(self.activities):
            if not view.activity(session.key).plenary:
                continue
            for who in view.attendees(session.key, session.day):
                if view.says(view.participant(who), ("unavailable",), session):
                    yield self.broken(
                        (who, session.id),
                        participant=who,
                        session=session.id,
                        day_da=day_text(session.day, "da"),
                        day_en=day_text(session.day, "en"),
                    )
