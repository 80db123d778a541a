"""Nobody gets the coach or host that they had in an earlier year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Coaching, Hosting


class HistoryPairing(Rule):
    r"""A participant meets a new coach and a new host.

    .. math:: (p, c_p) \notin P \quad \text{and} \quad (p, h_p) \notin P
        \qquad \text{for each participant } p

    with :math:`c_p` the coach, :math:`h_p` the host unit and :math:`P` the pairs of
    participant and staff member or unit that an earlier year used at least once.

    Broken by one coach or host met before; the amount is 1 for each participant and
    coach, and for each participant and host. Pairs come from the history.

    Parameters
    ----------
    level
        Price level, the matches' quality where none is given; ``None`` is hard.
    """

    kind: ClassVar[str] = "history_pairing"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "deltagerne får en coach og en vært, de ikke har haft før",
        "participants get a coach and a host that they have not had before",
    )
    said: ClassVar[Words] = Words(
        "{participant} har haft {other} i et tidligere år",
        "{participant} had {other} in an earlier year",
    )
    judges: ClassVar[tuple[type, ...]] = (Coaching, Hosting)

    level: Id | None = "matches"

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where an earlier year used the pair."""
        met = {(r.participant, r.subject) for r in programme.history if r.uses}

        def excess(choice: Coaching | Hosting) -> int:
            if isinstance(choice, Coaching):
                return int((choice.participant.id, choice.coach.id) in met)
            return int((choice.participant.id, choice.host.unit) in met)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every match and placement that an earlier year had."""
        programme = view.programme
        pairs = [
            (who, coach, programme.member(coach).name)
            for who, coach in view.coach_of.items()
        ]
        pairs += [
            (who, host, programme.unit(host).name) for who, host in view.host_of.items()
        ]
        for who, other, name in pairs:
            uses = [
                row.uses
                for row in programme.history
                if row.subject == other and row.participant == who
            ]
            if sum(uses) > 0:
                yield self.broken(
                    (who, other), participant=view.participant(who).name, other=name
                )
