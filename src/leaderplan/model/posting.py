"""How one rule states its requirements: the only door from rules to the solver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.errors import InternalError
from leaderplan.model.core import Core
from leaderplan.model.decisions import Decisions
from leaderplan.model.literals import Lit, bounds, together
from leaderplan.model.times import SessionTime, apart
from leaderplan.rules._base import Seat


class Posting:
    """States the requirements of one rule, each with its subject.

    Implements :class:`leaderplan.rules._base.Posting` together with
    :class:`leaderplan.model.posting_periods.PeriodPosting`. Hard requirements get
    a switch when explaining; priced ones get a slack with lower bound 0.
    """

    def __init__(self, decisions: Decisions, rule: Rule) -> None:
        self._decisions = decisions
        self._core: Core = decisions.core
        self._rule = rule
        self._binds = self._core.binds(rule)
        self._waivers = decisions.programme.waived

    def _waived(self, subject: Subject) -> bool:
        """Whether somebody decided to do without a requirement."""
        return self._waivers.covers(self._rule.id, subject)

    # --- amounts ------------------------------------------------------------------

    def at_most(
        self, amount: Any, limit: int, subject: Subject, given: Iterable[Lit] = ()
    ) -> None:
        """Ask that ``amount <= limit``."""
        held = together(given)
        low, high = bounds(amount)
        if held is None or high <= limit or self._waived(subject):
            return
        if not self._binds:
            self._core.price(self._rule, self._slack(amount - limit, held))
            return
        if not self._rule.hard and not held and low > limit:
            self._core.price(self._rule, low - limit)
            limit = low
        if high > limit:
            self._state(amount, limit, subject, held)

    def at_least(
        self, amount: Any, limit: int, subject: Subject, given: Iterable[Lit] = ()
    ) -> None:
        """Ask that ``amount >= limit``."""
        self.at_most(-amount, -limit, subject, given)

    def _state(
        self, amount: Any, limit: int, subject: Subject, held: list[Lit]
    ) -> None:
        if isinstance(amount, int):
            self._core.forbid(held, self._rule, subject)
            return
        enforced = [*held, *self._core.switch(self._rule, subject)]
        constraint = self._core.model.add(amount <= limit)
        if enforced:
            constraint.only_enforce_if(enforced)

    def _slack(self, over: Any, held: Sequence[Lit]) -> Any:
        if self._core.explain:
            return 0
        highest = bounds(over)[1]
        if isinstance(over, int) and not held:
            return max(0, over)
        slack = self._core.model.new_int_var(0, highest, f"slack {self._rule.id}")
        constraint = self._core.model.add(slack >= over)
        if held:
            constraint.only_enforce_if(held)
        return slack

    def excess(self, amount: Any, limit: int) -> Any:
        """Return a whole number of at least ``amount - limit`` and at least 0."""
        if bounds(amount)[1] <= limit:
            return 0
        if isinstance(amount, int):
            return amount - limit
        highest = bounds(amount)[1] - limit
        over = self._core.model.new_int_var(0, highest, f"excess {self._rule.id}")
        self._core.model.add(over >= amount - limit)
        return over

    def worst(self, amount: Any, subject: Subject) -> None:
        """Price the amount at a level that counts only the largest one."""
        if self._core.explain or self._waived(subject):
            return
        level, cost = self._rule.level or "", amount * self._rule.weight
        highest = max(0, bounds(cost)[1])
        if highest:
            self._core.raise_worst(level, cost, highest)

    def not_all(self, literals: Iterable[Lit], subject: Subject) -> None:
        """Ask that not all literals hold."""
        held = together(literals)
        if held is None or self._waived(subject):
            return
        if self._binds and (held or self._rule.hard):
            self._core.forbid(held, self._rule, subject)
        else:
            self._core.price(self._rule, self._slack(1, held))

    def alternatives(self, names: Sequence[str], subject: Subject) -> dict[str, Lit]:
        """Return a literal for each name, at least one of which holds."""
        if len(names) == 1:
            return {names[0]: True}
        found = {
            name: self._core.model.new_bool_var(f"{self._rule.id} {subject} {name}")
            for name in names
        }
        self._core.model.add_bool_or(found.values())
        return found

    def both(self, literal: Lit, other: Any) -> Any:
        """Return 1 where a literal and a 0-or-1 amount both hold, else 0."""
        return self._core.both(literal, other)

    def at_least_where(self, rows: Iterable[Iterable[Lit]]) -> Lit:
        """Return a literal that holds at least where all of any row do."""
        held = [row for literals in rows if (row := together(literals)) is not None]
        if not all(held):
            return True
        if len(held) <= 1 and all(len(row) == 1 for row in held):
            return held[0][0] if held else False
        model = self._core.model
        found = model.new_bool_var("at least")
        for row in held:
            model.add_bool_or([found, *(literal.negated() for literal in row)])
        return found

    def reached(self, amount: Any, limit: int) -> Lit:
        """Return a literal that holds at least where ``amount >= limit``."""
        low, high = bounds(amount)
        if low >= limit or high < limit:
            return low >= limit
        found = self._core.model.new_bool_var(f"reached {self._rule.id}")
        self._core.model.add(amount < limit).only_enforce_if(found.negated())
        return found

    def any_of(self, literals: Iterable[Lit]) -> Lit:
        """Return a literal that holds where any of the literals does."""
        return self._core.any_of(literals)

    # --- days -----------------------------------------------------------------------

    def _time(self, session: SessionKey) -> SessionTime:
        return self._decisions.held[session].time

    def distance(
        self,
        first: SessionKey,
        then: SessionKey,
        least: int | None,
        most: int | None,
        subject: Subject,
        given: Iterable[Lit] = (),
    ) -> None:
        """Ask for ``least <= day(then) - day(first) <= most``."""
        held = together(given)
        if held is None or self._waived(subject):
            return
        one, other = self._time(first), self._time(then)
        # Of days that follow one another the distance is known.
        strong = one.indexed and other.indexed and one.head is not other.head
        if strong and self._binds and not held and not self._core.explain:
            if least is not None:
                apart(self._core.model, one, other, least)
            if most is not None:
                apart(self._core.model, other, one, -most)
            return
        difference = other.day - one.day
        if least is not None and most is not None and not self._binds:
            under, over = least - difference, difference - most
            for part in (under, over):
                if bounds(part)[1] > 0:
                    self._core.price(self._rule, self._slack(part, held))
            return
        if least is not None:
            self.at_least(difference, least, subject, held)
        if most is not None:
            self.at_most(difference, most, subject, held)

    def not_within(
        self,
        first: SessionKey,
        then: SessionKey,
        least: int,
        most: int,
        subject: Subject,
        given: Iterable[Lit] = (),
    ) -> None:
        """Ask that ``day(then) - day(first)`` is not in ``least`` to ``most``."""
        held = together(given)
        one, two = self._time(first), self._time(then)
        low, high = two.days[0] - one.days[-1], two.days[-1] - one.days[0]
        if held is None or high < least or low > most or self._waived(subject):
            return
        difference = two.day - one.day
        if isinstance(difference, int):
            self.not_all(held, subject)
            return
        if one.indexed and two.indexed and self._binds and not self._core.explain:
            self._never_together(one, two, least, most, held)
            return
        model = self._core.model
        below, above = model.new_bool_var("before"), model.new_bool_var("after")
        model.add(difference <= least - 1).only_enforce_if(below)
        model.add(difference >= most + 1).only_enforce_if(above)
        self.not_all([*held, below.negated(), above.negated()], subject)

    def _never_together(
        self, one: SessionTime, two: SessionTime, least: int, most: int, held: list[Lit]
    ) -> None:
        """State for each day of one session which days the other keeps off."""
        more, limit = sum(held), 1 + len(held)
        for day, here in zip(two.days, two.literals, strict=True):
            near = one.within(day - most, day - least)
            if near:
                self._core.model.add(sum(near) + here + more <= limit)

    # --- time ------------------------------------------------------------------------

    def _timed(self, seats: Iterable[Seat]) -> list[Seat]:
        """Seats that somebody may hold and that take time."""
        held = self._decisions.held
        return [
            seat
            for seat in seats
            if seat.here is not False and held[seat.session].activity.length
        ]

    def no_overlap(self, seats: Iterable[Seat], subject: Subject) -> None:
        """Ask that no two of the sessions held overlap in time; hard only."""
        self._needs_hard()
        rows = self._timed(seats)
        if len(rows) < 2 or self._waived(subject):
            return
        if self._waivers.part_of(self._rule.id, subject):
            for one, other in combinations(rows, 2):
                pair = sorted((str(one.session), str(other.session)))
                self.gap(one, other, 0, (*subject, *pair))
            return
        intervals = [self._time(seat.session).interval(seat.here) for seat in rows]
        constraint = self._core.model.add_no_overlap(intervals)
        switch = self._core.switch(self._rule, subject)
        if switch:
            constraint.only_enforce_if(switch)

    def gap(
        self,
        first: Seat,
        other: Seat,
        slots: int,
        subject: Subject,
        given: Iterable[Lit] = (),
    ) -> None:
        """Ask for free slots between two sessions on one day; hard only."""
        self._needs_hard()
        held = together((first.here, other.here, *given))
        if (
            held is None
            or self._waived(subject)
            or len(self._timed((first, other))) < 2
        ):
            return
        one, two = self._time(first.session), self._time(other.session)
        if (
            two.ends[0] - one.ends[1] - one.length >= slots
            or one.ends[0] - two.ends[1] - two.length >= slots
        ):
            return
        after = two.start - one.start - one.length
        before = one.start - two.start - two.length
        model = self._core.model
        if isinstance(after, int):
            if max(after, before) < slots:
                self._core.forbid(held, self._rule, subject)
            return
        earlier = self._decisions.earlier(first.session, other.session)
        enforced = [*held, *self._core.switch(self._rule, subject)]
        model.add(after >= slots).only_enforce_if([*enforced, earlier])
        model.add(before >= slots).only_enforce_if([*enforced, earlier.negated()])

    def _needs_hard(self) -> None:
        if not self._rule.hard:
            raise InternalError(f"{self._rule.kind} cannot be priced")
