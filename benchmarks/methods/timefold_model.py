"""A first model of a programme for Timefold's Python edition, in constraint streams.

Groups, classes and facilitators are those of the start. What moves is when each session
and due date stands, in which room, who leads it, and with which host and in which week
somebody does the practicum: a stay is one session of five days, whose place is the
host. Numbers stand for everything, as streams of numbers are translated to Java best: a
*start* is a slot of the year, a *place* and a *leader* (somebody in a role) an index.

What a session alone is forbidden is no value of it. Not stated are rarer hard rules:
days in a week for one person, roles that one person must not fill towards the same
participant, and the loads of external examiners; the check counts them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

HARD_LEVELS, SOFT_LEVELS = 1, 5

NOBODY = -1
"""Leader of what nobody picked leads; place of what has none."""


@planning_entity
@dataclass
class Meeting:
    """One session, due date or stay."""

    id: Annotated[int, PlanningId]
    activity: int
    person: int
    length: int
    slots: int
    rooms: int
    is_stay: bool
    is_plenary: bool
    is_coaching: bool
    is_first: bool
    is_led_by_host: bool
    few: int
    starts: Annotated[list[int], ValueRangeProvider(id="starts")]
    places: Annotated[list[int], ValueRangeProvider(id="places")]
    leaders: Annotated[list[int], ValueRangeProvider(id="leaders")]
    seconds: Annotated[list[int], ValueRangeProvider(id="others")]
    barred: set[int]
    """Codes of a start and a leader or place that do not go together."""
    absences: dict[int, int]
    prices: dict[int, int]
    place_prices: dict[int, int]
    leader_prices: dict[int, int]
    travel: list[list[int]]
    """Slots of travel between two places."""
    start: Annotated[int, PlanningVariable(value_range_provider_refs=["starts"])] = 0
    place: Annotated[int, PlanningVariable(value_range_provider_refs=["places"])] = -1
    leader: Annotated[int, PlanningVariable(value_range_provider_refs=["leaders"])] = -1
    second: Annotated[int, PlanningVariable(value_range_provider_refs=["others"])] = -1

    def day(self) -> int:
        """Day number."""
        return self.start // self.slots

    def week(self) -> int:
        """Week number; the first day of the samples is a Monday."""
        return self.start // self.slots // 7

    def end(self) -> int:
        """Slot after the last one."""
        return self.start + self.length

    def clashes(self) -> int:
        """How many of place and leaders are not to be had at the start."""
        count = 0
        for choice in (self.place, 10000 + self.leader, 20000 + self.second):
            if self.start * 100000 + choice in self.barred:
                count += 1
        return count

    def absent(self) -> int:
        """People who miss it."""
        return self.absences.get(self.start, 0)

    def price(self) -> int:
        """What its day costs."""
        return self.prices.get(self.start, 0)

    def place_price(self) -> int:
        """What its place costs."""
        return self.place_prices.get(self.place, 0)

    def leader_price(self) -> int:
        """What its leader costs."""
        return self.leader_prices.get(self.leader, 0)


@dataclass
class Pair:
    """What two meetings ask of each other.

    ``shared`` says that somebody is at both; days from the first to the second are at
    least ``least`` and at most ``most``, not from 0 to ``quiet``, and cost what they
    are below ``near`` or above ``far``; ``apart`` keeps them from standing on one day.
    """

    first: int
    second: int
    shared: bool
    least: int
    most: int
    quiet: int
    near: int
    far: int
    apart: bool


@dataclass
class Load:
    """How many sessions a leader has at most on a day and in all."""

    leader: int
    per_day: int
    largest: int
    even: int


@dataclass
class Room:
    """A host's places of the year, and how many cost nothing."""

    place: int
    year: int
    week: int
    fair: int


@dataclass
class Missing:
    """Somebody would miss a meeting that starts then."""

    person: int
    meeting: int
    activity: int
    start: int
    most: int


@dataclass
class Attending:
    """Somebody is at a plenary meeting."""

    person: int
    meeting: int


@planning_solution
@dataclass
class Year:
    """All meetings, and what is known of them."""

    meetings: Annotated[list[Meeting], PlanningEntityCollectionProperty]
    pairs: Annotated[list[Pair], ProblemFactCollectionProperty]
    loads: Annotated[list[Load], ProblemFactCollectionProperty]
    rooms: Annotated[list[Room], ProblemFactCollectionProperty]
    missing: Annotated[list[Missing], ProblemFactCollectionProperty]
    attending: Annotated[list[Attending], ProblemFactCollectionProperty]
    score: Annotated[
        BendableScore | None,
        PlanningScore(
            bendable_hard_levels_size=HARD_LEVELS, bendable_soft_levels_size=SOFT_LEVELS
        ),
    ] = field(default=None)


