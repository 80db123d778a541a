"""The practicum is in the sector that the programme asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Hosting


class SectorPolicy(Rule):
    r"""A practicum host is in another sector, in the own, or meets a goal.

    .. math::

        \text{other: } s(h_p) \neq s_p \qquad \text{own: } s(h_p) = s_p \qquad
        \text{goal: } (\{s(h_p)\} \cup S_{h_p}) \cap G_p \neq \emptyset

    with :math:`s(h_p)` the sector of the host unit, :math:`S_h` the host's
    specialities, :math:`G_p` the participant's goals and :math:`s_p` the sector of
    the unit where :math:`p` works on the first day of the horizon (of the first
    post where none is held then). Under ``goal`` somebody without goals keeps the
    rule.

    Broken by one placement; the amount is 1 for each participant. Sectors come from
    the units, goals from the development plans.

    Parameters
    ----------
    policy
        ``other`` (a sector seen from the outside), ``own`` or ``goal``.
    """

    kind: ClassVar[str] = "sector_policy"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "praktikken er i den sektor, som programmet ønsker",
        "the practicum is in the sector that the programme asks for",
    )
    said: ClassVar[Words] = Words(
        "{participant} er i praktik i {host} ({sector}); {wanted_da} er ønsket",
        "{participant} does the practicum at {host} ({sector}); {wanted_en} is wanted",
    )
    judges: ClassVar[tuple[type, ...]] = (Hosting,)

    policy: Literal["other", "own", "goal"] = "other"

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the host does not follow the policy."""
        sector = {unit.id: unit.sector for unit in programme.units}
        first = programme.calendar.first
        own = {
            p.id: sector[(p.post_on(first) or p.posts[0]).unit]
            for p in programme.participants
        }
        goals = {p.id: frozenset(p.goals) for p in programme.participants}

        def of_sector(choice: Hosting) -> int:
            same = sector[choice.host.unit] == own[choice.participant.id]
            return int(same == (self.policy == "other"))

        def of_goals(choice: Hosting) -> int:
            wanted = goals[choice.participant.id]
            offered = {sector[choice.host.unit], *choice.host.specialities}
            return int(bool(wanted) and wanted.isdisjoint(offered))

        return of_goals if self.policy == "goal" else of_sector

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every placement against the policy."""
        wanted = {
            "other": Words("en anden sektor", "another sector"),
            "own": Words("egen sektor", "the own sector"),
            "goal": Words(
                "et mål i udviklingsplanen", "a goal of the development plan"
            ),
        }[self.policy]
        for placement in view.plan.placements:
            if not self._follows(view, placement.participant, placement.host):
                unit = view.programme.unit(placement.host)
                yield self.broken(
                    (placement.participant, placement.host),
                    participant=view.participant(placement.participant).name,
                    host=unit.name,
                    sector=unit.sector,
                    wanted_da=wanted.da,
                    wanted_en=wanted.en,
                )

    def _follows(self, view: PlanView, participant: str, host: str) -> bool:
        there = view.programme.unit(host).sector
        here = view.programme.attribute_of(participant, "sector")
        if self.policy == "other":
            return here != there
        if self.policy == "own":
            return here == there
        goals = view.participant(participant).goals
        specialities = view.programme.host(host).specialities
        return not goals or any(g == there or g in specialities for g in goals)
