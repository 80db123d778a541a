"""Decisions as plain dictionaries: what is fixed, what is found, the plan of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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


def to_plan(programme: Programme, found: Assignment) -> Plan:
    """Write an assignment as a plan."""
    sessions, milestones = [], []
    for key in found.start:
        if programme.activity(key.activity).is_milestone:
            milestones.append(_milestone(programme, found, key))
        else:
            sessions.append(_session(programme, found, key))
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


def _milestone(programme: Programme, found: Assignment, key: SessionKey) -> Milestone:
    return Milestone(
        activity=key.activity,
        participant=key.audience,
        occurrence=key.occurrence,
        day=timeline_of(programme).date(found.start[key][0]),
    )


def _session(programme: Programme, found: Assignment, key: SessionKey) -> Session:
    activity = programme.activity(key.activity)
    day, slot = found.start[key]
    starts, ends = programme.calendar.clock(slot, activity.length)
    return Session(
        **key._asdict(),
        day=timeline_of(programme).date(day),
        slot=slot,
        starts=starts,
        ends=ends,
        place=found.place.get(key),
        staff=tuple(
            SessionStaff(role=lead.role, staff=person)
            for lead in activity.leads
            for person in found.staff.get((key, lead.role), ())
        ),
    )


def _labelled(
    programme: Programme, label: str, labels: dict[str, str]
) -> tuple[str, ...]:
    return tuple(p.id for p in programme.participants if labels.get(p.id) == label)


def _groups(programme: Programme, found: Assignment) -> tuple[NetworkGroup, ...]:
    return tuple(
        NetworkGroup(
            id=group,
            cohort=cohort,
            participants=_labelled(programme, group, found.group),
            facilitator=found.facilitator.get(group),
        )
        for cohort in (c.id for c in programme.cohorts if found.group)
        for group in programme.group_ids(cohort)
    )


def _classes(programme: Programme, found: Assignment) -> tuple[ModuleClass, ...]:
    return tuple(
        ModuleClass(
            id=made,
            cohort=cohort,
            participants=_labelled(programme, made, found.classes),
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
