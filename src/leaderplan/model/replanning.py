"""The plan that disturbs least: what must change is opened, and what touches it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.model.assignment import (
    Assignment,
    from_plan,
    timeline_of,
    to_plan,
)
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.model.near import Opened, kept_of
from leaderplan.model.parts import Part, Parts
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import FAMILIES, Kept, Scope

EFFORT, SETTLING = 20.0, 3.0
"""Deterministic seconds to disturb less, and to improve each later level."""

FEW, NEAR = 60, 10
"""Sessions that are opened without more ado, and bounded; and days to either side on
which others may stand first."""

OWN = ("hosts", "coaches", "groups", "classes")
"""Families in which each person has a choice."""


@dataclass(frozen=True)
class Replanned:
    """What was found: a plan, what it disturbs, and what any plan does at least.

    ``proven`` says that none disturbs less; ``impossible`` that there is no plan.
    """

    plan: Plan | None = None
    value: int = 0
    bound: int = 0
    impossible: bool = False

    @property
    def proven(self) -> bool:
        """Whether no plan disturbs less."""
        return self.plan is not None and self.bound == self.value


class Replanning:
    """Looks for the plan that disturbs least.

    Parameters
    ----------
    programme
        The facts and rules as they are now.
    before
        What holds of the plan there is: what is not there is new, and free.
    rule
        What each difference costs.
    budget, seed
        What may be spent, the seed.
    """

    def __init__(
        self,
        programme: Programme,
        before: Plan,
        rule: Disturbance,
        budget: Budget,
        seed: int,
    ) -> None:
        levels = (DISTURBANCE, *programme.levels)
        self._programme = programme.replace(levels=levels).with_rules(rule)
        self._before = from_plan(programme, before)
        self._view = PlanView(programme, before)
        self._past, self._now = past(before, rule.as_of), rule.as_of
        self._open = frozenset(programme.session_keys) - self._past
        self._people = {person.id for person in programme.participants}
        self._moving = frozenset[SessionKey]()
        self._solver = Lexicographic(self._programme, budget, seed)
        self._part = replace(Parts(self._programme).whole, linear=1)

    def least(self, broken: Collection[Violation]) -> Replanned:
        """Find the least disturbance: first of what is broken, then of more."""
        if not broken and self._open <= set(self._before.start):
            return Replanned(self._view.plan)
        best, bound, last = Replanned(), 0, None
        with suppress(Stopped):
            for opened, reach in self._widening(broken):
                if (opened, reach) == last:
                    continue
                last = opened, reach
                if len(opened.sessions) <= FEW:
                    bound = max(bound, self._bound(opened))
                solved = self._found(opened, reach)
                everything = reach is None and opened.sessions >= self._open
                if solved.outcome is Outcome.INFEASIBLE and everything:
                    return Replanned(impossible=True)
                if solved.found is None:
                    continue
                value = solved.values[DISTURBANCE.id]
                if everything:
                    bound = max(bound, solved.bounds.get(DISTURBANCE.id, 0))
                if best.plan is None or value < best.value:
                    found = self._settled(opened, reach, solved.found, value)
                    found = self._to_the_minute(opened, reach, found, value)
                    best = Replanned(to_plan(self._programme, found), value, bound)
                best = replace(best, bound=bound)
                if best.proven:
                    break
        return best

    def _widening(
        self, broken: Collection[Violation]
    ) -> Iterator[tuple[Opened, int | None]]:
        """Open what is broken or new; its people's; their companions'; at last all.

        What is opened for it alone is first kept to days near its own.
        """
        keys, people = self._touched(broken)
        new = self._open - set(self._view.dated)
        keys |= new
        people |= {key.audience for key in new} & self._people
        self._moving = frozenset(keys)
        yield self._opened(keys, people), None
        own = keys | self._own(people)
        if len(own) <= FEW:
            yield self._opened(own, people), None
        met = people | {who for key in keys for who in self._there(key)}
        led = {s.staff for key in own if key in self._view.by_key
               for s in self._view.by_key[key].staff}  # fmt: skip
        shared = {
            session.key
            for staff in led
            for session in self._view.of_staff.get(staff, ())
        }
        yield self._opened(own | self._own(met) | shared, met), NEAR
        yield self._opened(self._open, self._people), NEAR
        yield self._opened(self._open, self._people), None

    def _touched(
        self, broken: Collection[Violation]
    ) -> tuple[set[SessionKey], set[str]]:
        names = {str(key): key for key in self._programme.session_keys}
        groups = self._view.plan.groups
        keys, people = set[SessionKey](), set[str]()
        for row in broken:
            for token in row.subject:
                if token in names:
                    keys.add(names[token])
                elif token in self._people:
                    people.add(token)
                for group in groups:
                    people |= set(group.participants) if group.id == token else set()
        people |= {key.audience for key in keys} & self._people
        return keys, people

    def _own(self, people: Collection[str]) -> set[SessionKey]:
        return {key for key in self._programme.session_keys if key.audience in people}

    def _there(self, key: SessionKey) -> tuple[str, ...]:
        day = self._view.dated.get(key)
        return () if day is None else self._view.attendees(key, day)

    def _opened(self, keys: Collection[SessionKey], people: set[str]) -> Opened:
        """Open sessions that are not past, and choices of people."""
        sessions = frozenset(keys) & self._open
        choices: dict[str, frozenset[str] | None] = {
            family: frozenset(people) for family in OWN
        }
        choices["facilitators"] = frozenset(
            group.id
            for group in self._view.plan.groups
            if people & set(group.participants)
        )
        return Opened(choices, sessions)

    # --- value and bound --------------------------------------------------------------

    def _found(self, opened: Opened, reach: int | None) -> Solved:
        """Find the least disturbance of what is opened; all else stays."""
        tries = (self._standing(opened), self._standing(opened, self._past))
        for held in tries:
            solved = self._solver.holding(held).fit(
                self._part, None, {}, kept=self._kept(opened, reach), hint=self._before,
                least=DISTURBANCE.id, effort=EFFORT, first=EFFORT / 3,
            )  # fmt: skip
            if solved.outcome is not Outcome.INFEASIBLE:
                break
        return solved

    def _bound(self, opened: Opened) -> int:
        """Bound the disturbance of every plan by what is opened, seen alone."""
        keys = frozenset(opened.sessions)
        activities = frozenset(key.activity for key in keys)
        scope = Scope(activities, FAMILIES, only=keys)
        part = Part("opened", Words("det åbnede", "what is opened"), scope, linear=1)
        left = Kept(days=self._left(opened, None))
        solved = self._solver.solve(part, levels=[DISTURBANCE.id], kept=left)
        return solved.bounds.get(DISTURBANCE.id, 0)

    def _settled(
        self, opened: Opened, reach: int | None, found: Assignment, value: int
    ) -> Assignment:
        """Improve the other levels of what is opened, and disturb no more."""
        solved = self._solver.holding(self._standing(opened)).descend(
            self._part, Assignment(), {DISTURBANCE.id: value}, {DISTURBANCE.id: value},
            rules=self._programme.rules, kept=self._kept(opened, reach), hint=found,
            effort=SETTLING,
        )  # fmt: skip
        return solved.found or found

    def _to_the_minute(
        self, opened: Opened, reach: int | None, found: Assignment, value: int
    ) -> Assignment:
        """Begin what stays in its block of its day when it began before."""
        slots, before = self._programme.calendar.slots_per_block, self._before.start

        def stays(key: SessionKey) -> bool:
            day, slot = found.start[key]
            was = before.get(key)
            return was is not None and (day, slot // slots) == (was[0], was[1] // slots)

        same = {key for key in found.start if stays(key)}
        if all(found.start[key] == before[key] for key in same):
            return found
        held = Assignment(
            {key: before[key] for key in same},
            {key: place for key, place in found.place.items() if key in same},
            {seat: who for seat, who in found.staff.items() if seat[0] in same},
        )
        solved = self._solver.holding(held).fit(
            self._part, None, {DISTURBANCE.id: value}, kept=self._kept(opened, reach),
            hint=found, effort=SETTLING,
        )  # fmt: skip
        return solved.found or found

    def _kept(self, opened: Opened, reach: int | None) -> Kept:
        """Leave what stands, and of what is opened the days that are left."""
        kept = kept_of(self._before, opened)
        return replace(kept, days={**kept.days, **self._left(opened, reach)})

    def _left(
        self, opened: Opened, reach: int | None
    ) -> dict[SessionKey, frozenset[int]]:
        """Return the days from now on: nothing is moved into the past.

        What need not move itself stays within a reach of its day.
        """
        timeline = timeline_of(self._programme)
        calendar = self._programme.calendar
        first = timeline.index(max(self._now, calendar.first))
        days = frozenset(range(first, len(calendar.days())))
        found = dict.fromkeys(opened.sessions, days)
        if reach is None:
            return found
        for key in (opened.sessions - self._moving) & set(self._before.start):
            day = self._before.start[key][0]
            found[key] &= frozenset(range(day - reach, day + reach + 1))
        return found

    def _standing(
        self, opened: Opened, only: Collection[SessionKey] | None = None
    ) -> Assignment:
        """Return the sessions that stand: what is not opened, or what is past."""
        before = self._before
        keys = (
            set(before.start) - opened.sessions
            if only is None
            else set(only) & set(before.start)
        )
        return Assignment(
            {k: v for k, v in before.start.items() if k in keys},
            {k: v for k, v in before.place.items() if k in keys},
            {k: v for k, v in before.staff.items() if k[0] in keys},
        )


def past(plan: Plan, as_of: date) -> frozenset[SessionKey]:
    """Return what was before a day, or is locked."""
    rows = [s.key for s in plan.sessions if s.day < as_of or s.locked is not None]
    return frozenset(rows) | {m.key for m in plan.milestones if m.day < as_of}
