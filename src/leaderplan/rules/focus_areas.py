"""Everybody meets every focus area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from leaderplan.domain.activity import COMPANY, Activity
from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class FocusAreas(Rule):
    r"""Each focus area is the theme of a session of each participant.

    .. math:: |\{s \in S_p : \theta_s = f\}| \geq 1
              \qquad \text{for each participant } p \text{ and focus area } f

    with :math:`S_p` the participant's sessions and :math:`\theta_s` the theme that
    the activity gives the occurrence.

    Broken by a focus area that none of the sessions has; the amount is 1 for each
    participant and focus area.

    Parameters
    ----------
    areas
        The focus areas, named as the activities' themes; at least one.
    """

    kind: ClassVar[str] = "focus_areas"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "alle møder hvert fokusområde",
        "everybody meets every focus area",
    )
    said: ClassVar[Words] = Words(
        "{participant} møder ikke fokusområdet {area}",
        "{participant} does not meet the focus area {area}",
    )

    areas: Annotated[tuple[Id, ...], Field(min_length=1)]

    def _themed(self, programme: Programme) -> list[Activity]:
        return [a for a in programme.activities if set(a.themes) & set(self.areas)]

    def needs(self, programme: Programme) -> frozenset[str]:
        """Name the sessions with such a theme, and the groups and classes of them."""
        themed = self._themed(programme)
        families = {COMPANY[a.audience] for a in themed if a.audience in COMPANY}
        if not themed and not self.hard:
            # What nothing changes is priced once, not in every part.
            return frozenset({"classes"})
        return frozenset(families | {f"dates:{a.id}" for a in themed})

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant that every focus area is met."""
        themed = [a.id for a in self._themed(decisions.programme)]
        for person in decisions.programme.participants:
            met: dict[str, Any] = dict.fromkeys(self.areas, 0)
            for seat in decisions.seats(person.id, themed):
                themes = decisions.activity(seat.session).themes
                theme = themes[seat.session.occurrence - 1]
                if theme in met:
                    met[theme] += seat.here
            for area, count in met.items():
                posting.at_least(count, 1, (person.id, area))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant and focus area that do not meet."""
        met: dict[str, set[str]] = defaultdict(set)
        for key, day in view.dated.items():
            if themes := view.activity(key).themes:
                for who in view.attendees(key, day):
                    met[who].add(themes[key.occurrence - 1])
        for person in view.programme.participants:
            for area in sorted(set(self.areas) - met[person.id]):
                yield self.broken((person.id, area), participant=person.id, area=area)
