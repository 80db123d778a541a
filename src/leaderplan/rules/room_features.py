"""Rooms have what the session needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Location


class RoomFeatures(Rule):
    r"""A room has every feature that the activity needs.

    .. math:: F_a \setminus F_r = \varnothing
              \qquad \text{for a session of activity } a \text{ in room } r

    Broken by one feature that the room lacks; the amount is how many it lacks.
    Features are names that activities and rooms share, such as ``projector`` or
    ``step-free``. Other places than rooms have no features and are not judged.
    """

    kind: ClassVar[str] = "room_features"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "et lokale har det udstyr og den adgang, som aktiviteten kræver",
        "a room has the equipment and access that the activity needs",
    )
    said: ClassVar[Words] = Words(
        "{room} mangler {lacking} til {session}",
        "{room} lacks {lacking} for {session}",
    )
    judges: ClassVar[tuple[type, ...]] = (Location,)

    def judge(self, programme: Programme) -> Judge:
        """Return how many of the features needed a room lacks."""
        lacking = {
            (activity.id, room.id): len(set(activity.features) - set(room.features))
            for activity in programme.activities
            if activity.features
            for room in programme.rooms
        }

        def excess(choice: Location) -> int:
            return lacking.get((choice.session.activity, choice.place), 0)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session in a room that lacks something."""
        for session in view.plan.sessions:
            room = view.programme.room(session.place) if session.place else None
            if room is None:
                continue
            needed = dict.fromkeys(view.activity(session.key).features)
            lacking = [name for name in needed if name not in room.features]
            if lacking:
                yield self.broken(
                    (session.id, room.id),
                    len(lacking),
                    room=room.name,
                    lacking=", ".join(lacking),
                    session=session.id,
                )
