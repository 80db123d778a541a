from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.rules.nobody_alone import NobodyAlone
from tests.rules.small_world import assert_agrees, found, group, person, programme

WOMEN = tuple(f"w{i}" for i in range(4))
MEN = ("m1", "m2")
GIVEN = programme(
    [
        *(person(name, attributes={"gender": "f"}) for name in WOMEN),
        *(person(name, attributes={"gender": "m"}) for name in MEN),
        person("x"),
    ]
)
SPLIT = Plan(groups=(group("A", *WOMEN[:3], "m1"), group("B", WOMEN[3], "m2", "x")))


def test_a_minority_in_each_group_alone_counts():
    """Two men of six who gave a gender are 33.3 %: a minority at 34, none at 33."""
    alone = {("c-A", "m"): 1, ("c-B", "m"): 1}
    assert (
        found(NobodyAlone(attribute="gender", share_percent=34), GIVEN, SPLIT) == alone
    )
    assert found(NobodyAlone(attribute="gender"), GIVEN, SPLIT) == {}


def test_two_together_and_none_are_kept():
    """Both men in A: A has two, B has none."""
    plan = Plan(groups=(group("A", *WOMEN[:3], *MEN), group("B", WOMEN[3], "x")))
    assert found(NobodyAlone(attribute="gender", share_percent=34), GIVEN, plan) == {}


def test_a_named_value_counts_whatever_its_share():
    """The one woman in B stands out although women are the majority."""
    rule = NobodyAlone(attribute="gender", value="f")
    assert found(rule, GIVEN, SPLIT) == {("c-B", "f"): 1}


def test_the_only_one_of_the_cohort_cannot_be_helped():
    """One man among six people is alone in any group."""
    given_ = programme([p for p in GIVEN.participants if p.id != "m2"])
    plan = Plan(groups=(group("A", *WOMEN, "m1"), group("B", "x")))
    assert found(NobodyAlone(attribute="gender"), given_, plan) == {}
    assert found(NobodyAlone(attribute="gender", value="m"), given_, plan) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        NobodyAlone(attribute="gender", share_percent=60),
        NobodyAlone(attribute="sector", share_percent=50, level="groups"),
        NobodyAlone(attribute="gender", value="f", level="groups"),
    )
