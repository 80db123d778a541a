"""Decisions as plain dictionaries: what is fixed, what is found, the plan of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

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
from leaderplan.timeline import Timeline


@dataclass(slots=True)
class Assignment:
    """A part of a plan, or all of it, in the solver's terms.

    ``start`` holds (day number, slot); ``staff`` the people of a role at a
    session; the others map participant or group to what was decided.
    """

    start: dict[SessionKey, tuple[int, int]] = field(default_factory=dict)
    place: dict[SessionKey, str] = field(default_factory=dict)
    staff: dict[tuple[SessionKey, str], tuple[str, ...]] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    host: dict[str, str] = field(default_factory=dict)
    coach: dict[str, str] = field(default_factory=dict)
    facilitator: dict[str, str] = field(default_factory=dict)

    def days(self) -> dict[SessionKey, frozenset[int]]:
        """Return the day number of each session, as all that are left to it."""
        return {key: frozenset({day}) for key, (day, _) in self.start.items()}

    def merged(self, other: Assignment) -> Assignment:
        """Return both together; the other wins where they differ."""
        return Assignment(
            *(getattr(self, f) | getattr(other, f) for f in self.__slots__)
        )

    def without(self, activities: Iterable[str], families: Iterable[str]) -> Assignment:
        """Return what is left when some activities and families are opened."""
        gone, opened = set(activities), set(families)
        names = {"groups": "group", "classes": "classes", "hosts": "host",
                 "coaches": "coach", "facilitators": "facilitator"}  # fmt: skip
        kept = Assignment(
            {k: v for k, v in self.start.items() if k.activity not in gone},
            {k: v for k, v in self.place.items() if k.activity not in gone},
            {k: v for k, v in self.staff.items() if k[0].activity not in gone},
        )
        for family, name in names.items():
            if family not in opened:
                setattr(kept, name, dict(getattr(self, name)))
        return kept


def timeline_of(programme: Programme) -> Timeline:
    """Return the timeline of a programme's calendar."""
    calendar = programme.calendar
    return Timeline(calendar.first, calendar.last, calendar.slots_per_day)


def to_plan(programme: Programme, found: Assignment, like: Plan | None = None) -> Plan:
    """Write an assignment as a plan; what is as in another plan is taken from there."""
    sessions, milestones = [], []
    rows = {row.key: row for row in like.sessions} if like else {}
    dues = {row.key: row for row in like.milestones} if like else {}
    for key in found.start:
        if programme.activity(key.activity).is_milestone:
            milestones.append(_milestone(programme, found, key, dues.get(key)))
        else:
            sessions.append(_session(programme, found, key, rows.get(key)))
    return Plan(
        sessions=tuple(sessions),
        milestones=tuple(milestones),
        groups=_groups(programme, found),
        classes=_classes(programme, found),
        placements=tuple(
            Placement(participant=p, host=h) for p, h in found.host.items()
        ),
        matches=tuple(
            CoachMatch(participant=p, coach=c) for p, c in found.coach.items()
        ),
    )


def _milestone(
    programme: Programme, found: Assignment, key: SessionKey, like: Milestone | None
) -> Milestone:
    day = programme.calendar.first + timedelta(days=found.start[key][0])
    if like is not None and like.day == day and like.locked is None:
        return like
    return Milestone(
        activity=key.activity,
        participant=key.audience,
        occurrence=key.occurrence,
        day=day,
    )


def _session(
    programme: Programme, found: Assignment, key: SessionKey, like: Session | None
) -> Session:
    activity, calendar = programme.activity(key.activity), programme.calendar
    number, slot = found.start[key]
    day = calendar.first + timedelta(days=number)
    held = day, slot, *calendar.clock(slot, activity.length)
    place = found.place.get(key)
    seats = [
        (lead.role, person)
        for lead in activity.leads
        for person in found.staff.get((key, lead.role), ())
    ]
    if like is not None and like.locked is None:
        before = like.day, like.slot, like.starts, like.ends
        led = [(seat.role, seat.staff) for seat in like.staff]
        if (held, place, seats) == (before, like.place, led):
            return like
    return Session(
        **key._asdict(),
        day=day,
        slot=slot,
        starts=held[2],
        ends=held[3],
        place=place,
        staff=tuple(SessionStaff(role=role, staff=who) for role, who in seats),
    )


def _labelled(programme: Programme, labels: dict[str, str]) -> dict[str, list[str]]:
    """Who has each label, in the programme's order."""
    found: dict[str, list[str]] = defaultdict(list)
    for person in programme.participants:
        if person.id in labels:
            found[labels[person.id]].append(person.id)
    return found


def _groups(programme: Programme, found: Assignment) -> tuple[NetworkGroup, ...]:
    members = _labelled(programme, found.group)
    return tuple(
        NetworkGroup(
            id=group,
            cohort=cohort,
            participants=tuple(members[group]),
            facilitator=found.facilitator.get(group),
        )
        for cohort in (c.id for c in programme.cohorts if found.group)
        for group in programme.group_ids(cohort)
    )


def _classes(programme: Programme, found: Assignment) -> tuple[ModuleClass, ...]:
    members = _labelled(programme, found.classes)
    return tuple(
        ModuleClass(
            id=made,
            cohort=cohort,
            participants=tuple(members[made]),
        )
        for cohort in (c.id for c in programme.cohorts if found.classes)
        if programme.cohort(cohort).classes_with is None
        for made in programme.class_ids(cohort)
    )


def from_plan(programme: Programme, plan: Plan) -> Assignment:
    """Read a plan as an assignment."""
    timeline = timeline_of(programme)
    found = Assignment()
    for session in plan.sessions:
        found.start[session.key] = (timeline.index(session.day), session.slot)
        if session.place is not None:
            found.place[session.key] = session.place
        for lead in programme.activity(session.activity).leads:
            people = tuple(s.staff for s in session.staff if s.role == lead.role)
            found.staff[session.key, lead.role] = people
    for due in plan.milestones:
        found.start[due.key] = (timeline.index(due.day), 0)
    for group in plan.groups:
        found.group.update(dict.fromkeys(group.participants, group.id))
        if group.facilitator:
            found.facilitator[group.id] = group.facilitator
    for made in plan.classes:
        found.classes.update(dict.fromkeys(made.participants, made.id))
    found.host = {p.participant: p.host for p in plan.placements}
    found.coach = {m.participant: m.coach for m in plan.matches}
    return found
