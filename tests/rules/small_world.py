"""A programme small enough to work out by hand, and plans of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from hypothesis import strategies as st

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import title
from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Cohort, Pair, Participant, Post, RoleLoad, Staff
from leaderplan.domain.places import Area, HostUnit, Room, Unit, Venue
from leaderplan.domain.plan import (
    ModuleClass,
    NetworkGroup,
    Plan,
    Session,
    SessionKey,
    SessionStaff,
)
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView
from leaderplan.testing import assert_rule_agrees
from tests.strategies import plans, small_programmes

MONDAY = date(2027, 9, 6)
"""First day of the horizon; days below are counted from it."""


def day(number: int) -> date:
    """Date of a day number; 0 is the first day."""
    return MONDAY + timedelta(days=number)


def person(key: str, unit: str = "u1", **changes: Any) -> Participant:
    """Return a participant with one post in a unit, unless ``posts`` are given."""
    posts = (Post(unit=unit, area=AREA_OF[unit]),)
    return Participant(
        **{"id": key, "name": key, "cohort": "c", "posts": posts} | changes
    )


AREA_OF = {"u1": "north", "u2": "south", "u3": "south"}
SECTOR_OF = {"u1": "school", "u2": "day-care", "u3": "leisure"}


def activity(key: str, audience: str, **changes: Any) -> Activity:
    """Return an activity of two slots (one block) without leaders or place."""
    given = {"id": key, "title": title(key), "length": 2, "audience": audience}
    return Activity(**(given | changes))


def staff(key: str, *roles: str, **changes: Any) -> Staff:
    """Return a staff member with roles without limits."""
    loads = tuple(RoleLoad(role=role) for role in roles)
    return Staff(**({"id": key, "name": key, "roles": loads} | changes))


def programme(people: Iterable[Participant] = (), **changes: Any) -> Programme:
    """Return a programme of one cohort in two groups, with rooms at one venue."""
    given = {
        "id": "hand",
        "calendar": PlanningCalendar(first=MONDAY, last=day(27)),
        "areas": tuple(Area(id=a, name=a) for a in ("north", "south")),
        "units": tuple(
            Unit(id=u, name=u, sector=SECTOR_OF[u], area=AREA_OF[u]) for u in AREA_OF
        ),
        "venues": (Venue(id="hall", name="hall"), Venue(id="inn", name="inn")),
        "rooms": (
            Room(id="big", name="big", venue="hall", capacity=10),
            Room(id="tiny", name="tiny", venue="hall", capacity=3),
            Room(id="snug", name="snug", venue="inn", capacity=4),
        ),
        "cohorts": (Cohort(id="c", name="c", network_groups=2, module_classes=2),),
        "participants": tuple(people),
    }
    return Programme(**(given | changes))


def host(unit: str, leader: str | None = None) -> HostUnit:
    """Return a host unit that takes one participant."""
    return HostUnit(unit=unit, leader=leader)


def group(label: str, *members: str, facilitator: str | None = None) -> NetworkGroup:
    """Return a network group of cohort c."""
    return NetworkGroup(
        id=f"c-{label}", cohort="c", participants=members, facilitator=facilitator
    )


def module_class(number: int, *members: str) -> ModuleClass:
    """Return a module class of cohort c."""
    return ModuleClass(id=f"c-{number}", cohort="c", participants=members)


def session(key: str, number: int = 0, slot: int = 0, **changes: Any) -> Session:
    """Return a session ``activity/audience/occurrence`` of two slots.

    ``staff`` maps roles to people.
    """
    starts, ends = PlanningCalendar(first=MONDAY, last=day(27)).clock(slot, 2)
    seats = changes.pop("staff", {})
    return Session(
        **SessionKey.parse(key)._asdict(),
        day=day(number),
        slot=slot,
        starts=starts,
        ends=ends,
        staff=tuple(SessionStaff(role=role, staff=who) for role, who in seats.items()),
        **changes,
    )


def found(rule: Rule, given: Programme, plan: Plan) -> dict[tuple[str, ...], int]:
    """Return the amount of each violation by its subject; none may repeat."""
    violations = list(rule.check(PlanView(given, plan)))
    amounts = {v.subject: v.amount for v in violations}
    assert len(amounts) == len(violations)
    assert all(v.message.da and v.message.en for v in violations)
    return amounts


def assert_agrees(
    data: st.DataObject,
    *rules: Rule,
    changed: Callable[[Programme, Plan], Programme] | None = None,
) -> None:
    """Draw a programme, a plan and one of the rules; model and checker must agree.

    ``changed`` makes the programme one that the plan breaks more often.
    """
    drawn = data.draw(small_programmes())
    plan = data.draw(plans(drawn))
    if changed is not None:
        drawn = changed(drawn, plan)
    assert_rule_agrees(drawn, plan, data.draw(st.sampled_from(rules)))


def with_pairs(data: st.DataObject) -> Callable[[Programme, Plan], Programme]:
    """Return a change that declares two to six drawn pairs."""

    def changed(drawn: Programme, plan: Plan) -> Programme:
        ids = [p.id for p in drawn.participants]
        pair = st.builds(
            lambda two, relation: Pair(first=two[0], second=two[1], relation=relation),
            st.sampled_from(list(permutations(ids, 2))),
            st.sampled_from(("apart", "acquainted", "linked")),
        )
        found = data.draw(st.lists(pair, min_size=2, max_size=6))
        once = {frozenset((p.first, p.second)): p for p in found}
        return drawn.replace(pairs=tuple(once.values()))

    return changed
