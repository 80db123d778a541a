"""What other cohorts have of what all share: theirs, for whoever is planned next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from leaderplan.domain.people import Staff
from leaderplan.domain.plan import Plan, Session, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
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


class Reserved(Rule):
    """Keeps a portion's plan from what others have, or are meant to have.

    It only narrows what a plan may be: no bound may be found with it.

    Parameters
    ----------
    days, blocks
        Staff, rooms and hosts with the days, or blocks of days, that others have.
    away
        How many of other cohorts are away from a unit on a day.
    hosts, most
        Hosts left to each participant with what each costs, and the most that they
        may cost in all.
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
        Days kept for an activity.
    led, sites
        The most that somebody may lead on a day; where somebody is on a day.
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
    hosts: Mapping[str, Mapping[str, int]] = {}
    coaches: Mapping[str, frozenset[str]] = {}
    most: int = 0
    staff: Mapping[str, frozenset[str]] = {}
    rooms: frozenset[str] = frozenset()
    seats: Mapping[str, tuple[int, int]] = {}
    comers: Mapping[str, int] = {}
    dated: Mapping[str, date] = {}
    granted: Mapping[str, frozenset[date]] = {}
    led: Mapping[Day, int] = {}
    sites: Mapping[Day, str | None] = {}
    standing: frozenset[str] = frozenset()

    def alike(self, choice: Any) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        if isinstance(choice, Attendance):
            activity = choice.activity
            return choice.participant.id, activity.away and not activity.plenary
        if isinstance(choice, LeadingTime):
            return choice.staff.id, choice.activity.id in self.standing
        if isinstance(choice, LocationTime):
            return choice.place, choice.activity.id in self.standing
        if isinstance(choice, HostingDay):
            return choice.host.unit
        return super().alike(choice)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where a choice takes what others have."""
        spare = {unit.id: unit.max_away for unit in programme.units}

        def attends(choice: Attendance) -> bool:
            if self._taken(choice.participant.id, choice.day, choice.block):
                return True
            if not choice.activity.away or choice.activity.plenary:
                return False
            post = choice.participant.post_on(choice.day)
            others = self.away.get((post.unit, choice.day), 0) if post else 0
            return post is not None and others > 0 and others >= spare[post.unit]

        def located(choice: Location) -> bool:
            room = programme.room(choice.place)
            if room is None:
                return False
            talk = choice.activity.audience == "participant" and bool(self.rooms)
            talk &= choice.activity.id not in self.granted
            people = self.comers.get(choice.session.audience, 0)
            extra = len(choice.activity.leads) + choice.activity.guests
            small = people > 0 and room.capacity < people + extra
            return small or (talk and room.id not in self.rooms)

        refuses: dict[type, Callable[[Any], bool]] = {
            Attendance: attends,
            Coaching: lambda c: (
                c.coach.id not in self.coaches.get(c.participant.id, (c.coach.id,))
            ),
            Hosting: lambda c: (
                c.host.unit not in self.hosts.get(c.participant.id, (c.host.unit,))
            ),
            HostingDay: lambda c: (c.host.unit, c.day) in self.days,
            Leading: lambda c: c.staff.id not in self.staff.get(c.role, (c.staff.id,)),
            LeadingTime: lambda c: (
                not self.led.get((c.staff.id, c.day), 1)
                or self._taken(c.staff.id, c.day, c.block)
            ),
            Location: located,
            LocationTime: lambda c: self._taken(c.place, c.day, c.block),
            SessionDay: lambda c: (
                self.dated.get(str(c.session), c.day) != c.day
                or c.day not in self.granted.get(c.activity.id, (c.day,))
            ),
        }

        def excess(choice: Any) -> int:
            told = type(choice) in (Leading, LeadingTime, Location, LocationTime)
            if told and choice.activity.id in self.standing:
                return 0
            return int(refuses[type(choice)](choice))

        return excess

    def _taken(self, what: str, day: date, block: int) -> bool:
        return (what, day) in self.days or (what, day, block) in self.blocks

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State what the hosts may cost that are left, and who fits in a class."""
        for label in decisions.classes():
            low, high = self.seats.get(label, (0, len(decisions.members(label))))
            people = sum(decisions.members(label).values())
            posting.at_least(people, low, (label,))
            posting.at_most(people, high, (label,))
        self._spare(decisions, posting)
        terms = [
            cost * here
            for who, left in self.hosts.items()
            for host, here in decisions.hosts(who).items()
            if (cost := left.get(host, 0))
        ]
        if terms and len(terms) >= len(self.hosts):
            posting.at_most(sum(terms), self.most, ("hosts",))

    def _spare(self, decisions: Decisions, posting: Posting) -> None:
        """State how much those lead who lead for others, and that it is there."""
        for (who, day), most in self.led.items():
            seats = self._seats(decisions, who)
            if len(seats) > most > 0:
                here = (
                    posting.both(seat.here, decisions.on_days(seat.session, (day,)))
                    for seat in seats
                )
                posting.at_most(sum(here), most, (who, str(day)))
        for (who, day), site in self.sites.items():
            for seat in self._seats(decisions, who):
                now = decisions.on_days(seat.session, (day,))
                for place, there in decisions.places(seat.session).items():
                    if now is not False and decisions.programme.site(place) != site:
                        posting.not_all((seat.here, now, there), (who, str(day)))

    def _seats(self, decisions: Decisions, who: str) -> list[Seat]:
        """Sessions that somebody may lead, but for those that stand."""
        return [
            seat
            for seat in decisions.lead_seats(who)
            if seat.session.activity not in self.standing and seat.here is not False
        ]


