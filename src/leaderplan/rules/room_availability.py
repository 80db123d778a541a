"""Rooms are used only when they are free."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import LocationTime
from leaderplan.rules._busy import busy


class RoomAvailability(Rule):
    r"""A session is in a room only in blocks in which the room is available.

    .. math:: B_s \cap U_r = \varnothing \qquad \text{for session } s \text{ in room } r

    with :math:`B_s` the blocks of the day that the session touches and :math:`U_r`
    the room's blocks that are ``unavailable``. The other states bind nothing here.

    Broken by one touched block; the amount is 1 for a session and its room, however
    many blocks are touched. The periods come from the programme's rooms.
    """

    kind: ClassVar[str] = "room_availability"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "et lokale bruges kun, når det er ledigt",
        "a room is used only when it is available",
    )
    said: ClassVar[Words] = Words(
        "{room} er ikke ledigt {day_da}, hvor {session} ligger",
        "{room} is not available on {day_en}, when {session} is held",
    )
    judges: ClassVar[tuple[type, ...]] = (LocationTime,)

    def alike(self, choice: LocationTime) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        return choice.place

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for each block in which a room is not available."""
        calendar = programme.calendar
        taken = {
            room.id: busy(calendar, room.availability, ("unavailable",))
            for room in programme.rooms
        }

        def excess(choice: LocationTime) -> int:
            return int((choice.day, choice.block) in taken.get(choice.place, ()))

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session in a room that is taken in a block of it."""
        for session in view.plan.sessions:
            room = view.programme.room(session.place) if session.place else None
            if room is None:
                continue
            busy = [a for a in room.availability if a.state == "unavailable"]
            blocks = view.blocks(session)
            if any(a.covers(session.day, block) for a in busy for block in blocks):
                yield self.broken(
                    (session.id, room.id),
                    room=room.name,
                    session=session.id,
                    day_da=day_text(session.day, "da"),
                    day_en=day_text(session.day, "en"),
                )
