"""How many different people have a session on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.model.core import Core
from leaderplan.model.literals import Lit, together

if TYPE_CHECKING:
    from leaderplan.model.decisions import Decisions
    from leaderplan.model.posting import Posting

Owners = Mapping[str, Sequence[tuple[SessionKey, Lit]]]
"""Sessions of each owner, and whether the owner is there."""

Held = Sequence[Sequence[Lit]]
"""Of some sessions, the literals that all hold where the owner is there on a day."""

Name = tuple[tuple[int, ...], ...]
"""Tells what is held apart: indexes of its literals."""


class Crowds:
    """One crowd: owners of whom not too many have a session on a day.

    Where a session may be anybody's, it is told of each owner and day whether he has
    one, and those are counted: far fewer statements than of each two sessions.

    Parameters
    ----------
    decisions
        What is decided in this model.
    posting
        Where one rule states its requirements.
    rule
        That rule.
    """

    def __init__(self, decisions: Decisions, posting: Posting, rule: Rule) -> None:
        self._decisions = decisions
        self._core: Core = decisions.core
        self._posting = posting
        self._rule = rule
        self._binds = self._core.binds(rule)
        self._known: dict[Name, Lit] = {}

    def post(self, owners: Owners, limit: int, subject: Subject) -> None:
        """State a crowd; see :meth:`leaderplan.rules._base.Posting.crowd`."""
        parted = self._core.programme.waived.part_of(self._rule.id, subject)
        if limit == 1 and self._binds and not parted:
            self._keep_apart(owners, subject)
            if self._core.explain:
                return
            owners = {
                owner: [(key, here) for key, here in row if self._told(key)]
                for owner, row in owners.items()
            }
        self._count(owners, limit, subject)

    def _told(self, key: SessionKey) -> bool:
        """Whether a session's day is told by literals, or settled."""
        time = self._decisions.held[key].time
        return time.indexed or len(time.days) == 1

    def _keep_apart(self, owners: Owners, subject: Subject) -> None:
        """Keep sessions of each two owners apart that are not told day by day."""
        for one, other in combinations(sorted(owners), 2):
            for (first, here), (then, there) in product(owners[one], owners[other]):
                counted = self._told(first) and self._told(then)
                if first != then and counted and not self._core.explain:
                    continue
                if first == then:
                    self._posting.not_all((here, there), subject)
                else:
                    self._posting.not_within(first, then, 0, 0, subject, (here, there))

    def _count(self, owners: Owners, limit: int, subject: Subject) -> None:
        """Count on each day the owners who are there."""
        timeline = self._core.grid[1]
        keys = {key for row in owners.values() for key, _ in row}
        days = {day for key in keys for day in self._decisions.held[key].time.days}
        stated: set[tuple[Name, ...]] = set()
        for day in sorted(days):
            rows = [self._held(row, day) for _, row in sorted(owners.items())]
            present = [(_name(held), held) for held in rows if held]
            names = tuple(name for name, _ in present)
            # What is forbidden of two days alike is said once; a price is not.
            if len(present) > limit and not (self._binds and names in stated):
                stated.add(names)
                there = [self._there(name, held) for name, held in present]
                named = (*subject, timeline.date(day).isoformat())
                self._posting.at_most(sum(there), limit, named)

    def _held(self, row: Sequence[tuple[SessionKey, Lit]], day: int) -> Held:
        held = []
        for key, here in row:
            time = self._decisions.held[key].time
            literals = together((here, time.flag(time.on_days((day,)))))
            if literals is not None:
                held.append(literals)
        return held

    def _there(self, name: Name, held: Held) -> Any:
        """Return what is 1 at least where somebody has a session."""
        if name not in self._known:
            self._known[name] = self._any(held)
        return self._known[name] + 0

    def _any(self, held: Held) -> Lit:
        if not all(held):
            return True
        if len(held) == 1 and len(held[0]) == 1:
            return held[0][0]
        there = self._core.model.new_bool_var("there")
        for literals in held:
            self._core.model.add_bool_or([there, *(lit.negated() for lit in literals)])
        return there


def _name(held: Held) -> Name:
    return tuple(tuple(literal.index for literal in literals) for literals in held)
