"""What plans of others take, and what is left of it, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Cohort, RoleLoad, Staff
from leaderplan.domain.places import HostUnit, Unit
from leaderplan.domain.plan import (
    Milestone,
    ModuleClass,
    NetworkGroup,
    Plan,
    Session,
    SessionKey,
)
from leaderplan.domain.programme import Programme
from leaderplan.model.agreement import judged_by_model
from leaderplan.model.bookings import Bookings
from leaderplan.model.gathering import Granted
from leaderplan.model.leaving import Others, left_to
from leaderplan.model.lessons import Lessons
from leaderplan.model.portions import of_cohorts
from leaderplan.model.practica import Stay
from leaderplan.model.reserved import Reserved
from leaderplan.model.shares import EVERYTHING
from tests.rules.small_world import AREA_OF, activity, day, person, programme, session

TALK = activity(
    "talk", "participant", where=("room", "online"), leads=(Lead(role="adviser"),)
)
SEAT = {"adviser": "k"}


def two(*people: Any, **changes: Any) -> Programme:
    """Return cohorts c and d, one talk each of everybody, led by k."""
    leader = Staff(id="k", name="k", roles=(RoleLoad(role="adviser"),))
    given = {
        "activities": (TALK,),
        "staff": (leader,),
        "cohorts": tuple(Cohort(id=c, name=c) for c in "cd"),
    }
    rows = people or (person("a"), person("b", "u2"), person("z", "u3", cohort="d"))
    return programme(rows, **(given | changes))


def talk(who: str, number: int, slot: int, place: str, **changes: Any) -> Session:
    """Return a talk of two slots, one block."""
    given = {"place": place, "staff": SEAT} | changes
    return session(f"talk/{who}/1", number, slot, **given)


def left(
    given: Programme,
    *sessions: Session,
    heard: Any = None,
    unplanned: Any = (),
    **more: Any,
) -> tuple[Programme, Reserved]:
    """Return what sessions of cohort c leave cohort d, and the rule of it."""
    portion = of_cohorts(given, ("d",))
    taken = Bookings(given, [Plan(sessions=sessions)], **more)
    others = Others(taken, Lessons(), Granted(), unplanned, heard or {})
    found = left_to(given, portion, portion.programme, EVERYTHING, {}, others)
    rule = found.rules[-1]
    assert isinstance(rule, Reserved)
    return found, rule


def keeps(given: Programme, rule: Reserved, *sessions: Session) -> bool:
    """Tell whether sessions of cohort d keep what is reserved, by the model."""
    own = of_cohorts(given, ("d",)).programme.replace(rules=(rule,))
    return judged_by_model(own, Plan(sessions=sessions)) is not None


@pytest.mark.parametrize(
    ("first", "then", "fits"),
    [
        ("online", "big", True),
        ("big", "online", True),
        ("big", "tiny", True),
        ("big", "snug", False),
        ("online", "online", True),
    ],
)
def test_somebody_is_at_one_site_on_a_day(first: str, then: str, fits: bool) -> None:
    """Online is no other site, nor is another room of a venue; the next day is free."""
    given = two()
    _, rule = left(given, talk("a", 3, 0, first))
    assert keeps(given, rule, talk("z", 3, 4, then)) == fits
    assert keeps(given, rule, talk("z", 4, 4, then))
    # The hour is taken wherever that is.
    assert not keeps(given, rule, talk("z", 3, 0, then))


@pytest.mark.parametrize(("then", "fits"), [("tiny", True), ("snug", False)])
@pytest.mark.parametrize("standing", [False, True])
def test_who_teaches_a_class_is_at_one_site_on_a_day(
    then: str, fits: bool, standing: bool
) -> None:
    """Lessons that stand, as others planned them, are theirs to answer for."""
    lead, talk_ = (Lead(role="adviser"),), TALK.model_copy(update={"cohorts": ("c",)})
    given = two(
        activities=(
            talk_,
            activity("lesson", "class", where=("room",), leads=lead, cohorts=("d",)),
        ),
        cohorts=(
            Cohort(id="c", name="c"),
            Cohort(id="d", name="d", module_classes=1),
        ),
    )
    _, rule = left(given, talk("a", 3, 0, "big"))
    if standing:
        rule = rule.model_copy(update={"standing": frozenset({"lesson"})})
    own = of_cohorts(given, ("d",)).programme.replace(rules=(rule,))
    lesson = session("lesson/d-1/1", 3, 4, place=then, staff=SEAT)
    made = ModuleClass(id="d-1", cohort="d", participants=("z",))
    plan = Plan(sessions=(lesson,), classes=(made,))
    assert (judged_by_model(own, plan) is not None) == (fits or standing)


@pytest.mark.parametrize(
    ("places", "whole"), [(("big", "snug"), True), (("big", "online"), False)]
)
def test_who_is_at_two_sites_has_no_more_of_that_day(
    places: tuple[str, str], whole: bool
) -> None:
    """Not even online, as there is travel; the day after is free."""
    given = two()
    _, rule = left(given, talk("a", 3, 0, places[0]), talk("b", 3, 6, places[1]))
    assert (("k", day(3)) in rule.days) == whole
    assert keeps(given, rule, talk("z", 3, 4, "online")) != whole
    assert keeps(given, rule, talk("z", 4, 4, "online"))


def test_a_room_that_others_are_in_is_taken_for_that_hour() -> None:
    """In the hour alone, and the room alone."""
    free = Staff(id="m", name="m", roles=(RoleLoad(role="adviser"),))
    given = two(staff=(*two().staff, free))
    _, rule = left(given, talk("a", 3, 0, "big"))
    other = {"staff": {"adviser": "m"}}
    assert not keeps(given, rule, talk("z", 3, 0, "big", **other))
    assert keeps(given, rule, talk("z", 3, 0, "tiny", **other))
    assert keeps(given, rule, talk("z", 3, 2, "big", **other))


@pytest.mark.parametrize("spare", [1, 2, 3])
def test_a_unit_spares_only_the_rest(spare: int) -> None:
    """Where one is away, all but one of the spare may be, on that day alone."""
    units = tuple(
        Unit(id=u, name=u, sector="school", area=AREA_OF[u], max_away=spare)
        for u in AREA_OF
    )
    people = [person("a"), *(person(p, cohort="d") for p in "xyz")]
    given = two(*people, units=units)
    _, rule = left(given, talk("a", 3, 0, "big"))
    assert rule.away == {("u1", day(3)): 1}

    def mine(away: int, number: int) -> list[Session]:
        return [
            talk(who, number if n < away else 20 + n, 2 * n + 2, "online")
            for n, who in enumerate("xyz")
        ]

    for away in range(4):
        assert keeps(given, rule, *mine(away, 3)) == (away <= spare - 1)
        assert keeps(given, rule, *mine(away, 4))


def test_plenary_days_and_those_at_work_take_nobody_from_a_unit() -> None:
    """They count neither of others nor of those who ask."""
    here = two(activities=(TALK.model_copy(update={"away": False}),))
    _, rule = left(here, talk("a", 3, 0, "big"))
    assert rule.away == {}
    plenary = two(activities=(TALK.model_copy(update={"plenary": True}),))
    _, rule = left(plenary, talk("a", 3, 0, "big"))
    assert rule.away == {}
    full = Reserved(id="reserved", away={("u3", day(3)): 1})
    assert not keeps(two(), full, talk("z", 3, 4, "big"))
    assert keeps(here, full, talk("z", 3, 4, "big"))
    assert keeps(plenary, full, talk("z", 3, 4, "big"))


def test_what_is_due_takes_nobody_from_a_unit() -> None:
    """Whatever others have of that day, something may be due on it."""
    due = activity("due", "participant", kind="milestone", length=0)
    given = two(activities=(TALK, due))
    days = frozenset({("z", day(4))})
    full = Reserved(id="reserved", away={("u3", day(3)): 1}, days=days)
    own = of_cohorts(given, ("d",)).programme.replace(rules=(full,))
    for number in (3, 4):
        row = Milestone(activity="due", participant="z", occurrence=1, day=day(number))
        plan = Plan(sessions=(talk("z", 9, 4, "big"),), milestones=(row,))
        assert judged_by_model(own, plan) is not None


def test_exams_of_those_without_a_plan_count_as_away() -> None:
    """Beside those of plans, in the unit of the post on that day."""
    given = two(person("a"), person("b"), person("z", cohort="d"))
    heard = {str(SessionKey("talk", "b", 1)): day(3)}
    _, rule = left(given, talk("a", 3, 0, "big"), heard=heard)
    assert rule.away == {("u1", day(3)): 2}
    _, rule = left(given, talk("a", 4, 0, "big"), heard=heard)
    assert rule.away == {("u1", day(3)): 1, ("u1", day(4)): 1}
    assert not keeps(given, rule, talk("z", 3, 4, "big"))
    assert keeps(given, rule, talk("z", 5, 4, "big"))


@pytest.mark.parametrize("role", ["adviser", "mentor"])
def test_what_somebody_leads_on_a_day_counts_by_role(role: str) -> None:
    """Of two in a role on a day others have one; in another role there are two."""
    loads = tuple(RoleLoad(role=r, per_day=2) for r in ("adviser", "mentor"))
    leader = Staff(id="k", name="k", roles=loads)
    theirs = TALK.model_copy(update={"id": "theirs", "leads": (Lead(role=role),)})
    only = TALK.model_copy(update={"cohorts": ("d",)})
    people = [person("a"), *(person(p, "u3", cohort="d") for p in "xyz")]
    given = two(
        *people,
        staff=(leader,),
        activities=(theirs.model_copy(update={"cohorts": ("c",)}), only),
    )
    taken = session("theirs/a/1", 3, 0, place="big", staff={role: "k"})
    _, rule = left(given, taken)

    def mine(count: int) -> list[Session]:
        return [
            talk(who, 3 if n < count else 5 + n, 2 * n + 2, "online")
            for n, who in enumerate("xyz")
        ]

    assert keeps(given, rule.model_copy(update={"away": {}}), *mine(1))
    two_fit = keeps(given, rule.model_copy(update={"away": {}}), *mine(2))
    assert two_fit == (role == "mentor")


def test_who_is_full_in_one_role_is_not_in_another() -> None:
    """Where both are led on one day, only the role that others have used up is full."""
    loads = tuple(RoleLoad(role=r, per_day=1) for r in ("adviser", "mentor"))
    chat = TALK.model_copy(update={"id": "chat", "leads": (Lead(role="mentor"),)})
    given = two(staff=(Staff(id="k", name="k", roles=loads),), activities=(TALK, chat))
    _, rule = left(given, talk("a", 3, 0, "online"))

    def mine(advised: int, chatted: int) -> tuple[Session, Session]:
        seat = {"place": "online", "staff": {"mentor": "k"}}
        told = session("chat/z/1", chatted, 6, **seat)
        return talk("z", advised, 4, "online"), told

    assert keeps(given, rule, *mine(5, 3))
    assert not keeps(given, rule, *mine(3, 5))


def test_who_leads_groups_of_others_has_fewer_left() -> None:
    """One for each group, lent or planned, and none below nothing."""
    lead = Lead(role="guide", relation="group")
    loads = RoleLoad(role="guide", largest=3), RoleLoad(role="adviser", largest=3)
    meeting = activity("meeting", "network_group", occurrences=2, leads=(lead,))
    given = two(
        staff=(
            Staff(id="k", name="k", roles=loads),
            Staff(id="m", name="m", roles=loads),
        ),
        activities=(TALK, meeting),
        cohorts=tuple(Cohort(id=c, name=c, network_groups=2) for c in "cd"),
    )
    groups = (NetworkGroup(id="c-A", cohort="c", participants=("a",), facilitator="k"),)
    meetings = tuple(
        session(f"meeting/c-A/{n}", n, staff={"guide": "k"}) for n in (1, 2)
    )
    plan = Plan(sessions=(*meetings, talk("a", 5, 0, "big")), groups=groups)

    def rest(plans: list[Plan], *lent: str) -> list[int | None]:
        taken = Bookings(given, plans, lent=lent)
        return [load.largest for load in taken.left_of(given.member("k")).roles]

    assert rest([]) == [3, 3]
    assert rest([plan]) == [2, 2]
    assert rest([], "k", "m", "k") == [1, 3]
    assert rest([plan], "k", "k", "k") == [0, 2]


def test_hosts_meant_for_others_are_full_in_those_weeks() -> None:
    """A week with as many stays and guests as a host takes is none, all of it."""
    visit = activity("visit", "participant", kind="practicum", where=("host_unit",))
    given = two(activities=(visit,), hosts=(HostUnit(unit="u1", capacity_week=2),))
    stays = [Stay("a", "u1", (day(7), day(14))), Stay("b", "u1", (day(14),))]
    full = {("u1", day(n)) for n in range(14, 21)}
    assert Bookings(given, [], stays=stays).days == full
    assert Bookings(given, [], stays=stays[:1]).days == set()
    there = Plan(
        sessions=(session("visit/z/1", 9, place="u1"),),
        placements=({"participant": "z", "host": "u1"},),
    )
    both = Bookings(given, [there], stays=stays[:1])
    assert both.days == {("u1", day(n)) for n in range(7, 14)}
    assert both.guests == {"u1": 1}


def test_a_practicum_takes_no_time_of_the_hosts_leader() -> None:
    """Who receives a guest is at work, so may receive more, and lead what else is."""
    lead = (Lead(role="host_leader", relation="host_leader"),)
    visit = activity(
        "visit", "participant", kind="practicum", where=("host_unit",), leads=lead
    )
    loads = RoleLoad(role="host_leader"), RoleLoad(role="adviser")
    given = two(
        activities=(visit, TALK),
        hosts=(HostUnit(unit="u1", leader="k", capacity_week=2, capacity_year=2),),
        staff=(Staff(id="k", name="k", roles=loads),),
    )
    seat = {"place": "u1", "staff": {"host_leader": "k"}}
    at = {"placements": ({"participant": "a", "host": "u1"},)}
    taken = Bookings(given, [Plan(sessions=(session("visit/a/1", 3, **seat),), **at)])
    assert (taken.blocks, taken.sites, taken.days) == (set(), {}, set())
    busy = Bookings(given, [Plan(sessions=(talk("a", 3, 0, "big"),))])
    rule = Reserved(
        id="reserved",
        blocks=frozenset(busy.blocks),
        sites=busy.sites,
        days=frozenset({("k", day(4))}),
    )
    own = of_cohorts(given, ("d",)).programme.replace(rules=(rule,))
    for number in (3, 4):
        plan = Plan(
            sessions=(
                session("visit/z/1", number, **seat), talk("z", 9, 0, "big"),
            ),
            placements=({"participant": "z", "host": "u1"},),
        )  # fmt: skip
        assert judged_by_model(own, plan) is not None
