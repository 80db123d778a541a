"""A plan read together with its facts: the questions that checkers and tables ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import Participant, Staff
from leaderplan.domain.plan import Plan, Session, SessionKey
from leaderplan.domain.programme import Programme

Dated = tuple[SessionKey, date]


class PlanView:
    """A programme and a plan of it, indexed; built once for each check.

    Due dates are no sessions here; :attr:`dated` holds both.
    """

    def __init__(self, programme: Programme, plan: Plan) -> None:
        self.programme = programme
        self.plan = plan

    @cached_property
    def group_of(self) -> dict[str, str]:
        """Network group id of each participant."""
        return {p: g.id for g in self.plan.groups for p in g.participants}

    @cached_property
    def class_of(self) -> dict[str, str]:
        """Module class id of each participant."""
        return {p: c.id for c in self.plan.classes for p in c.participants}

    @cached_property
    def host_of(self) -> dict[str, str]:
        """Host unit id of each participant."""
        return {p.participant: p.host for p in self.plan.placements}

    @cached_property
    def coach_of(self) -> dict[str, str]:
        """Coach's staff id of each participant."""
        return {m.participant: m.coach for m in self.plan.matches}

    @cached_property
    def facilitator_of(self) -> dict[str, str]:
        """Facilitator's staff id of each network group that has one."""
        return {g.id: g.facilitator for g in self.plan.groups if g.facilitator}

    @cached_property
    def by_key(self) -> dict[SessionKey, Session]:
        """Sessions by identity."""
        return {session.key: session for session in self.plan.sessions}

    @cached_property
    def dated(self) -> dict[SessionKey, date]:
        """Day of every session and due date."""
        days = {session.key: session.day for session in self.plan.sessions}
        return days | {m.key: m.day for m in self.plan.milestones}

    def activity(self, key: SessionKey) -> Activity:
        """Activity of a session or due date."""
        return self.programme.activity(key.activity)

    def sessions(self, activities: Iterable[str] | None = None) -> list[Session]:
        """Sessions, all or those of some activities, in order of time."""
        if activities is None:
            return list(self.plan.sessions)
        wanted = set(activities)
        return [s for s in self.plan.sessions if s.activity in wanted]

    @cached_property
    def side_by_side(self) -> list[tuple[str, date, list[Session]]]:
        """Sessions of a person's day that has two or more, by person and day.

        People are participants and leaders, but for those who lead a practicum, which
        leaves them free.
        """
        held: dict[tuple[str, date], list[Session]] = defaultdict(list)
        for session in self.plan.sessions:
            key = session.key
            hosted = self.activity(key).kind == "practicum"
            people = set() if hosted else {seat.staff for seat in session.staff}
            for person in people.union(self.attendees(key, session.day)):
                held[person, session.day].append(session)
        shared = sorted(at for at, rows in held.items() if len(rows) > 1)
        return [(person, day, held[person, day]) for person, day in shared]

    @cached_property
    def _known(self) -> dict[Dated, tuple[str, ...]]:
        return {}

    def attendees(self, key: SessionKey, day: date) -> tuple[str, ...]:
        """Ids of the participants who belong at a session held on a day."""
        activity = self.programme.activity(key.activity)
        if activity.audience == "participant":
            return (key.audience,)
        if (key, day) not in self._known:
            self._known[key, day] = self._there(activity, key, day)
        return self._known[key, day]

    def _there(self, activity: Activity, key: SessionKey, day: date) -> tuple[str, ...]:
        people = self.who_may_attend(key)
        if activity.by_area:
            meeting = self.programme.meeting_of
            people = [
                p
                for p in people
                if (post := p.post_on(day))
                and meeting(key.activity, p.cohort, post.area) == key.audience
            ]
        return tuple(p.id for p in (*people, *self._guests.get(key, ())))

    @cached_property
    def _guests(self) -> dict[SessionKey, list[Participant]]:
        """Who is at a session of others, by what each participant says."""
        rows: dict[SessionKey, list[Participant]] = defaultdict(list)
        for person in self.programme.participants:
            for row in person.guest_at:
                at = SessionKey(row.activity, row.audience, row.occurrence)
                rows[at].append(person)
        return dict(rows)

    def who_may_attend(self, key: SessionKey) -> list[Participant]:
        """Participants who belong at a joint session by any post that they hold.

        Guests of others are not among them. Of a meeting that was before others came
        to be in its group or class it is those who were there.
        """
        held = self.by_key.get(key)
        if held is not None and held.attended is not None:
            return [self.participant(who) for who in held.attended]
        return [
            person
            for person in self._audiences.get((key.activity, key.audience), ())
            if person.takes_part(key.activity, key.occurrence)
        ]

    @cached_property
    def _audiences(self) -> dict[tuple[str, str], list[Participant]]:
        """Followers of each joint activity by audience, by all posts they hold."""
        rows: dict[tuple[str, str], list[Participant]] = defaultdict(list)
        for activity in self.programme.activities:
            if activity.audience != "participant":
                for person in self.programme.followers(activity.id):
                    for audience in self._joined(activity, person):
                        rows[activity.id, audience].append(person)
        return dict(rows)

    def _joined(self, activity: Activity, person: Participant) -> set[str]:
        if activity.audience == "cohort":
            return {person.cohort}
        if activity.by_area:
            meeting = self.programme.meeting_of
            areas = {post.area for post in person.posts}
            return {meeting(activity.id, person.cohort, area) for area in areas}
        home = self.group_of if activity.audience == "network_group" else self.class_of
        return {home[person.id]} if person.id in home else set()

    @cached_property
    def _of_participant(self) -> dict[str, list[Dated]]:
        rows: dict[str, list[Dated]] = defaultdict(list)
        for key, day in sorted(self.dated.items(), key=lambda item: (item[1], item[0])):
            for participant in self.attendees(key, day):
                rows[participant].append((key, day))
        return rows

    def of_participant(
        self, participant: str, activities: Iterable[str] | None = None
    ) -> list[Dated]:
        """Sessions and due dates of a participant with their days, in order."""
        rows = self._of_participant.get(participant, [])
        if activities is None:
            return rows
        wanted = set(activities)
        return [row for row in rows if row[0].activity in wanted]

    @cached_property
    def of_activity(self) -> dict[str, list[SessionKey]]:
        """Sessions and due dates of each activity."""
        rows: dict[str, list[SessionKey]] = defaultdict(list)
        for key in self.dated:
            rows[key.activity].append(key)
        return rows

    @cached_property
    def own_of_activity(self) -> dict[str, dict[str, list[SessionKey]]]:
        """Of each activity what each participant has with the own people, no guest."""
        rows: dict[str, dict[str, list[SessionKey]]] = {}
        for activity, keys in self.of_activity.items():
            rows[activity] = defaultdict(list)
            for key in keys:
                guests = {person.id for person in self._guests.get(key, ())}
                for who in self.attendees(key, self.dated[key]):
                    if who not in guests:
                        rows[activity][who].append(key)
        return rows

    @cached_property
    def of_staff(self) -> dict[str, list[Session]]:
        """Sessions that each staff member leads."""
        rows: dict[str, list[Session]] = defaultdict(list)
        for session in self.plan.sessions:
            for seat in session.staff:
                rows[seat.staff].append(session)
        return rows

    def participant(self, key: str) -> Participant:
        """A participant by id."""
        return self.programme.participant(key)

    def is_free(self, participant: str, key: SessionKey) -> bool:
        """Whether somebody is not away in any block of a session."""
        person, session = self.participant(participant), self.by_key[key]
        return not self.says(person, ("unavailable",), session)

    def says(
        self, person: Participant | Staff, states: Collection[str], session: Session
    ) -> bool:
        """Whether a diary says one of some states of any block of a session."""
        rows = self.programme.diary(person, session.day)
        blocks = self.blocks(session) if rows else ()
        return any(
            row.state in states and row.covers(session.day, block)
            for row in rows
            for block in blocks
        )

    def blocks(self, session: Session) -> range:
        """Blocks of the day that a session touches."""
        length = self.programme.activity(session.activity).length
        return self.programme.calendar.blocks_of(session.slot, length)
