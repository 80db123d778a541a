"""The practicum is within reach of the participant's unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Minutes
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Hosting


class HostTravel(Rule):
    r"""The journey from the participant's unit to the host is not too long.

    .. math:: t(u_p, h_p) \leq L \qquad \text{for each participant } p

    with :math:`t` the minutes one way, :math:`u_p` the unit of the post held on the
    first day of the horizon (of the first post where none is held then) and
    :math:`h_p` the host unit.

    Broken by one minute too many; the amount is the minutes above, for each
    participant. 45 minutes from door to door is what larger Danish municipalities
    ask for; the minutes come from the programme's travel table or coordinates.

    Parameters
    ----------
    limit
        Longest journey one way in minutes, 0 to 1,440.
    """

    kind: ClassVar[str] = "host_travel"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "rejsen til praktikstedet er ikke for lang",
        "the journey to the practicum is not too long",
    )
    said: ClassVar[Words] = Words(
        "{participant} har {minutes} minutter til {host}; højst {limit} er tilladt",
        "{participant} has {minutes} minutes to {host}; at most {limit} are allowed",
    )
    judges: ClassVar[tuple[type, ...]] = (Hosting,)

    limit: Minutes = 45

    def judge(self, programme: Programme) -> Judge:
        """Return the minutes above the limit."""
        first = programme.calendar.first
        home = {
            person.id: (person.post_on(first) or person.posts[0]).unit
            for person in programme.participants
        }

        def excess(choice: Hosting) -> int:
            origin = home[choice.participant.id]
            minutes = programme.travel_minutes(origin, choice.host.unit)
            return max(0, minutes - self.limit)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every placement that is too far away."""
        for placement in view.plan.placements:
            person = view.participant(placement.participant)
            origin = view.programme.attribute_of(person.id, "unit")
            minutes = view.programme.travel_minutes(origin, placement.host)
            if minutes > self.limit:
                yield self.broken(
                    (person.id, placement.host),
                    minutes - self.limit,
                    participant=person.name,
                    minutes=minutes,
                    host=view.programme.unit(placement.host).name,
                    limit=self.limit,
                )
