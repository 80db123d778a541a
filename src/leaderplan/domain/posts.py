"""What may be known of people's jobs on the day a release is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import Participant, Post
from leaderplan.domain.plan import Session, SessionStaff
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView

_PERSONAL = frozenset({"manager", "director"})


def days_told(programme: Programme) -> Iterator[date]:
    """Yield the days from which on secret jobs, and what they ask for, may be told."""
    posts = (post for person in programme.participants for post in person.posts)
    days = [post.visible_from for post in posts]
    days += [activity.visible_from for activity in programme.activities]
    yield from (day for day in days if day is not None)


class KnownPosts:
    """Posts as others may see them on a day; a secret job change has not happened.

    A post whose ``visible_from`` is later than ``today`` is left out, and the known
    post before it is read as going on: an entry that vanished on the day of the
    change would tell as much as the new job itself.

    Parameters
    ----------
    view
        The programme and the plan.
    today
        The day of the release, in the programme's time zone.
    """

    def __init__(self, view: PlanView, today: date) -> None:
        self._view = view
        self._programme: Programme = view.programme
        self._today = today

    def is_known(self, post: Post) -> bool:
        """Tell whether others may see a post today."""
        return post.visible_from is None or post.visible_from <= self._today

    def is_told(self, activity: str) -> bool:
        """Tell whether an activity may stand in any feed today."""
        seen = self._programme.activity(activity).visible_from
        return seen is None or seen <= self._today

    @cached_property
    def secret(self) -> dict[str, tuple[Post, ...]]:
        """Posts that nobody may see yet, of each participant who has any."""
        rows = {
            p.id: tuple(post for post in p.posts if not self.is_known(post))
            for p in self._programme.participants
        }
        return {person: posts for person, posts in rows.items() if posts}

    def post_on(self, person: str, day: date) -> Post | None:
        """The post that others take somebody to hold on a day."""
        participant = self._programme.participant(person)
        held = participant.post_on(day)
        if person not in self.secret or (held is not None and self.is_known(held)):
            return held
        if held is None and not self._follows_secret(participant, day):
            return None
        earlier = [
            post
            for post in participant.posts
            if self.is_known(post) and (post.valid_from or date.min) <= day
        ]
        return max(earlier, key=lambda p: p.valid_from or date.min, default=None)

    def _follows_secret(self, participant: Participant, day: date) -> bool:
        """Tell whether the gap around a day is the way into a secret job."""
        later = [p for p in participant.posts if p.valid_from and p.valid_from > day]
        if not later:
            return any(
                p.valid_to is not None and p.valid_to < day
                for p in self.secret[participant.id]
            )
        return not self.is_known(min(later, key=lambda p: p.valid_from or day))

    def manager_on(self, person: str, day: date) -> str | None:
        """The manager that others take somebody to have on a day."""
        post = self.post_on(person, day)
        return post.manager if post else None

    def director_on(self, person: str, day: date) -> str | None:
        """The director that others take somebody to have on a day."""
        post = self.post_on(person, day)
        if post is None:
            return None
        sector = self._programme.unit(post.unit).sector
        return self._programme.area(post.area).director_on(day, sector)

    def seats(self, session: Session) -> tuple[SessionStaff, ...]:
        """Who leads a session, as others may know: nobody through a secret post."""
        activity = self._programme.activity(session.activity)
        if activity.audience != "participant" or session.audience not in self.secret:
            return session.staff
        known = (self._known_seat(activity, session, seat) for seat in session.staff)
        return tuple(seat for seat in known if seat is not None)

    def _known_seat(
        self, activity: Activity, session: Session, seat: SessionStaff
    ) -> SessionStaff | None:
        relation = next(
            (lead.relation for lead in activity.leads if lead.role == seat.role), "pick"
        )
        if relation not in _PERSONAL:
            return seat
        real, known = (
            (self._programme.manager_on, self.manager_on)
            if relation == "manager"
            else (self._programme.director_on, self.director_on)
        )
        if seat.staff != real(session.audience, session.day):
            return seat
        leader = known(session.audience, session.day)
        return None if leader is None else SessionStaff(role=seat.role, staff=leader)

    def attendees(self, session: Session) -> tuple[str, ...]:
        """Ids of the participants at a session, by the posts that others may know."""
        activity = self._programme.activity(session.activity)
        if not activity.by_area:
            return self._view.attendees(session.key, session.day)
        meeting = self._programme.meeting_of
        own = (
            person
            for person in self._view.who_may_attend(session.key)
            if (post := self.post_on(person.id, session.day))
            and meeting(activity.id, person.cohort, post.area) == session.audience
        )
        guests = self._programme.guests(session.key)
        return tuple(person.id for person in (*own, *guests))

    def is_secret(self, session: Session) -> bool:
        """Tell whether an area meets only for somebody whose job there is secret."""
        area = self._programme.activity(session.activity).by_area
        return area and bool(self.secret) and not self.attendees(session)

    def gives_away(self, session: Session) -> bool:
        """Tell whether people meet at a unit only for somebody's secret job there."""
        unit = session.place or ""
        people = self._view.attendees(session.key, session.day)
        known = (self.post_on(person, session.day) for person in people)
        there = any(post is not None and post.unit == unit for post in known)
        return not there and any(self.hides(person, unit) for person in people)

    def hides(self, person: str, unit: str) -> bool:
        """Tell whether a unit's name would give away a secret job."""
        posts = self.secret.get(person, ())
        known = self._programme.participant(person).posts
        return any(p.unit == unit for p in posts) and not any(
            p.unit == unit for p in known if self.is_known(p)
        )
