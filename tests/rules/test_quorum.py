from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.rules.quorum import Quorum
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    person,
    programme,
    session,
)

AWAY = Availability(first=day(2), last=day(2), blocks=(1,))
UNSURE = Availability(state="prefer_not", first=day(2), last=day(2))
MEET, OTHER = activity("meet", "network_group"), activity("other", "network_group")
GIVEN = programme(
    [
        person("p1", availability=(AWAY,)),
        person("p2", availability=(UNSURE,)),
        person("p3"),
        person("p4", exempt=("meet",)),
    ],
    activities=(MEET, OTHER),
)


def _plan(key, number, slot):
    return Plan(
        groups=(group("A", "p1", "p2", "p3", "p4"), group("B")),
        sessions=(session(f"{key}/c-A/1", number, slot),),
    )


def test_members_away_in_a_touched_block_are_missing():
    """p4 skips the meeting; of three, p1 is away on day 2 in slots 2 and 3."""
    rule = Quorum(least=3)
    assert found(rule, GIVEN, _plan("meet", 2, 0)) == {}
    assert found(rule, GIVEN, _plan("meet", 2, 2)) == {("meet/c-A/1",): 1}
    assert found(Quorum(), GIVEN, _plan("meet", 2, 2)) == {("meet/c-A/1",): 2}


def test_only_the_named_activity_counts():
    """All four attend the other one; a rule about it does not read the first."""
    rule = Quorum(activity="other")
    assert found(rule, GIVEN, _plan("meet", 2, 2)) == {}
    assert found(rule, GIVEN, _plan("other", 2, 0)) == {}
    assert found(rule, GIVEN, _plan("other", 2, 2)) == {("other/c-A/1",): 1}


def test_it_needs_groups_and_the_meetings_in_view():
    """Members who are not in view yet must not look like members missing."""
    assert Quorum().needs(GIVEN) == {"groups", "dates:meet", "dates:other"}
    assert Quorum(activity="meet").needs(GIVEN) == {"groups", "dates:meet"}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, Quorum(least=3), Quorum(level="groups"))
