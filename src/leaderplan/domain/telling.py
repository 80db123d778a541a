"""Who is not to be told of something yet, as it would give away somebody's new job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from leaderplan.domain.plan import Session, SessionKey
from leaderplan.domain.posts import KnownPosts
from leaderplan.domain.view import PlanView

ENDS = ("cancelled", "leader")
"""What changes for whoever leads no longer, though others take them to."""


class Telling:
    """From when on people can be told of what a plan has, as calendars tell of it.

    Whoever has the new job knows of it; a new manager, a former one and everybody
    else is told of what follows from it when it may be known.

    Parameters
    ----------
    view
        The facts and the plan.
    as_of
        The day on which it is asked.
    """

    def __init__(self, view: PlanView, as_of: date) -> None:
        self._view, self._as_of = view, as_of
        self._known = KnownPosts(view, as_of)
        self._activities = {activity.id for activity in view.programme.activities}

    @cached_property
    def _days(self) -> dict[str, date]:
        """From when on all may know of secret jobs, of each who has any."""
        return {
            who: max(post.visible_from for post in posts if post.visible_from)
            for who, posts in self._known.secret.items()
        }

    def not_before(self, who: str, what: str, key: SessionKey) -> date | None:
        """Return the first day to tell somebody of a change; ``None`` is at once.

        Parameters
        ----------
        who
            Id of whoever is to be told.
        what, key
            What changes of which session or due date, as in a change sheet.
        """
        days = [day for owner, day in self._hidden(who, what, key) if owner != who]
        return max(days, default=None)

    def held_on(self, session: Session) -> tuple[str, ...]:
        """Return whoever leads it no longer, but has to be taken to until a day."""
        real = {seat.staff for seat in session.staff}
        told = dict.fromkeys(seat.staff for seat in self._known.seats(session))
        return tuple(who for who in told if who not in real)

    def _hidden(
        self, who: str, what: str, key: SessionKey
    ) -> Iterator[tuple[str, date]]:
        """Yield whose new job it would give away, and until when that is secret."""
        if key.activity not in self._activities:
            return  # it is gone, and with it what it would tell
        seen = self._view.activity(key).visible_from
        if seen is not None and seen > self._as_of:
            yield key.audience, seen
        session = self._view.by_key.get(key)
        if session is None or not self._days:
            return
        owner = key.audience
        if owner in self._days and self._leads_in_secret(who, what, session):
            yield owner, self._days[owner]
        if (what == "place" and self._known.gives_away(session)) or (
            self._known.is_secret(session)
        ):
            yield from self._of(self._view.attendees(key, session.day))

    def _of(self, people: Iterable[str]) -> Iterator[tuple[str, date]]:
        return ((who, self._days[who]) for who in people if who in self._days)

    def _leads_in_secret(self, who: str, what: str, session: Session) -> bool:
        """Whether a change tells that somebody leads, or leads no longer."""
        real = {seat.staff for seat in session.staff}
        told = {seat.staff for seat in self._known.seats(session)}
        gone = what in ENDS and who in told - real
        return gone or (real != told and what == "leader") or who in real - told
