"""Nobody is in a network group with the own manager."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class ManagerApart(Rule):
    r"""A manager and somebody who reports to them stand in different groups.

    .. math:: x_{pg} + x_{qg} \leq 1 \qquad \text{for } q \in M_p, \text{ each group } g

    with :math:`M_p` the managers of all posts that :math:`p` holds in the horizon or
    held within ``years_back`` years before it. Somebody who is both participant and
    manager has one id among participants and staff.

    Broken by one such pair in a group; the amount is 1 for each group and pair. The
    groups are confidential and on one level.

    Parameters
    ----------
    years_back
        Years before the horizon in which a former post still counts, 0 to 20.
    """

    kind: ClassVar[str] = "manager_apart"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen er i netværksgruppe med sin egen leder",
        "nobody is in a network group with the own manager",
    )
    said: ClassVar[Words] = Words(
        "{first} og {other} kan ikke være i samme gruppe; begge er i {group}",
        "{first} and {other} cannot be in the same group; both are in {group}",
    )

    years_back: Annotated[int, Field(ge=0, le=20)] = 0

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each group that it does not hold both of a pair."""
        pairs = self._pairs(decisions.programme)
        for group in decisions.groups():
            members = decisions.members(group)
            for one, other in pairs:
                if one in members and other in members:
                    literals = (members[one], members[other])
                    posting.not_all(literals, (group, one, other))

    def _pairs(self, programme: Programme) -> list[tuple[str, str]]:
        calendar = programme.calendar
        try:
            since = calendar.first.replace(year=calendar.first.year - self.years_back)
        except ValueError:
            since = date(calendar.first.year - self.years_back, 3, 1)
        people = {p.id for p in programme.participants}
        pairs = {
            (min(person.id, post.manager), max(person.id, post.manager))
            for person in programme.participants
            for post in person.posts_between(since, calendar.last)
            if post.manager in people and post.manager != person.id
        }
        return sorted(pairs)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every pair of manager and report in one group."""
        for group in view.plan.groups:
            for one, other in combinations(sorted(group.participants), 2):
                if self._leads(view, one, other) or self._leads(view, other, one):
                    yield self.broken(
                        (group.id, one, other), first=one, other=other, group=group.id
                    )

    def _leads(self, view: PlanView, manager: str, report: str) -> bool:
        first, last = view.programme.calendar.first, view.programme.calendar.last
        for post in view.participant(report).posts:
            if post.manager != manager or (post.valid_from or last) > last:
                continue
            end = post.valid_to
            if end is None or (end.year + self.years_back, end.month, end.day) >= (
                first.year,
                first.month,
                first.day,
            ):
                return True
        return False
