"""A plan of the whole year, booked step by step on facts without availability."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from leaderplan.domain.people import Pair
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
from leaderplan.samples.choosing import Rows, Taken, choose
from leaderplan.samples.defaults import PLENARY
from leaderplan.samples.diary import Diary, Stuck
from leaderplan.samples.groups import declare_pairs
from leaderplan.samples.intakes import Intake
from leaderplan.samples.joint import book_joint
from leaderplan.samples.own import book_own
from leaderplan.samples.reach import Reach
from leaderplan.samples.sizes import stream
from leaderplan.samples.skeleton import draw_skeleton

ATTEMPTS = 600
"""Starts of a cohort before giving up; one in three leads to a plan of one alone."""


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
    full_weeks
        Mondays of the weeks of plenary days.
    """

    plan: Plan
    pairs: tuple[Pair, ...]
    kept: Mapping[str, set[date]]
    visits: Mapping[str, list[date]]
    spared: Mapping[str, set[date]]
    served: Mapping[str, set[str]]
    full_weeks: frozenset[date]


def plant(
    programme: Programme,
    fixed: dict[str, int],
    reach: Reach,
    intakes: Mapping[str, Intake],
    seed: int,
) -> Planting:
    """Plan a programme that has no availability yet, cohort by cohort.

    ``fixed`` is the weekday on which a participant is never free, ``reach`` what is
    near enough, ``intakes`` are those of the cohorts. Cohorts that share classes are
    planned together, and none moves what those before it have booked.

    Raises
    ------
    InternalError
        When no attempt leads to a plan.
    """
    diary, rows, pairs = Diary(programme, fixed, reach), Rows(), []
    names: tuple[str, ...] = ()
    for cohorts in _sharing(programme):
        mark = diary.mark
        for attempt in range(ATTEMPTS):
            draw = stream(seed, "plant", *names, str(attempt))
            try:
                made = _attempt(diary, cohorts, rows, intakes, draw)
            except Stuck:
                diary.undo(mark)
                continue
            break
        else:
            message = f"no plan could be planted for {cohorts} of the seed {seed}"
            raise InternalError(message)
        rows |= made
        pairs += [p for c in made.values() for p in declare_pairs(c.groups, draw)]
        names = (f"after-{cohorts[-1]}",)
    missing = set(programme.session_keys) - set(diary.sessions) - set(diary.milestones)
    if missing:
        raise InternalError(f"{min(missing)} was not planted")
    return _planting(diary, rows, tuple(pairs), draw)


def _sharing(programme: Programme) -> list[tuple[str, ...]]:
    """Cohorts with those whose classes are mixed with theirs."""
    return [
        (
            cohort.id,
            *(c.id for c in programme.cohorts if c.classes_with == cohort.id),
        )
        for cohort in programme.cohorts
        if cohort.classes_with is None
    ]


def _attempt(
    diary: Diary,
    cohorts: tuple[str, ...],
    before: Rows,
    intakes: Mapping[str, Intake],
    draw: random.Random,
) -> Rows:
    programme, made = diary.programme, Rows()
    skeletons = {}
    for cohort in cohorts:
        taken = Taken(programme, before | made, diary.reach)
        made[cohort] = choose(programme, cohort, intakes[cohort], taken, draw)
        classes = tuple(made[cohort].classes)
        skeletons[cohort] = draw_skeleton(intakes[cohort], classes, draw)
    book_joint(diary, {c: (made[c], skeletons[c]) for c in cohorts}, draw)
    for cohort in cohorts:
        book_own(diary, made[cohort], skeletons[cohort], draw)
    return made


def _planting(
    diary: Diary,
    rows: Rows,
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
    full = frozenset(
        session.day - timedelta(days=session.day.weekday())
        for session in plan.sessions
        if session.activity in PLENARY
    )
    served = _served(diary.programme, plan)
    return Planting(plan, pairs, kept, visits, spared, served, full)


def _plan(diary: Diary, rows: Rows) -> Plan:
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
