from __future__ import annotations

import pytest

from benchmarks.methods import monolith as module
from benchmarks.methods.monolith import monolith, split
from leaderplan import rules
from leaderplan.check import check
from leaderplan.domain.programme import Programme
from leaderplan.options import SolveOptions
from leaderplan.solve import solve
from tests.rules.small_world import activity, day, person, programme, staff


@pytest.fixture(scope="module")
def week() -> Programme:
    """Two lessons, a talk each for four people, and wishes on two levels that clash."""
    lesson = activity(
        "lesson", "cohort", length=8, occurrences=2, where=("room",), plenary=True
    )
    talk = activity("talk", "participant", where=("online",))
    away = [{"first": day(n), "last": day(n)} for n in (0, 1, 2)]
    people = [
        person(f"p{n}", availability=(away[n],) if n < 3 else ()) for n in range(4)
    ]
    return programme(
        people,
        activities=(lesson, talk),
        rules=(
            rules.NoDoubleBooking(),
            rules.RightPlace(),
            rules.Availability(),
            rules.Window(id="lessons", activity="lesson", latest=day(4)),
            rules.Window(id="talks", activity="talk", latest=day(4)),
            rules.Spacing(id="apart", first="lesson", least=2),
            rules.PlenaryAbsence(activities=("lesson",), weight=2),
            rules.WeekdayPreference(
                id="early", activities=("talk", "lesson"), weekdays=(0, 1),
                level="dates", weight=3,
            ),
        ),
    )  # fmt: skip


def test_it_proves_what_leaderplan_proves(week: Programme) -> None:
    """One absence at a price of 2 is least: days 3 and 4 alone would lie too near.

    Then one lesson misses the wished days, Monday and Tuesday, and so does the talk of
    who is away on the other of them: 3 each.
    """
    found = monolith(week, 30, workers=2)
    mine = solve(week, SolveOptions(time_limit=30))
    assert found.status == mine.status.value == "optimal"
    assert found.plan is not None
    assert mine.certificate is not None
    values = list(check(week, found.plan).levels.values())
    assert values == [level.value for level in mine.certificate.levels]
    assert values == found.bounds == [2, 0, 0, 0, 6, 0]
    assert found.first is not None
    assert "weighted sum" in found.note


def test_level_by_level_where_weights_are_too_large(
    week: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without room for weights each level is a run of its own, with the same end."""
    whole = monolith(week, 30, workers=2)
    monkeypatch.setattr(module, "MOST", 1)
    in_turn = monolith(week, 30, workers=2)
    assert in_turn.bounds == whole.bounds
    assert in_turn.status == "optimal"
    assert "level by level" in in_turn.note


def test_no_plan_is_said_to_be_none(week: Programme) -> None:
    """A coach who is needed and away all month leaves no plan, which is proven."""
    lead = {"role": "lecturer", "relation": "pick"}
    lesson = activity("lesson", "cohort", leads=(lead,))
    away = {"first": day(0), "last": day(27)}
    given = week.replace(
        activities=(lesson,),
        staff=(staff("s", "lecturer", availability=(away,)),),
        rules=(rules.StaffAvailability(), rules.RightLeader()),
    )
    assert monolith(given, 10, workers=2).status == "infeasible"


@pytest.mark.parametrize(
    ("bound", "values", "expected"),
    [
        # 3 x 100 + 2 x 10 + 5 at values 3, 2, 9: all before the last are proven.
        (325, {"a": 3, "b": 2, "c": 9}, [3, 2, 5]),
        # 2 of 3 proven on the first level, so that nothing is known of the others.
        (299, {"a": 3, "b": 2, "c": 9}, [2, 0, 0]),
        (299, None, [2, 0, 0]),
        (-1, {"a": 0, "b": 0, "c": 1}, [0, 0, 0]),
    ],
)
def test_a_weighted_bound_is_read_level_by_level(
    bound: int, values: dict[str, int] | None, expected: list[int]
) -> None:
    """A later level's share counts only where all earlier ones are at theirs."""
    weights = {"c": 1, "b": 10, "a": 100}
    assert split(bound, weights, values) == expected
