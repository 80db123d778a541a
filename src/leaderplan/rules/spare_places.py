"""Whoever loses a practicum host could go to another one on the same days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Placement, Plan, Session, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import (
    Decisions,
    Hosting,
    HostingDay,
    Literal_,
    Posting,
)
from leaderplan.rules._visits import guests_by_week


class SparePlaces(Rule):
    r"""Each participant has other hosts with a place left on the same days.

    .. math:: \min \sum_p \max \left( 0,\; n - \left| \left\{ h \neq h_p :
        h \in E_p,\; D_p \subseteq O_h,\;
        \sum_q x_{qh} < c^{year}_h,\;
        \sum_q v_{qhw} < c^{week}_h \text{ for each } w \in W_p
        \right\} \right| \right)

    with :math:`h_p` the host of participant :math:`p`, :math:`D_p` the practicum days
    of :math:`p` and :math:`W_p` their weeks; :math:`E_p` the hosts that the
    programme's hard rules let :math:`p` go to and :math:`O_h` the days on which they
    let host :math:`h` receive, as far as they judge a single placement or day;
    :math:`x_{qh} = 1` where :math:`q` is placed at :math:`h` and :math:`v_{qhw} = 1`
    where :math:`q` has a practicum day there in week :math:`w`.

    Broken (that is, priced) by every host that somebody lacks; the amount is the
    hosts lacking, for each participant. A preference, never hard. Where nobody lacks
    any, whatever :math:`n` people lose their hosts at once can go to a host each on
    the days they have, since each is left a choice when those before have chosen.
    How many are worth having follows from a rate of withdrawals and two prices; see
    ``leaderplan.robust``.

    Parameters
    ----------
    least
        Other hosts that each participant should have, 1 to 20.
    level
        Price level, that of the dates where none is given. At an earlier one a plan
        is hard to find where more hosts are asked for than can be had.
    """

    kind: ClassVar[str] = "spare_places"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "den, der mister sin praktikvært, kan komme et andet sted hen samme dage",
        "whoever loses a practicum host can go to another one on the same days",
    )
    said: ClassVar[Words] = Words(
        "{participant} har {count} andre praktiksteder at gå til de samme dage; "
        "{least} er ønsket",
        "{participant} has {count} other hosts to go to on the same days; "
        "{least} are wanted",
    )
    priced_only: ClassVar[bool] = True

    level: Id | None = "dates"
    least: Annotated[int, Field(ge=1, le=20)] = 1

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State of each participant how many hosts must not be out of reach."""
        programme = decisions.programme
        people = {p.id: decisions.hosts(p.id) for p in programme.needs_hosts}
        allowed, shut = _allowed(programme), _shut(programme)
        full: dict[str, list[list[Literal_]]] = {}
        packed: dict[str, list[tuple[Week, Literal_]]] = {}
        for host in programme.hosts:
            at = [options.get(host.unit, False) for options in people.values()]
            full[host.unit] = [[posting.reached(sum(at), host.capacity_year)]]
            packed[host.unit] = list(_packed(decisions, posting, host, people))
        practica = [a.id for a in programme.activities if a.kind == "practicum"]
        for who, options in people.items():
            if not options:
                continue
            sessions = [s.session for s in decisions.seats(who, practica)]
            lost = []
            for unit in allowed[who]:
                rows = [[options.get(unit, False)], *full[unit]]
                for key in sessions:
                    days = _refusing(programme, unit, key, shut[unit])
                    rows.append([decisions.on_days(key, days)])
                    rows += [[w, decisions.on_days(key, d)] for d, w in packed[unit]]
                lost.append(posting.at_least_where(rows))
            posting.at_most(sum(lost), len(lost) - self.least, (who,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody who has too few other hosts."""
        stays: dict[str, list[Session]] = defaultdict(list)
        for session in view.plan.sessions:
            if view.activity(session.key).kind == "practicum":
                stays[session.audience].append(session)
        reach: dict[str, set[str]] = defaultdict(set)
        for host in view.programme.hosts:
            for who in self._could_go(view, host, stays):
                reach[who].add(host.unit)
        for placement in view.plan.placements:
            who = placement.participant
            count = len(reach[who] - {placement.host})
            if count < self.least:
                yield self.broken(
                    (who,),
                    self.least - count,
                    participant=view.participant(who).name,
                    count=count,
                    least=self.least,
                )

    def _could_go(
        self, view: PlanView, host: HostUnit, stays: Mapping[str, Sequence[Session]]
    ) -> set[str]:
        """Return who could be at a host beside those who are."""
        weeks: dict[tuple[int, int], set[str]] = defaultdict(set)
        here = [p.participant for p in view.plan.placements if p.host == host.unit]
        if len(here) >= host.capacity_year:
            return set()
        for who in here:
            for session in stays.get(who, ()):
                weeks[session.day.isocalendar()[:2]].add(who)
        crowded = {
            w for w, guests in weeks.items() if len(guests) >= host.capacity_week
        }
        free = {
            p.participant
            for p in view.plan.placements
            if host.capacity_week > 0
            and all(s.day.isocalendar()[:2] not in crowded
                    for s in stays.get(p.participant, ()))
        }  # fmt: skip
        return free - self._refused(view, host, free, stays)

    def _refused(
        self,
        view: PlanView,
        host: HostUnit,
        people: Iterable[str],
        stays: Mapping[str, Sequence[Session]],
    ) -> set[str]:
        """Return who may not be at a host: what is broken where they all are."""
        rows = sorted(people)
        plan = Plan(
            placements=tuple(Placement(participant=p, host=host.unit) for p in rows),
            sessions=tuple(
                s.model_copy(update={"staff": (), "place": None})
                for who in rows
                for s in stays.get(who, ())
            ),
        )
        there, refused = PlanView(view.programme, plan), set[str]()
        for rule in view.programme.rules:
            asked = Hosting in rule.judges, HostingDay in rule.judges
            if not rule.hard or not any(asked):
                continue
            for row in rule.check(there):
                if view.programme.waived.covers(row.rule, row.subject):
                    continue
                first, second = (*row.subject, "", "")[:2]
                if asked[0] and second == host.unit:
                    refused.add(first)
                if asked[1] and first == host.unit:
                    refused.add(second.split("/")[1])
        return refused


def _allowed(programme: Programme) -> dict[str, list[str]]:
    """Return the hosts that hard rules let each participant go to."""
    rules = [r for r in programme.rules if r.hard and Hosting in r.judges]
    judges = [(rule.id, rule.judge(programme)) for rule in rules]
    waived = programme.waived.covers
    return {
        person.id: [
            host.unit
            for host in programme.hosts
            if host.capacity_week > 0
            and not any(
                judge(Hosting(person, host)) and not waived(key, (person.id, host.unit))
                for key, judge in judges
            )
        ]
        for person in programme.needs_hosts
    }


Week = tuple[date, ...]
Shut = Mapping[date, list[str]]


def _shut(programme: Programme) -> dict[str, Shut]:
    """Return by host the days on which it receives nobody, and which rules say so."""
    rules = [r for r in programme.rules if r.hard and HostingDay in r.judges]
    judges = [(rule.id, rule.judge(programme)) for rule in rules]
    return {
        host.unit: {
            day: broken
            for day in programme.calendar.days()
            if (broken := [k for k, judge in judges if judge(HostingDay(host, day))])
        }
        for host in programme.hosts
    }


def _refusing(
    programme: Programme, unit: str, key: SessionKey, shut: Shut
) -> list[date]:
    """Return the days on which a host cannot receive a session."""
    subject, waived = (unit, str(key)), programme.waived.covers
    rules = {rule for broken in shut.values() for rule in broken}
    binding = {rule for rule in rules if not waived(rule, subject)}
    return [day for day, broken in shut.items() if not binding.isdisjoint(broken)]


def _packed(
    decisions: Decisions, posting: Posting, host: HostUnit, people: Iterable[str]
) -> Iterator[tuple[Week, Literal_]]:
    """Yield weeks with whether a host is full in them, though not in the year."""
    if host.capacity_week >= host.capacity_year:
        return
    for monday, guests in guests_by_week(decisions, people, host.unit):
        week = tuple(monday + timedelta(days=k) for k in range(7))
        yield week, posting.reached(guests, host.capacity_week)
