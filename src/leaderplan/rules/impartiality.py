"""Staff serve nobody whom they are too close to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, ClassVar

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Id
from leaderplan.domain.people import Participant, Staff
from leaderplan.domain.plan import Session
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Coaching, Decisions, Hosting, Leading, Posting

SHARED = ("network_group", "class")
"""Audiences whose members are decided; in these a role serves each member."""


class Impartiality(Rule):
    r"""A staff member does not serve a participant whom they are too close to.

    .. math:: \text{serves}(m, p, r) \Rightarrow (m, p) \notin C_r
              \qquad \text{for staff } m, \text{participant } p, \text{role } r

    :math:`C_r` holds a pair when, by any post that the participant holds in the
    horizon, the staff member is the manager, stands above the manager, works in the
    same unit (``same_unit``) or, for the roles of ``same_area``, in the same area;
    or when the staff member's own declaration names the participant, the unit, the
    area, the role of the post or the manager.

    A coach serves whom they coach, a facilitator the members of the group, a host's
    leader those placed there; other roles, which are picked, serve the participant,
    the group or the class of the session. Cohort and area sessions are for everybody
    and bind nothing.

    Broken by one such pair; the amount is 1 for each participant, staff member and
    role, and for picked roles each session; a hard rule adds up the roles. No message
    gives the reason.

    Parameters
    ----------
    roles
        The roles that must be impartial.
    same_unit
        Whether one workplace is too close.
    same_area
        The roles for which one area is too close.
    """

    kind: ClassVar[str] = "impartiality"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen betjener en deltager, som de er inhabile over for",
        "nobody serves a participant whom they are too close to",
    )
    said: ClassVar[Words] = Words(
        "{staff} kan ikke være {role} for {participant}",
        "{staff} cannot be {role} for {participant}",
    )
    judges: ClassVar[tuple[type, ...]] = (Leading, Coaching, Hosting)

    roles: tuple[Id, ...] = (
        "coach", "facilitator", "examiner", "external_examiner", "host_leader",
    )  # fmt: skip
    same_unit: bool = True
    same_area: tuple[Id, ...] = ("coach",)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where one choice alone makes somebody serve too close by."""
        close = _Close(programme, self)
        picked = {
            (activity.id, lead.role)
            for activity in programme.activities
            if activity.audience == "participant"
            for lead in activity.leads
            if lead.relation == "pick" and lead.role in self.roles
        }
        people = {p.id: p for p in programme.participants}

        def excess(choice: Leading | Coaching | Hosting) -> int:
            if isinstance(choice, Coaching):
                barred = "coach" in self.roles and close.holds(
                    choice.coach.id, choice.participant.id, "coach"
                )
            elif isinstance(choice, Hosting):
                leader = choice.host.leader
                barred = (
                    leader is not None
                    and "host_leader" in self.roles
                    and close.holds(leader, choice.participant.id, "host_leader")
                )
            else:
                known = choice.audience in people
                barred = (
                    known
                    and (choice.activity.id, choice.role) in picked
                    and close.holds(choice.staff.id, choice.audience, choice.role)
                )
            return int(barred)

        return excess

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for groups and classes that leader and member are not too close."""
        close = _Close(decisions.programme, self)
        if "facilitator" in self.roles:
            for group in decisions.groups():
                leaders = decisions.facilitators(group)
                for who, here in decisions.members(group).items():
                    for staff, leads in leaders.items():
                        if close.holds(staff, who, "facilitator"):
                            subject = (who, staff, "facilitator")
                            posting.not_all((here, leads), subject)
        for key in decisions.sessions():
            activity = decisions.activity(key)
            if activity.audience not in SHARED:
                continue
            here = decisions.members_at(key)
            here |= {guest.id: True for guest in decisions.programme.guests(key)}
            for role in self._picked(activity):
                for staff, leads in decisions.leaders(key, role).items():
                    for who, present in here.items():
                        if close.holds(staff, who, role):
                            at = (str(key), who, staff, role)
                            posting.not_all((present, leads), at)

    def _picked(self, activity: Activity) -> list[str]:
        picks = (lead.role for lead in activity.leads if lead.relation == "pick")
        return [role for role in picks if role in self.roles]

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody who serves a participant too close by."""
        close: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
        for who, staff, role, subject in self._served(view):
            member, person = view.programme.member(staff), view.participant(who)
            if self._too_close(view.programme, member, person, role):
                said = {"staff": member.name, "role": role, "participant": person.name}
                # A price is one of each role, also where only the worst counts.
                close[subject if self.hard else (*subject, role)].append(said)
        for subject, roles in close.items():
            yield self.broken(subject, len(roles), **roles[0])

    def _served(
        self, view: PlanView
    ) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        for who, coach in view.coach_of.items():
            if "coach" in self.roles:
                yield who, coach, "coach", (who, coach)
        for who, host in view.host_of.items():
            leader = view.programme.host(host).leader
            if leader is not None and "host_leader" in self.roles:
                yield who, leader, "host_leader", (who, host)
        for who, group in view.group_of.items():
            if group in view.facilitator_of and "facilitator" in self.roles:
                leader = view.facilitator_of[group]
                yield who, leader, "facilitator", (who, leader, "facilitator")
        for session in view.plan.sessions:
            yield from self._served_at(view, session)

    def _served_at(
        self, view: PlanView, session: Session
    ) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        activity = view.activity(session.key)
        if activity.audience in ("cohort", "area", "cohort_area"):
            return
        relations = {lead.role: lead.relation for lead in activity.leads}
        alone = activity.audience == "participant"
        for seat in session.staff:
            if seat.role in self.roles and relations.get(seat.role) == "pick":
                for who in view.attendees(session.key, session.day):
                    at = (seat.staff,) if alone else (who, seat.staff, seat.role)
                    yield who, seat.staff, seat.role, (session.id, *at)

    def _too_close(
        self, programme: Programme, member: Staff, person: Participant, role: str
    ) -> bool:
        area = member.area
        if area is None and member.unit is not None:
            area = programme.unit(member.unit).area
        for post in person.posts:
            span = (programme.calendar.first, programme.calendar.last)
            if not post.span.overlaps(*span):
                continue
            if post.manager is not None and member.id in _line(programme, post.manager):
                return True
            if self.same_unit and member.unit == post.unit:
                return True
            if role in self.same_area and area == post.area:
                return True
            named = {"unit": post.unit, "area": post.area, "role": post.role,
                     "staff": post.manager}  # fmt: skip
            if any(named.get(b.kind) == b.of for b in member.impartiality):
                return True
        own = [b.of for b in member.impartiality if b.kind == "participant"]
        return person.id in own


