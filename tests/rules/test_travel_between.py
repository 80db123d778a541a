from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.calendar import Block, PlanningCalendar
from leaderplan.domain.places import Travel
from leaderplan.domain.plan import Plan, Session
from leaderplan.errors import InputError
from leaderplan.rules.travel_between import TravelBetween
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import (
    MONDAY,
    activity,
    assert_agrees,
    day,
    found,
    group,
    module_class,
    person,
    programme,
    session,
    staff,
)


def _given(minutes, **changes):
    """A block of 90 minutes has two slots, so a slot is 45 minutes."""
    talk = activity(
        "talk", "participant", where=("room", "online"), leads=(Lead(role="guide"),)
    )
    return programme(
        [person("p1"), person("p2")],
        travel=(Travel(origin="hall", destination="inn", minutes=minutes),),
        staff=(staff("s1", "guide"), staff("s2", "guide")),
        activities=(activity("joint", "cohort", where=("room",)), talk),
        **changes,
    )


def _plan(slot, place="snug", number=0, joint=0):
    """The joint session takes slots 0 and 1 in the hall; p1's talk is elsewhere."""
    return Plan(
        sessions=(
            session("joint/c/1", 0, joint, place="big"),
            session("talk/p1/1", number, slot, place=place, staff={"guide": "s1"}),
        )
    )


PAIR = ("p1", "joint/c/1", "talk/p1/1")


def test_a_journey_takes_whole_slots():
    """45 minutes are one slot, 46 are two: the talk may begin in slot 3, or in 4."""
    rule = TravelBetween()
    for minutes, kept, broken in ((45, 3, 2), (46, 4, 3), (90, 4, 3), (91, 5, 4)):
        assert found(rule, _given(minutes), _plan(kept)) == {}
        assert found(rule, _given(minutes), _plan(broken)) == {PAIR: 1}


def test_the_way_there_takes_time_too():
    """The talk ends in slot 1; there is no slot before the joint session begins."""
    assert found(TravelBetween(), _given(20), _plan(0, joint=2)) == {PAIR: 1}


def test_no_journey_no_time():
    """The same house, online, another day, or no minutes at all."""
    rule = TravelBetween()
    assert found(rule, _given(20), _plan(2, "tiny")) == {}
    assert found(rule, _given(20), _plan(2, "online")) == {}
    assert found(rule, _given(20), _plan(2, number=1)) == {}
    assert found(rule, _given(0), _plan(2)) == {}


def test_staff_travel_too():
    """s1 leads two talks at different houses, one right after the other."""
    first = session("talk/p1/1", 0, 0, place="big", staff={"guide": "s1"})
    second = session("talk/p2/1", 0, 2, place="snug", staff={"guide": "s1"})
    plan = Plan(sessions=(first, second))
    assert found(TravelBetween(), _given(20), plan) == {
        ("s1", "talk/p1/1", "talk/p2/1"): 1
    }
    other = second.model_copy(update={"staff": first.staff[:0]})
    assert found(TravelBetween(), _given(20), Plan(sessions=(first, other))) == {}


def test_only_the_activities_named_count():
    """Without the joint session there is nothing to come from."""
    rule = TravelBetween(activities=("talk",))
    assert found(rule, _given(20), _plan(2)) == {}


def test_it_cannot_be_priced():
    """Nobody is faster for a price."""
    with pytest.raises(InputError, match="travel_between is always hard"):
        TravelBetween(level="dates")


def test_a_long_journey_does_not_span_a_night():
    """A day of 24 short slots: a journey of 23 is too long for a day, not for two."""
    calendar = PlanningCalendar(
        first=MONDAY,
        last=day(3),
        blocks=tuple(Block(start=time(8 + i), end=time(9 + i)) for i in range(4)),
        slots_per_block=6,
    )
    given_ = _given(230, calendar=calendar)

    def at(key, number, slot, **changes):
        starts, ends = calendar.clock(slot, 2)
        name, audience, _ = key.split("/")
        return Session(
            activity=name, audience=audience, occurrence=1, day=day(number), slot=slot,
            starts=starts, ends=ends, **changes,
        )  # fmt: skip

    seats = session("talk/p1/1", staff={"guide": "s1"}).staff
    others = (
        at("talk/p2/1", 2, 0, place="online", staff=seats),
        at("joint/c/1", 0, 22, place="big"),
    )
    people = {
        "groups": (group("A", "p1", "p2"),),
        "classes": (module_class(1, "p1", "p2"),),
    }
    for number, kept in ((1, True), (0, False)):
        talk = at("talk/p1/1", number, 0, place="snug", staff=seats)
        plan = Plan(sessions=(*others, talk), **people)
        assert (found(TravelBetween(), given_, plan) == {}) is kept
        assert assert_rule_agrees(given_, plan, TravelBetween()) is kept


@settings(max_examples=15)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses exactly what the checker refuses."""
    assert_agrees(
        data,
        TravelBetween(),
        TravelBetween(activities=("coaching", "exam", "three_way", "network")),
        TravelBetween(activities=("coaching", "director_meeting", "kick_on")),
    )
