"""Not too many people of a unit are away on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Literal_, Posting, Seat


class UnitAway(Rule):
    r"""On any day at most so many participants of a unit are away from it.

    .. math:: |\{p : u_p(d) = u,\; \exists s \in S_p : d_s = d\}| \leq n_u
              \qquad \text{for each unit } u \text{ and day } d

    with :math:`u_p(d)` the unit where a participant works on the day,
    :math:`S_p` the participant's sessions of the activities that count and
    :math:`n_u` the unit's ``max_away``.

    Broken by one person more; the amount is the people above, for each unit and day.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means those away from the unit that are
        not plenary, since a plenary day takes everybody at once.
    """

    kind: ClassVar[str] = "unit_away"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "en enhed mangler ikke for mange på én dag",
        "a unit does not miss too many people on one day",
    )
    said: ClassVar[Words] = Words(
        "{count} fra {unit} er væk {day_da}; højst {most} var ventet",
        "{count} people of {unit} are away on {day_en}; at most {most} was expected",
    )

    activities: tuple[Id, ...] | None = None

    def _counted(self, programme: Programme) -> list[str]:
        if self.activities is not None:
            return list(self.activities)
        return [a.id for a in programme.activities if a.away and not a.plenary]

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each unit how many may be away on a day."""
        programme = decisions.programme
        counted = self._counted(programme)
        days_in = _days_in_units(programme)
        for unit in programme.units:
            people = days_in.get(unit.id, {})
            if len(people) <= unit.max_away:
                continue
            items = [
                (who, seat.session, here)
                for who, days in people.items()
                for seat in decisions.seats(who, counted)
                if (here := _from_here(decisions, posting, seat, days)) is not False
            ]
            posting.crowd(items, unit.max_away, (unit.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every unit and day with too many people away."""
        away: dict[tuple[str, date], set[str]] = defaultdict(set)
        for session in view.sessions(self._counted(view.programme)):
            for who in view.attendees(session.key, session.day):
                post = view.participant(who).post_on(session.day)
                if post is not None:
                    away[post.unit, session.day].add(who)
        for (key, day), people in sorted(away.items()):
            most = view.programme.unit(key).max_away
            if len(people) > most:
                yield self.broken(
                    (key, day.isoformat()),
                    len(people) - most,
                    count=len(people),
                    unit=key,
                    most=most,
                    day_da=day_text(day, "da"),
                    day_en=day_text(day, "en"),
                )


def _days_in_units(programme: Programme) -> dict[str, dict[str, set[date] | None]]:
    """For each unit who works there, and on which days (``None``: every day)."""
    horizon = programme.calendar.days()
    found: dict[str, dict[str, set[date] | None]] = defaultdict(dict)
    for person in programme.participants:
        for post in person.posts:
            first = max(post.span.first or horizon[0], horizon[0])
            last = min(post.span.last or horizon[-1], horizon[-1])
            begin, end = (first - horizon[0]).days, (last - horizon[0]).days + 1
            days = set(horizon[begin : max(0, end)])
            if days:
                known = found[post.unit].get(person.id) or set()
                found[post.unit][person.id] = known | days
    for people in found.values():
        for who, held in people.items():
            if held is not None and len(held) == len(horizon):
                people[who] = None
    return found


def _from_here(
    decisions: Decisions, posting: Posting, seat: Seat, days: set[date] | None
) -> Literal_:
    """Whether somebody is at a session on a day of the post in a unit."""
    if days is None:
        return seat.here
    inside = decisions.on_days(seat.session, days)
    if seat.here is True or inside is False:
        return inside
    return seat.here if inside is True else posting.both(seat.here, inside)
