import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Pair
from leaderplan.domain.plan import Plan
from leaderplan.domain.view import PlanView
from leaderplan.rules.pairs_apart import PairsApart
from tests.rules.small_world import (
    assert_agrees,
    found,
    group,
    person,
    programme,
    with_pairs,
)

GIVEN = programme(
    [person(f"p{i}") for i in (1, 2, 3, 4)],
    pairs=(
        Pair(first="p2", second="p1", relation="apart"),
        Pair(first="p1", second="p2", relation="apart"),
        Pair(first="p1", second="p3", relation="acquainted"),
        Pair(first="p1", second="p4", relation="linked"),
    ),
)
ALL = Plan(groups=(group("A", "p1", "p2", "p3", "p4"), group("B")))
SPLIT = Plan(groups=(group("A", "p1", "p4"), group("B", "p2", "p3")))


@pytest.mark.parametrize(
    ("relation", "pair"), [("apart", ("p1", "p2")), ("acquainted", ("p1", "p3"))]
)
def test_pairs_of_the_relation_count_once(relation, pair):
    """A pair declared both ways is one pair; other relations say nothing."""
    rule = PairsApart(relation=relation)
    assert found(rule, GIVEN, ALL) == {pair: 1}
    assert found(rule, GIVEN, SPLIT) == {}


def test_people_without_groups_are_apart():
    """Two who stand in no group are not in the same one."""
    assert found(PairsApart(), GIVEN, Plan()) == {}


def test_the_message_gives_no_reason():
    """It says who and where, not why, in both languages."""
    (broken,) = PairsApart().check(PlanView(GIVEN, ALL))
    assert broken.message.da == "p1 og p2 kan ikke være i samme gruppe; begge er i c-A"
    assert broken.message.en == "p1 and p2 cannot be in the same group; both are in c-A"


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        PairsApart(),
        PairsApart(level="groups"),
        PairsApart(relation="acquainted", level="groups"),
        changed=with_pairs(data),
    )
