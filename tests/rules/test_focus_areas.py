import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError
from leaderplan.rules.focus_areas import FocusAreas
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    module_class,
    person,
    programme,
    session,
)

GIVEN = programme(
    [person("p1"), person("p2"), person("p3", exempt=("theme",))],
    activities=(
        activity("theme", "cohort", occurrences=2, themes=("strategy", "feedback")),
        activity("lesson", "class", themes=("economy",)),
        activity("talk", "participant"),
    ),
)
PLAN = Plan(
    classes=(module_class(1, "p1", "p3"), module_class(2, "p2")),
    sessions=(
        session("theme/c/1", 1),
        session("theme/c/2", 2),
        session("lesson/c-1/1", 3),
        session("talk/p2/1", 4),
    ),
)


def test_each_participant_meets_each_area():
    """p3 skips the theme days; only class 1 has had its lesson on economy."""
    assert found(FocusAreas(areas=("strategy",)), GIVEN, PLAN) == {
        ("p3", "strategy"): 1
    }
    assert found(FocusAreas(areas=("feedback", "economy")), GIVEN, PLAN) == {
        ("p3", "feedback"): 1,
        ("p2", "economy"): 1,
    }


def test_an_area_that_nothing_is_about_is_missing_for_all():
    """No session has the theme."""
    assert found(FocusAreas(areas=("law",)), GIVEN, PLAN) == {
        (p, "law"): 1 for p in ("p1", "p2", "p3")
    }


def test_it_needs_the_themed_sessions_in_view():
    """Sessions that are not in view yet must not look like areas missed."""
    assert FocusAreas(areas=("strategy",)).needs(GIVEN) == {"dates:theme"}
    assert FocusAreas(areas=("economy",)).needs(GIVEN) == {"dates:lesson", "classes"}


def test_it_needs_an_area():
    """Without one there is nothing to meet."""
    with pytest.raises(InputError, match="areas"):
        FocusAreas(areas=())


@settings(max_examples=25)
@given(st.data())
def test_solver_and_checker_agree(data):
    """The reference model refuses and prices exactly what the checker does."""

    def changed(drawn, plan):
        taught = [
            a.model_copy(update={"themes": ("economy", "law", "law")[: a.occurrences]})
            if a.id == "teaching"
            else a
            for a in drawn.activities
        ]
        return drawn.replace(activities=tuple(taught))

    assert_agrees(
        data,
        FocusAreas(areas=("strategy", "feedback")),
        FocusAreas(areas=("strategy", "economy", "law")),
        FocusAreas(areas=("strategy", "feedback", "economy"), level="dates", weight=3),
        FocusAreas(areas=("law",), level="dates"),
        changed=changed,
    )
