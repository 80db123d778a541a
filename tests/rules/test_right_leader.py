import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Post
from leaderplan.domain.places import Area, Directorship
from leaderplan.domain.plan import CoachMatch, Placement, Plan, SessionKey
from leaderplan.errors import InputError
from leaderplan.rules._base import Leading, SessionDay
from leaderplan.rules.right_leader import RightLeader
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    host,
    person,
    programme,
    session,
    staff,
)
from tests.strategies import plans, small_programmes


def _led(key, audience, role, relation, **changes):
    return activity(
        key, audience, leads=(Lead(role=role, relation=relation),), **changes
    )


MOVING = (
    Post(unit="u1", area="north", manager="m1", valid_to=day(9)),
    Post(unit="u2", area="south", manager="m2", valid_from=day(12)),
)
GIVEN = programme(
    [person("p1", posts=MOVING), person("p2", "u2")],
    areas=(
        Area(
            id="north",
            name="north",
            directors=(
                Directorship(staff="d1", valid_to=day(4)),
                Directorship(staff="d2", valid_from=day(6)),
                Directorship(staff="d3", sector="day-care"),
            ),
        ),
        Area(id="south", name="south"),
    ),
    hosts=(host("u2", "m2"), host("u3")),
    staff=(
        staff("m1", "manager"),
        staff("m2", "manager"),
        *(staff(d, "director") for d in ("d1", "d2", "d3")),
        staff("s1", "coach", "lecturer"),
        staff("s2", "facilitator"),
    ),
    activities=(
        _led("theme", "cohort", "lecturer", "pick"),
        _led("three", "participant", "manager", "manager"),
        _led("career", "participant", "director", "director"),
        _led("area", "area", "director", "director"),
        _led("coaching", "participant", "coach", "coach"),
        _led("meet", "network_group", "facilitator", "group"),
        _led("stay", "participant", "host_leader", "host_leader"),
    ),
)


def _found(key, number, *seats):
    """Violations of one session with (role, person) seats."""
    plan = Plan(
        groups=(group("A", "p1", "p2", facilitator="s2"), group("B")),
        placements=(
            Placement(participant="p1", host="u2"),
            Placement(participant="p2", host="u3"),
        ),
        matches=(CoachMatch(participant="p1", coach="s1"),),
        sessions=(_seated(session(key, number), seats),),
    )
    return found(RightLeader(), GIVEN, plan)


def _seated(held, seats):
    rows = [session("x/y/1", staff=dict([seat])).staff[0] for seat in seats]
    return held.model_copy(update={"staff": tuple(rows)})


def test_one_person_with_the_role_is_picked():
    """Nobody, two, or somebody without the role will not do."""
    wrong = {("theme/c/1",): 1}
    assert _found("theme/c/1", 0, ("lecturer", "s1")) == {}
    assert _found("theme/c/1", 0, ("lecturer", "s2")) == wrong
    assert _found("theme/c/1", 0) == wrong
    assert _found("theme/c/1", 0, ("lecturer", "s1"), ("lecturer", "s2")) == wrong


def test_the_manager_is_that_of_the_date():
    """m1 until day 9, nobody on days 10 and 11, m2 from day 12."""
    wrong = {("three/p1/1",): 1}
    assert _found("three/p1/1", 9, ("manager", "m1")) == {}
    assert _found("three/p1/1", 12, ("manager", "m1")) == wrong
    assert _found("three/p1/1", 12, ("manager", "m2")) == {}
    assert _found("three/p1/1", 10) == wrong
    assert _found("three/p1/1", 10, ("manager", "m1")) == wrong


def test_the_director_is_that_of_the_date_and_sector():
    """p1 works in a school: d1 until day 4, nobody on day 5, d2 from day 6."""
    wrong = {("career/p1/1",): 1}
    assert _found("career/p1/1", 4, ("director", "d1")) == {}
    assert _found("career/p1/1", 5) == wrong
    assert _found("career/p1/1", 6, ("director", "d2")) == {}
    assert _found("career/p1/1", 6, ("director", "d3")) == wrong


def test_all_directors_of_an_area_are_there():
    """d3 directs the day-cares all year; the south has no director to miss."""
    wrong = {("area/north/1",): 1}
    both = (("director", "d1"), ("director", "d3"))
    assert _found("area/north/1", 4, *both) == {}
    assert _found("area/north/1", 4, ("director", "d1")) == wrong
    assert _found("area/north/1", 5, ("director", "d3")) == {}
    assert _found("area/south/1", 4) == {}
    assert _found("area/south/1", 4, ("director", "d1")) == {("area/south/1",): 1}


def test_coach_facilitator_and_host_leader_follow_from_the_match():
    """s1 coaches p1, s2 facilitates group A, m2 leads p1's host; p2's has no leader."""
    assert _found("coaching/p1/1", 0, ("coach", "s1")) == {}
    assert _found("coaching/p1/1", 0, ("coach", "s2")) == {("coaching/p1/1",): 1}
    assert _found("coaching/p2/1", 0) == {("coaching/p2/1",): 1}
    assert _found("meet/c-A/1", 0, ("facilitator", "s2")) == {}
    assert _found("meet/c-A/1", 0, ("facilitator", "s1")) == {("meet/c-A/1",): 1}
    assert _found("stay/p1/1", 0, ("host_leader", "m2")) == {}
    assert _found("stay/p1/1", 0) == {("stay/p1/1",): 1}
    assert _found("stay/p2/1", 0) == {}


def test_judge_reads_roles_and_days():
    """The hook refuses people without the role, and days when nobody has the post."""
    judge = RightLeader().judge(GIVEN)
    theme, three, career = (GIVEN.activity(k) for k in ("theme", "three", "career"))
    s1, s2 = GIVEN.member("s1"), GIVEN.member("s2")
    assert judge(Leading(s1, "lecturer", theme, "c", 1)) == 0
    assert judge(Leading(s2, "lecturer", theme, "c", 1)) == 1
    key = SessionKey("three", "p1", 1)
    assert [judge(SessionDay(key, three, day(d))) for d in (9, 10, 12)] == [0, 1, 0]
    key = SessionKey("career", "p1", 1)
    assert [judge(SessionDay(key, career, day(d))) for d in (4, 5, 6)] == [0, 1, 0]
    assert judge(SessionDay(SessionKey("theme", "c", 1), theme, day(0))) == 0


def test_it_cannot_be_priced():
    """A talk with somebody else's manager is no talk."""
    with pytest.raises(InputError, match="right_leader is always hard"):
        RightLeader(level="dates")


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses exactly what the checker refuses."""
    assert_agrees(data, RightLeader())


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_refuse_somebody_else(data):
    """So they do when a drawn person takes a seat in one session."""
    drawn = data.draw(small_programmes())
    plan = data.draw(plans(drawn))
    led = [s for s in plan.sessions if s.staff]
    held = data.draw(st.sampled_from(led))
    other = data.draw(st.sampled_from([s.id for s in drawn.staff]))
    first, *rest = held.staff
    seats = (first.model_copy(update={"staff": other}), *rest)
    sessions = [
        s.model_copy(update={"staff": seats}) if s.key == held.key else s
        for s in plan.sessions
    ]
    changed = plan.model_copy(update={"sessions": tuple(sessions)})
    assert_rule_agrees(drawn, changed, RightLeader())
