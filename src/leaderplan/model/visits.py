"""Who is at which host unit in which week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.model.around import Around
from leaderplan.model.choices import Point, Ruling
from leaderplan.model.core import Core
from leaderplan.model.dated import Days
from leaderplan.model.literals import Lit, settled, together
from leaderplan.model.people import People
from leaderplan.model.scope import Scope
from leaderplan.rules._base import HostingDay

if TYPE_CHECKING:
    from leaderplan.model.drafts import SessionDecision
    from leaderplan.model.times import SessionTime

WEEKS = {"week": {1: 0}, "three_two": {1: 0, 4: 7}}
"""By form of a practicum whose weeks follow from the first: the occurrence that each
week begins with, and how many days that week is after the first one."""


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
            and not any(
                core.programme.waived.any_of(rule.id)
                for rule in core.rules
                if rule.kind == "day_pattern" or HostingDay in rule.judges
            )
            and self._begins(scope)
        )
        self.whole = self.dense and forms == ("week",)
        """Whether what a host allows of a week is all said by its visits."""
        self._begun: dict[tuple[str, str], dict[date, Lit]] = {}
        """Whether somebody's first week at a host is that."""
        self._found: dict[tuple[str, str], dict[date, Lit]] = {}
        self._joined: set[str] = set()
        self._weeks: dict[str, list[SessionDecision]] = {}
        self._away: dict[str, dict[date, Lit]] = {}
        self._opened: dict[str, Days] = {}
        self._received: dict[tuple[str, int, bool, Point | None], list[Ruling]] = {}
        self._closed: dict[tuple[str, date], bool] = {}
        self._weekly: dict[tuple[str, date], list[tuple[Rule, int]] | None] = {}

    def _begins(self, scope: Scope) -> bool:
        """Whether whoever has a day of it has those with which its weeks begin."""
        asked: dict[str, set[int]] = {}
        for key in self._core.programme.session_keys:
            seen = scope.only is None or key in scope.only
            if seen and key.activity in self.activities:
                asked.setdefault(key.audience, set()).add(key.occurrence)
        return all(self._parts.keys() <= had for had in asked.values())

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
                    self._begun.setdefault((participant, host), {})[monday] = visit
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
                any(self._core.choices.binding(rule) for rule, _ in day)
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

    def received(
        self, host: str, length: int, said: bool, at: Point | None
    ) -> list[Ruling]:
        """Return what the rules say of receiving somebody, on each day or ``at`` one.

        But not what visits have ``said`` of weeks.
        """
        asked = host, length, said, at
        if asked not in self._received:
            starts = len(self._core.programme.calendar.starts(length))
            unit = self._core.programme.host(host)
            rows = self._core.choices.by_date(HostingDay, (unit,), starts, at)
            if said:
                weeks = self.open_weeks(host)[:, None]
                rows = [Ruling(rule, amounts * weeks) for rule, amounts in rows]
            self._received[asked] = rows
        return self._received[asked]

    def _broken(
        self, host: str, monday: date, count: int
    ) -> Iterator[list[tuple[Rule, int]]]:
        """Yield what receiving somebody breaks on each of the first days of a week."""
        unit = self._core.programme.host(host)
        for k in range(count):
            day = monday + timedelta(days=k)
            yield self._core.choices.single(HostingDay(unit, day))

    def at(self, participant: str, host: str) -> dict[date, Lit]:
        """By Monday, whether a participant is at a host unit in that week.

        Of the weeks in which that can be.
        """
        if (participant, host) not in self._found:
            rows = (
                self._of_begun(participant, host)
                if participant in self._joined
                else self._of_both(participant, host)
            )
            self._found[participant, host] = dict(sorted(rows))
        return self._found[participant, host]

    def stays(self, participant: str, host: str) -> list[tuple[date, ...]]:
        """Weeks, by their Mondays, of each stay of a participant at a host.

        Nothing where hosts and weeks are not one decision.
        """
        return [
            tuple(first + timedelta(days=after) for after in self._parts.values())
            for first in self._begun.get((participant, host), {})
        ]

    def _of_begun(self, participant: str, host: str) -> Iterator[tuple[date, Lit]]:
        """Yield each week with those visits, by their first week, that it is of."""
        weeks: dict[date, list[Lit]] = {}
        for first, visit in self._begun.get((participant, host), {}).items():
            for after in self._parts.values():
                weeks.setdefault(first + timedelta(days=after), []).append(visit)
        for monday, begun in weeks.items():
            if len(begun) == 1:
                yield monday, begun[0]
            else:
                name = f"at {participant} {host} {monday}"
                found = self._core.model.new_bool_var(name)
                self._core.model.add(sum(begun) == found)
                yield monday, found

    def _of_both(self, participant: str, host: str) -> Iterator[tuple[date, Lit]]:
        """Yield each week, and whether both the host and some day of it are chosen."""
        there = self._people.host.get(participant, {}).get(host, False)
        if there is False or (self.dense and not settled(there)):
            return
        for monday, week in self._away_of(participant).items():
            if not self._shut(host, monday):
                yield monday, self._both(there, week)

    def _away_of(self, participant: str) -> dict[date, Lit]:
        """By Monday, whether any practicum day lies in a week, at whatever host."""
        if participant not in self._away:
            flags: dict[date, list[Lit]] = {}
            for decision in self._weeks.get(participant, []):
                time = decision.time
                for monday in self._mondays(time):
                    first = time.timeline.index(monday)
                    flag = time.flag(time.on_days(range(first, first + 7)))
                    flags.setdefault(monday, []).append(flag)
            self._away[participant] = {
                monday: self._any(f"week {participant} {monday}", rows)
                for monday, rows in flags.items()
            }
        return self._away[participant]

    def _any(self, name: str, flags: list[Lit]) -> Lit:
        open_ = list({id(flag): flag for flag in flags}.values())
        if any(flag is True for flag in open_):
            return True
        if len(open_) == 1:
            return open_[0]
        found = self._core.model.new_bool_var(name)
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
