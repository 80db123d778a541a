"""Participants are free when they have a session."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Attendance
from leaderplan.rules._busy import Diaries

State = Literal["unavailable", "prefer_not", "unanswered"]


class Availability(Rule):
    r"""No session takes a participant in a block in which the person is not free.

    .. math:: B_s \cap U_p = \varnothing
              \qquad \text{for each participant } p \text{ of session } s

    with :math:`B_s` the blocks of the day that the session touches and :math:`U_p`
    the blocks that the participant's availability gives one of the states. Plenary
    sessions are left out, since absence there is priced by its own rule, and so are
    due dates.

    Broken by one block; the amount is 1 for each participant and session, however
    many blocks.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all that are not plenary.
    states
        The states that bind, at least one.
    """

    kind: ClassVar[str] = "availability"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "deltagerne er ledige, når de har møde",
        "participants are free when they have a session",
    )
    said: ClassVar[Words] = Words(
        "{participant} er ikke ledig til {session} {day_da}",
        "{participant} is not free for {session} on {day_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (Attendance,)

    activities: tuple[Id, ...] | None = None
    states: Annotated[tuple[State, ...], Field(min_length=1)] = ("unavailable",)

    def alike(self, choice: Attendance) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        activity = choice.activity
        bound = bool(activity.length) and not activity.plenary
        listed = self.activities is None or activity.id in self.activities
        return choice.participant.id, bound and listed

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the participant is not free in the block."""
        calendar = programme.calendar
        taken = Diaries(calendar, programme.participants, self.states)
        bound = {
            a.id
            for a in programme.activities
            if a.length
            and not a.plenary
            and (self.activities is None or a.id in self.activities)
        }

        def excess(choice: Attendance) -> int:
            if choice.activity.id not in bound:
                return 0
            return int((choice.day, choice.block) in taken[choice.participant.id])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant and session that do not go together."""
        for session in view.sessions(self.activities):
            if view.activity(session.key).plenary:
                continue
            for who in view.attendees(session.key, session.day):
                if view.says(view.participant(who), self.states, session):
                    yield self.broken(
                        (who, session.id),
                        participant=who,
                        session=session.id,
                        day_da=day_text(session.day, "da"),
                        day_en=day_text(session.day, "en"),
                    )
