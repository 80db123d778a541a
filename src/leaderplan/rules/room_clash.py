"""Rooms hold one session at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import ClassVar

from leaderplan.domain.plan import Session
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Posting


class RoomClash(Rule):
    r"""A room holds at most one session at a time.

    .. math:: e_s \leq b_t \;\lor\; e_t \leq b_s
              \qquad \text{for two sessions } s, t \text{ in one room on one day}

    with :math:`b` and :math:`e` the begin and end of a session in slots. A session
    may begin in the slot in which another ends.

    Broken by two sessions that overlap by one slot or more; the amount is 1 for each
    such pair. Always hard. Units and ``online`` hold any number of sessions.
    """

    kind: ClassVar[str] = "room_clash"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "et lokale rummer ét møde ad gangen",
        "a room holds one session at a time",
    )
    said: ClassVar[Words] = Words(
        "{first} og {other} er begge i {room} på samme tid {day_da}",
        "{first} and {other} are both in {room} at the same time on {day_en}",
    )
    hard_only: ClassVar[bool] = True

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each room that its sessions do not overlap."""
        for room in decisions.programme.rooms:
            posting.no_overlap(decisions.site_seats(room.id), (room.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every pair of sessions that overlap by the clock."""
        held: dict[tuple[str, date], list[Session]] = defaultdict(list)
        for session in view.plan.sessions:
            if session.place is not None and view.programme.room(session.place):
                held[session.place, session.day].append(session)
        for (place, day), sessions in sorted(held.items()):
            for one, two in combinations(sessions, 2):
                if one.starts < two.ends and two.starts < one.ends:
                    yield self.broken(
                        (place, *sorted((one.id, two.id))),
                        first=one.id,
                        other=two.id,
                        room=place,
                        day_da=day_text(day, "da"),
                        day_en=day_text(day, "en"),
                    )
