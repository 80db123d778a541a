"""Whoever has a new job is left in peace by some activities at first."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Attendance


class NewPost(Rule):
    r"""In the first days of a new job there is no session of some activities.

    .. math:: d_s \notin [b, b + n) \qquad \text{for each post of } p
              \text{ that begins on day } b

    with :math:`d_s` the day of a session :math:`s` of participant :math:`p`, and
    :math:`n` the ``days``. A post without a first day is no new one.

    Due dates bind nothing. Broken by one session; the amount is 1 for each participant
    and session. Four weeks without practicum are what somebody in a new job is given
    (DOMAIN.md 8.5).

    Parameters
    ----------
    activities
        The activities that wait, at least one.
    days
        How long, 1 to 365.
    participants
        Whom it is about; empty is everybody.
    """

    kind: ClassVar[str] = "new_post"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "den, der har nyt job, får ro i den første tid",
        "whoever has a new job is left in peace at first",
    )
    said: ClassVar[Words] = Words(
        "{participant} har nyt job, og {session} er {day_da}",
        "{participant} has a new job, and {session} is on {day_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (Attendance,)

    activities: Annotated[tuple[Id, ...], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=365)] = 28
    participants: tuple[Id, ...] = ()

    def alike(self, choice: Attendance) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        return choice.participant.id if self._asks(choice) else None

    def _asks(self, choice: Attendance) -> bool:
        """Whether somebody is to be left in peace by an activity."""
        return (
            choice.activity.length > 0
            and choice.activity.id in self.activities
            and (not self.participants or choice.participant.id in self.participants)
        )

    def judge(self, programme: Programme) -> Judge:
        """Return 1 on the first days of a post."""
        begun = {
            person.id: [post.valid_from for post in person.posts if post.valid_from]
            for person in programme.participants
        }

        def excess(choice: Attendance) -> int:
            if not self._asks(choice):
                return 0
            first = begun[choice.participant.id]
            return int(any(0 <= (choice.day - b).days < self.days for b in first))

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session that comes too soon after the job began."""
        for session in view.sessions(self.activities):
            day = session.day
            for who in view.attendees(session.key, day):
                if self.participants and who not in self.participants:
                    continue
                if any(
                    row.valid_from is not None
                    and row.valid_from <= day < row.valid_from + timedelta(self.days)
                    for row in view.participant(who).posts
                ):
                    yield self.broken(
                        (who, session.id),
                        participant=who,
                        session=session.id,
                        day_da=day_text(day, "da"),
                        day_en=day_text(day, "en"),
                    )
