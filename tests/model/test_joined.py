"""Two levels of a part in one run give what two runs do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaderplan import rules
from leaderplan.domain.programme import Programme
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.parts import Part, Parts
from leaderplan.model.run import Budget, Outcome, Run
from leaderplan.model.rungs import MOST_JOINED
from tests.rules.small_world import activity, day, person, programme

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

Days = dict[str, tuple[int, ...]]

DAYS: Days = {"absences": (0,), "groups": (1,), "dates": (2,)}
"""The weekday that each level wants: it gets it at the others' expense."""


LARGE = MOST_JOINED // 24
"""The most that one of the days not wanted may cost: there are 24 in four weeks."""


def _given(days: Days = DAYS, **weights: int) -> Programme:
    """One session, and levels of which each wants it on other weekdays."""
    wanted = [
        rules.WeekdayPreference(
            id=level, activities=("one",), weekdays=days[level], level=level, weight=n
        )
        for level, n in weights.items()
    ]
    return programme(
        [person("a")], activities=(activity("one", "cohort"),), rules=tuple(wanted)
    )


def _solved(
    part: str, given: Programme, monkeypatch: pytest.MonkeyPatch, **asked: Any
) -> tuple[dict[str, int], dict[str, int], int]:
    """Return values and bounds of a part, and how many runs that took."""
    runs, plain = [], Budget.run

    def run(budget: Budget, model: CpModel, **parameters: Any) -> Run:
        runs.append(1)
        return plain(budget, model, **parameters)

    monkeypatch.setattr(Budget, "run", run)
    chosen: Part = getattr(Parts(given), part)
    solved = Lexicographic(given, Budget(None), 0).solve(chosen, **asked)
    return solved.values, solved.bounds, len(runs)


@pytest.mark.parametrize(("absences", "dates"), [(1, 1), (1, LARGE), (LARGE, 1)])
def test_the_first_outweighs_all_of_the_second(
    absences: int, dates: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However little the first weighs, the second pays in full."""
    given = _given(absences=absences, dates=dates)
    values, bounds, runs = _solved("calendar", given, monkeypatch)
    assert values == bounds
    assert (values["absences"], values["dates"], runs) == (0, dates, 1)


@pytest.mark.parametrize(("part", "dates"), [("calendar", LARGE + 1), ("whole", 5)])
def test_a_level_that_is_large_or_of_a_plan_has_a_run_of_its_own(
    part: str, dates: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A weight that large, or a value that is looked for in other ways too."""
    values, bounds, runs = _solved(part, _given(absences=1, dates=dates), monkeypatch)
    assert values == bounds
    assert (values["absences"], values["dates"], runs) == (0, dates, 2)


def test_of_three_levels_the_last_two_are_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first is improved before them."""
    given = _given(absences=1, groups=2, dates=3)
    values, bounds, runs = _solved("calendar", given, monkeypatch)
    assert values == bounds
    told = [values[level] for level in DAYS]
    assert (told, runs) == ([0, 2, 3], 2)


def test_a_floor_of_the_second_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is known only to be this much, that is said of both."""
    given = _given(absences=1, dates=3)
    within = {"absences": 1}
    values, bounds, runs = _solved(
        "calendar",
        given,
        monkeypatch,
        floors={"absences": 0, "dates": 3},
        within=within,
    )
    assert values == bounds
    assert (values["absences"], values["dates"], runs) == (0, 3, 1)


def test_a_level_that_was_hoped_for_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two levels agree on Monday; the third would have the first's other day."""
    days = {"absences": (0, 1), "groups": (0, 2), "dates": (1,)}
    given = _given(days, absences=1, groups=2, dates=3)
    values, _, _ = _solved("calendar", given, monkeypatch, floors={"absences": 0})
    assert [values[level] for level in days] == [0, 0, 3]


@pytest.mark.parametrize(
    ("short", "expected"), [(0, (1, 3)), (1, (1, 2)), (10**6, (0, 1))]
)
def test_what_is_not_proven_is_no_bound(
    short: int, expected: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that ends with a bound so far below its value; the second has a floor."""
    plain = Budget.run

    def run(budget: Budget, model: CpModel, **parameters: Any) -> Run:
        found = plain(budget, model, **parameters)
        bound = max(0, found.value - short)
        return replace(found, outcome=Outcome.FEASIBLE, bound=bound)

    monkeypatch.setattr(Budget, "run", run)
    given = _given(absences=1, dates=3)
    late = rules.Window(id="late", activity="one", earliest=day(1), latest=day(4))
    tuesday = rules.WeekdayPreference(
        id="tuesday", activities=("one",), weekdays=(1,), level="absences"
    )
    given = given.replace(rules=(*given.rules, late, tuesday))
    floors, within = {"absences": 0, "dates": 1}, {"absences": 2}
    values, bounds, _ = _solved(
        "calendar", given, monkeypatch, floors=floors, within=within
    )
    assert (values["absences"], values["dates"]) == (1, 3)
    assert (bounds["absences"], bounds["dates"]) == expected