HARD = BendableScore.of((1,), (0, 0, 0, 0, 0))
ABSENCES = BendableScore.of((0,), (1, 0, 0, 0, 0))
PLACEMENTS = BendableScore.of((0,), (0, 0, 1, 0, 0))
MATCHES = BendableScore.of((0,), (0, 0, 0, 1, 0))
DATES = BendableScore.of((0,), (0, 0, 0, 0, 1))


def days_between(pair: Pair, one: Meeting, other: Meeting) -> int:
    """Days from the last day of the first to the second."""
    return other.day() - (one.start + max(one.length, 1) - 1) // one.slots


def outside(pair: Pair, one: Meeting, other: Meeting) -> int:
    """Days by which two meetings lie too near or too far, or in quiet days."""
    days = days_between(pair, one, other)
    wrong = max(0, pair.least - days) + max(0, days - pair.most)
    if 0 <= days <= pair.quiet:
        wrong += 1
    return wrong


def overlap(pair: Pair, one: Meeting, other: Meeting) -> bool:
    """Whether somebody would be due at both at once, or on the way."""
    if pair.apart:
        first, last = one.day(), (one.end() - 1) // one.slots
        return other.day() <= last and first <= (other.end() - 1) // other.slots
    if not pair.shared or one.length == 0 or other.length == 0:
        return False
    return too_near(one, other)


def too_near(one: Meeting, other: Meeting) -> bool:
    """Whether nobody can be at both, the way between them included."""
    way = 0
    if one.place >= 0 and other.place >= 0 and one.day() == other.day():
        way = one.travel[one.place][other.place]
    return one.start < other.end() + way and other.start < one.end() + way


def far(pair: Pair, one: Meeting, other: Meeting) -> int:
    """Days below or above what is wished."""
    days = days_between(pair, one, other)
    return max(0, pair.near - days) + max(0, days - pair.far)


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """List the constraints."""
    pairs = _pairs(factory)
    return [*_hard(factory, pairs), *_soft(factory, pairs)]


def _pairs(factory: ConstraintFactory) -> Any:
    return (
        factory.for_each(Pair)
        .join(Meeting, Joiners.equal(lambda pair: pair.first, lambda m: m.id))
        .join(Meeting, Joiners.equal(lambda pair, one: pair.second, lambda m: m.id))
    )


