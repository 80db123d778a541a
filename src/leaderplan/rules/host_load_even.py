"""Practicum is spread evenly over the hosts, over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Count, Id
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._visits import guests_of


class HostLoadEven(Rule):
    r"""A host receives no more than its fair share, earlier years counted in.

    .. math:: \min \sum_h \max \left( 0,\;
        n_h - \max(0, f - b_h) \right)

    with :math:`n_h` the participants placed at host :math:`h`, :math:`b_h` the uses
    of it in the last ``years`` years before the horizon's first year, and :math:`f`
    the fair number for this year and those together. A host that earlier years used
    up costs from its first participant; one that is not used costs nothing.

    Broken (that is, priced) by every participant above; the amount is the
    participants above, for each host. A preference, never hard. The uses come from
    the programme's history.

    Parameters
    ----------
    fair
        Participants that a host may receive before it costs, 0 to 1,000,000.
    years
        Earlier years that count, 0 to 20.
    level
        Price level, the placements' quality where none is given.
    """

    kind: ClassVar[str] = "host_load_even"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "praktikken fordeles jævnt på værterne, også over årene",
        "practicum is spread evenly over the hosts, and over the years",
    )
    said: ClassVar[Words] = Words(
        "{host} modtager {count} deltagere efter {past} før; {fair} er rimeligt",
        "{host} receives {count} participants after {past} before; {fair} is fair",
    )
    priced_only: ClassVar[bool] = True

    level: Id | None = "placements"
    fair: Count = 1
    years: Annotated[int, Field(ge=0, le=20)] = 2

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the share that is left for each host."""
        programme = decisions.programme
        guests = guests_of(decisions, (p.id for p in programme.participants))
        year = programme.calendar.first.year
        past: Counter[str] = Counter()
        for row in programme.history:
            if year - self.years <= row.year < year:
                past[row.subject] += row.uses
        for host in programme.hosts:
            theirs = guests.get(host.unit, ())
            used = sum(decisions.hosts(p)[host.unit] for p in theirs)
            left = max(0, self.fair - past[host.unit])
            posting.at_most(used, left, (host.unit,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every host that receives more than its share."""
        this_year = view.programme.calendar.first.year
        placed = Counter(placement.host for placement in view.plan.placements)
        before: Counter[str] = Counter()
        for row in view.programme.history:
            if 1 <= this_year - row.year <= self.years:
                before[row.subject] += row.uses
        for host in view.programme.hosts:
            count = placed[host.unit]
            past = before[host.unit]
            above = count - self.fair + past if past < self.fair else count
            if above > 0:
                yield self.broken(
                    (host.unit,),
                    above,
                    host=view.programme.unit(host.unit).name,
                    count=count,
                    past=past,
                    fair=self.fair,
                )
