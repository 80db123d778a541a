"""Staff lead no more sessions on one day than agreed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Posting


class LeaderPerDay(Rule):
    r"""A staff member leads at most so many sessions in a role on one day.

    .. math:: \sum_{s : d_s = d} y_{slr} \leq q_{lr} \qquad
        \text{for each staff member } l, \text{ role } r, \text{ day } d

    with :math:`y_{slr} = 1` where :math:`l` fills role :math:`r` at session :math:`s`,
    :math:`d_s` its day, and :math:`q_{lr}` the ``per_day`` of the role. Every relation
    counts: picked leaders, coaches, facilitators, managers, directors, hosts' leaders.

    Broken by one session too many; the amount is the sessions above, for each staff
    member, role and day. The numbers are agreed with the staff; nine exams are a
    usual day for a pair of examiners, four talks for a coach.
    """

    kind: ClassVar[str] = "leader_per_day"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen leder flere møder på en dag end aftalt",
        "nobody leads more sessions on a day than agreed",
    )
    said: ClassVar[Words] = Words(
        "{staff} leder {count} møder som {role} {day_da}; {most} er aftalt",
        "{staff} leads {count} sessions as {role} on {day_en}; {most} are agreed",
    )

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the most sessions on any day of each staff member and role."""
        led: dict[tuple[str, str], list[tuple[SessionKey, Any, int]]] = defaultdict(
            list
        )
        for key in decisions.sessions():
            for lead in decisions.activity(key).leads:
                for who, here in decisions.leaders(key, lead.role).items():
                    if here is not False:
                        led[who, lead.role].append((key, here, 1))
        for (who, role), items in led.items():
            load = decisions.programme.member(who).load(role)
            if load is not None and load.per_day is not None:
                posting.load("day", items, load.per_day, (who, role))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every staff member, role and day with too many sessions."""
        counts: Counter[tuple[str, str, date]] = Counter(
            (seat.staff, seat.role, session.day)
            for session in view.plan.sessions
            for seat in session.staff
        )
        for (who, role, day), count in counts.items():
            member = view.programme.member(who)
            for load in member.roles:
                most = load.per_day
                if load.role == role and most is not None and count > most:
                    yield self.broken(
                        (who, role, day.isoformat()),
                        count - most,
                        staff=member.name,
                        count=count,
                        role=role,
                        day_da=day_text(day, "da"),
                        day_en=day_text(day, "en"),
                        most=most,
                    )
