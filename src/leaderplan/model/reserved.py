"""What other cohorts have of what all share: theirs, for whoever is planned next."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, ClassVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule
from leaderplan.locale import Words
from leaderplan.model.rooms import LARGE
from leaderplan.rules._base import (
    Attendance,
    Coaching,
    Decisions,
    Hosting,
    HostingDay,
    Leading,
    LeadingTime,
    Location,
    LocationTime,
    Posting,
    Seat,
    SessionDay,
)

Day = tuple[str, date]
Block = tuple[str, date, int]
Led = tuple[str, str, date]
"""A role, whoever fills it, and a day."""


class Reserved(Rule):
    """Keeps a portion's plan from what others have, or are meant to have.

    It only narrows what a plan may be: no bound may be found with it.

    Parameters
    ----------
    days, blocks
        Staff, rooms and hosts with the days, or blocks of days, that others have.
    away
        How many of other cohorts are away from a unit on a day.
    hosts
        Hosts left to each participant.
    coaches
        Coaches left to each participant.
    staff
        Who is left for a role; a role that is not named has all.
    rooms
        Rooms left for talks; those of whom days are granted have all.
    seats
        The least and the most people in each module class.
    comers
        People of each module class whom a room must hold beside leaders and guests.
    dated
        The day of some sessions, by name.
    granted
        Days kept for an activity, by activity and cohort.
    full
        Days on which no room is left, by activity and audience.
    kept
        Seats from which on rooms are left to gatherings, by day.
    led, sites
        The most that somebody may lead in a role on a day beside lessons; where
        somebody is.
    standing
        Activities of which nobody asks here who leads them where: they stand.
    """

    kind: ClassVar[str] = "reserved"
    words: ClassVar[Words] = Words(
        "andre hold beholder, hvad de har", "other cohorts keep what they have"
    )
    said: ClassVar[Words] = Words("{taken}", "{taken}")
    hard_only: ClassVar[bool] = True
    judges: ClassVar[tuple[type, ...]] = (
        Attendance, Coaching, Hosting, HostingDay, Leading, LeadingTime, Location,
        LocationTime, SessionDay,
    )  # fmt: skip

    days: frozenset[Day] = frozenset()
    blocks: frozenset[Block] = frozenset()
    away: Mapping[Day, int] = {}
    hosts: Mapping[str, frozenset[str]] = {}
    coaches: Mapping[str, frozenset[str]] = {}
    staff: Mapping[str, frozenset[str]] = {}
    rooms: frozenset[str] = frozenset()
    seats: Mapping[str, tuple[int, int]] = {}
    comers: Mapping[str, int] = {}
    dated: Mapping[str, date] = {}
    granted: Mapping[tuple[str, str], frozenset[date]] = {}
    full: Mapping[tuple[str, str], frozenset[date]] = {}
    kept: Mapping[date, int] = {}
    led: Mapping[Led, int] = {}
    sites: Mapping[Day, str] = {}
    standing: frozenset[str] = frozenset()

    def alike(self, choice: Any) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        if isinstance(choice, Attendance):
            activity = choice.activity
            counts = activity.away and not activity.plenary
            return choice.participant.id, counts, activity.is_milestone
        if isinstance(choice, LeadingTime):
            activity = choice.activity
            stands = activity.id in self.standing
            working = activity.kind == "practicum"
            return choice.staff.id, choice.role, stands, activity.audience, working
        if isinstance(choice, LocationTime):
            activity = choice.activity
            gathers = activity.audience in LARGE
            return choice.place, activity.id in self.standing, gathers
        if isinstance(choice, HostingDay):
            return choice.host.unit
        return super().alike(choice)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where a choice takes what others have."""
        refuses: dict[type, Callable[[Any], bool]] = {
            Attendance: self._attends(programme),
            Coaching: lambda c: (
                c.coach.id not in self.coaches.get(c.participant.id, (c.coach.id,))
            ),
            Hosting: lambda c: (
                c.host.unit not in self.hosts.get(c.participant.id, (c.host.unit,))
            ),
            HostingDay: lambda c: (c.host.unit, c.day) in self.days,
            Leading: lambda c: c.staff.id not in self.staff.get(c.role, (c.staff.id,)),
            LeadingTime: self._leads,
            Location: self._located(programme),
            LocationTime: lambda c: (
                self._taken(c.place, c.day, c.block) or self._kept(programme, c)
            ),
            SessionDay: self._undated(programme),
        }

        def excess(choice: Any) -> int:
            told = type(choice) in (Leading, LeadingTime, Location, LocationTime)
            if told and choice.activity.id in self.standing:
                return 0
            return int(refuses[type(choice)](choice))

        return excess

    def _attends(self, programme: Programme) -> Callable[[Attendance], bool]:
        spare = {unit.id: unit.max_away for unit in programme.units}

        def refused(choice: Attendance) -> bool:
            if choice.activity.is_milestone:
                return False
            if self._taken(choice.participant.id, choice.day, choice.block):
                return True
            if not choice.activity.away or choice.activity.plenary:
                return False
            post = choice.participant.post_on(choice.day)
            others = self.away.get((post.unit, choice.day), 0) if post else 0
            return post is not None and others > 0 and others >= spare[post.unit]

        return refused

    def _located(self, programme: Programme) -> Callable[[Location], bool]:
        granted = {name for name, _ in self.granted}

        def refused(choice: Location) -> bool:
            room, activity = programme.room(choice.place), choice.activity
            if room is None:
                return False
            people = self.comers.get(choice.session.audience, 0)
            extra = len(activity.leads) + activity.extra_seats
            small = people > 0 and room.capacity < people + extra
            talk = activity.audience == "participant" and activity.id not in granted
            return small or (talk and bool(self.rooms) and room.id not in self.rooms)

        return refused

    def _undated(self, programme: Programme) -> Callable[[SessionDay], bool]:
        cohorts = {p.id: p.cohort for p in programme.participants}

        def refused(choice: SessionDay) -> bool:
            if self.dated.get(str(choice.session), choice.day) != choice.day:
                return True
            audience = choice.session.audience
            if choice.day in self.full.get((choice.activity.id, audience), ()):
                return True
            cohort = cohorts.get(audience, "")
            days = self.granted.get((choice.activity.id, cohort), (choice.day,))
            return choice.day not in days

        return refused

    def _kept(self, programme: Programme, choice: LocationTime) -> bool:
        """Tell whether a large room is kept for a gathering."""
        room = programme.room(choice.place)
        if room is None or choice.activity.audience in LARGE:
            return False
        return room.capacity >= self.kept.get(choice.day, room.capacity + 1)

    def _leads(self, choice: LeadingTime) -> bool:
        """Tell whether somebody has no time; a practicum day takes none."""
        who, activity, day = choice.staff.id, choice.activity, choice.day
        taken = activity.kind != "practicum" and self._taken(who, day, choice.block)
        full = self.led.get((choice.role, who, day), 1) <= 0
        return taken or (activity.audience != "class" and full)

    def _taken(self, what: str, day: date, block: int) -> bool:
        return (what, day) in self.days or (what, day, block) in self.blocks

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State who fits in a class, and what units and staff can still spare."""
        for label in decisions.classes():
            low, high = self.seats.get(label, (0, len(decisions.members(label))))
            people = sum(decisions.members(label).values())
            posting.at_least(people, low, (label,))
            posting.at_most(people, high, (label,))
        self._spare(decisions, posting)
        self._crowd(decisions, posting)

    def _spare(self, decisions: Decisions, posting: Posting) -> None:
        """State how much those lead who lead for others, and that it is there."""
        for (role, who, day), most in self.led.items():
            seats = [
                Seat(key, here)
                for key in dict.fromkeys(s.session for s in self._seats(decisions, who))
                if (here := decisions.leaders(key, role).get(who, False)) is not False
            ]
            if len(seats) > most > 0:
                here = (
                    posting.both(seat.here, decisions.on_days(seat.session, (day,)))
                    for seat in seats
                )
                posting.at_most(sum(here), most, (role, who, str(day)))
        for (who, day), site in self.sites.items():
            for seat in decisions.lead_seats(who):
                activity = decisions.activity(seat.session)
                if activity.kind == "practicum" or activity.id in self.standing:
                    continue
                now = decisions.on_days(seat.session, (day,))
                for place, there in decisions.places(seat.session).items():
                    if now is not False and self._elsewhere(decisions, place, site):
                        posting.not_all((seat.here, now, there), (who, str(day)))

    def _crowd(self, decisions: Decisions, posting: Posting) -> None:
        """State how many a unit spares where others are away from it, too."""
        programme = decisions.programme
        counted = [a.id for a in programme.activities if a.away and not a.plenary]
        for (unit, day), others in self.away.items():
            left = programme.unit(unit).max_away - others
            people = [
                person.id
                for person in programme.participants
                if (post := person.post_on(day)) and post.unit == unit
            ]
            if not 0 < left < len(people):
                continue
            items = [
                (who, seat.session, posting.both(seat.here, here))
                for who in people
                for seat in decisions.seats(who, counted)
                if (here := decisions.on_days(seat.session, (day,))) is not False
            ]
            posting.crowd(items, left, (unit, str(day)))

    @staticmethod
    def _elsewhere(decisions: Decisions, place: str, site: str) -> bool:
        return decisions.programme.site(place) not in (None, site)

    def _seats(self, decisions: Decisions, who: str) -> list[Seat]:
        """Sessions that somebody may lead beside lessons."""
        return [
            seat
            for seat in decisions.lead_seats(who)
            if decisions.activity(seat.session).audience != "class"
            and seat.here is not False
        ]
