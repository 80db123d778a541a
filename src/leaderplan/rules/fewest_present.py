"""Enough people are present at each plenary session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._busy import busy


class FewestPresent(Rule):
    r"""At each plenary session at least a share of the audience is free.

    .. math:: 100 \, |\{p \in P_s : B_s \cap U_p \neq \varnothing\}|
              \leq (100 - q) \, |P_s|
              \qquad \text{for each plenary session } s

    with :math:`P_s` the participants of the session, :math:`B_s` the blocks of the
    day that it touches, :math:`U_p` the blocks in which a participant is
    ``unavailable`` and :math:`q` the share in percent.

    Broken by one person too few; the amount is in hundredths of a person, the left
    side minus the right. Below half the cohort a plenary is not one.

    Parameters
    ----------
    activities
        The plenary activities that count; ``None`` means all of them.
    percent
        Share that is present, 0 to 100.
    """

    kind: ClassVar[str] = "fewest_present"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "nok deltagere er til stede ved fælles møder",
        "enough participants are present at plenary sessions",
    )
    said: ClassVar[Words] = Words(
        "{absent} af {count} er fraværende ved {session} {day_da}; "
        "mindst {percent} % skulle være der",
        "{absent} of {count} are absent from {session} on {day_en}; "
        "at least {percent}% was expected there",
    )

    activities: tuple[Id, ...] | None = None
    percent: Annotated[int, Field(ge=0, le=100)] = 50

    def _plenaries(self, programme: Programme) -> list[str]:
        return [
            a.id
            for a in programme.activities
            if a.plenary
            and a.length
            and (self.activities is None or a.id in self.activities)
        ]

    def of_some(self) -> None:
        """Ask nothing: the others may be the ones who are there."""

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each plenary session how many may be absent."""
        programme = decisions.programme
        shares: dict[SessionKey, Any] = defaultdict(int)
        plenaries = self._plenaries(programme)
        for person in programme.participants:
            seats = decisions.seats(person.id, plenaries)
            if not seats:
                continue
            taken = busy(programme.calendar, person.availability, ("unavailable",))
            for seat in seats:
                if not decisions.whole(seat.session):
                    continue  # the others may be the ones who are there
                away = decisions.touches(seat.session, taken)
                absent = posting.both(seat.here, away)
                shares[seat.session] += 100 * absent - (100 - self.percent) * seat.here
        for key, share in shares.items():
            posting.at_most(share, 0, (str(key),))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every plenary session with too few people."""
        for session in view.sessions(self.activities):
            if not view.activity(session.key).plenary:
                continue
            people = view.attendees(session.key, session.day)
            absent = sum(
                view.says(view.participant(who), ("unavailable",), session)
                for who in people
            )
            over = 100 * absent - (100 - self.percent) * len(people)
            if over > 0:
                yield self.broken(
                    (session.id,),
                    over,
                    absent=absent,
                    count=len(people),
                    session=session.id,
                    percent=self.percent,
                    day_da=day_text(session.day, "da"),
                    day_en=day_text(session.day, "en"),
                )
