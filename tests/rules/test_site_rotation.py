import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.site_rotation import SiteRotation
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    person,
    programme,
    session,
)

PLACES = ("room", "online", "member_unit")
GIVEN = programme(
    [person("p1"), person("p2", "u2")],
    activities=(
        activity("meet", "network_group", occurrences=3, where=PLACES),
        activity("extra", "network_group", where=PLACES),
    ),
)


def _plan(*places, extra="inn", audience="c-A"):
    sessions = [
        session(f"meet/{audience}/{i}", i, place=place)
        for i, place in enumerate(places, start=1)
    ]
    sessions.append(session("extra/c-A/1", 10, place=extra))
    return Plan(sessions=tuple(sessions))


def test_two_rooms_of_one_venue_are_one_site():
    """Two sessions in different rooms at the hall are one above 1."""
    rule = SiteRotation(activities=("meet",))
    assert found(rule, GIVEN, _plan("big", "snug", "u1")) == {}
    assert found(rule, GIVEN, _plan("big", "tiny", "u1")) == {("c-A", "hall"): 1}
    assert found(rule, GIVEN, _plan("u1", "u1", "u1")) == {("c-A", "u1"): 2}


def test_online_is_no_site():
    """Meeting online three times visits no site too often."""
    rule = SiteRotation(activities=("meet",))
    assert found(rule, GIVEN, _plan("online", "online", "online")) == {}


def test_activities_named_together_count_together():
    """One meeting and the extra one at the inn are two; alone they are one."""
    plan = _plan("big", "snug", "u1", extra="snug")
    both = SiteRotation(activities=("meet", "extra"))
    assert found(both, GIVEN, plan) == {("c-A", "inn"): 1}
    assert found(both.model_copy(update={"most": 2}), GIVEN, plan) == {}
    assert found(SiteRotation(activities=("extra",)), GIVEN, plan) == {}


def test_audiences_count_apart():
    """Group B's sessions at a site say nothing about group A."""
    rule = SiteRotation(activities=("meet", "extra"))
    plan = _plan("snug", "big", "u1", extra="snug", audience="c-B")
    assert found(rule, GIVEN, plan) == {}


def test_it_needs_an_activity():
    """A rule about no activity is refused when it is made."""
    with pytest.raises(InputError, match="at least 1 item"):
        SiteRotation(activities=())


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        SiteRotation(activities=("network", "theme")),
        SiteRotation(activities=("network", "teaching"), level="dates"),
        SiteRotation(activities=("coaching", "three_way"), level="dates"),
    )
