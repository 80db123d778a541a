"""Hosts receive no more participants than they have room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from leaderplan.domain.places import HostUnit
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._visits import guests_by_week, guests_of


class HostCapacity(Rule):
    r"""A host receives so many participants in a week, and so many in the plan.

    .. math::

        \sum_p v_{phw} \leq c^{week}_h \quad \text{for each host } h, \text{ week } w
        \qquad \sum_p x_{ph} \leq c^{year}_h \quad \text{for each host } h

    with :math:`x_{ph} = 1` where participant :math:`p` is placed at :math:`h`, and
    :math:`v_{phw} = 1` where that holds and any of the practicum days of :math:`p`
    lies in the week :math:`w`, Monday to Sunday.

    Broken by one participant too many; the amount is the participants above, for
    each host and week (named by its Monday) and for each host and the whole plan
    (named ``year``). Both numbers come from the host units.
    """

    kind: ClassVar[str] = "host_capacity"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "praktikværter modtager højst det antal, de har plads til",
        "practicum hosts receive no more than they have room for",
    )
    said: ClassVar[Words] = Words(
        "{host} modtager {count} deltagere {when_da}; der er plads til {capacity}",
        "{host} receives {count} participants {when_en}; there is room for {capacity}",
    )

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the capacity of each host, in each week and in all."""
        programme = decisions.programme
        all_guests = guests_of(decisions, (p.id for p in programme.participants))
        for host in programme.hosts:
            unit = host.unit
            guests = all_guests.get(unit, [])
            placed = sum(decisions.hosts(p)[unit] for p in guests)
            posting.at_most(placed, host.capacity_year, (unit, "year"))
            if len(guests) <= host.capacity_week:
                continue
            for monday, count in guests_by_week(decisions, guests, unit):
                subject = (unit, monday.isoformat())
                posting.at_most(count, host.capacity_week, subject)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every host and week, and every host and year, with too many."""
        weeks: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
        for session in view.plan.sessions:
            unit = view.host_of.get(session.audience)
            if unit is not None and view.activity(session.key).kind == "practicum":
                monday = date.fromisocalendar(*session.day.isocalendar()[:2], 1)
                weeks[unit][monday].add(session.audience)
        for host in view.programme.hosts:
            placed = [p for p in view.plan.placements if p.host == host.unit]
            if len(placed) > host.capacity_year:
                limits = (len(placed), host.capacity_year)
                words = ("i alt", "in all")
                yield self._above(view, host, "year", limits, words)
            for monday, guests in weeks[host.unit].items():
                if len(guests) > host.capacity_week:
                    limits = (len(guests), host.capacity_week)
                    year, week, _ = monday.isocalendar()
                    words = (f"i uge {week}, {year}", f"in week {week} of {year}")
                    yield self._above(view, host, monday.isoformat(), limits, words)

    def _above(
        self,
        view: PlanView,
        host: HostUnit,
        period: str,
        limits: tuple[int, int],
        words: tuple[str, str],
    ) -> Violation:
        count, capacity = limits
        return self.broken(
            (host.unit, period),
            count - capacity,
            host=view.programme.unit(host.unit).name,
            count=count,
            capacity=capacity,
            when_da=words[0],
            when_en=words[1],
        )
