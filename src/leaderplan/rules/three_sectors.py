"""Everybody meets every sector during the year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class ThreeSectors(Rule):
    r"""Each participant meets every sector of the programme.

    .. math:: v \in S_p \cup \bigcup_{q \in g(p)} S_q \cup \{\text{sector}(h_p)\}
              \qquad \text{for each participant } p \text{ and sector } v

    with :math:`S_q` the sectors of the units in which :math:`q` works by the posts
    held in the horizon, :math:`g(p)` the network group and :math:`h_p` the practicum
    host. The sectors of the programme are those in which participants work: school,
    day-care and leisure, say.

    Broken by a sector that somebody does not meet; the amount is 1 for each
    participant and sector. To know the whole of a child's way from 0 to 18 is a
    reason to run one programme for three sectors.
    """

    kind: ClassVar[str] = "three_sectors"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "alle møder alle sektorer gennem eget arbejde, netværksgruppe eller praktik",
        "everybody meets every sector at work, in the network group or in practicum",
    )
    said: ClassVar[Words] = Words(
        "{participant} møder ikke sektoren {sector} i løbet af året",
        "{participant} does not meet the sector {sector} during the year",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups", "hosts"})

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant and sector missing at work how it is met."""
        programme, calendar = decisions.programme, decisions.programme.calendar
        known = {
            p.id: {
                programme.unit(post.unit).sector
                for post in p.posts_between(calendar.first, calendar.last)
            }
            for p in programme.participants
        }
        sectors = sorted(set().union(*known.values()))
        members = {g: decisions.members(g) for g in decisions.groups()}
        held = {
            (group, sector): posting.any_of(
                here for who, here in rows.items() if sector in known[who]
            )
            for group, rows in members.items()
            for sector in sectors
        }
        for who, own in known.items():
            for sector in sectors:
                if sector in own:
                    continue
                ways: list[Any] = [
                    posting.both(rows[who], held[group, sector])
                    for group, rows in members.items()
                    if who in rows
                ]
                ways += [
                    here
                    for host, here in decisions.hosts(who).items()
                    if programme.unit(host).sector == sector
                ]
                posting.at_least(sum(ways), 1, (who, sector))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every sector that a participant does not meet."""
        works = {p.id: self._sectors(view, p.id) for p in view.programme.participants}
        everywhere = set().union(*works.values())
        mates: dict[str, set[str]] = {}
        for who, group in view.group_of.items():
            mates.setdefault(group, set()).update(works[who])
        for person in view.programme.participants:
            met = works[person.id] | mates.get(view.group_of.get(person.id, ""), set())
            if person.id in view.host_of:
                met = met | {view.programme.unit(view.host_of[person.id]).sector}
            for sector in sorted(everywhere - met):
                yield self.broken(
                    (person.id, sector), participant=person.name, sector=sector
                )

    def _sectors(self, view: PlanView, participant: str) -> set[str]:
        calendar = view.programme.calendar
        return {
            unit.sector
            for post in view.participant(participant).posts
            if post.span.overlaps(calendar.first, calendar.last)
            for unit in view.programme.units
            if unit.id == post.unit
        }
