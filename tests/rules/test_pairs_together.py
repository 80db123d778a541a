from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Cohort, Pair
from leaderplan.domain.plan import NetworkGroup, Plan
from leaderplan.rules.pairs_together import PairsTogether
from tests.rules.small_world import (
    assert_agrees,
    found,
    group,
    person,
    programme,
    with_pairs,
)

LINKED = (
    Pair(first="p2", second="p1", relation="linked"),
    Pair(first="p1", second="p2", relation="linked"),
    Pair(first="p1", second="p3", relation="apart"),
)
GIVEN = programme([person(f"p{i}") for i in (1, 2, 3)], pairs=LINKED)


def test_a_pair_in_two_groups_counts_once():
    """p1 and p2, linked both ways, are one pair; p3 is not linked to anybody."""
    kept = Plan(groups=(group("A", "p1", "p2"), group("B", "p3")))
    split = Plan(groups=(group("A", "p1", "p3"), group("B", "p2")))
    assert found(PairsTogether(), GIVEN, kept) == {}
    assert found(PairsTogether(), GIVEN, split) == {("p1", "p2"): 1}


def test_a_pair_without_groups_is_passed_over():
    """Where one of them stands in no group there is nothing to keep together."""
    cohorts = (
        Cohort(id="c", name="c", network_groups=1),
        Cohort(id="d", name="d"),
    )
    people = [person("p1"), person("p2", cohort="d"), person("p3")]
    given_ = programme(people, cohorts=cohorts, pairs=LINKED)
    assert found(PairsTogether(), given_, Plan(groups=(group("A", "p1", "p3"),))) == {}


def test_a_pair_of_two_cohorts_is_always_apart():
    """Groups are formed within a cohort, so these two cannot meet in one."""
    cohorts = (
        Cohort(id="c", name="c", network_groups=1),
        Cohort(id="d", name="d", network_groups=1),
    )
    people = [person("p1"), person("p2", cohort="d"), person("p3")]
    given_ = programme(people, cohorts=cohorts, pairs=LINKED)
    other = NetworkGroup(id="d-A", cohort="d", participants=("p2",))
    plan = Plan(groups=(group("A", "p1", "p3"), other))
    assert found(PairsTogether(), given_, plan) == {("p1", "p2"): 1}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        PairsTogether(),
        PairsTogether(level="groups"),
        changed=with_pairs(data),
    )