class Bookings:
    """What plans of some cohorts take of what all cohorts share.

    ``lessons`` are ids of module classes whose room and leaders are not taken: they
    are those of whoever is asking, too.
    """

    def __init__(
        self,
        programme: Programme,
        plans: Iterable[Plan],
        lessons: Collection[str] = (),
    ) -> None:
        self._programme = programme
        self._lessons, self._seen = frozenset(lessons), set[SessionKey]()
        self.days: set[Day] = set()
        self.blocks: set[Block] = set()
        self._gone: dict[Day, set[str]] = defaultdict(set)
        self.guests: Counter[str] = Counter()
        self._used: Counter[tuple[str, str]] = Counter()
        self.led: dict[Day, int] = {}
        self.sites: dict[Day, str | None] = {}
        self._leading = {member.id for member in programme.staff}
        self._weeks: dict[str, Counter[date]] = defaultdict(Counter)
        for plan in plans:
            self._add(plan)
        for host, weeks in self._weeks.items():
            capacity = programme.host(host).capacity_week
            for monday, guests in weeks.items():
                if guests >= capacity:
                    self.days |= {(host, monday + timedelta(days=i)) for i in range(7)}

    @property
    def away(self) -> dict[Day, int]:
        """How many are away from each unit on each day."""
        return {place: len(people) for place, people in self._gone.items()}

    def left_of(self, member: Staff) -> Staff:
        """Return somebody with the load that is left to them."""
        roles = tuple(
            role.model_copy(update={"largest": max(0, role.largest - used)})
            if role.largest is not None and (used := self._used[member.id, role.role])
            else role
            for role in member.roles
        )
        return member.model_copy(update={"roles": roles})

    @property
    def groups(self) -> dict[str, int]:
        """Groups that each of those who lead any has."""
        lending = {
            lead.role
            for activity in self._programme.activities
            for lead in activity.leads
            if lead.relation == "group"
        }
        return {who: n for (who, role), n in self._used.items() if role in lending}

    def _add(self, plan: Plan) -> None:
        view = PlanView(self._programme, plan)
        for placement in plan.placements:
            self.guests[placement.host] += 1
        self._count(plan)
        visits: dict[tuple[str, date], set[str]] = defaultdict(set)
        for session in self._fresh(plan):
            self._take(view, session)
        self._seen |= {session.key for session in plan.sessions}
        for session in plan.sessions:
            self._attend(view, session)
            if view.activity(session.key).kind == "practicum":
                monday = session.day - timedelta(days=session.day.weekday())
                host = view.host_of[session.audience]
                visits[host, monday].add(session.audience)
        for (host, monday), guests in visits.items():
            self._weeks[host][monday] += len(guests)

    def _fresh(self, plan: Plan) -> Iterator[Session]:
        """Yield sessions whose room and leaders are to be counted."""
        for session in plan.sessions:
            if session.key not in self._seen and session.audience not in self._lessons:
                yield session

    def _count(self, plan: Plan) -> None:
        """Count what each of the staff leads: groups, or sessions."""
        relations = {
            (activity.id, lead.role): lead.relation
            for activity in self._programme.activities
            for lead in activity.leads
        }
        led: set[tuple[str, str, str]] = set()
        for session in self._fresh(plan):
            for seat in session.staff:
                if relations[session.activity, seat.role] == "group":
                    led.add((seat.staff, seat.role, session.audience))
                else:
                    self._used[seat.staff, seat.role] += 1
        for who, role, _ in led:
            self._used[who, role] += 1

    def _take(self, view: PlanView, session: Session) -> None:
        programme, blocks = self._programme, view.blocks(session)
        if session.place is not None and programme.room(session.place) is not None:
            self.blocks |= {(session.place, session.day, b) for b in blocks}
        site = programme.site(session.place)
        for seat in session.staff:
            member = programme.member(seat.staff)
            load, here = member.load(seat.role), (seat.staff, session.day)
            self.blocks |= {(*here, block) for block in blocks}
            if load is not None and load.per_day is not None:
                self.led[here] = self.led.get(here, load.per_day) - 1
            away = site is not None and site != member.unit
            if away and self.sites.setdefault(here, site) != site:
                self.days.add(here)

    def _attend(self, view: PlanView, session: Session) -> None:
        programme, activity = self._programme, view.activity(session.key)
        blocks = view.blocks(session)
        for who in view.attendees(session.key, session.day):
            if who in self._leading:
                self.blocks |= {(who, session.day, b) for b in blocks}
        if activity.away and not activity.plenary:
            for who in view.attendees(session.key, session.day):
                post = programme.participant(who).post_on(session.day)
                if post is not None:
                    self._gone[post.unit, session.day].add(who)
