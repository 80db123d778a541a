"""What the counts alone forbid: a few people cannot be in many groups.

Pigeonholes, without a solver. Of each value of an attribute it is asked how its people
could be spread over a cohort's groups at the least cost, whatever else is asked; all
else can only cost more. So it bounds every plan that keeps the hard rules it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from leaderplan.costs.spread import INFINITE, cheapest
from leaderplan.domain.attributes import OF_POST
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.rules import (
    RULES,
    AtMostAlike,
    Balance,
    ClassSize,
    GroupSize,
    NobodyAlone,
    Represented,
    UnitApart,
)
from leaderplan.rules._forming import Forming, by_value, classes_of, groups_of

FEW_VALUES = ("sector", "role", "unit_size")
"""Attributes of the post of which a group can have each value."""

Amount = Callable[[int], int]
"""Excess of one group, by how many people of a value it has."""


@dataclass(frozen=True, slots=True)
class Forced:
    """A cost that no plan can do without, as the counts tell.

    Parameters
    ----------
    level
        Where it is priced; a level that counts only the largest is left out.
    rules
        Ids of the rules that the argument rests on, hard ones too; no fewer do.
    cohort
        Whose groups or classes they are.
    attribute, value
        Of which people it speaks: ``None`` for all of the cohort; the attribute is
        ``tied`` and the value a unit for those tied to it by a post.
    people, groups
        How many there are, and over how many groups or classes.
    cost
        Least cost of the priced rules among those, in points of the level.
    """

    level: str
    rules: tuple[str, ...]
    cohort: str
    attribute: str | None
    value: str | None
    people: int
    groups: int
    cost: int


@dataclass(frozen=True, slots=True)
class Absent:
    """People too few to be in every network group, of a value that is to be mixed."""

    cohort: str
    attribute: str
    value: str
    people: int
    groups: int

    @property
    def missing(self) -> int:
        """Groups without any of them, in every plan."""
        return self.groups - self.people


def absent_of(programme: Programme) -> tuple[Absent, ...]:
    """List who cannot be in every network group, of what is read from the post.

    Of attributes that each group is to have somebody of, or that are to be even; not of
    units and areas that are but to be even, of which there are more than a group has
    people. What people gave about themselves is left out.
    """
    mixed = dict.fromkeys(
        rule.attribute
        for rule in _counted(programme)
        if (isinstance(rule, Represented) and rule.attribute in OF_POST)
        or (isinstance(rule, Balance) and rule.attribute in FEW_VALUES)
    )
    return tuple(
        Absent(forming.cohort, attribute, value, len(people), len(forming.labels))
        for forming in groups_of(programme)
        for attribute in mixed
        for value, people in sorted(by_value(programme, forming, attribute).items())
        if len(people) < len(forming.labels)
    )


def forced_of(programme: Programme) -> tuple[Forced, ...]:
    """List the costs of groups and classes that the counts force.

    No two speak of the same violations, so those of one level add up. A rule of which
    anything is waived is not asked.
    """
    summed = [level.id for level in programme.levels if level.combine == "sum"]
    found = list[Forced]()
    for forming in groups_of(programme):
        for attribute in _attributes(programme):
            values = by_value(programme, forming, attribute)
            given = sum(len(people) for people in values.values())
            for value, people in values.items():
                about = attribute, value
                spread = _Spread(programme, forming, about, len(people), given)
                found += (row for level in summed if (row := spread.forced(level)))
        found += _tied(programme, forming)
        found += _sized(programme, forming, GroupSize)
    for forming in classes_of(programme):
        found += _sized(programme, forming, ClassSize)
    return tuple(row for row in found if row.level in summed)


def _counted(programme: Programme) -> list[Rule]:
    """Rules to ask: a rule of the user's own may mean something else by the words."""
    return [
        rule
        for rule in programme.rules
        if type(rule) in RULES and not programme.waived.any_of(rule.id)
    ]


ABOUT_ATTRIBUTE = (
    Balance, AtMostAlike, NobodyAlone, Represented,
)  # fmt: skip


def _attributes(programme: Programme) -> list[str]:
    found = (r.attribute for r in _counted(programme) if isinstance(r, ABOUT_ATTRIBUTE))
    return list(dict.fromkeys(found))


