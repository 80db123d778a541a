"""Enough members of a network group can come to each of its meetings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._busy import Diaries


class Quorum(Rule):
    r"""At each meeting of a network group at least so many members are available.

    .. math:: |\{p \in g(s) : B_s \cap U_p = \varnothing\}| \geq n
              \qquad \text{for each meeting } s

    with :math:`B_s` the blocks of the day that the meeting touches and :math:`U_p`
    the blocks in which :math:`p` is ``unavailable``. Members who skip the activity
    are not counted.

    Broken by one member too few; the amount is the people missing, for each meeting.
    Four is where a group of five or six still works as one.

    Parameters
    ----------
    activity
        The network meetings that count; ``None`` means all of them.
    least
        Members available, 1 to 100.
    """

    kind: ClassVar[str] = "quorum"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "nok medlemmer af en netværksgruppe kan komme til hvert møde",
        "enough members of a network group can come to each meeting",
    )
    said: ClassVar[Words] = Words(
        "{present} medlemmer kan komme til {session} {day_da}; "
        "mindst {least} var ventet",
        "{present} members can come to {session} on {day_en}; "
        "at least {least} was expected",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups"})

    activity: Id | None = None
    least: Annotated[int, Field(ge=1, le=100)] = 4

    def needs(self, programme: Programme) -> frozenset[str]:
        """Groups and the dates of the meetings: members missing do not count."""
        return self.families | {f"dates:{a}" for a in self._meetings(programme)}

    def _meetings(self, programme: Programme) -> list[str]:
        return [
            a.id
            for a in programme.activities
            if a.audience == "network_group" and self.activity in (None, a.id)
        ]

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each meeting that enough members are there and free."""
        programme = decisions.programme
        taken = Diaries(programme.calendar, programme.participants, ("unavailable",))
        for key in decisions.sessions(self._meetings(programme)):
            coming = decisions.members_at(key)
            coming |= {guest.id: True for guest in programme.guests(key)}
            present = 0
            for who, here in coming.items():
                away = decisions.touches(key, taken[who])
                present += here - posting.both(here, away)
            posting.at_least(present, self.least, (str(key),))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every meeting that too few members can come to."""
        for session in view.plan.sessions:
            activity = view.activity(session.key)
            if activity.audience != "network_group" or self.activity not in (
                None,
                activity.id,
            ):
                continue
            present = 0
            for who in view.attendees(session.key, session.day):
                taken = any(
                    row.state == "unavailable" and row.covers(session.day, block)
                    for row in view.participant(who).availability
                    for block in view.blocks(session)
                )
                present += not taken
            if present < self.least:
                yield self.broken(
                    (session.id,),
                    self.least - present,
                    present=present,
                    session=session.id,
                    least=self.least,
                    day_da=day_text(session.day, "da"),
                    day_en=day_text(session.day, "en"),
                )
