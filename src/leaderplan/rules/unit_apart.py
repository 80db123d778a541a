"""Colleagues of one unit stand in different network groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.people import Post
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class UnitApart(Rule):
    r"""At most one participant of a unit stands in a network group.

    .. math:: |\{p \in g : u \in U_p\}| \leq 1
              \qquad \text{for each group } g \text{ and unit } u

    with :math:`U_p` the units of all posts that the participant holds in the horizon
    or held within ``years_back`` years before it.

    Broken by a second one; the amount is the participants above one, for each group
    and unit. The groups are for talking freely about one's own workplace.

    Parameters
    ----------
    years_back
        Years before the horizon in which a former post still counts, 0 to 20.
    """

    kind: ClassVar[str] = "unit_apart"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "deltagere fra samme enhed er i hver sin netværksgruppe",
        "participants of one unit are in different network groups",
    )
    said: ClassVar[Words] = Words(
        "{group} har {count} deltagere med tilknytning til {unit}; højst 1 var ventet",
        "{group} has {count} participants tied to {unit}; at most 1 was expected",
    )

    years_back: Annotated[int, Field(ge=0, le=20)] = 0

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each group and unit that at most one member is tied to it."""
        programme = decisions.programme
        since = _years_before(programme.calendar.first, self.years_back)
        tied: dict[str, list[str]] = defaultdict(list)
        for person in programme.participants:
            posts = person.posts_between(since, programme.calendar.last)
            for unit in sorted({post.unit for post in posts}):
                tied[unit].append(person.id)
        for group in decisions.groups():
            members = decisions.members(group)
            for unit, people in tied.items():
                here = [members[p] for p in people if p in members]
                if len(here) > 1:
                    posting.at_most(sum(here), 1, (group, unit))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every group with two or more participants of a unit."""
        for group in view.plan.groups:
            counts: Counter[str] = Counter()
            for who in group.participants:
                posts = view.participant(who).posts
                counts.update({post.unit for post in posts if self._counts(view, post)})
            for unit, count in sorted(counts.items()):
                if count > 1:
                    yield self.broken(
                        (group.id, unit),
                        count - 1,
                        group=group.id,
                        count=count,
                        unit=view.programme.unit(unit).name,
                    )

    def _counts(self, view: PlanView, post: Post) -> bool:
        calendar, last = view.programme.calendar, post.valid_to
        if post.valid_from is not None and post.valid_from > calendar.last:
            return False
        if last is None:
            return True
        first = calendar.first
        later = (last.year + self.years_back, last.month, last.day)
        return later >= (first.year, first.month, first.day)


def _years_before(day: date, years: int) -> date:
    """Same date years ago; 1 March where 29 February is missing."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
