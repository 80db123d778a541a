"""What plans of some cohorts take of what all cohorts share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from leaderplan.domain.people import Staff
from leaderplan.domain.plan import Plan, Session, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.model.practica import Stay
from leaderplan.model.reserved import Block, Day, Led


class Bookings:
    """What plans of some cohorts take of what all cohorts share.

    ``lessons`` are ids of module classes whose room and leaders are not taken: they
    are those of whoever is asking, too. ``stays`` are meant for people without a plan,
    and ``lent`` are those who are meant to lead a group each of them.
    """

    def __init__(
        self,
        programme: Programme,
        plans: Iterable[Plan],
        lessons: Collection[str] = (),
        stays: Iterable[Stay] = (),
        lent: Iterable[str] = (),
    ) -> None:
        self._programme = programme
        self._lessons, self._seen = frozenset(lessons), set[SessionKey]()
        self.days: set[Day] = set()
        self.blocks: set[Block] = set()
        self._gone: dict[Day, set[str]] = defaultdict(set)
        self.guests: Counter[str] = Counter()
        self._used: Counter[tuple[str, str]] = Counter()
        self.led: dict[Led, int] = {}
        self.sites: dict[Day, str] = {}
        self._leading = {member.id for member in programme.staff}
        self._lending = {
            lead.role
            for activity in programme.activities
            for lead in activity.leads
            if lead.relation == "group"
        }
        self._weeks: dict[str, Counter[date]] = defaultdict(Counter)
        for plan in plans:
            self._add(plan)
        for who in lent:
            for load in programme.member(who).roles:
                if load.role in self._lending:
                    self._used[who, load.role] += 1
        for stay in stays:
            self._weeks[stay.host].update(stay.weeks)
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
            host = view.host_of.get(session.audience)
            if host and view.activity(session.key).kind == "practicum":
                monday = session.day - timedelta(days=session.day.weekday())
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
        # A practicum day takes no time of the host's leader, who is at work.
        working = view.activity(session.key).kind == "practicum"
        for seat in session.staff:
            member = programme.member(seat.staff)
            load, here = member.load(seat.role), (seat.staff, session.day)
            if load is not None and load.per_day is not None:
                led = seat.role, *here
                self.led[led] = self.led.get(led, load.per_day) - 1
            if not working:
                self.blocks |= {(*here, block) for block in blocks}
                self._there(here, site)

    def _there(self, here: Day, site: str | None) -> None:
        """Note where somebody is; one at two sites on a day has no more of it."""
        if site is not None and self.sites.setdefault(here, site) != site:
            self.days.add(here)

    def _attend(self, view: PlanView, session: Session) -> None:
        programme, activity = self._programme, view.activity(session.key)
        blocks = view.blocks(session)
        for who in view.attendees(session.key, session.day):
            if who in self._leading:
                self.blocks |= {(who, session.day, b) for b in blocks}
                site = programme.site(session.place)
                self._there((who, session.day), site)
        if activity.away and not activity.plenary:
            for who in view.attendees(session.key, session.day):
                post = programme.participant(who).post_on(session.day)
                if post is not None:
                    self._gone[post.unit, session.day].add(who)
