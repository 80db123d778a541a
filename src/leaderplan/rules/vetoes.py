"""Nobody does the practicum at a host that they refused beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Hosting


class Vetoes(Rule):
    r"""A practicum host is none of those that the participant ruled out.

    .. math:: h_p \notin V_p \qquad \text{for each participant } p

    with :math:`h_p` the host unit and :math:`V_p` the participant's vetoes.

    Broken by one such placement; the amount is 1 for each participant. Vetoes come
    from the participants, in confidence: the words of a violation give no reason.
    """

    kind: ClassVar[str] = "vetoes"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "praktikken er et sted, deltageren kan være",
        "the practicum is at a place that suits the participant",
    )
    said: ClassVar[Words] = Words(
        "{participant} kan ikke være i praktik i {host}",
        "{participant} cannot do the practicum at {host}",
    )
    judges: ClassVar[tuple[type, ...]] = (Hosting,)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the participant ruled the host out."""
        refused = {(p.id, host) for p in programme.participants for host in p.vetoes}

        def excess(choice: Hosting) -> int:
            return int((choice.participant.id, choice.host.unit) in refused)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every placement at a host that was ruled out."""
        for person in view.programme.participants:
            host = view.host_of.get(person.id)
            if host is not None and person.vetoes.count(host):
                yield self.broken(
                    (person.id, host),
                    participant=person.name,
                    host=view.programme.unit(host).name,
                )
