"""One person does not meet a participant in two roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated, Any, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.people import Participant
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting

Held = dict[str, dict[str, list[tuple[Any, Any]]]]
"""By staff id and role: pairs of literals that make somebody hold the role."""

Way = tuple[str, str, Any, Any]
"""Staff id, role, and the two literals that together make the role held."""

OWN = ("participant", "network_group", "class")
"""Audiences in which a picked role serves each participant there."""


class ImpartialRoles(Rule):
    r"""For one participant, the people in the named roles all differ.

    .. math:: |\{r \in R : m \text{ serves } p \text{ in role } r\}| \leq 1
              \qquad \text{for each participant } p \text{ and staff member } m

    ``coach`` is the match, ``facilitator`` the group's, ``host_leader`` the
    placement's, ``manager`` that of any post held in the horizon; other roles are
    picked for a session of the participant, the group or the class. A role counts
    once, however many sessions it leads.

    Broken by a second role; the amount is the roles above one, for each participant
    and staff member. An examiner who has coached is not impartial, and a coach who
    decides on wages is not confidential.

    Parameters
    ----------
    roles
        The roles, at least two.
    """

    kind: ClassVar[str] = "impartial_roles"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "en deltager møder ikke samme person i to roller",
        "a participant does not meet the same person in two roles",
    )
    said: ClassVar[Words] = Words(
        "{staff} har rollerne {roles} for {participant}; højst 1 var ventet",
        "{staff} has the roles {roles} for {participant}; at most 1 was expected",
    )

    roles: Annotated[tuple[Id, ...], Field(min_length=2)] = (
        "coach", "facilitator", "examiner", "external_examiner", "host_leader",
        "manager",
    )  # fmt: skip

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant and staff member that one role is enough."""
        led = _facilitated(decisions) if "facilitator" in self.roles else {}
        for person in decisions.programme.participants:
            ways = led.get(person.id, ())
            for staff, roles in self._held(decisions, person, ways).items():
                if len(roles) < 2:
                    continue
                count = sum(_any(posting, pairs) for pairs in roles.values())
                posting.at_most(count, 1, (person.id, staff))

    def _held(
        self, decisions: Decisions, person: Participant, led: Iterable[Way]
    ) -> Held:
        """Every way in which a staff member may hold a role for a participant."""
        held: Held = defaultdict(lambda: defaultdict(list))
        ways = chain(
            _all_year(decisions, person),
            led,
            _at_sessions(decisions, person.id),
        )
        for staff, role, present, leads in ways:
            if role in self.roles and present is not False and leads is not False:
                held[staff][role].append((present, leads))
        return held

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody whom a participant meets in two roles or more."""
        for person in view.programme.participants:
            met: dict[str, set[str]] = defaultdict(set)
            for staff, role in self._met(view, person):
                if role in self.roles:
                    met[staff].add(role)
            for staff, roles in sorted(met.items()):
                if len(roles) > 1:
                    yield self.broken(
                        (person.id, staff),
                        len(roles) - 1,
                        staff=view.programme.member(staff).name,
                        roles=", ".join(sorted(roles)),
                        participant=person.name,
                    )

    def _met(self, view: PlanView, person: Participant) -> Iterator[tuple[str, str]]:
        """Staff and roles that a participant meets."""
        programme = view.programme
        for post in person.posts:
            last = programme.calendar.last
            if post.manager and post.span.overlaps(programme.calendar.first, last):
                yield post.manager, "manager"
        if person.id in view.coach_of:
            yield view.coach_of[person.id], "coach"
        facilitator = view.facilitator_of.get(view.group_of.get(person.id, ""))
        if facilitator is not None:
            yield facilitator, "facilitator"
        if person.id in view.host_of:
            leader = programme.host(view.host_of[person.id]).leader
            if leader is not None:
                yield leader, "host_leader"
        for key, _ in view.of_participant(person.id):
            activity = view.activity(key)
            picks = {lead.role for lead in activity.leads if lead.relation == "pick"}
            joint = activity.audience == "cohort" or activity.by_area
            if key in view.by_key and not joint:
                for seat in view.by_key[key].staff:
                    if seat.role in picks:
                        yield seat.staff, seat.role


def _all_year(decisions: Decisions, person: Participant) -> Iterator[Way]:
    """Managers, coaches and host leaders."""
    programme, calendar = decisions.programme, decisions.programme.calendar
    for post in person.posts_between(calendar.first, calendar.last):
        if post.manager is not None:
            yield post.manager, "manager", True, True
    for staff, here in decisions.coaches(person.id).items():
        yield staff, "coach", True, here
    for host, here in decisions.hosts(person.id).items():
        leader = programme.host(host).leader
        if leader is not None:
            yield leader, "host_leader", True, here


def _facilitated(decisions: Decisions) -> dict[str, list[Way]]:
    """By participant: who may facilitate the groups that they may be in."""
    found: dict[str, list[Way]] = defaultdict(list)
    for group in decisions.groups():
        leaders = decisions.facilitators(group).items()
        for person, member in decisions.members(group).items():
            found[person] += [(who, "facilitator", member, led) for who, led in leaders]
    return found


def _at_sessions(decisions: Decisions, person: str) -> Iterator[Way]:
    """People picked for a session of the participant, the group or the class."""
    for seat in decisions.seats(person):
        activity = decisions.activity(seat.session)
        for lead in activity.leads if activity.audience in OWN else ():
            if lead.relation == "pick":
                for staff, leads in decisions.leaders(seat.session, lead.role).items():
                    yield staff, lead.role, seat.here, leads


def _any(posting: Posting, pairs: list[tuple[Any, Any]]) -> Any:
    """Return a literal that holds where both of any pair do."""
    literals = []
    for present, leads in pairs:
        if present is True or leads is False:
            literals.append(leads)
        elif present is False or leads is True:
            literals.append(present)
        else:
            literals.append(posting.both(present, leads))
    return posting.any_of(literals)
