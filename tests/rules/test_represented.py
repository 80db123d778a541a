from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.rules.represented import Represented
from tests.rules.small_world import assert_agrees, found, group, person, programme

GIVEN = programme(
    [
        person("s1", "u1"),
        person("s2", "u1"),
        person("d1", "u2"),
        person("d2", "u2"),
        person("l1", "u3"),
    ]
)


def test_a_value_of_as_many_as_groups_stands_in_each():
    """Two of school and two of day-care reach two groups; one of leisure does not."""
    kept = Plan(groups=(group("A", "s1", "d1", "l1"), group("B", "s2", "d2")))
    assert found(Represented(), GIVEN, kept) == {}


def test_each_group_and_value_missing_counts():
    """Both of school in A: B misses school; both of day-care in B: A misses it."""
    plan = Plan(groups=(group("A", "s1", "s2", "l1"), group("B", "d1", "d2")))
    assert found(Represented(), GIVEN, plan) == {
        ("c-B", "school"): 1,
        ("c-A", "day-care"): 1,
    }


def test_people_without_the_attribute_are_not_counted():
    """Only one gave a gender, too few for two groups; two who gave it are enough."""
    plan = Plan(groups=(group("A", "p1", "p2"), group("B", "p3")))
    rule = Represented(attribute="gender")
    known = {"attributes": {"gender": "f"}}
    one = programme([person("p1", **known), person("p2"), person("p3")])
    assert found(rule, one, plan) == {}
    two = programme([person("p1", **known), person("p2", **known), person("p3")])
    assert found(rule, two, plan) == {("c-B", "f"): 1}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, Represented(attribute="area"), Represented(level="groups"))
