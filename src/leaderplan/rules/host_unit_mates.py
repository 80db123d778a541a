"""Participants of one unit are not at one host in the same week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._visits import guests_by_week, guests_of


class HostUnitMates(Rule):
    r"""A host receives at most one participant of a unit in a week.

    .. math:: \sum_{p \in P_u} v_{phw} \leq 1 \qquad
        \text{for each unit } u, \text{ host } h, \text{ week } w

    with :math:`P_u` everybody who holds a post in :math:`u` on any day of the
    horizon, and :math:`v_{phw} = 1` where :math:`p` has a practicum day at :math:`h`
    in the week :math:`w`, Monday to Sunday.

    Broken by a second colleague; the amount is the participants above one, for each
    host, week (named by its Monday) and unit. Colleagues who visit together tend to
    stay together.
    """

    kind: ClassVar[str] = "host_unit_mates"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "en vært har højst én deltager fra samme enhed om ugen",
        "a host has at most one participant of the same unit in a week",
    )
    said: ClassVar[Words] = Words(
        "{host} modtager {count} deltagere fra {unit} i uge {week}",
        "{host} receives {count} participants from {unit} in week {week}",
    )

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the limit for each unit with several participants."""
        programme = decisions.programme
        first, last = programme.calendar.first, programme.calendar.last
        mates: dict[str, list[str]] = defaultdict(list)
        for person in programme.participants:
            units = {post.unit for post in person.posts_between(first, last)}
            for unit in sorted(units):
                mates[unit].append(person.id)
        for unit, people in mates.items():
            guests = guests_of(decisions, people) if len(people) > 1 else {}
            for host, at in guests.items():
                if len(at) < 2:
                    continue
                for monday, count in guests_by_week(decisions, at, host):
                    posting.at_most(count, 1, (host, monday.isoformat(), unit))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every host and week with colleagues."""
        guests: dict[tuple[str, date, str], set[str]] = defaultdict(set)
        for session in view.plan.sessions:
            host = view.host_of.get(session.audience)
            if host is None or view.activity(session.key).kind != "practicum":
                continue
            monday = date.fromisocalendar(*session.day.isocalendar()[:2], 1)
            for unit in self._units(view, session.audience):
                guests[host, monday, unit].add(session.audience)
        for (host, monday, unit), people in guests.items():
            if len(people) > 1:
                yield self.broken(
                    (host, monday.isoformat(), unit),
                    len(people) - 1,
                    host=view.programme.unit(host).name,
                    count=len(people),
                    unit=view.programme.unit(unit).name,
                    week=monday.isocalendar().week,
                )

    def _units(self, view: PlanView, participant: str) -> set[str]:
        first, last = view.programme.calendar.first, view.programme.calendar.last
        return {
            post.unit
            for post in view.participant(participant).posts
            if (post.valid_from or first) <= last and (post.valid_to or last) >= first
        }
