"""Everything is asked at once where no part sees what costs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from leaderplan import rules
from leaderplan.domain.places import Travel
from leaderplan.model.run import Budget, Outcome, Run
from leaderplan.model.search import Search
from tests.model.searching import judged, searched
from tests.rules.small_world import activity, day, person, programme

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel


@pytest.mark.parametrize(("early", "late"), [(1, 2), (2, 1), (1, 5)])
def test_what_only_hours_tell_is_proven_in_the_end(early: int, late: int) -> None:
    """Half a day here and half a day there leave no time for the way between.

    So one of two sessions is not on the day that both are wanted on, which no part
    sees that knows of days only; the one that costs less is moved.
    """
    talk = activity("talk", "participant", length=4, where=("home_unit",))
    lesson = activity("lesson", "cohort", length=4, where=("room",))
    wanted = (day(1).weekday(),)
    given = programme(
        [person("a")],
        activities=(talk, lesson),
        travel=(Travel(origin="u1", destination="hall", minutes=60),
                Travel(origin="u1", destination="inn", minutes=60)),
        rules=(
            rules.NoDoubleBooking(),
            rules.TravelBetween(),
            rules.RightPlace(),
            rules.Window(id="talks", activity="talk", earliest=day(0), latest=day(3)),
            rules.Window(id="lessons", activity="lesson", earliest=day(0),
                         latest=day(3)),
            rules.WeekdayPreference(id="t", activities=("talk",), weekdays=wanted,
                                    level="dates", weight=early),
            rules.WeekdayPreference(id="l", activities=("lesson",), weekdays=wanted,
                                    level="dates", weight=late),
        ),
    )  # fmt: skip
    found = searched(given)
    assert found.values["dates"] == min(early, late)
    assert found.values == found.bounds


def _scripted(
    monkeypatch: pytest.MonkeyPatch, *ends: tuple[Outcome, int]
) -> list[bool]:
    """Let runs for a level end as told at first; return whether each is mixed."""
    told, waiting, plain = [], list(ends), Budget.run

    def run(budget: Budget, model: CpModel, **parameters: Any) -> Run:
        found = plain(budget, model, **parameters)
        if model.proto.variables and model.has_objective():
            told.append(parameters["mixed"])
            if waiting:
                outcome, more = waiting.pop(0)
                return replace(
                    found, outcome=outcome, value=found.value + more, bound=0
                )
        return found

    monkeypatch.setattr(Budget, "run", run)
    return told


@pytest.mark.parametrize(
    ("ends", "mixed"),
    [
        ((), [False]),
        ([(Outcome.UNKNOWN, 0)], [False, True]),
        ([(Outcome.FEASIBLE, 2)], [False, True]),
        ([(Outcome.FEASIBLE, 1), (Outcome.FEASIBLE, 2)], [False, True, False]),
        ([(Outcome.UNKNOWN, 0), (Outcome.FEASIBLE, 2)], [False, True, False]),
    ],
)
def test_a_plan_that_is_not_proven_is_looked_for_in_another_way(
    monkeypatch: pytest.MonkeyPatch, ends: list[tuple[Outcome, int]], mixed: list[bool]
) -> None:
    """With many kinds of search in turn a better one is often found soon."""
    wanted = rules.WeekdayPreference(
        activities=("one", "two"), weekdays=(0,), level="dates"
    )
    given = programme(
        [person("a")],
        activities=(activity("one", "cohort"), activity("two", "cohort")),
        rules=(
            wanted,
            rules.Spacing(id="next", first="one", then="two", least=1, most=2),
        ),
    )
    told = _scripted(monkeypatch, *ends)
    search = Search(
        given, Budget(None, 40.0), 0, partial(judged, given), lambda _progress: None
    )
    found = search.run()
    assert told == mixed
    assert found.values == found.bounds
    assert found.values["dates"] == 1