def _line(programme: Programme, manager: str) -> list[str]:
    """Manager and everybody above, for the checker; nobody reports in a circle."""
    above = programme.member(manager).reports_to
    return [manager, *(_line(programme, above) if above is not None else ())]


class _Close:
    """Who is too close to whom, as sets worked out once for ``judge`` and ``post``."""

    def __init__(self, programme: Programme, rule: Impartiality) -> None:
        self._rule = rule
        above = {s.id: s.reports_to for s in programme.staff}
        calendar = programme.calendar
        self._always: set[tuple[str, str]] = set()
        self._areas: dict[str, set[str]] = {}
        self._area_of = {
            member.id: _area(programme, member) for member in programme.staff
        }
        at_work = defaultdict(list)
        bound = [member for member in programme.staff if member.impartiality]
        if rule.same_unit:
            for member in programme.staff:
                at_work[member.unit].append(member.id)
        for person in programme.participants:
            posts = person.posts_between(calendar.first, calendar.last)
            line: set[str] = set()
            for post in posts:
                current = post.manager
                while current is not None and current not in line:
                    line.add(current)
                    current = above[current]
            facts: dict[str, set[Any]] = {
                "participant": {person.id},
                "staff": {post.manager for post in posts},
                "unit": {post.unit for post in posts},
                "area": {post.area for post in posts},
                "role": {post.role for post in posts},
            }
            close = {staff for unit in facts["unit"] for staff in at_work.get(unit, ())}
            close |= {
                member.id
                for member in bound
                if any(b.of in facts[b.kind] for b in member.impartiality)
            }
            self._always |= {(staff, person.id) for staff in line | close}
            self._areas[person.id] = facts["area"]

    def holds(self, staff: str, person: str, role: str) -> bool:
        """Whether a staff member must not serve a participant in a role."""
        return (staff, person) in self._always or (
            role in self._rule.same_area and self._area_of[staff] in self._areas[person]
        )


def _area(programme: Programme, member: Staff) -> str | None:
    """Area of a staff member: the own, or else the unit's."""
    if member.area or not member.unit:
        return member.area
    return programme.unit(member.unit).area
