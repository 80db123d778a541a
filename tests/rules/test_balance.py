from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.rules.balance import Balance
from tests.rules.small_world import assert_agrees, found, group, person, programme

WOMEN = tuple(f"w{i}" for i in range(5))
MEN = ("m1", "m2")
GIVEN = programme(
    [
        *(person(name, attributes={"gender": "f"}) for name in WOMEN),
        *(person(name, attributes={"gender": "m"}) for name in MEN),
        person("x"),
    ]
)
RULE = Balance(attribute="gender")


def test_even_shares_are_kept():
    """Five women in two groups are 2 or 3 in each, two men exactly 1; x is nobody's."""
    plan = Plan(
        groups=(group("A", *WOMEN[:2], "m1", "x"), group("B", *WOMEN[2:], "m2"))
    )
    assert found(RULE, GIVEN, plan) == {}


def test_people_outside_the_range_count():
    """One woman in A misses one of 2, four in B are one above 3; so with two men."""
    plan = Plan(groups=(group("A", WOMEN[0], *MEN, "x"), group("B", *WOMEN[1:])))
    assert found(RULE, GIVEN, plan) == {
        ("c-A", "f"): 1,
        ("c-B", "f"): 1,
        ("c-A", "m"): 1,
        ("c-B", "m"): 1,
    }
    # All in one group: A has 5 - 3 = 2 women and 2 - 1 = 1 man too many.
    plan = Plan(groups=(group("A", *WOMEN, *MEN, "x"), group("B")))
    assert found(RULE, GIVEN, plan) == {
        ("c-A", "f"): 2,
        ("c-B", "f"): 2,
        ("c-A", "m"): 1,
        ("c-B", "m"): 1,
    }


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, Balance(attribute="area", level="groups"))