def _hard(factory: ConstraintFactory, pairs: Any) -> list[Constraint]:
    collect = ConstraintCollectors
    picked = factory.for_each(Meeting).filter(lambda m: m.leader >= 0)
    seconded = factory.for_each(Meeting).filter(lambda m: m.second >= 0)
    housed = factory.for_each(Meeting).filter(lambda m: 0 <= m.place < m.rooms)
    stays = factory.for_each(Meeting).filter(lambda m: m.is_stay)
    return [
        factory.for_each(Meeting)
        .filter(lambda m: m.clashes() > 0)
        .penalize(HARD, lambda m: m.clashes())
        .as_constraint("place or leader not to be had"),
        pairs.filter(lambda pair, one, other: outside(pair, one, other) > 0)
        .penalize(HARD)
        .as_constraint("distance"),
        pairs.filter(overlap).penalize(HARD).as_constraint("at two at once"),
        picked.join(
            factory.for_each(Meeting).filter(lambda m: m.leader >= 0),
            Joiners.less_than(lambda m: m.id),
            Joiners.equal(lambda m: m.leader),
            Joiners.equal(lambda m: m.day()),
        )
        .filter(too_near)
        .penalize(HARD)
        .as_constraint("leader at two at once"),
        seconded.join(
            factory.for_each(Meeting).filter(lambda m: m.second >= 0),
            Joiners.less_than(lambda m: m.id),
            Joiners.equal(lambda m: m.second),
            Joiners.equal(lambda m: m.day()),
        )
        .filter(too_near)
        .penalize(HARD)
        .as_constraint("second leader at two at once"),
        housed.join(
            factory.for_each(Meeting).filter(lambda m: 0 <= m.place < m.rooms),
            Joiners.less_than(lambda m: m.id),
            Joiners.equal(lambda m: m.place),
            Joiners.overlapping(lambda m: m.start, lambda m: m.end()),
        )
        .penalize(HARD)
        .as_constraint("room taken twice"),
        picked.group_by(lambda m: m.leader, lambda m: m.day(), collect.count())
        .join(
            Load, Joiners.equal(lambda leader, day, n: leader, lambda row: row.leader)
        )
        .filter(lambda leader, day, n, row: n > row.per_day)
        .penalize(HARD, lambda leader, day, n, row: n - row.per_day)
        .as_constraint("too much on a day"),
        picked.group_by(lambda m: m.leader, collect.count())
        .join(Load, Joiners.equal(lambda leader, n: leader, lambda row: row.leader))
        .filter(lambda leader, n, row: n > row.largest)
        .penalize(HARD, lambda leader, n, row: n - row.largest)
        .as_constraint("too much in all"),
        factory.for_each(Meeting)
        .filter(lambda m: m.few > 0)
        .group_by(lambda m: m.few, collect.count_distinct(lambda m: m.day()))
        .filter(lambda most, n: n > most)
        .penalize(HARD, lambda most, n: n - most)
        .as_constraint("on too many days"),
        factory.for_each(Meeting)
        .filter(lambda m: m.is_first)
        .join(
            factory.for_each(Meeting).filter(lambda m: m.is_coaching),
            Joiners.equal(lambda m: m.person),
        )
        .filter(lambda first, later: first.leader != later.leader)
        .penalize(HARD)
        .as_constraint("two coaches"),
        stays.join(Meeting, Joiners.equal(lambda m: m.person))
        .filter(lambda stay, m: m.is_led_by_host)
        .filter(lambda stay, m: m.start * 100000 + stay.place in m.barred)
        .penalize(HARD)
        .as_constraint("the host's leader is away"),
        stays.group_by(lambda m: m.place, collect.count())
        .join(Room, Joiners.equal(lambda place, n: place, lambda row: row.place))
        .filter(lambda place, n, row: n > row.year)
        .penalize(HARD, lambda place, n, row: n - row.year)
        .as_constraint("host full in the year"),
        stays.group_by(lambda m: m.place, lambda m: m.start, collect.count())
        .join(Room, Joiners.equal(lambda place, start, n: place, lambda row: row.place))
        .filter(lambda place, start, n, row: n > row.week)
        .penalize(HARD, lambda place, start, n, row: n - row.week)
        .as_constraint("host full in a week"),
        factory.for_each(Missing)
        .join(
            Meeting,
            Joiners.equal(lambda row: row.meeting, lambda m: m.id),
            Joiners.equal(lambda row: row.start, lambda m: m.start),
        )
        .group_by(
            lambda row, m: row.person,
            lambda row, m: row.activity,
            lambda row, m: row.most,
            collect.count_bi(),
        )
        .filter(lambda person, activity, most, n: n > most)
        .penalize(HARD, lambda person, activity, most, n: n - most)
        .as_constraint("misses too much"),
    ]


def _soft(factory: ConstraintFactory, pairs: Any) -> list[Constraint]:
    collect = ConstraintCollectors
    attended = factory.for_each(Attending).join(
        Meeting, Joiners.equal(lambda row: row.meeting, lambda m: m.id)
    )
    return [
        factory.for_each(Meeting)
        .filter(lambda m: m.absent() > 0)
        .penalize(ABSENCES, lambda m: m.absent())
        .as_constraint("absences"),
        factory.for_each(Meeting)
        .filter(lambda m: m.is_stay and m.place_price() > 0)
        .penalize(PLACEMENTS, lambda m: m.place_price())
        .as_constraint("hosts"),
        factory.for_each(Meeting)
        .filter(lambda m: m.is_stay)
        .group_by(lambda m: m.place, collect.count())
        .join(Room, Joiners.equal(lambda place, n: place, lambda row: row.place))
        .filter(lambda place, n, row: n > row.fair)
        .penalize(PLACEMENTS, lambda place, n, row: 2 * (n - row.fair))
        .as_constraint("hosts even"),
        factory.for_each(Meeting)
        .filter(lambda m: m.is_first and m.leader_price() > 0)
        .penalize(MATCHES, lambda m: m.leader_price())
        .as_constraint("coaches"),
        factory.for_each(Meeting)
        .filter(lambda m: m.is_coaching)
        .group_by(lambda m: m.leader, collect.count())
        .join(Load, Joiners.equal(lambda leader, n: leader, lambda row: row.leader))
        .filter(lambda leader, n, row: n > row.even)
        .penalize(MATCHES, lambda leader, n, row: n - row.even)
        .as_constraint("coaches even"),
        factory.for_each(Meeting)
        .filter(lambda m: m.price() > 0)
        .penalize(DATES, lambda m: m.price())
        .as_constraint("dates"),
        pairs.filter(lambda pair, one, other: far(pair, one, other) > 0)
        .penalize(DATES, far)
        .as_constraint("wished distance"),
        attended.group_by(
            lambda row, m: row.person,
            lambda row, m: m.week(),
            collect.count_bi(),
        )
        .filter(lambda person, week, n: n > 1)
        .penalize(DATES, lambda person, week, n: 4 * (n - 1))
        .as_constraint("one day a week"),
    ]
