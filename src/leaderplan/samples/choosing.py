"""Who belongs with whom in a planted plan: groups, classes, hosts, weeks, coaches."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from leaderplan.domain.people import Participant
from leaderplan.domain.programme import Programme
from leaderplan.samples.diary import Stuck
from leaderplan.samples.groups import divide, form_groups
from leaderplan.samples.intakes import Intake
from leaderplan.samples.matching import assign
from leaderplan.samples.reach import VISITS, Reach
from leaderplan.samples.staff import GROUPS_EACH

ABROAD = 0.05
"""Share of participants of a region who visit another municipality where they can."""

OFTEN = 0.3
"""Share of hosts that may receive as many as any does in a year; others one fewer."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Who belongs with whom in a cohort, before any day is booked.

    Mixed classes stand with the cohort that they are formed of. ``others`` are hosts
    that have room and that a participant might visit as well.
    """

    groups: dict[str, list[str]]
    facilitators: dict[str, str]
    classes: dict[str, list[str]]
    hosts: dict[str, str]
    weeks: dict[str, date]
    coaches: dict[str, str]
    others: dict[str, list[str]]


Rows = dict[str, Choices]
"""The choices of each cohort."""


class Taken:
    """What cohorts planned before have used up of what all of them share."""

    def __init__(self, programme: Programme, rows: Rows, reach: Reach) -> None:
        self.reach = reach
        self.hosts = Counter(
            host for row in rows.values() for host in row.hosts.values()
        )
        self.coaches = Counter(c for row in rows.values() for c in row.coaches.values())
        self._leading = {f for row in rows.values() for f in row.facilitators.values()}
        self.weeks: dict[str, set[date]] = defaultdict(set)
        self.visits: dict[str, set[date]] = defaultdict(set)
        for row in rows.values():
            for person, monday in row.weeks.items():
                self.visits[row.hosts[person]].add(monday)
                for post in programme.participant(person).posts:
                    self.weeks[post.unit].add(monday)

    def facilitators(self, groups: int, draw: random.Random) -> list[str]:
        """As many of those without a group as a cohort's groups need, in any order."""
        everyone = [s.id for s in self.reach.staff("facilitator")]
        draw.shuffle(everyone)
        free = [key for key in everyone if key not in self._leading]
        needed = -(-groups // GROUPS_EACH)
        if len(free) < needed:
            raise Stuck
        return free[:needed]


def choose(
    programme: Programme,
    cohort: str,
    intake: Intake,
    taken: Taken,
    draw: random.Random,
) -> Choices:
    """Choose who of a cohort belongs with whom, of what others have left.

    Raises
    ------
    Stuck
        When somebody is left without group, host, week or coach.
    """
    people = [programme.participant(key) for key in taken.reach.people[cohort]]
    groups = form_groups(programme, cohort, draw)
    if groups is None:
        raise Stuck
    facilitators = taken.facilitators(len(groups), draw)
    classes = {}
    if programme.cohort(cohort).classes_with is None:
        labels = programme.class_ids(cohort)
        joined = {
            c.id for c in programme.cohorts if programme.class_ids(c.id) == labels
        }
        keys = [p.id for p in programme.participants if p.cohort in joined]
        draw.shuffle(keys)
        classes = divide(keys, labels)
    hosts, others = _hosts(programme, people, taken, draw)
    return Choices(
        groups=groups,
        facilitators={
            group: facilitators[i % len(facilitators)] for i, group in enumerate(groups)
        },
        classes=classes,
        hosts=hosts,
        weeks=_weeks(people, intake, hosts, taken, draw),
        coaches=_coaches(people, taken, draw),
        others=others,
    )


def _hosts(
    programme: Programme,
    people: list[Participant],
    taken: Taken,
    draw: random.Random,
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Match participants with hosts they may visit, and name others that are left.

    Those of their municipality come first for most, and among them other sectors.
    """
    capacity = {
        host.unit: VISITS if draw.random() < OFTEN else VISITS - 1
        for host in programme.hosts
    }
    for host, uses in taken.hosts.items():
        capacity[host] = max(0, capacity[host] - uses)
    options = {}
    for person in people:
        post = person.post_on(programme.calendar.first) or person.posts[0]
        own = programme.unit(post.unit).sector
        units = {p.unit for p in person.posts}
        near = [
            host
            for host in taken.reach.hosts(post.unit)
            if host not in units and host not in person.vetoes
        ]
        draw.shuffle(near)
        near.sort(key=lambda host: programme.unit(host).sector == own)
        abroad = taken.reach.regional and draw.random() < ABROAD
        near.sort(key=partial(taken.reach.abroad, post.unit), reverse=abroad)
        options[person.id] = near
    hosts = assign(options, capacity)
    if len(hosts) < len(people):
        raise Stuck
    used = Counter(hosts.values())
    free = {host for host in capacity if used[host] < capacity[host]}
    return hosts, {p: [h for h in row if h in free] for p, row in options.items()}


def _coaches(
    people: list[Participant],
    taken: Taken,
    draw: random.Random,
) -> dict[str, str]:
    """Match participants with coaches of another area, within their loads.

    In a region those of the district come first, as others serve all districts.
    """
    capacity, areas = {}, {}
    for coach in taken.reach.coaches(people[0].cohort):
        load = coach.load("coach")
        most = load.largest if load else None
        capacity[coach.id] = len(people) if most is None else most // 2
        capacity[coach.id] -= taken.coaches[coach.id]
        areas[coach.id] = coach.area
    options = {}
    for person in people:
        own = {post.area for post in person.posts}
        fit = [coach for coach, area in areas.items() if area not in own]
        draw.shuffle(fit)
        if taken.reach.regional:
            fit.sort(key=lambda coach: areas[coach] is None)
        options[person.id] = fit
    coaches = assign(options, capacity)
    if len(coaches) < len(people):
        raise Stuck
    return coaches


def _weeks(
    people: list[Participant],
    intake: Intake,
    hosts: Mapping[str, str],
    taken: Taken,
    draw: random.Random,
) -> dict[str, date]:
    """Spread people over the practicum weeks, colleagues over different ones.

    In a region another week may be found when it is booked.
    """
    weeks: dict[str, date] = {}
    used = {unit: set(mondays) for unit, mondays in taken.weeks.items()}
    order = list(people)
    draw.shuffle(order)
    for number, person in enumerate(order):
        units = {post.unit for post in person.posts}
        turn = number % len(intake.practicum)
        mondays = intake.practicum[turn:] + intake.practicum[:turn]
        mondays = tuple(m for m in mondays if m not in taken.visits[hosts[person.id]])
        free = [m for m in mondays if not any(m in used.get(u, ()) for u in units)]
        if not free and taken.reach.regional:
            free = [mondays[0]] if mondays else [intake.practicum[turn]]
        elif not free:
            raise Stuck
        weeks[person.id] = free[0]
        for unit in units:
            used.setdefault(unit, set()).add(free[0])
    return weeks
