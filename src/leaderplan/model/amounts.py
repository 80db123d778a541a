"""Amounts of who is in one network group, as rules state them: without any variable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.rules._distances import OPEN

Whole = npt.NDArray[np.int64]

Table = Mapping[str, npt.NDArray[np.int8]]
"""For each person 1 where a group of a list has them, else 0."""

LARGEST = 30_000
"""The greatest sum that is counted in two bytes."""


class Sum(NamedTuple):
    """What some people, and compounds of them, add up to.

    Parameters
    ----------
    terms
        How much each person (an id) or compound counts.
    constant
        What is added whoever is there.
    """

    terms: frozenset[tuple[str | Compound, int]]
    constant: int = 0

    def value(self, table: Table) -> Whole:
        """Amount of each group of a table."""
        first = next(iter(table.values()))
        total = np.full(len(first), self.constant, np.int64)
        for atom, count in self.terms:
            row = table[atom] if isinstance(atom, str) else atom.value(table)
            total += row.astype(np.int64) * count
        return total


class Compound(NamedTuple):
    """1 where all, or any, of some sums are above 0, else 0."""

    all: bool
    of: frozenset[Sum]

    def value(self, table: Table) -> Whole:
        """Amount of each group of a table."""
        rows = [row.value(table) > 0 for row in self.of]
        joined = np.logical_and if self.all else np.logical_or
        return np.asarray(joined.reduce(rows), np.int64)


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole number that the members of one group add up to, with arithmetic."""

    group: str
    sum: Sum

    def __add__(self, other: Any) -> Any:
        if isinstance(other, int):
            other = Amount(self.group, Sum(frozenset(), other))
        if not isinstance(other, Amount):
            return NotImplemented
        if other.group != self.group:
            return OPEN
        counts: dict[Any, int] = defaultdict(int)
        for atom, count in (*self.sum.terms, *other.sum.terms):
            counts[atom] += count
        terms = frozenset((atom, count) for atom, count in counts.items() if count)
        return Amount(self.group, Sum(terms, self.sum.constant + other.sum.constant))

    def __mul__(self, factor: int) -> Amount:
        terms = frozenset((a, n * factor) for a, n in self.sum.terms if factor)
        return Amount(self.group, Sum(terms, self.sum.constant * factor))

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __neg__(self) -> Amount:
        return self * -1

    def negated(self) -> Amount:
        """Return the opposite of a literal, as the solver's literals do."""
        opposite = (-self).sum
        return Amount(self.group, opposite._replace(constant=opposite.constant + 1))

    __radd__, __rmul__, __invert__ = __add__, __mul__, negated


class Asked(NamedTuple):
    """What a rule asks of a group: at most 0 ``over`` where all of ``given`` hold."""

    over: Sum
    given: frozenset[Sum]
    rule: str

    @property
    def linear(self) -> bool:
        """Whether it adds up small numbers of persons, whatever else holds."""
        terms, constant = self.over
        size = abs(constant) + sum(abs(count) for _, count in terms)
        alone = all(isinstance(atom, str) for atom, _ in terms)
        return alone and not self.given and size <= LARGEST


class Members:
    """Network groups as rules see them that are about nothing else.

    Implements what such a rule asks of :class:`leaderplan.rules._base.Decisions`.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._cohort = {
            group: cohort.id
            for cohort in programme.cohorts
            for group in programme.group_ids(cohort.id)
        }

    def members(self, audience: str) -> dict[str, Amount]:
        """Who may be in a group, by participant id."""
        return {
            p.id: Amount(audience, Sum(frozenset({(p.id, 1)})))
            for p in self.programme.needs_groups
            if p.cohort == self._cohort.get(audience)
        }

    def groups(self) -> list[str]:
        """Ids of the network groups."""
        return list(self._cohort)

    def _none(self, *_of: object) -> list[Any]:
        return []

    sessions = seats = lead_seats = site_seats = classes = _none

    def _nobody(self, *_of: object) -> dict[Any, Any]:
        return {}

    leaders = places = facilitators = hosts = coaches = visits = _nobody


class Stating:
    """Notes what one rule asks of each group, as far as it is about one alone.

    Implements what such a rule asks of :class:`leaderplan.rules._base.Posting`. What
    it cannot tell it leaves out: more groups are possible then.
    """

    def __init__(self, rule: Rule, asked: dict[str, list[Asked]]) -> None:
        self._rule = rule
        self._asked = asked

    def at_most(
        self, amount: Any, limit: int, subject: object, given: Iterable[Any] = ()
    ) -> None:
        """Note that ``amount <= limit`` is asked."""
        held = [literal for literal in given if literal is not True]
        rows = [amount, *held]
        if all(isinstance(row, Amount) for row in rows) and _one_group(rows):
            over, sums = (amount - limit).sum, frozenset(row.sum for row in held)
            self._asked[amount.group].append(Asked(over, sums, self._rule.id))

    def at_least(
        self, amount: Any, limit: int, subject: object, given: Iterable[Any] = ()
    ) -> None:
        """Note that ``amount >= limit`` is asked."""
        self.at_most(-amount, -limit, subject, given)

    def not_all(self, literals: Iterable[Any], subject: object) -> None:
        """Note that not all literals may hold."""
        rows = [literal for literal in literals if literal is not True]
        if all(isinstance(row, Amount) for row in rows) and rows:
            self.at_most(sum(rows), len(rows) - 1, subject)

    def any_of(self, literals: Iterable[Any]) -> Any:
        """Return a literal that holds where any of the literals does."""
        rows = [literal for literal in literals if literal is not False]
        if any(row is True for row in rows) or not rows:
            return bool(rows)
        return self._compound(rows, all_=False)

    def both(self, literal: Any, other: Any) -> Any:
        """Return 1 where a literal and a 0-or-1 amount both hold, else 0."""
        if literal is False or (isinstance(other, int) and not other):
            return 0
        if literal is True or isinstance(other, int):
            return other if literal is True else literal
        return self._compound([literal, other], all_=True)

    def _compound(self, rows: Sequence[Any], *, all_: bool) -> Any:
        if not all(isinstance(row, Amount) for row in rows) or not _one_group(rows):
            return OPEN
        atom = Compound(all_, frozenset(row.sum for row in rows))
        return Amount(rows[0].group, Sum(frozenset({(atom, 1)})))

    def _unknown(self, *_of: object) -> Any:
        return OPEN

    excess = reached = _unknown

    def alternatives(self, names: Sequence[str], subject: object) -> dict[str, Any]:
        """Return what is known of literals of which one holds at least."""
        return dict.fromkeys(names, True if len(names) == 1 else OPEN)

    def _passed(self, *_asked: Any, **_more: Any) -> None:
        """Pass over what is about sessions."""

    distance = not_within = no_overlap = gap = _passed
    load = crowd = distinct_days = worst = _passed


def _one_group(rows: Iterable[Amount]) -> bool:
    return len({row.group for row in rows}) == 1


def asked_of_groups(programme: Programme) -> dict[str, list[Asked]]:
    """What the rules ask of each network group alone, by label."""
    members, waived = Members(programme), programme.waived
    asked: dict[str, list[Asked]] = {group: [] for group in members.groups()}
    for rule in programme.rules:
        if rule.needs(programme) <= {"groups"} and not waived.any_of(rule.id):
            rule.post(members, Stating(rule, asked))
    return asked
