"""Rooms that cost less are preferred."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Location

KRONER = 100
"""Size of one unit of price: small differences in rent are not worth a worse date."""


class VenueCost(Rule):
    r"""A room costs its rent, in whole hundreds of kroner for each session.

    .. math:: \min \sum_s \lfloor k_{r(s)} / 100 \rfloor

    with :math:`k_r` the room's cost in kroner. A preference, never hard.

    Broken (that is, priced) by every session in a room of at least 100 kroner; the
    amount is the hundreds. The costs come from the programme's rooms.

    Parameters
    ----------
    level
        Price level, the convenience of dates where none is given.
    """

    kind: ClassVar[str] = "venue_cost"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "lokaler, der koster mindre, foretrækkes",
        "rooms that cost less are preferred",
    )
    said: ClassVar[Words] = Words(
        "{room} koster {cost} kr. for {session}",
        "{room} costs DKK {cost} for {session}",
    )
    judges: ClassVar[tuple[type, ...]] = (Location,)
    priced_only: ClassVar[bool] = True

    level: Id | None = "dates"

    def judge(self, programme: Programme) -> Judge:
        """Return the hundreds of kroner of a room."""
        hundreds = {room.id: room.cost // KRONER for room in programme.rooms}

        def excess(choice: Location) -> int:
            return hundreds.get(choice.place, 0)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session in a room that costs something."""
        for session in view.plan.sessions:
            for room in view.programme.rooms:
                if room.id == session.place and room.cost >= KRONER:
                    yield self.broken(
                        (session.id, room.id),
                        int(room.cost / KRONER),
                        room=room.name,
                        cost=room.cost,
                        session=session.id,
                    )
