"""Rooms hold everybody who comes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Location, Posting


class RoomCapacity(Rule):
    r"""A room has a seat for everybody who comes to a session.

    .. math:: m_s + l_s + g_a + \max(k_s, v_s) \leq c_r
              \qquad \text{for session } s \text{ in room } r

    with :math:`m_s` participants, :math:`l_s` leaders, :math:`g_a` guests of the
    activity, :math:`k_s` seats kept for participants of others who catch up (by the
    activity, and by a cohort of make-up dates), :math:`v_s` those who do, and
    :math:`c_r` seats. Cohort, group and class count those who follow the activity; an
    area meeting counts everybody who holds a post in its areas at any time of the
    horizon, as its day may fall before or after a job change. One leader is counted for
    each role, and for the directors of an area meeting as many as ever hold office at
    the same time. Other places than rooms have no capacity.

    Broken by one person too many; the amount is the seats missing. Seats and guests
    come from the programme's rooms and activities.
    """

    kind: ClassVar[str] = "room_capacity"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "et lokale har plads til alle deltagere, ledere og gæster",
        "a room has seats for all participants, leaders and guests",
    )
    said: ClassVar[Words] = Words(
        "{room} har {seats} pladser; {session} kræver {people}",
        "{room} has {seats} seats; {session} needs {people}",
    )
    judges: ClassVar[tuple[type, ...]] = (Location,)

    def judge(self, programme: Programme) -> Judge:
        """Return the seats missing where it is known who comes."""
        settled = ("cohort", "participant", "area", "cohort_area")

        @cache
        def count(key: SessionKey) -> int | None:
            activity = programme.activity(key.activity)
            told = activity.audience in settled
            return _settled_count(programme, activity, key) if told else None

        seats = {room.id: room.capacity for room in programme.rooms}

        def missing(choice: Location) -> int:
            people = count(choice.session)
            room = seats.get(choice.place)
            return 0 if people is None or room is None else max(0, people - room)

        return missing

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the seats of groups and classes, whose members are decided."""
        for key in decisions.sessions():
            activity = decisions.activity(key)
            if activity.audience not in ("network_group", "class"):
                continue
            people = sum(decisions.members_at(key).values()) + len(activity.leads)
            people += decisions.programme.expected(key)
            for place, here in decisions.places(key).items():
                room = decisions.programme.room(place)
                if room is not None:
                    subject = (str(key), place)
                    posting.at_most(people, room.capacity, subject, (here,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session in a room that is too small for it."""
        for session in view.plan.sessions:
            room = view.programme.room(session.place) if session.place else None
            if room is None:
                continue
            activity = view.activity(session.key)
            if activity.by_area:
                people = _ever_at(view.programme, activity, session.key)
            else:
                people = len(view.attendees(session.key, session.day))
                people += len(activity.leads)
            people += activity.guests + _kept_free(view, activity, session.key)
            if people > room.capacity:
                yield self.broken(
                    (session.id, room.id),
                    people - room.capacity,
                    room=room.name,
                    seats=room.capacity,
                    session=session.id,
                    people=people,
                )


def _kept_free(view: PlanView, activity: Activity, key: SessionKey) -> int:
    """Seats for those who catch up, as far as they are not counted as there."""
    here = (key.activity, key.occurrence, key.audience)
    come = sum(
        (row.activity, row.occurrence, row.audience) == here
        for person in view.programme.participants
        for row in person.guest_at
    )
    kept = activity.spare_seats + sum(
        cohort.seats
        for cohort in view.programme.cohorts
        if activity.audience == "cohort" and cohort.id == key.audience
    )
    return max(come, kept) - (0 if activity.by_area else come)


def _settled_count(programme: Programme, activity: Activity, key: SessionKey) -> int:
    extra = programme.expected(key) + len(activity.leads)
    if activity.audience == "participant":
        return 1 + extra
    there = programme.attending(activity.id, key.occurrence)
    if activity.audience == "cohort":
        return sum(p.cohort == key.audience for p in there) + extra
    calendar, meeting = programme.calendar, programme.meeting_of
    areas = {area.id for area in programme.areas_at(activity.id, key.audience)}
    comers = sum(
        any(
            meeting(activity.id, f.cohort, p.area) == key.audience
            for p in f.posts_between(calendar.first, calendar.last)
        )
        for f in there
    )
    directing = sum(lead.relation == "director" for lead in activity.leads)
    more = max(0, _most_directors(programme, areas) - 1)
    return comers + extra + directing * more


def _most_directors(programme: Programme, areas: set[str]) -> int:
    """Most directors of some areas in office at once: on the first day or a change."""
    terms = [d for a in programme.areas if a.id in areas for d in a.directors]
    starts = {programme.calendar.first} | {d.valid_from for d in terms if d.valid_from}
    first, last = programme.calendar.first, programme.calendar.last
    days = [day for day in starts if first <= day <= last]
    return max(len({d.staff for d in terms if day in d.span}) for day in days)


def _ever_at(programme: Programme, activity: Activity, key: SessionKey) -> int:
    """Count who may come to an area meeting, day by day, for the checker."""
    held = programme.areas_at(activity.id, key.audience)
    comers, directors = set(), 0
    for day in programme.calendar.days():
        for person in programme.attending(activity.id, key.occurrence):
            post = person.post_on(day)
            if post is not None and key.audience == programme.meeting_of(
                activity.id, person.cohort, post.area
            ):
                comers.add(person.id)
        office = {d.staff for a in held for d in a.directors if day in d.span}
        directors = max(directors, len(office))
    leaders = [
        max(1, directors) if lead.relation == "director" else 1
        for lead in activity.leads
    ]
    return len(comers) + sum(leaders)
