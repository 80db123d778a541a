import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.rules._base import SessionDay
from leaderplan.rules.day_pattern import DayPattern
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    module_class,
    person,
    programme,
    session,
)


def _given(*forms, occurrences=5):
    practicum = activity("stay", "participant", forms=forms, occurrences=occurrences)
    return programme([person("p1")], activities=(practicum,))


def _plan(*days):
    rows = enumerate(days, start=1)
    return Plan(
        groups=(group("A", "p1"),),
        classes=(module_class(1, "p1"),),
        sessions=tuple(session(f"stay/p1/{k}", number) for k, number in rows),
    )


def _kept(form, *days):
    """Whether days are in a form; day 0 is a Monday."""
    given = _given(form, occurrences=len(days))
    broken = found(DayPattern(), given, _plan(*days))
    assert broken in ({}, {("stay", "p1"): 1})
    return not broken


def test_a_week_is_monday_to_friday():
    """Any Monday; not from Tuesday, and not the days in another order."""
    assert _kept("week", 7, 8, 9, 10, 11)
    assert not _kept("week", 8, 9, 10, 11, 12)
    assert not _kept("week", 7, 8, 9, 11, 10)
    assert not _kept("week", 7, 8, 9, 10, 18)


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ((0, 1, 2, 7, 8), True),
        ((2, 3, 4, 10, 11), True),
        ((4, 5, 6, 12, 13), True),  # Friday to Sunday, Saturday and Sunday
        ((5, 6, 7, 14, 15), False),  # three days across two weeks
        ((0, 1, 2, 13, 14), False),  # two days across two weeks
        ((0, 1, 2, 14, 15), False),  # not the next week
        ((0, 1, 2, 3, 4), False),  # the same week
        ((0, 2, 3, 7, 8), False),  # not consecutive
        ((0, 1, 2, 7, 9), False),
        ((7, 8, 9, 0, 1), False),  # the week before
    ],
)
def test_three_days_and_two_in_the_next_week(days, kept):
    """Three consecutive days in one week from Monday on, two in the next."""
    assert _kept("three_two", *days) is kept


def test_five_single_days_within_six_weeks():
    """Strictly increasing, the last at most 41 days after the first."""
    assert _kept("five_single", 0, 1, 9, 20, 41)
    assert not _kept("five_single", 0, 1, 9, 20, 42)
    assert not _kept("five_single", 0, 1, 1, 20, 30)


def test_single_days_increase():
    """Any distance, but a later day each time."""
    assert _kept("single_days", 0, 1, 27)
    assert not _kept("single_days", 0, 1, 1)
    assert not _kept("single_days", 2, 1)


def test_pairs_of_consecutive_days_and_a_last_one():
    """Days 1 and 2, 3 and 4 are pairs; an odd last day stands alone."""
    assert _kept("two_two_one", 0, 1, 7, 8, 9)
    assert _kept("two_two_one", 0, 1, 20)
    assert not _kept("two_two_one", 0, 2, 7, 8, 9)
    assert not _kept("two_two_one", 0, 1, 7, 9, 10)
    assert not _kept("two_two_one", 0, 1, 1)


def test_one_of_several_forms_is_enough():
    """Five single days are not a week, but one of the two forms."""
    given = _given("week", "five_single")
    assert found(DayPattern(), given, _plan(1, 3, 8, 9, 20)) == {}
    assert found(DayPattern(), given, _plan(1, 3, 8, 9, 9)) == {("stay", "p1"): 1}
    free = _given("week", "free")
    assert found(DayPattern(), free, _plan(5, 3, 8, 9, 9)) == {}


def test_judge_reads_the_weekday_of_a_week():
    """Occurrence k of a practicum week is on weekday k - 1; other forms say nothing."""
    given, key = _given("week"), SessionKey("stay", "p1", 2)
    judge, stay = DayPattern().judge(given), given.activities[0]
    assert [judge(SessionDay(key, stay, day(d))) for d in (0, 1, 8, 9)] == [1, 0, 0, 1]
    other = _given("week", "three_two")
    assert DayPattern().judge(other)(SessionDay(key, stay, day(0))) == 0


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses exactly what the checker refuses."""
    assert_agrees(data, DayPattern())


FORMS = ("week", "three_two", "five_single", "single_days", "two_two_one")


@settings(max_examples=60)
@given(
    forms=st.lists(st.sampled_from(FORMS), min_size=1, max_size=2, unique=True),
    days=st.one_of(
        st.sampled_from([(0, 1, 2, 3, 4), (1, 2, 3, 7, 8), (0, 1, 9, 10, 20)]),
        st.tuples(*[st.integers(0, 12)] * 5).map(lambda d: tuple(sorted(d))),
    ),
    shift=st.integers(0, 7),
)
def test_solver_and_checker_agree_on_one_practicum(forms, days, shift):
    """So they do on five days of one participant, for any one or two forms."""
    plan = _plan(*(number + shift for number in days))
    assert_rule_agrees(_given(*forms), plan, DayPattern())
