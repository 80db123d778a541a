"""Who is at which host unit in which week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.model.core import Core
from leaderplan.model.dated import Days
from leaderplan.model.literals import Lit, settled, together
from leaderplan.model.people import People
from leaderplan.model.scope import Scope
from leaderplan.rules._base import HostingDay

if TYPE_CHECKING:
    from leaderplan.model.drafts import Draft, SessionDecision
    from leaderplan.model.times import SessionTime
    from leaderplan.model.windows import Distance

FAR = 10**6
"""More days than any horizon has."""

WEEKS = {"week": {1: 0}, "three_two": {1: 0, 4: 7}}
"""By form of a practicum whose weeks follow from the first: the occurrence that each
week begins with, and how many days that week is after the first one."""


class Around:
    """What stands near a practicum and is led by the host's leader.

    Parameters
    ----------
    core, drafts, asked
        The model, its drafted sessions, and the distances between them.
    """

    def __init__(
        self, core: Core, drafts: dict[SessionKey, Draft], asked: list[Distance]
    ) -> None:
        self._core = core
        self._drafts = drafts
        self._near: dict[str, dict[SessionKey, list[tuple[int, int, int]]]] = {}
        self._known: dict[tuple[SessionKey, str], Days] = {}
        for row in asked:
            if core.binds(row.rule) and row.first.audience == row.then.audience:
                least = -FAR if row.least is None else row.least
                most = FAR if row.most is None else row.most
                self._note(row.first, row.then, least, most)
                self._note(row.then, row.first, -most, -least)

    def _note(self, first: SessionKey, then: SessionKey, least: int, most: int) -> None:
        kinds = [self._drafts[key].activity for key in (first, then)]
        led = any(lead.relation == "host_leader" for lead in kinds[1].leads)
        if kinds[0].kind == "practicum" and kinds[1].kind != "practicum" and led:
            rows = self._near.setdefault(first.audience, {}).setdefault(then, [])
            rows.append((first.occurrence, least, most))

    def fits(
        self, participant: str, host: str, days: Mapping[int, Sequence[int]]
    ) -> bool:
        """Whether each such session has a day, with the practicum's days so.

        ``days`` are those left to each occurrence, in order.
        """
        near = self._near.get(participant, {})
        return all(
            self._open(then, host)[
                max(0, *(days[at][0] + least for at, least, _ in rows)) : max(
                    0, min(days[at][-1] + most for at, _, most in rows) + 1
                )
            ].any()
            for then, rows in near.items()
        )

    def _open(self, session: SessionKey, host: str) -> Days:
        """Days on which the leader of a host can be there."""
        if (session, host) not in self._known:
            draft = self._drafts[session]
            leader = self._core.programme.host(host).leader
            allowed = draft.allowed.astype(bool)
            for row in draft.guarded:
                about = row.subject[0] == leader and row.here is not True
                if about and self._core.binds(row.ruling.rule, session.activity):
                    allowed = allowed & (row.ruling.amounts == 0)
            self._known[session, host] = (
                np.asarray(allowed.any(axis=1)) if draft.fixed is None else draft.days
            )
        return self._known[session, host]


class Visits:
    """Literals of (participant, host unit, week).

    Where hosts and practicum days are both open and the form tells the weeks by the
    first of them, host and first week become one *dense* decision: a transport
    problem, whose relaxation is integral. Else a visit is host and week both.
    """

    def __init__(self, core: Core, people: People, scope: Scope) -> None:
        self._core = core
        self._people = people
        programme = core.programme
        practica = [
            a for a in programme.activities if a.kind == "practicum" and a.length
        ]
        self.activities = frozenset(a.id for a in practica)
        forms = practica[0].forms if len(practica) == 1 else ()
        self._parts = WEEKS.get(forms[0], {}) if len(forms) == 1 else {}
        self.dense = (
            bool(self._parts)
            and self.activities <= scope.dates
            and self.activities <= scope.indexed
            and "hosts" in scope.families
            and any(rule.kind == "day_pattern" for rule in core.rules)
            and not core.explain
        )
        self.whole = self.dense and forms == ("week",)
        """Whether what a host allows of a week is all said by its visits."""
        self._begun: dict[tuple[str, str, date], Lit] = {}
        """Whether somebody's first week at a host is that."""
        self._found: dict[tuple[str, str, date], Lit] = {}
        self._joined: set[str] = set()
        self._weeks: dict[str, list[SessionDecision]] = {}
        self._away: dict[tuple[str, date], Lit] = {}
        self._opened: dict[str, Days] = {}
        self._closed: dict[tuple[str, date], bool] = {}
        self._weekly: dict[tuple[str, date], list[tuple[Rule, int]] | None] = {}

    def join(self, held: dict[SessionKey, SessionDecision], around: Around) -> None:
        """Connect hosts with the practicum sessions in view."""
        for key, decision in held.items():
            if key.activity in self.activities and not decision.context:
                self._weeks.setdefault(key.audience, []).append(decision)
        if self.dense:
            for participant in self._weeks:
                self._join_densely(participant, around)

    def _join_densely(self, participant: str, around: Around) -> None:
        model, hosts = self._core.model, self._people.host.get(participant, {})
        times = {d.key.occurrence: d.time for d in self._weeks[participant]}
        if times[1].fixed or any(settled(lit) for lit in hosts.values()):
            return
        by_host: dict[str, list[Any]] = {host: [] for host in hosts}
        for monday in self._mondays(times[1]):
            days = self._days(times, monday)
            row = []
            for host in hosts if all(days.values()) else ():
                prices = self._prices(host, monday)
                if prices is not None and around.fits(participant, host, days):
                    visit = model.new_bool_var(f"visit {participant} {host} {monday}")
                    for rule, amount in prices:
                        self._core.price(rule, amount * visit)
                    self._begun[participant, host, monday] = visit
                    by_host[host].append(visit)
                    row.append(visit)
            for occurrence in self._parts:
                within = times[occurrence].on_days(days[occurrence])
                model.add(sum(row) == times[occurrence].among(within))
        for host, literal in hosts.items():
            model.add(sum(by_host[host]) == literal)
        self._joined.add(participant)

    def _mondays(self, first: SessionTime) -> list[date]:
        """Mondays of the weeks in which a practicum may begin."""
        days = (first.timeline.date(day) for day in first.days)
        return sorted({day - timedelta(days=day.weekday()) for day in days})

    def _days(
        self, times: dict[int, SessionTime], monday: date
    ) -> dict[int, list[int]]:
        """Days left to each occurrence of a practicum that begins in a week."""
        found, after = {}, 0
        for occurrence, time in sorted(times.items()):
            after = self._parts.get(occurrence, after)
            first = time.timeline.index(monday) + after
            found[occurrence] = [d for d in time.days if first <= d < first + 7]
        return found

    def _prices(self, host: str, monday: date) -> list[tuple[Rule, int]] | None:
        """What a first week at a host costs by rule, ``None`` where it is shut.

        Nothing where it depends on the days, which are judged one by one.
        """
        if not self.whole:
            weeks = [monday + timedelta(days=k) for k in self._parts.values()]
            return None if any(self._shut(host, week) for week in weeks) else []
        if (host, monday) not in self._weekly:
            broken = [row for day in self._broken(host, monday, 5) for row in day]
            shut = any(rule.hard for rule, _ in broken)
            self._weekly[host, monday] = None if shut else broken
        return self._weekly[host, monday]

    def _shut(self, host: str, monday: date) -> bool:
        """Whether a host refuses every day of a week, so that nobody is there."""
        if self._core.explain:
            return False
        if (host, monday) not in self._closed:
            self._closed[host, monday] = all(
                any(rule.hard for rule, _ in day)
                for day in self._broken(host, monday, 7)
            )
        return self._closed[host, monday]

    def open_weeks(self, host: str) -> Days:
        """Flags of the days in weeks that a host does not refuse wholly."""
        if host not in self._opened:
            days = self._core.programme.calendar.days()
            self._opened[host] = np.array(
                [not self._shut(host, d - timedelta(days=d.weekday())) for d in days]
            )
        return self._opened[host]

    def _broken(
        self, host: str, monday: date, count: int
    ) -> Iterator[list[tuple[Rule, int]]]:
        """Yield what receiving somebody breaks on each of the first days of a week."""
        unit = self._core.programme.host(host)
        for k in range(count):
            day = monday + timedelta(days=k)
            yield self._core.choices.single(HostingDay(unit, day))

    def literal(self, participant: str, host: str, monday: date) -> Lit:
        """Whether a participant is at a host unit in the week of ``monday``."""
        known = self._found.get((participant, host, monday))
        if known is not None:
            return known
        if participant in self._joined:
            found = self._any_begun(participant, host, monday)
            self._found[participant, host, monday] = found
            return found
        there = self._people.host.get(participant, {}).get(host, False)
        if there is False or (self.dense and not settled(there)):
            return False
        if self._shut(host, monday):
            return False
        found = self._both(there, self._in_week(participant, monday))
        self._found[participant, host, monday] = found
        return found

    def _any_begun(self, participant: str, host: str, monday: date) -> Lit:
        """Whether a week is one of those that began with some first week."""
        firsts = [monday - timedelta(days=k) for k in self._parts.values()]
        rows = [self._begun.get((participant, host, first)) for first in firsts]
        begun = [visit for visit in rows if visit is not None]
        if len(begun) <= 1:
            return begun[0] if begun else False
        found = self._core.model.new_bool_var(f"at {participant} {host} {monday}")
        self._core.model.add(sum(begun) == found)
        return found

    def _in_week(self, participant: str, monday: date) -> Lit:
        """Whether any practicum day lies in a week: the same for all hosts."""
        known = self._away.get((participant, monday))
        if known is None:
            known = self._away[participant, monday] = self._any_in(participant, monday)
        return known

    def _any_in(self, participant: str, monday: date) -> Lit:
        flags = []
        for decision in self._weeks.get(participant, []):
            time = decision.time
            first = time.timeline.index(monday)
            flags.append(time.flag(time.on_days(range(first, first + 7))))
        open_ = [flag for flag in flags if flag is not False]
        if any(flag is True for flag in open_):
            return True
        if len(open_) <= 1:
            return open_[0] if open_ else False
        found = self._core.model.new_bool_var(f"week {participant} {monday}")
        self._core.model.add_max_equality(found, open_)
        return found

    def _both(self, there: Lit, week: Lit) -> Lit:
        held = together((there, week))
        if held is None:
            return False
        if len(held) <= 1:
            return held[0] if held else True
        found = self._core.model.new_bool_var("visit")
        self._core.model.add_bool_and(held).only_enforce_if(found)
        self._core.model.add_bool_or([found, *(lit.negated() for lit in held)])
        return found
