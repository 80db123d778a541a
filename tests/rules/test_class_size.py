import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.class_size import ClassSize
from tests.rules.small_world import (
    assert_agrees,
    found,
    module_class,
    person,
    programme,
)

NAMES = tuple(f"p{i}" for i in range(6))
GIVEN = programme([person(name) for name in NAMES])


def _plan(first):
    """Put the first few of six people in class 1 and the others in 2."""
    return Plan(
        classes=(module_class(1, *NAMES[:first]), module_class(2, *NAMES[first:]))
    )


def test_people_missing_and_above_count():
    """2 and 4 keep 2 to 4; 1 and 5 miss one and have one above."""
    rule = ClassSize(smallest=2, largest=4)
    assert found(rule, GIVEN, _plan(2)) == {}
    assert found(rule, GIVEN, _plan(1)) == {("c-1",): 1, ("c-2",): 1}


def test_classes_may_differ_unless_asked():
    """2 and 4 differ by 2: nothing by itself, 1 above where 1 is allowed."""
    assert found(ClassSize(), GIVEN, _plan(2)) == {}
    assert found(ClassSize(most_difference=2), GIVEN, _plan(2)) == {}
    uneven = {("c-1", "c-2"): 1}
    assert found(ClassSize(most_difference=1), GIVEN, _plan(2)) == uneven
    assert found(ClassSize(most_difference=1), GIVEN, _plan(4)) == uneven


def test_cohorts_without_classes_bind_nothing():
    """A cohort that forms none has no class of a wrong size."""
    given_ = GIVEN.replace(cohorts=(Cohort(id="c", name="c"),))
    assert found(ClassSize(), given_, Plan()) == {}


def test_the_range_must_be_in_order():
    """A largest size below the smallest can never be kept."""
    with pytest.raises(InputError, match="must be at least the smallest, 9; found 8"):
        ClassSize(smallest=9, largest=8)


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        ClassSize(smallest=2, largest=5),
        ClassSize(smallest=3, largest=3, most_difference=1, level="groups"),
    )
