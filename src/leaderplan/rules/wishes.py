"""Participants do the practicum where they wish to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.people import Participant, Wish
from leaderplan.domain.places import HostUnit, Unit
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Hosting


class Wishes(Rule):
    r"""A practicum host meets the participant's first wish, or else the next ones.

    .. math:: \min \sum_p \left( r_p(h_p) - 1 \right)

    with :math:`r_p(h)` the smallest rank among the wishes of :math:`p` that
    :math:`h` meets; where it meets none, :math:`r_p(h) - 1` is the largest rank of
    the wishes. A wish names a host unit, a sector, an area, or a sector in an area;
    all that it names must fit. Somebody without wishes costs nothing.

    Broken (that is, priced) by every placement that is not a first wish; the amount
    is the ranks missed. A preference, never hard. Wishes come from the participants.

    Parameters
    ----------
    level
        Price level, the placements' quality where none is given.
    """

    kind: ClassVar[str] = "wishes"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "deltagerne kommer i praktik, hvor de helst vil",
        "participants do the practicum where they wish to",
    )
    said: ClassVar[Words] = Words(
        "{participant} er i praktik i {host}: {missed} pladser fra første ønske",
        "{participant} is placed at {host}: {missed} ranks below the first wish",
    )
    judges: ClassVar[tuple[type, ...]] = (Hosting,)
    priced_only: ClassVar[bool] = True

    level: Id | None = "placements"

    def judge(self, programme: Programme) -> Judge:
        """Return the ranks that a placement misses."""
        units = {host.unit: programme.unit(host.unit) for host in programme.hosts}
        missed: dict[tuple[str, str], int] = {}  # most pairs are never asked about

        def excess(choice: Hosting) -> int:
            asked = choice.participant.id, choice.host.unit
            if asked not in missed:
                offered = units[choice.host.unit]
                missed[asked] = _ranks_missed(choice.participant, offered)
            return missed[asked]

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every placement that is not a first wish."""
        for placement in view.plan.placements:
            person = view.participant(placement.participant)
            host = view.programme.host(placement.host)
            met = [wish.rank - 1 for wish in person.wishes if _meets(view, host, wish)]
            missed = (
                min(met) if met else max((w.rank for w in person.wishes), default=0)
            )
            if missed:
                yield self.broken(
                    (person.id, host.unit),
                    missed,
                    participant=person.name,
                    host=view.programme.unit(host.unit).name,
                    missed=missed,
                )


def _ranks_missed(person: Participant, unit: Unit) -> int:
    rows = sorted(person.wishes, key=lambda wish: wish.rank, reverse=True)
    amount = rows[0].rank if rows else 0
    for wish in rows:
        given = (wish.host, wish.sector, wish.area)
        offered = (unit.id, unit.sector, unit.area)
        if all(g in (None, o) for g, o in zip(given, offered, strict=True)):
            amount = wish.rank - 1
    return amount


def _meets(view: PlanView, host: HostUnit, wish: Wish) -> bool:
    unit = view.programme.unit(host.unit)
    if wish.host is not None and wish.host != host.unit:
        return False
    if wish.sector is not None and wish.sector != unit.sector:
        return False
    return wish.area is None or wish.area == unit.area
