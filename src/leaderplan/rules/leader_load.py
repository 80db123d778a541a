"""Staff lead no more sessions than agreed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, ClassVar

from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class LeaderLoad(Rule):
    r"""A staff member leads at most so many sessions in a role.

    .. math:: \sum_s y_{slr} \leq b_{lr} \qquad
        \text{for each staff member } l \text{ and role } r

    with :math:`y_{slr} = 1` where :math:`l` is picked for role :math:`r` at session
    :math:`s`, and :math:`b_{lr}` the ``largest`` of the role. Only sessions whose
    leader is picked count; coaches and facilitators have rules of their own.

    Broken by one session too many; the amount is the sessions above, for each staff
    member and role. The numbers are agreed with the staff.
    """

    kind: ClassVar[str] = "leader_load"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "undervisere og eksaminatorer leder højst det antal møder, der er aftalt",
        "lecturers and examiners lead at most as many sessions as agreed",
    )
    said: ClassVar[Words] = Words(
        "{staff} leder {count} møder som {role}; højst {most} er aftalt",
        "{staff} leads {count} sessions as {role}; at most {most} are agreed",
    )

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the most sessions of each staff member and role."""
        led: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for key in decisions.sessions():
            for lead in decisions.activity(key).leads:
                if lead.relation == "pick":
                    for who, here in decisions.leaders(key, lead.role).items():
                        led[who, lead.role].append(here)
        for (who, role), literals in led.items():
            load = decisions.programme.member(who).load(role)
            if load is not None and load.largest is not None:
                posting.at_most(sum(literals), load.largest, (who, role))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every staff member who leads too many sessions in a role."""
        counts: Counter[tuple[str, str]] = Counter()
        for session in view.plan.sessions:
            leads = view.activity(session.key).leads
            picked = {lead.role for lead in leads if lead.relation == "pick"}
            counts.update((s.staff, s.role) for s in session.staff if s.role in picked)
        for member in view.programme.staff:
            for load in member.roles:
                count = counts[member.id, load.role]
                if load.largest is not None and count > load.largest:
                    yield self.broken(
                        (member.id, load.role),
                        count - load.largest,
                        staff=member.name,
                        count=count,
                        role=load.role,
                        most=load.largest,
                    )
