"""Nobody travels too far to a joint session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.people import Participant
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting

JOINT = ("network_group", "class", "cohort")
"""Audiences that meet together; own talks are held at places chosen for them."""


class AttendeeTravel(Rule):
    r"""The journey from own unit to a joint session is at most so many minutes.

    .. math:: \max_{u \in U_p} \tau(u, \text{site}(s)) \leq T
              \qquad \text{for each participant } p \text{ of session } s

    with :math:`U_p` the units of all posts that the participant holds in the
    horizon and :math:`\tau` the minutes between two sites. Sessions of network
    groups, classes and cohorts count; ``online`` is no journey.

    Broken by one minute more; the amount is the minutes above, for each participant
    and session. 45 minutes door to door is a usual limit within a municipality.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all of those audiences.
    limit
        Minutes, 0 to 1,440.
    """

    kind: ClassVar[str] = "attendee_travel"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen rejser for langt til et fælles møde",
        "nobody travels too far to a joint session",
    )
    said: ClassVar[Words] = Words(
        "{participant} har {minutes} minutter til {session}; højst {limit} var ventet",
        "{participant} has {minutes} minutes to {session}; "
        "at most {limit} was expected",
    )

    activities: tuple[Id, ...] | None = None
    limit: Annotated[int, Field(ge=0, le=1_440)] = 45

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant and session which places are near enough."""
        programme = decisions.programme
        journeys = _Journeys(programme)
        for key in decisions.sessions(self.activities):
            activity = decisions.activity(key)
            if activity.audience not in JOINT:
                continue
            far_from = decisions.places(key).items()
            shared = activity.audience != "cohort"
            members = decisions.members_at(key) if shared else {}
            guests = programme.guests(key)
            there = programme.attending(activity.id, key.occurrence)
            for person in (*there, *guests):
                if person in guests:
                    present = True
                elif activity.audience == "cohort":
                    present = person.cohort == key.audience
                else:
                    present = members.get(person.id, False)
                far = {
                    place: (over, here)
                    for place, here in far_from
                    if (over := journeys.minutes(person, place) - self.limit) > 0
                }
                if present is False or not far:
                    continue
                subject = (person.id, str(key))
                if self.hard:
                    # One place holds, so this is as tight as a clause for each.
                    count = present + sum(here for _, here in far.values())
                    posting.at_most(count, 1, subject)
                else:
                    amount = sum(over * here for over, here in far.values())
                    posting.at_most(amount, 0, subject, (present,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant with too long a journey to a session."""
        programme, calendar = view.programme, view.programme.calendar
        for session in view.sessions(self.activities):
            if view.activity(session.key).audience not in JOINT:
                continue
            site = programme.site(session.place)
            for who in view.attendees(session.key, session.day):
                held = programme.participant(who).posts
                longest = max(
                    (
                        programme.travel_minutes(post.unit, site)
                        for post in held
                        if post.span.overlaps(calendar.first, calendar.last)
                    ),
                    default=0,
                )
                if longest > self.limit:
                    yield self.broken(
                        (who, session.id),
                        longest - self.limit,
                        participant=who,
                        minutes=longest,
                        session=session.id,
                        limit=self.limit,
                    )


class _Journeys:
    """Longest journey of a participant to a place, each worked out once."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._known: dict[tuple[str, str], int] = {}
        calendar = programme.calendar
        self._units = {
            p.id: {q.unit for q in p.posts_between(calendar.first, calendar.last)}
            for p in programme.participants
        }

    def minutes(self, person: Participant, place: str) -> int:
        site = self._programme.site(place)
        if site is None:
            return 0
        if (person.id, site) not in self._known:
            units = self._units[person.id]
            journeys = (self._programme.travel_minutes(u, site) for u in units)
            self._known[person.id, site] = max(journeys, default=0)
        return self._known[person.id, site]
