"""Ways to decide each thing in a programme, from the facts: what plans are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from math import prod

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import (
    CoachMatch,
    Milestone,
    ModuleClass,
    NetworkGroup,
    Placement,
    Plan,
    Session,
    SessionKey,
    SessionStaff,
)
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView

Row = Session | Milestone | NetworkGroup | ModuleClass | Placement | CoachMatch
Rows = tuple[Row, ...]
"""A part of a plan."""

FIELDS: dict[type, str] = {
    Session: "sessions",
    Milestone: "milestones",
    NetworkGroup: "groups",
    ModuleClass: "classes",
    Placement: "placements",
    CoachMatch: "matches",
}


def plan_of(rows: Iterable[Row]) -> Plan:
    """Put rows together as a plan."""
    held: dict[str, list[Row]] = {name: [] for name in FIELDS.values()}
    for row in rows:
        held[FIELDS[type(row)]].append(row)
    return Plan(**{name: tuple(found) for name, found in held.items()})


def people_of(programme: Programme) -> list[list[Rows]]:
    """Ways to place people: a list for each group, class, host and coach decided."""
    found = [_divided(programme, cohort.id) for cohort in programme.cohorts]
    found += [_taught(programme, cohort.id) for cohort in programme.cohorts]
    found += [
        [(Placement(participant=p.id, host=host.unit),) for host in programme.hosts]
        for p in programme.needs_hosts
    ]
    coaches = programme.staff_in("coach")
    found += [
        [(CoachMatch(participant=p.id, coach=coach.id),) for coach in coaches]
        for p in programme.needs_coaches
    ]
    return [options for options in found if options != [()]]


def _divided(programme: Programme, cohort: str) -> list[Rows]:
    """Network groups of a cohort with their facilitators."""
    people = [p.id for p in programme.needs_groups if p.cohort == cohort]
    labels = programme.group_ids(cohort)
    if not people or not labels:
        return [()]
    roles = {
        lead.role
        for activity in programme.activities
        for lead in activity.leads
        if lead.relation == "group" and activity.of_cohort(cohort)
    }
    led = [member.id for role in roles for member in programme.staff_in(role)]
    return [
        tuple(
            NetworkGroup(
                id=label, cohort=cohort, facilitator=by,
                participants=_in(people, chosen, label),
            )
            for label, by in zip(labels, leaders, strict=True)
        )
        for chosen in product(labels, repeat=len(people))
        for leaders in product(led if roles else [None], repeat=len(labels))
    ]  # fmt: skip


def _taught(programme: Programme, cohort: str) -> list[Rows]:
    """Module classes that are formed of a cohort and those that join it."""
    labels = programme.class_ids(cohort)
    joins = {c.id: c.classes_with or c.id for c in programme.cohorts}
    people = [p.id for p in programme.needs_classes if joins[p.cohort] == cohort]
    if not people or not labels:
        return [()]
    return [
        tuple(
            ModuleClass(
                id=label, cohort=cohort, participants=_in(people, chosen, label)
            )
            for label in labels
        )
        for chosen in product(labels, repeat=len(people))
    ]


def _in(people: Sequence[str], chosen: Sequence[str], label: str) -> tuple[str, ...]:
    return tuple(p for p, at in zip(people, chosen, strict=True) if at == label)


def sessions_of(
    view: PlanView, activity: Activity, audience: str, number: int
) -> Iterator[Session | Milestone]:
    """Yield each way to hold an occurrence: day, hour, place and leaders."""
    calendar = view.programme.calendar
    key = SessionKey(activity.id, audience, number)
    for day in calendar.days():
        if activity.forms == ("week",) and day.weekday() != number - 1:
            continue  # the days of a week are Monday to Friday
        if activity.is_milestone:
            yield Milestone(
                activity=activity.id, participant=audience, occurrence=number, day=day
            )
            continue
        places = list(dict.fromkeys(_places(view, key, day))) or [None]
        staff = [_leaders(view, key, lead, day) for lead in activity.leads]
        for slot, place, led in product(
            calendar.starts(activity.length), places, product(*staff)
        ):
            starts, ends = calendar.clock(slot, activity.length)
            yield Session(
                **key._asdict(), day=day, slot=slot, starts=starts, ends=ends,
                place=place, staff=tuple(seat for seats in led for seat in seats),
            )  # fmt: skip


def _places(view: PlanView, key: SessionKey, day: date) -> Iterator[str]:
    programme = view.programme
    for where in programme.activity(key.activity).where:
        if where == "room":
            yield from (room.id for room in programme.rooms)
        elif where == "online":
            yield "online"
        elif where == "host_unit":
            yield view.host_of[key.audience]
        else:
            for who in view.attendees(key, day):
                post = programme.participant(who).post_on(day)
                yield from () if post is None else (post.unit,)


def _leaders(
    view: PlanView, key: SessionKey, lead: Lead, day: date
) -> list[tuple[SessionStaff, ...]]:
    programme, who = view.programme, key.audience
    found: list[str | None]
    if lead.relation == "pick":
        found = [member.id for member in programme.staff_in(lead.role)]
    elif lead.relation == "group":
        found = [view.facilitator_of.get(who)]
    elif lead.relation == "coach":
        found = [view.coach_of.get(who)]
    elif lead.relation == "host_leader":
        found = [programme.host(view.host_of[who]).leader]
    else:
        found = [programme.manager_on(who, day)]
    return [
        () if member is None else (SessionStaff(role=lead.role, staff=member),)
        for member in found
    ]


def number_of(programme: Programme) -> int:
    """Plans of a programme if no rule refused any, about."""
    placed = prod(map(len, people_of(programme)))
    calendar, rooms = programme.calendar, len(programme.rooms)
    for key in programme.session_keys:
        activity = programme.activity(key.activity)
        places = sum(rooms if where == "room" else 1 for where in activity.where)
        staff = prod(
            len(programme.staff_in(lead.role))
            for lead in activity.leads
            if lead.relation == "pick"
        )
        times = len(calendar.days()) * len(calendar.starts(activity.length))
        if "week" in activity.forms:
            times = 2 if key.occurrence == 1 else 1
        placed *= max(1, places) * max(1, staff) * times
    return placed