class _Spread:
    """People of one value, to be spread over the network groups of a cohort."""

    def __init__(
        self,
        programme: Programme,
        forming: Forming,
        about: tuple[str, str],
        people: int,
        given: int,
    ) -> None:
        self._forming, self._about = forming, about
        self._people, self._given = people, given
        self._groups = len(forming.labels)
        self._asked = {
            rule: amount
            for rule in _counted(programme)
            if (amount := self._amount(rule)) is not None
        }

    def forced(self, level: str) -> Forced | None:
        """Return what the rules of a level cost at least, ``None`` where nothing."""
        asked = [rule for rule in self._asked if rule.level in (None, level)]
        cost = 0 if all(rule.hard for rule in asked) else self._least(asked)
        if not 0 < cost < INFINITE:
            return None
        for rule in sorted(asked, key=lambda rule: not rule.hard):
            fewer = [other for other in asked if other is not rule]
            if self._least(fewer) == cost:
                asked = fewer
        names = tuple(rule.id for rule in asked)
        return Forced(
            level, names, self._forming.cohort, *self._about, self._people,
            self._groups, cost,
        )  # fmt: skip

    def _least(self, asked: Sequence[Rule]) -> int:
        prices = [
            sum(_price(rule, self._asked[rule](count)) for rule in asked)
            for count in range(self._people + 1)
        ]
        return cheapest(prices, self._people, self._groups)

    def _amount(self, rule: Rule) -> Amount | None:
        """Return what a rule says of a group with so many of the value."""
        if isinstance(rule, GroupSize) and rule.hard:
            return lambda count: max(0, count - rule.largest)
        if not isinstance(rule, ABOUT_ATTRIBUTE) or rule.attribute != self._about[0]:
            return None
        if isinstance(rule, AtMostAlike):
            return lambda count: max(0, count - rule.most)
        if isinstance(rule, Represented):
            return (
                None if self._people < self._groups else (lambda count: int(not count))
            )
        if isinstance(rule, NobodyAlone):
            return (lambda count: int(count == 1)) if self._minor(rule) else None
        low, high = self._people // self._groups, -(-self._people // self._groups)
        return lambda count: max(0, low - count, count - high)

    def _minor(self, rule: NobodyAlone) -> bool:
        """Whether the people are a minority of whom nobody is to be alone."""
        if rule.value is not None:
            return self._people > 1 and rule.value == self._about[1]
        small = 100 * self._people <= rule.share_percent * self._given
        return self._people > 1 and small


def _price(rule: Rule, amount: int) -> int:
    if rule.hard:
        return INFINITE if amount else 0
    return rule.weight * amount


def _tied(programme: Programme, forming: Forming) -> Iterator[Forced]:
    """More people of a unit than there are groups: somebody meets a colleague."""
    for rule in _counted(programme):
        if not isinstance(rule, UnitApart) or rule.level is None:
            continue
        for unit, people in _ties(programme, forming, rule).items():
            beyond = people - len(forming.labels)
            if beyond > 0:
                yield Forced(
                    rule.level, (rule.id,), forming.cohort, "tied", unit, people,
                    len(forming.labels), rule.weight * beyond,
                )  # fmt: skip


def _ties(programme: Programme, forming: Forming, rule: UnitApart) -> dict[str, int]:
    """Count the people of a cohort whom the rule ties to each unit."""
    first, last = programme.calendar.first, programme.calendar.last
    since = (first.year - rule.years_back, first.month, first.day)
    counts: dict[str, int] = {}
    for who in forming.people:
        held = {
            post.unit
            for post in programme.participant(who).posts
            if (post.valid_from is None or post.valid_from <= last)
            and (
                post.valid_to is None
                or (post.valid_to.year, post.valid_to.month, post.valid_to.day) >= since
            )
        }
        for unit in sorted(held):
            counts[unit] = counts.get(unit, 0) + 1
    return counts


def _sized(
    programme: Programme,
    forming: Forming,
    kind: type[GroupSize] | type[ClassSize],
) -> Iterator[Forced]:
    """Sizes as even as can be: no others cost less, whatever sizes are wanted."""
    people, count = len(forming.people), len(forming.labels)
    share, rest = divmod(people, count)
    sizes = [share + (place < rest) for place in range(count)]
    for rule in _counted(programme):
        if not isinstance(rule, kind) or rule.level is None:
            continue
        amount = sum(max(0, rule.smallest - n, n - rule.largest) for n in sizes)
        if rule.most_difference is not None:
            beyond = partial(_apart, most=rule.most_difference)
            amount += sum(map(beyond, combinations(sizes, 2)))
        if amount:
            yield Forced(
                rule.level, (rule.id,), forming.cohort, None, None, people, count,
                rule.weight * amount,
            )  # fmt: skip


def _apart(pair: tuple[int, int], most: int) -> int:
    return max(0, abs(pair[0] - pair[1]) - most)
