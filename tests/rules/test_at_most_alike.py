from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.rules.at_most_alike import AtMostAlike
from tests.rules.small_world import assert_agrees, found, group, person, programme

UNITS = {"p1": "u1", "p2": "u1", "p3": "u2", "p4": "u3", "p5": "u3"}
GIVEN = programme([person(name, unit) for name, unit in UNITS.items()])


def test_people_above_the_most_count():
    """u2 and u3 lie in the south: three of them in A are one above two."""
    kept = Plan(groups=(group("A", "p1", "p3", "p4"), group("B", "p2", "p5")))
    assert found(AtMostAlike(), GIVEN, kept) == {}
    plan = Plan(groups=(group("A", "p3", "p4", "p5"), group("B", "p1", "p2")))
    assert found(AtMostAlike(), GIVEN, plan) == {("c-A", "south"): 1}
    assert found(AtMostAlike(most=1), GIVEN, plan) == {
        ("c-A", "south"): 2,
        ("c-B", "north"): 1,
    }


def test_people_without_the_attribute_are_not_alike():
    """Nobody gave a gender, so nobody shares one."""
    plan = Plan(groups=(group("A", *UNITS), group("B")))
    assert found(AtMostAlike(attribute="gender", most=1), GIVEN, plan) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data, AtMostAlike(), AtMostAlike(attribute="sector", most=1, level="groups")
    )
