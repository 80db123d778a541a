"""Hosts' leaders are there on practicum days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import ClassVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import HostingDay
from leaderplan.rules._busy import busy, whole_days


class HostLeaderPresent(Rule):
    r"""The host's leader is there for at least a part of each practicum day.

    .. math:: A_{l(h)} \cap B(d_s) \neq \emptyset \qquad
        \text{for each practicum day } s \text{ at host } h

    with :math:`l(h)` the host's leader, :math:`A_l` the blocks in which the leader
    is not unavailable and :math:`B(d)` the blocks of a day. A host without a leader
    keeps the rule. Whether the leader is free for a whole session that they lead
    is the rule ``staff_availability``; this one asks less, and of the days that the
    leader does not lead as well.

    Broken by one day; the amount is 1 for each host and practicum day. The diary is
    the staff member's availability.
    """

    kind: ClassVar[str] = "host_leader_present"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "værtens leder er til stede på praktikdagene",
        "the host's leader is there on the practicum days",
    )
    said: ClassVar[Words] = Words(
        "{leader} er ikke i {host} {day_da} ({session})",
        "{leader} is not at {host} on {day_en} ({session})",
    )
    judges: ClassVar[tuple[type, ...]] = (HostingDay,)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 on days on which a host's leader is away all day."""
        calendar = programme.calendar
        away: dict[str, frozenset[date]] = {}
        for host in programme.hosts:
            if host.leader is not None:
                diary = programme.member(host.leader).availability
                taken = busy(calendar, diary, ("unavailable",))
                away[host.unit] = whole_days(calendar, taken)

        def excess(choice: HostingDay) -> int:
            return int(choice.day in away.get(choice.host.unit, ()))

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every practicum day without the host's leader."""
        is_there = cache(partial(self._is_there, view))
        for session in view.plan.sessions:
            host = view.host_of.get(session.audience)
            if host is None or view.activity(session.key).kind != "practicum":
                continue
            leader = view.programme.host(host).leader
            if leader is not None and not is_there(leader, session.day):
                yield self.broken(
                    (host, session.id),
                    leader=view.programme.member(leader).name,
                    host=view.programme.unit(host).name,
                    day_da=day_text(session.day, "da"),
                    day_en=day_text(session.day, "en"),
                    session=session.id,
                )

    def _is_there(self, view: PlanView, leader: str, day: date) -> bool:
        left = set(range(len(view.programme.calendar.blocks)))
        for row in view.programme.member(leader).availability:
            if row.state == "unavailable":
                left -= {block for block in left if row.covers(day, block)}
        return bool(left)
