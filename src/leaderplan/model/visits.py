"""Who is at which host unit in which week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from leaderplan.domain.plan import SessionKey
from leaderplan.model.core import Core
from leaderplan.model.literals import Lit, settled, together
from leaderplan.model.people import People
from leaderplan.model.scope import Scope
from leaderplan.rules._base import HostingDay

if TYPE_CHECKING:
    from leaderplan.model.sessions import SessionDecision


class Visits:
    """Literals of (participant, host unit, week).

    Where hosts and practicum weeks are both open and the form is a whole week,
    host and week become one *dense* decision: a transport problem, whose
    relaxation is integral. Else a visit is host and week both.
    """

    def __init__(self, core: Core, people: People, scope: Scope) -> None:
        self._core = core
        self._people = people
        programme = core.programme
        practica = [
            a for a in programme.activities if a.kind == "practicum" and a.length
        ]
        self.activities = frozenset(a.id for a in practica)
        self.dense = (
            len(practica) == 1
            and practica[0].forms == ("week",)
            and self.activities <= scope.dates
            and self.activities <= scope.indexed
            and "hosts" in scope.families
            and any(rule.kind == "day_pattern" for rule in core.rules)
            and not core.explain
        )
        self._found: dict[tuple[str, str, date], Lit] = {}
        self._weeks: dict[str, list[SessionDecision]] = {}
        self._away: dict[tuple[str, date], Lit] = {}

    def join(self, held: dict[SessionKey, SessionDecision]) -> None:
        """Connect hosts with the practicum sessions in view."""
        for key, decision in held.items():
            if key.activity in self.activities and not decision.context:
                self._weeks.setdefault(key.audience, []).append(decision)
        if self.dense:
            for participant in self._weeks:
                self._join_densely(participant)

    def _join_densely(self, participant: str) -> None:
        model, hosts = self._core.model, self._people.host.get(participant, {})
        first = next(d for d in self._weeks[participant] if d.key.occurrence == 1)
        if first.time.fixed or any(settled(lit) for lit in hosts.values()):
            return
        timeline = first.time.timeline
        by_host: dict[str, list[Any]] = {host: [] for host in hosts}
        days = first.time.option_days.tolist()
        for day, week in zip(days, first.time.literals, strict=True):
            row = []
            for host in hosts:
                monday = timeline.date(day)
                if self._open(host, monday):
                    visit = model.new_bool_var(f"visit {participant} {host} {monday}")
                    self._price(visit, host, monday)
                    self._found[participant, host, monday] = visit
                    by_host[host].append(visit)
                    row.append(visit)
            model.add(sum(row) == week)
        for host, literal in hosts.items():
            model.add(sum(by_host[host]) == literal)

    def _open(self, host: str, monday: date) -> bool:
        unit = self._core.programme.host(host)
        days = (monday + timedelta(days=k) for k in range(5))
        return all(self._core.choices.allowed(HostingDay(unit, day)) for day in days)

    def _price(self, visit: Any, host: str, monday: date) -> None:
        unit = self._core.programme.host(host)
        for day in (monday + timedelta(days=k) for k in range(5)):
            for rule, amount in self._core.choices.single(HostingDay(unit, day)):
                self._core.price(rule, amount * visit)

    def literal(self, participant: str, host: str, monday: date) -> Lit:
        """Whether a participant is at a host unit in the week of ``monday``."""
        known = self._found.get((participant, host, monday))
        if known is not None:
            return known
        there = self._people.host.get(participant, {}).get(host, False)
        if there is False or (self.dense and not settled(there)):
            return False
        found = self._both(there, self._in_week(participant, monday))
        self._found[participant, host, monday] = found
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
