"""Samples in other forms differ in the days of the module and the practicum alone."""

from __future__ import annotations

import pytest

from leaderplan import samples
from leaderplan.errors import InputError


def test_the_usual_forms_are_those_of_the_case():
    """Naming them changes nothing."""
    named = samples.programme("S", 3, module="single_days", practicum="week")
    assert named == samples.programme("S", 3)


@pytest.mark.parametrize("practicum", ["three_two", "five_single"])
def test_the_practicum_takes_another_form(practicum):
    """Only the activity says so: the days of it are told by its form."""
    usual, other = samples.programme(), samples.programme(practicum=practicum)
    assert other.activity("practicum").forms == (practicum,)
    assert other.rules == usual.rules
    changed = {a.id for a in usual.activities if a != other.activity(a.id)}
    assert changed == {"practicum"}


def test_lessons_in_blocks_are_spaced_by_block():
    """Two days in a row cannot be ten days apart."""
    usual, other = samples.programme(), samples.programme(module="two_two_one")
    assert other.activity("teaching_day").forms == ("two_two_one",)
    gone = {rule.id for rule in usual.rules} - {rule.id for rule in other.rules}
    fresh = [rule for rule in other.rules if rule not in usual.rules]
    assert gone == {"between-lessons"}
    assert [(r.first_occurrence, r.then_occurrence) for r in fresh] == [(2, 3), (4, 5)]
    assert {(r.least, r.most) for r in fresh} == {(14, 42)}


@pytest.mark.parametrize("field", ["module", "practicum"])
def test_a_form_that_is_none_is_named(field):
    """The message says which there are."""
    with pytest.raises(InputError, match=f"{field}: expected one of .*found 'two'"):
        samples.programme(**{field: "two"})
