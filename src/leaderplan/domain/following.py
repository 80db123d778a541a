"""Who follows what: the audiences of activities, and who needs a host or a coach."""

from __future__ import annotations

from functools import cached_property

from leaderplan.domain.activity import Activity
from leaderplan.domain.facts import Facts
from leaderplan.domain.people import Participant
from leaderplan.domain.places import Area
from leaderplan.domain.plan import SessionKey


class Following(Facts):
    """The facts of a programme, asked for who follows what."""

    # --- who follows what ---------------------------------------------------

    @cached_property
    def _followers(self) -> dict[str, tuple[Participant, ...]]:
        return {
            activity.id: tuple(
                p
                for p in self.participants
                if activity.of_cohort(p.cohort)
                and (not activity.only or p.id in activity.only)
                and (
                    occurrences_of(p, activity)
                    or any(row.activity == activity.id for row in p.guest_at)
                )
            )
            for activity in self.activities
        }

    def followers(self, activity: str) -> tuple[Participant, ...]:
        """Participants whose cohort follows an activity and who skip not all of it."""
        return self._followers[activity]

    @cached_property
    def _guests(self) -> dict[SessionKey, tuple[Participant, ...]]:
        rows: dict[SessionKey, tuple[Participant, ...]] = {}
        for person in self.participants:
            for row in person.guest_at:
                key = SessionKey(row.activity, row.audience, row.occurrence)
                rows[key] = (*rows.get(key, ()), person)
        return rows

    def guests(self, session: SessionKey) -> tuple[Participant, ...]:
        """Participants who are at a session of others instead of their own."""
        return self._guests.get(session, ())

    def cohorts_visited(self) -> list[tuple[str, str]]:
        """Cohorts of guests, each with one whose people have that session."""
        return [
            (person.cohort, cohort.id)
            for person in self.participants
            for row in person.guest_at
            for cohort in self.cohorts
            if row.audience in self.audiences_of(row.activity, cohort.id)
        ]

    def expected(self, session: SessionKey) -> int:
        """Seats at a session for guests, by the most of what is given.

        Those of the activity, and those kept for participants who catch up, or as
        many as do.
        """
        activity = self.activity(session.activity)
        return activity.guests + max(self.kept(session), len(self.guests(session)))

    def kept(self, session: SessionKey) -> int:
        """Seats kept at a session for those who catch up, whether they come or not."""
        activity = self.activity(session.activity)
        if activity.audience != "cohort":
            return activity.spare_seats
        return activity.spare_seats + self.cohort(session.audience).seats

    @cached_property
    def _attending(self) -> dict[tuple[str, int], tuple[Participant, ...]]:
        return {
            (activity.id, occurrence): tuple(
                p
                for p in self._followers[activity.id]
                if p.takes_part(activity.id, occurrence)
            )
            for activity in self.activities
            for occurrence in range(1, activity.occurrences + 1)
        }

    def attending(self, activity: str, occurrence: int) -> tuple[Participant, ...]:
        """Participants who take part in an occurrence of an activity with their own."""
        return self._attending[activity, occurrence]

    def makes_up(self, session: SessionKey) -> bool:
        """Whether a session is a make-up date, for nobody but guests."""
        joint = self.activity(session.activity).audience == "cohort"
        return joint and self.cohort(session.audience).make_up_for is not None

    def group_ids(self, cohort: str) -> tuple[str, ...]:
        """Ids of the network groups of a cohort: A, B and so on."""
        count = self.cohort(cohort).network_groups
        return tuple(f"{cohort}-{_letters(i)}" for i in range(count))

    def class_ids(self, cohort: str) -> tuple[str, ...]:
        """Ids of the module classes that a cohort's people stand in: 1, 2 and so on.

        They are called after the cohort that they are formed of; cohorts whose
        classes are mixed have the same.
        """
        lead = self.cohort(self.cohort(cohort).classes_with or cohort)
        return tuple(f"{lead.id}-{i + 1}" for i in range(lead.module_classes))

    def audiences(self, activity: str) -> tuple[str, ...]:
        """Audience ids of an activity, in order."""
        given = self.activity(activity)
        if given.audience == "participant":
            return tuple(p.id for p in self.followers(activity))
        ids = (self.audiences_of(activity, cohort.id) for cohort in self.cohorts)
        return tuple(dict.fromkeys(audience for row in ids for audience in row))

    def audiences_of(self, activity: str, cohort: str) -> tuple[str, ...]:
        """Audience ids of an activity to which a cohort's people belong, in order."""
        given = self.activity(activity)
        if not given.of_cohort(cohort):
            return ()
        if given.audience == "participant":
            return tuple(p.id for p in self.followers(activity) if p.cohort == cohort)
        if given.by_area:
            meetings = self._meetings[activity]
            held = {
                meetings[cohort, post.area]
                for person in self.followers(activity)
                for post in person.posts
                if person.cohort == cohort
            }
            theirs = {meetings[at] for at in meetings if at[0] == cohort}
            held |= theirs & {k.audience for k in self._guests if k[0] == activity}
            return tuple(m for m in dict.fromkeys(meetings.values()) if m in held)
        if given.audience == "class":
            return self.class_ids(cohort)
        return (cohort,) if given.audience == "cohort" else self.group_ids(cohort)

    @cached_property
    def session_keys(self) -> tuple[SessionKey, ...]:
        """Every session and due date that a plan must hold, in a fixed order."""
        return tuple(
            SessionKey(activity.id, audience, occurrence)
            for activity in self.activities
            for audience in self.audiences(activity.id)
            for occurrence in range(1, activity.occurrences + 1)
            if activity.audience != "participant"
            or self.participant(audience).takes_part(activity.id, occurrence)
        )

    def meeting_of(self, activity: str, cohort: str, area: str) -> str:
        """Audience that somebody of a cohort and an area meets with.

        It is called after its first area, for an activity of ``cohort_area``
        after the cohort as well. An area with fewer participants than
        ``smallest_area`` (by their posts at the start) joins the area with the
        shortest travel, then the first id.
        """
        return self._meetings[activity][cohort, area]

    def areas_at(self, activity: str, audience: str) -> tuple[Area, ...]:
        """Areas whose people meet at an audience's area meetings."""
        return self._meeting_areas[activity].get(audience, ())

    @cached_property
    def _meetings(self) -> dict[str, dict[tuple[str, str], str]]:
        from leaderplan.domain.areas import meetings

        return {a.id: meetings(self, a) for a in self.activities if a.by_area}

    @cached_property
    def _meeting_areas(self) -> dict[str, dict[str, tuple[Area, ...]]]:
        found: dict[str, dict[str, tuple[Area, ...]]] = {}
        for activity, meetings in self._meetings.items():
            held: dict[str, dict[str, Area]] = {}
            for (_, area), audience in meetings.items():
                held.setdefault(audience, {})[area] = self.area(area)
            found[activity] = {a: tuple(rows.values()) for a, rows in held.items()}
        return found

    @cached_property
    def needs_groups(self) -> tuple[Participant, ...]:
        """Participants who stand in a network group."""
        forming = {c.id for c in self.cohorts if c.network_groups}
        return tuple(p for p in self.participants if p.cohort in forming)

    @cached_property
    def needs_classes(self) -> tuple[Participant, ...]:
        """Participants who stand in a module class: not exempt from every lesson."""
        forming = {c.id for c in self.cohorts if self.class_ids(c.id)}
        taught = [a for a in self.activities if a.audience == "class"]
        return tuple(
            p
            for p in self.participants
            if p.cohort in forming
            and (not taught or any(occurrences_of(p, a) for a in taught))
        )

    @cached_property
    def needs_hosts(self) -> tuple[Participant, ...]:
        """Participants who need a practicum host."""
        return self._matched("host_leader", bool(self.hosts), "host_unit")

    @cached_property
    def needs_coaches(self) -> tuple[Participant, ...]:
        """Participants who need a coach."""
        return self._matched("coach", bool(self.staff_in("coach")), None)

    def _matched(
        self, relation: str, offered: bool, where: str | None
    ) -> tuple[Participant, ...]:
        wanted = [
            a.id for a in self.activities if where in a.where or a.led_by(relation)
        ]
        if not wanted:
            return self.participants if offered else ()
        held = {p.id for a in wanted for p in self.followers(a)}
        return tuple(p for p in self.participants if p.id in held)


def _letters(index: int) -> str:
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def occurrences_of(person: Participant, activity: Activity) -> int:
    """Count the occurrences of an activity that somebody takes part in."""
    every = range(1, activity.occurrences + 1)
    return sum(person.takes_part(activity.id, number) for number in every)
