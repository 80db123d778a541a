"""Nobody misses too many sessions of a kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._busy import busy


class AttendanceMinimum(Rule):
    r"""Each participant misses at most so many sessions of some activities.

    .. math:: |\{s \in S_p : B_s \cap U_p \neq \varnothing\}| \leq n
              \qquad \text{for each participant } p

    with :math:`S_p` the participant's sessions of the activities named, counted
    together, :math:`B_s` the blocks of the day that a session touches and
    :math:`U_p` the blocks in which the participant is ``unavailable``.

    Broken by one session missed more; the amount is the sessions above, for each
    participant. 1 is what a course of four or five days usually lets pass.

    Parameters
    ----------
    activities
        The activities counted together, at least one.
    most_missed
        Sessions, 0 to 100.
    """

    kind: ClassVar[str] = "attendance_minimum"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen går glip af for mange møder",
        "nobody misses too many sessions",
    )
    said: ClassVar[Words] = Words(
        "{participant} går glip af {missed} møder; højst {most} var ventet",
        "{participant} misses {missed} sessions; at most {most} was expected",
    )

    activities: Annotated[tuple[Id, ...], Field(min_length=1)]
    most_missed: Annotated[int, Field(ge=0, le=100)] = 1

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant how many sessions may be missed."""
        programme = decisions.programme
        for person in programme.participants:
            seats = decisions.seats(person.id, self.activities)
            if not seats:
                continue
            taken = busy(programme.calendar, person.availability, ("unavailable",))
            if not taken:
                continue
            missed: Any = 0
            for seat in seats:
                if decisions.activity(seat.session).length:
                    away = decisions.touches(seat.session, taken)
                    missed += posting.both(seat.here, away)
            posting.at_most(missed, self.most_missed, (person.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant who misses too much."""
        missed: Counter[str] = Counter()
        for session in view.sessions(self.activities):
            for who in view.attendees(session.key, session.day):
                away = view.says(view.participant(who), ("unavailable",), session)
                missed[who] += away
        for who, count in sorted(missed.items()):
            if count > self.most_missed:
                yield self.broken(
                    (who,),
                    count - self.most_missed,
                    participant=who,
                    missed=count,
                    most=self.most_missed,
                )
