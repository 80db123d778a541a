"""A plan of the whole year, booked step by step on facts without availability."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leaderplan.domain.people import Pair, Participant
from leaderplan.domain.plan import (
    CoachMatch,
    ModuleClass,
    NetworkGroup,
    Placement,
    Plan,
    SessionKey,
)
from leaderplan.domain.programme import Programme
from leaderplan.errors import InternalError
from leaderplan.samples.diary import Diary, Stuck
from leaderplan.samples.groups import declare_pairs, divide, form_groups
from leaderplan.samples.joint import book_joint
from leaderplan.samples.matching import assign
from leaderplan.samples.own import book_own
from leaderplan.samples.sizes import stream
from leaderplan.samples.skeleton import PRACTICUM_WEEKS, draw_skeleton
from leaderplan.samples.year import monday

ATTEMPTS = 60
"""Starts before giving up; about one in three leads to a plan."""

LONGEST_JOURNEY = 45
"""Minutes to the practicum; DOMAIN.md 4.4."""

TWICE = 0.3
"""Share of hosts that may receive two participants in a year."""


@dataclass(frozen=True, slots=True)
class Planting:
    """A planted plan and what the facts must respect for it to stay valid.

    Parameters
    ----------
    kept
        Days on which a participant, staff member or room stays free.
    visits
        Mondays of the weeks in which each host receives.
    spared
        Days that participants with a fixed weekday have cover for.
    served
        Participants whom each staff member serves.
    """

    plan: Plan
    pairs: tuple[Pair, ...]
    kept: Mapping[str, set[date]]
    visits: Mapping[str, list[date]]
    spared: Mapping[str, set[date]]
    served: Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """Who belongs with whom, before any day is booked."""

    groups: dict[str, list[str]]
    facilitators: dict[str, str]
    classes: dict[str, list[str]]
    hosts: dict[str, str]
    weeks: dict[str, date]
    coaches: dict[str, str]


def plant(programme: Programme, fixed: dict[str, int], seed: int) -> Planting:
    """Plan a programme that has no availability yet.

    Raises
    ------
    InternalError
        When no attempt leads to a plan.
    """
    for attempt in range(ATTEMPTS):
        draw = stream(seed, "plant", str(attempt))
        try:
            return _attempt(programme, fixed, draw)
        except Stuck:
            continue
    raise InternalError(f"no plan could be planted for the seed {seed}")


def _attempt(
    programme: Programme, fixed: dict[str, int], draw: random.Random
) -> Planting:
    diary = Diary(programme, fixed)
    rows: dict[str, Choices] = {}
    for cohort in programme.cohorts:
        choices = _choose(programme, cohort.id, draw)
        skeleton = draw_skeleton(tuple(choices.classes), draw)
        book_joint(diary, cohort.id, choices, skeleton, draw)
        book_own(diary, choices, skeleton, draw)
        rows[cohort.id] = choices
    missing = set(programme.session_keys) - set(diary.sessions) - set(diary.milestones)
    if missing:
        raise InternalError(f"{min(missing)} was not planted")
    pairs = [p for c in rows.values() for p in declare_pairs(c.groups, draw)]
    return _planting(diary, rows, tuple(pairs), draw)


def _choose(programme: Programme, cohort: str, draw: random.Random) -> Choices:
    people = [p for p in programme.participants if p.cohort == cohort]
    groups = form_groups(programme, cohort, draw)
    if groups is None:
        raise Stuck
    facilitators = [s.id for s in programme.staff_in("facilitator")]
    draw.shuffle(facilitators)
    keys = [p.id for p in people]
    draw.shuffle(keys)
    return Choices(
        groups=groups,
        facilitators={
            group: facilitators[i % len(facilitators)] for i, group in enumerate(groups)
        },
        classes=divide(keys, programme.class_ids(cohort)),
        hosts=_hosts(programme, people, draw),
        weeks=_weeks(programme, people, draw),
        coaches=_coaches(programme, people, draw),
    )


def _hosts(
    programme: Programme, people: list[Participant], draw: random.Random
) -> dict[str, str]:
    """Match participants with hosts they may visit, other sectors first."""
    capacity = {h.unit: 2 if draw.random() < TWICE else 1 for h in programme.hosts}
    options = {}
    for person in people:
        post = person.post_on(programme.calendar.first) or person.posts[0]
        own = programme.unit(post.unit).sector
        units = {p.unit for p in person.posts}
        near = [
            host
            for host in capacity
            if host not in units
            and host not in person.vetoes
            and programme.travel_minutes(post.unit, host) <= LONGEST_JOURNEY
        ]
        draw.shuffle(near)
        near.sort(key=lambda host: programme.unit(host).sector == own)
        options[person.id] = near
    hosts = assign(options, capacity)
    if len(hosts) < len(people):
        raise Stuck
    return hosts


def _coaches(
    programme: Programme, people: list[Participant], draw: random.Random
) -> dict[str, str]:
    """Match participants with coaches of another area, within their loads."""
    capacity, areas = {}, {}
    for coach in programme.staff_in("coach"):
        load = coach.load("coach")
        most = load.largest if load else None
        capacity[coach.id] = len(people) if most is None else most // 2
        areas[coach.id] = coach.area
    options = {}
    for person in people:
        own = {post.area for post in person.posts}
        fit = [coach for coach, area in areas.items() if area not in own]
        draw.shuffle(fit)
        options[person.id] = fit
    coaches = assign(options, capacity)
    if len(coaches) < len(people):
        raise Stuck
    return coaches


def _weeks(
    programme: Programme, people: list[Participant], draw: random.Random
) -> dict[str, date]:
    """Spread people over the practicum weeks, colleagues over different ones."""
    weeks: dict[str, date] = {}
    used: dict[str, set[date]] = {}
    order = list(people)
    draw.shuffle(order)
    for number, person in enumerate(order):
        units = {post.unit for post in person.posts}
        turn = number % len(PRACTICUM_WEEKS)
        mondays = [monday(w) for w in PRACTICUM_WEEKS[turn:] + PRACTICUM_WEEKS[:turn]]
        free = [m for m in mondays if not any(m in used.get(u, ()) for u in units)]
        if not free:
            raise Stuck
        weeks[person.id] = free[0]
        for unit in units:
            used.setdefault(unit, set()).add(free[0])
    return weeks


def _planting(
    diary: Diary,
    rows: dict[str, Choices],
    pairs: tuple[Pair, ...],
    draw: random.Random,
) -> Planting:
    plan = _plan(diary, rows)
    visits: dict[str, list[date]] = {}
    for row in rows.values():
        for person, host in row.hosts.items():
            visits.setdefault(host, []).append(row.weeks[person])
    kept = {who: set(days) for who, days in diary.kept.items()}
    spared = _spare(diary, plan, kept, draw)
    return Planting(plan, pairs, kept, visits, spared, _served(diary.programme, plan))


def _plan(diary: Diary, rows: dict[str, Choices]) -> Plan:
    return Plan(
        sessions=tuple(diary.sessions.values()),
        milestones=tuple(diary.milestones.values()),
        groups=tuple(
            NetworkGroup(
                id=group,
                cohort=cohort,
                participants=tuple(sorted(members)),
                facilitator=row.facilitators[group],
            )
            for cohort, row in rows.items()
            for group, members in row.groups.items()
        ),
        classes=tuple(
            ModuleClass(id=label, cohort=cohort, participants=tuple(sorted(members)))
            for cohort, row in rows.items()
            for label, members in row.classes.items()
        ),
        placements=tuple(
            Placement(participant=person, host=host)
            for row in rows.values()
            for person, host in row.hosts.items()
        ),
        matches=tuple(
            CoachMatch(participant=person, coach=coach)
            for row in rows.values()
            for person, coach in row.coaches.items()
        ),
    )


def _spare(
    diary: Diary, plan: Plan, kept: dict[str, set[date]], draw: random.Random
) -> dict[str, set[date]]:
    """Let go of one theme day and one lesson of most people; return cover days.

    Whoever has a fixed weekday already misses what falls on it, so for them
    every other plenary day is kept.
    """
    programme = diary.programme
    home = {p: c.id for c in plan.classes for p in c.participants}
    for person in programme.participants:
        if person.id in diary.fixed:
            continue
        for key in (
            SessionKey("theme_day", person.cohort, draw.randint(1, 4)),
            SessionKey("teaching_day", home[person.id], draw.randint(1, 5)),
        ):
            kept[person.id].discard(diary.sessions[key].day)
    return {
        person: {
            day
            for number in range(1, 6)
            if (day := diary.day_of("practicum", person, number)).weekday() == weekday
        }
        for person, weekday in diary.fixed.items()
    }


def _served(programme: Programme, plan: Plan) -> dict[str, set[str]]:
    """Participants of each coach, facilitator and examiner."""
    served: dict[str, set[str]] = {}
    for match in plan.matches:
        served.setdefault(match.coach, set()).add(match.participant)
    for group in plan.groups:
        served.setdefault(group.facilitator or "", set()).update(group.participants)
    classes = {c.id: c.participants for c in plan.classes}
    for session in plan.sessions:
        activity = programme.activity(session.activity)
        if activity.audience in {"participant", "class"}:
            people = classes.get(session.audience, (session.audience,))
            for seat in session.staff:
                served.setdefault(seat.staff, set()).update(people)
    return served
