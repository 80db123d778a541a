"""Nobody does the practicum where they work, have worked or will work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.people import Post
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Hosting


class EligibleHost(Rule):
    r"""A practicum host is not the participant's own unit, nor a former or a next one.

    .. math:: h_p \notin U_p \qquad \text{for each participant } p

    with :math:`h_p` the host unit and :math:`U_p` the units of all posts that
    :math:`p` holds on any day of the horizon, or held on any day of the
    ``years_back`` years before it.

    Broken by one such placement; the amount is 1 for each participant. A practicum
    is meant to show another unit than the own. Three years is the memory that
    earlier rounds of such programmes ask for.

    Parameters
    ----------
    years_back
        Years before the horizon in which a former post still counts, 0 to 20.
    """

    kind: ClassVar[str] = "eligible_host"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "praktikken er et andet sted end i egen, tidligere eller kommende enhed",
        "the practicum is elsewhere than in the own, a former or a next unit",
    )
    said: ClassVar[Words] = Words(
        "{participant} har eller har haft en stilling i {host}; praktikken kan ikke "
        "være der",
        "{participant} holds or held a post at {host}, where the practicum cannot be",
    )
    judges: ClassVar[tuple[type, ...]] = (Hosting,)

    years_back: Annotated[int, Field(ge=0, le=20)] = 3

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the host is among the participant's units."""
        first, last = programme.calendar.first, programme.calendar.last
        try:
            since = first.replace(year=first.year - self.years_back)
        except ValueError:
            since = date(first.year - self.years_back, 3, 1)
        own = {
            (person.id, post.unit)
            for person in programme.participants
            for post in person.posts_between(since, last)
        }

        def excess(choice: Hosting) -> int:
            return int((choice.participant.id, choice.host.unit) in own)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every placement in an own unit."""
        for placement in view.plan.placements:
            person = view.participant(placement.participant)
            posts = (post for post in person.posts if post.unit == placement.host)
            if any(self._counts(view, post) for post in posts):
                yield self.broken(
                    (person.id, placement.host),
                    participant=person.name,
                    host=view.programme.unit(placement.host).name,
                )

    def _counts(self, view: PlanView, post: Post) -> bool:
        first, last = view.programme.calendar.first, view.programme.calendar.last
        if post.valid_from is not None and post.valid_from > last:
            return False
        end = post.valid_to
        return end is None or (end.year + self.years_back, end.month, end.day) >= (
            first.year,
            first.month,
            first.day,
        )
