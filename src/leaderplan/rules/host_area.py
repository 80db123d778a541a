"""The practicum is in another area than the own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Hosting


class HostArea(Rule):
    r"""A practicum host is in another area than the participant's own.

    .. math:: a(h_p) \neq a_p \qquad \text{for each participant } p

    with :math:`a(h_p)` the area of the host unit and :math:`a_p` the area of the post
    held on the first day of the horizon (of the first post where none is held then).

    Broken by one placement in the own area; the amount is 1 for each participant.
    Areas come from the units and posts.

    Parameters
    ----------
    level
        Price level, the placements' quality where none is given; ``None`` is hard.
    """

    kind: ClassVar[str] = "host_area"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "praktikken er i et andet område end eget",
        "the practicum is in another area than the own",
    )
    said: ClassVar[Words] = Words(
        "{participant} er i praktik i {host} i eget område {area}",
        "{participant} does the practicum at {host} in the own area {area}",
    )
    judges: ClassVar[tuple[type, ...]] = (Hosting,)

    level: Id | None = "placements"

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the host lies in the own area."""
        first = programme.calendar.first
        own = {
            p.id: (p.post_on(first) or p.posts[0]).area for p in programme.participants
        }
        area = {unit.id: unit.area for unit in programme.units}

        def excess(choice: Hosting) -> int:
            return int(own[choice.participant.id] == area[choice.host.unit])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every placement in the own area."""
        for placement in view.plan.placements:
            unit = view.programme.unit(placement.host)
            own = view.programme.attribute_of(placement.participant, "area")
            if own == unit.area:
                yield self.broken(
                    (placement.participant, unit.id),
                    participant=view.participant(placement.participant).name,
                    host=unit.name,
                    area=view.programme.area(unit.area).name,
                )
