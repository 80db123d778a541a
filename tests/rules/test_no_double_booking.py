import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.no_double_booking import NoDoubleBooking
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    session,
    staff,
)

GIVEN = programme(
    [person("p1"), person("p2")],
    activities=(
        activity("joint", "cohort"),
        activity("talk", "participant", leads=(Lead(role="coach"),)),
    ),
    staff=(staff("s1", "coach"), staff("p2", "coach")),
)


def _plan(slot, coach="s1", number=0):
    return Plan(
        sessions=(
            session("joint/c/1", 0, 2),
            session("talk/p1/1", number, slot, staff={"coach": coach}),
        )
    )


def test_sessions_may_touch_but_not_overlap():
    """The joint one takes slots 2 and 3; from slot 4 or on another day all is well."""
    assert found(NoDoubleBooking(), GIVEN, _plan(4)) == {}
    assert found(NoDoubleBooking(), GIVEN, _plan(0)) == {}
    assert found(NoDoubleBooking(), GIVEN, _plan(2, number=1)) == {}
    assert found(NoDoubleBooking(), GIVEN, _plan(3)) == {
        ("p1", "joint/c/1", "talk/p1/1"): 1
    }


def test_who_leads_is_there_too():
    """p2 leads p1's talk in slots 2 and 3, in which p2 has the joint session."""
    assert found(NoDoubleBooking(), GIVEN, _plan(2, "p2")) == {
        ("p1", "joint/c/1", "talk/p1/1"): 1,
        ("p2", "joint/c/1", "talk/p1/1"): 1,
    }


def test_staff_lead_one_session_at_a_time():
    """s1 leads two talks at once; with half of one block between them it is fine."""
    plan = Plan(
        sessions=(
            session("talk/p1/1", 0, 0, staff={"coach": "s1"}),
            session("talk/p2/1", 0, 1, staff={"coach": "s1"}),
        )
    )
    assert found(NoDoubleBooking(), GIVEN, plan) == {
        ("s1", "talk/p1/1", "talk/p2/1"): 1
    }


def test_it_cannot_be_priced():
    """Nothing makes a person be at two sessions."""
    with pytest.raises(InputError, match="no_double_booking is always hard"):
        NoDoubleBooking(level="dates")


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses exactly what the checker refuses."""
    assert_agrees(data, NoDoubleBooking())
