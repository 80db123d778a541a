"""Programmes so small that every plan of them can be gone through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Span
from leaderplan.domain.calendar import DEFAULT_BLOCKS, Closure, PlanningCalendar
from leaderplan.domain.people import (
    Availability,
    Cohort,
    Pair,
    Participant,
    Post,
    RoleLoad,
    Staff,
    Wish,
)
from leaderplan.domain.places import HostUnit, Room, Travel
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import DEFAULT_LEVELS, Level
from tests.proofs.every_plan import EveryPlan, TooMany, Values
from tests.proofs.tiny_activities import activities_of
from tests.proofs.tiny_rules import rules_of
from tests.proofs.ways import number_of
from tests.rules.small_world import AREA_OF, MONDAY, day, programme
from tests.strategies import Dice, some

LEAST, MOST = 300, 150_000
"""Plans that a programme has at least and may have before rules refuse any."""

BEGUN = 3_000
"""Plans begun within which all must have been gone through."""

SUBJECTS = ("strategy", "feedback")
UNITS = tuple(AREA_OF)
BLOCKS = DEFAULT_BLOCKS[1:3]


class Tiny(NamedTuple):
    """A programme, and what plans of it cost at best: none where there is no plan."""

    programme: Programme
    front: frozenset[Values]


def tiny(seed: int) -> Tiny:
    """Make a programme by a seed: a few people, days and activities, and rules.

    Those that have a plan without any cost are passed over, and most without a plan.
    """
    dice = Dice(seed)
    while True:
        facts = facts_of(dice)
        made = facts.replace(levels=_levels(dice), rules=rules_of(facts, dice))
        try:
            front = EveryPlan(made, BEGUN).front()
        except TooMany:
            continue
        wanted = any(min(front, default=())) or (not front and dice.often(3))
        if wanted and _divides(made):
            return Tiny(made, front)


def _divides(made: Programme) -> bool:
    """Whether a programme can be divided by cohort where it has several.

    That fails where somebody is exempt from what only others follow, and where
    facilitators are asked for by some cohorts only.
    """
    partial = {a.id: a for a in made.activities if a.cohorts}
    exempt = any(
        not partial[key].of_cohort(who.cohort)
        for who in made.participants
        for key in who.exempt
        if key in partial
    )
    led = any(lead.relation == "group" for a in partial.values() for lead in a.leads)
    return len(made.cohorts) == 1 or not (exempt or led)


def _levels(dice: Dice) -> tuple[Level, ...]:
    """Draw the usual levels, some of them in another order."""
    if not dice.often(4):
        return DEFAULT_LEVELS
    return tuple(dice.sample(DEFAULT_LEVELS, len(DEFAULT_LEVELS)))


def facts_of(dice: Dice) -> Programme:
    """Draw the facts of a programme that has enough plans, and not too many."""
    while True:
        facts = _facts(dice)
        if LEAST <= number_of(facts) <= MOST:
            return facts


def _facts(dice: Dice) -> Programme:
    calendar = _calendar(dice)
    names = ("c", "d") if dice.often(3) else ("c",)
    activities = activities_of(dice, names, calendar)
    cohorts = _cohorts(dice, names, activities)
    hosted = any(activity.kind == "practicum" for activity in activities)
    hosts = _hosts(dice, calendar) if hosted or dice.often(4) else ()
    people = _people(dice, calendar, cohorts, activities, [host.unit for host in hosts])
    ids = [who.id for who in people]
    return programme(
        people,
        calendar=calendar,
        cohorts=cohorts,
        activities=activities,
        rooms=_rooms(dice, calendar),
        staff=_staff(dice, calendar, activities),
        hosts=hosts,
        pairs=_pairs(dice, people) if len(ids) > 1 else (),
        travel=tuple(
            Travel(origin=one, destination=other, minutes=dice.pick((10, 40, 50, 90)))
            for one, other in (("u1", "u2"), ("u1", "u3"), ("u2", "u3"))
        ),
    )


def _calendar(dice: Dice) -> PlanningCalendar:
    """Draw four to twelve days of one block or two."""
    length = dice.pick((4, 5, 5, 5, 8, 12))
    closures = tuple(
        Closure(id=f"closed{n}", name="closed", first=on, last=on)
        for n in range(dice.between(0, 2))
        for on in (day(dice.between(0, length - 1)),)
    )
    return PlanningCalendar(
        first=MONDAY,
        last=day(length - 1),
        blocks=BLOCKS[: dice.pick((1, 1, 1, 2))],
        slots_per_block=1,
        closures=closures,
    )


def _cohorts(
    dice: Dice, names: Sequence[str], activities: Sequence[Activity]
) -> tuple[Cohort, ...]:
    audiences = {activity.audience for activity in activities}
    grouped = dice.between(1, 2) if "network_group" in audiences else dice.pick((0, 2))
    taught = dice.between(1, 2) if "class" in audiences else dice.pick((0, 0, 2))
    mixed = dice.often(4)
    return tuple(
        Cohort(
            id=key, name=key, network_groups=grouped,
            module_classes=0 if mixed and number else taught,
            classes_with="c" if mixed and number and taught else None,
        )
        for number, key in enumerate(names)
    )  # fmt: skip


def _away(dice: Dice, calendar: PlanningCalendar) -> tuple[Availability, ...]:
    """Draw days on which somebody is away or would rather be."""
    count = len(calendar.days())
    return tuple(
        Availability(
            state=dice.pick(("unavailable", "unavailable", "prefer_not")),
            first=day(first),
            last=day(first + dice.between(0, 1)),
        )
        for first in [dice.between(0, count - 1) for _ in range(dice.between(0, 3))]
    )


def _people(
    dice: Dice,
    calendar: PlanningCalendar,
    cohorts: Sequence[Cohort],
    activities: Sequence[Activity],
    hosts: Sequence[str],
) -> list[Participant]:
    """Draw one to four people, at least one of each cohort."""
    count = dice.between(max(len(cohorts), 1), 4)
    return [
        Participant(
            id=f"p{number}",
            name=f"p{number}",
            cohort=cohorts[number % len(cohorts)].id,
            posts=_posts(dice, calendar),
            exempt=(dice.pick(activities).id,) if dice.often(8) else (),
            availability=_away(dice, calendar),
            attributes=dice.pick(({}, {"kind": "x"}, {"kind": "y"})),
            wishes=tuple(
                Wish(rank=rank, host=unit)
                for rank, unit in enumerate(some(dice, hosts, 2) if hosts else (), 1)
            ),
            vetoes=some(dice, hosts, 1) if hosts and dice.often(4) else (),
            goals=some(dice, SUBJECTS, 2),
        )
        for number in range(count)
    ]


def _posts(dice: Dice, calendar: PlanningCalendar) -> tuple[Post, ...]:
    """Draw a post, or two with a change on some day."""

    def post(first: date | None, last: date | None) -> Post:
        unit, boss = dice.pick(UNITS), dice.pick(("l1", "l2"))
        return Post(unit=unit, area=AREA_OF[unit], manager=boss, valid_from=first,
                    valid_to=last)  # fmt: skip

    if not dice.often(6):
        return (post(None, None),)
    change = dice.between(1, len(calendar.days()) - 1)
    return (post(None, day(change - 1)), post(day(change), None))


def _pairs(dice: Dice, people: Sequence[Participant]) -> tuple[Pair, ...]:
    if dice.often():
        return ()
    one, other = dice.sample([who.id for who in people], 2)
    relation = dice.pick(("apart", "acquainted", "linked"))
    homes = {who.id: who.cohort for who in people}
    if relation == "linked" and homes[one] != homes[other]:
        relation = "apart"
    return (Pair(first=one, second=other, relation=relation),)


def _rooms(dice: Dice, calendar: PlanningCalendar) -> tuple[Room, ...]:
    return tuple(
        Room(
            id=key, name=key, venue=venue, capacity=dice.pick((1, 2, 4, 9)),
            features=some(dice, ("screen",), 2), cost=dice.pick((0, 200, 500)),
            availability=_away(dice, calendar),
        )
        for key, venue in (("large", "hall"), ("small", "inn"))[: dice.between(1, 2)]
    )  # fmt: skip


def _hosts(dice: Dice, calendar: PlanningCalendar) -> tuple[HostUnit, ...]:
    middle = day(dice.between(1, len(calendar.days()) - 2))
    return tuple(
        HostUnit(
            unit=unit,
            leader=dice.pick((None, "l1", "l2")),
            capacity_week=dice.between(1, 2),
            capacity_year=dice.between(1, 3),
            open=dice.pick(((), (Span(last=middle),), (Span(first=middle),))),
        )
        for unit in UNITS[: dice.between(1, 3)]
    )


def _staff(
    dice: Dice, calendar: PlanningCalendar, activities: Sequence[Activity]
) -> tuple[Staff, ...]:
    """Draw two or one of each role that is asked for, and two managers."""
    roles = {lead.role: lead.relation for a in activities for lead in a.leads}
    found = [_member(dice, calendar, key, ("manager",)) for key in ("l1", "l2")]
    for role, relation in sorted(roles.items()):
        if relation in ("pick", "group", "coach"):
            found += [
                _member(dice, calendar, f"{role}{number}", (role,))
                for number in range(dice.between(1, 2))
            ]
    return tuple(found)


def _member(
    dice: Dice, calendar: PlanningCalendar, key: str, roles: tuple[str, ...]
) -> Staff:
    return Staff(
        id=key,
        name=key,
        roles=tuple(
            RoleLoad(
                role=role,
                smallest=dice.pick((0, 0, 0, 1)),
                largest=dice.pick((None, None, 2, 1)),
                per_day=dice.pick((None, None, 1)),
            )
            for role in roles
        ),
        unit=dice.pick((None, None, *UNITS)),
        specialities=some(dice, SUBJECTS, 2),
        availability=_away(dice, calendar),
    )
