"""The books of a proof: a bound counts only for plans it was found for."""

from math import inf

import pytest

from leaderplan import rules
from leaderplan.domain.base import title
from leaderplan.domain.rule import DEFAULT_LEVELS, Level
from leaderplan.errors import InternalError
from leaderplan.model.proof import Candidate, Proof, combined
from tests.model.searching import searched
from tests.rules.small_world import activity, host, person, programme

LEVELS = (
    Level(id="first", title=title("første", "first")),
    Level(id="second", title=title("anden", "second")),
    Level(id="worst", title=title("værste", "worst"), combine="max"),
)


def test_sums_and_largest() -> None:
    """Bounds of parts add up, but of a worst-off level only the largest counts."""
    parts = [{"first": 2, "second": 1, "worst": 5}, {"first": 3, "worst": 4}]
    assert combined(LEVELS, "parts", parts, {}).bounds == {
        "first": 5,
        "second": 1,
        "worst": 5,
    }


def test_a_part_below_the_largest_bounds_no_later_level() -> None:
    """Where only the largest counts a part may cost as much as it, for nothing."""
    levels = (LEVELS[2], LEVELS[0])
    parts = [{"worst": 5, "first": 2}, {"worst": 4, "first": 3}]
    assert combined(levels, "parts", parts, {}).bounds == {"worst": 5, "first": 2}


def test_later_bound_is_void_after_a_gap() -> None:
    """A second level's bound found with the first at 5 says nothing at 6."""
    proof = Proof(LEVELS)
    proof.candidates.append(Candidate("parts", {"first": 5, "second": 9, "worst": 0}))
    assert proof.bounds({"first": 5, "second": 9})["second"] == (9, "parts")
    assert proof.bounds({"first": 6, "second": 9})["second"] == (0, "none")
    assert proof.gap({"first": 6, "second": 9}) == "first"


def test_slack_keeps_a_later_bound() -> None:
    """With slack 1 given to every part the second level's bound holds at 6 too."""
    proof = Proof(LEVELS)
    loosened = Candidate(
        "loosened", {"first": 5, "second": 7, "worst": 0}, {"first": 1}
    )
    proof.candidates.append(loosened)
    assert proof.bounds({"first": 6, "second": 9})["second"] == (7, "loosened")
    assert proof.bounds({"first": 7, "second": 9})["second"] == (0, "none")


def test_what_people_cost_alone_holds_whatever_is_paid_before() -> None:
    """With any slack on earlier levels a bound stays when the plan costs more there."""
    proof = Proof(LEVELS)
    proof.candidates.append(Candidate("parts", {"first": 5, "second": 9, "worst": 0}))
    proof.candidates.append(Candidate("people", {"second": 4}, {"first": inf}))
    assert proof.bounds({"first": 5, "second": 9})["second"] == (9, "parts")
    assert proof.bounds({"first": 50, "second": 9})["second"] == (4, "people")


def test_a_stronger_candidate_retires_the_weaker() -> None:
    """Where only the joint bound reaches the value, later levels rest on it alone."""
    proof = Proof(LEVELS)
    proof.candidates.append(Candidate("parts", {"first": 4, "second": 8, "worst": 0}))
    proof.candidates.append(Candidate("joint", {"first": 5, "second": 6, "worst": 0}))
    assert proof.bounds({"first": 5, "second": 8})["second"] == (6, "joint")


def test_a_bound_above_the_value_is_a_defect() -> None:
    """A proof that contradicts a valid plan is never shown as one."""
    proof = Proof(DEFAULT_LEVELS[:1])
    proof.candidates.append(Candidate("parts", {"absences": 4}))
    with pytest.raises(InternalError, match=r"the bound 4 of absences .* value 3"):
        proof.bounds({"absences": 3})


def test_what_no_decision_changes_is_counted_once() -> None:
    """Nothing has a theme, so each of three misses one, whoever is with whom."""
    given = programme(
        [person(key) for key in ("p", "q", "r")],
        activities=(
            activity("opening", "cohort"),
            activity("practicum", "participant", kind="practicum"),
            activity("meeting", "network_group"),
        ),
        hosts=(host("u2"), host("u3")),
    ).replace(rules=(rules.FocusAreas(areas=("feedback",), level="dates"),))
    found = searched(given)
    assert found.values["dates"] == 3
    assert found.values == found.bounds
