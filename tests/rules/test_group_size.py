import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.group_size import GroupSize
from tests.rules.small_world import assert_agrees, found, group, person, programme

NAMES = tuple(f"p{i}" for i in range(9))
GIVEN = programme([person(name) for name in NAMES])


def _plan(first):
    """Put the first few of nine people in group A and the others in B."""
    return Plan(groups=(group("A", *NAMES[:first]), group("B", *NAMES[first:])))


def test_sizes_within_the_range_are_kept():
    """Nine people in 4 and 5 keep the range 4 to 5."""
    assert found(GroupSize(smallest=4, largest=5), GIVEN, _plan(4)) == {}


def test_people_missing_and_above_count():
    """In 3 and 6 against 4 to 5, one is missing and one is above."""
    rule = GroupSize(smallest=4, largest=5, most_difference=None)
    assert found(rule, GIVEN, _plan(3)) == {("c-A",): 1, ("c-B",): 1}
    # 1 and 8: three missing and three above.
    assert found(rule, GIVEN, _plan(1)) == {("c-A",): 3, ("c-B",): 3}


def test_difference_counts_once_for_a_pair():
    """3 and 6 differ by 3, which is 2 above 1, whichever group is the larger."""
    rule = GroupSize(smallest=1, largest=9)
    assert found(rule, GIVEN, _plan(3)) == {("c",): 2}
    assert found(rule, GIVEN, _plan(6)) == {("c",): 2}
    priced = rule.model_copy(update={"level": "groups"})
    assert found(priced, GIVEN, _plan(3)) == {("c", "c-A", "c-B"): 2}
    assert found(priced, GIVEN, _plan(6)) == {("c", "c-A", "c-B"): 2}
    assert found(rule.model_copy(update={"most_difference": 3}), GIVEN, _plan(3)) == {}


def test_an_empty_group_is_too_small():
    """A group that the plan does not even list has nobody of the 4 wanted."""
    rule = GroupSize(smallest=4, largest=9, most_difference=None)
    assert found(rule, GIVEN, Plan(groups=(group("A", *NAMES),))) == {("c-B",): 4}


def test_cohorts_without_groups_bind_nothing():
    """A cohort that forms none, or has nobody, has no group of a wrong size."""
    cohorts = (
        Cohort(id="c", name="c", network_groups=0),
        Cohort(id="d", name="d", network_groups=2),
    )
    assert found(GroupSize(), GIVEN.replace(cohorts=cohorts), Plan()) == {}


def test_the_range_must_be_in_order():
    """A largest size below the smallest can never be kept."""
    with pytest.raises(InputError, match="must be at least the smallest, 5; found 4"):
        GroupSize(largest=4)


@settings(max_examples=40)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        GroupSize(smallest=1, largest=6),
        GroupSize(smallest=1, largest=7, most_difference=0),
        GroupSize(smallest=2, largest=7, most_difference=2),
        GroupSize(smallest=2, largest=3, level="groups"),
    )
