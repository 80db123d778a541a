"""What cannot be planned gets one sentence, and the caller's process lives."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from leaderplan import samples
from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Cohort, RoleLoad
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError
from leaderplan.model.conflict import conflict_in
from leaderplan.model.parts import Parts
from leaderplan.model.run import Budget
from leaderplan.options import SolveOptions
from leaderplan.result import Result, Status
from leaderplan.rules import CoachLoad, HostCapacity, PairsApart, RoomCapacity
from leaderplan.solve import solve
from tests.rules.small_world import activity, person, programme, staff

COHORTS = (Cohort(id="c", name="c"),)


def too_few_places() -> Programme:
    """Five people, and two hosts with room for two each."""
    hosts = tuple(HostUnit(unit=u, capacity_year=2) for u in ("u1", "u2"))
    people = [person(f"p{i}") for i in range(5)]
    return programme(people, hosts=hosts, cohorts=COHORTS, rules=(HostCapacity(),))


def too_few_seats() -> Programme:
    """Eleven people, and no room of more than ten seats."""
    people = [person(f"p{i}") for i in range(11)]
    theme = activity("theme", "cohort", where=("room",))
    return programme(
        people, activities=(theme,), cohorts=COHORTS, rules=(RoomCapacity(),)
    )


def too_few_sessions() -> Programme:
    """Five people with two talks each, and two coaches who give four each."""
    loads = (RoleLoad(role="coach", largest=4),)
    return programme(
        [person(f"p{i}") for i in range(5)],
        activities=(
            activity(
                "talk",
                "participant",
                occurrences=2,
                leads=(Lead(role="coach", relation="coach"),),
            ),
        ),
        staff=tuple(staff(f"s{i}", roles=loads) for i in (1, 2)),
        cohorts=COHORTS,
        rules=(CoachLoad(),),
    )


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (too_few_places, "host_capacity"),
        (too_few_seats, "room_capacity"),
        (too_few_sessions, "coach_load"),
    ],
)
def test_more_people_than_places(given: Callable[[], Programme], rule: str) -> None:
    """Where hosts, rooms or coaches are too few the rule is named that says so."""
    result = solve(given())
    assert result.status is Status.INFEASIBLE
    assert result.conflict is not None
    assert {row.rule for row in result.conflict.requirements} == {rule}
    text = str(result.conflict)
    assert text.startswith("No plan is possible")
    assert result.conflict.requirements[0].words.en in text


def test_a_conflict_is_told_though_time_is_up() -> None:
    """That no plan is possible is not forgotten for want of time to say exactly why:
    all hard rules are named then, and it is not said that each is needed.
    """
    given, budget = too_few_places().with_rules(CoachLoad()), Budget(None)
    budget.stop()
    conflict = conflict_in(given, Parts(given).hosts, budget, seed=0)
    named = {row.rule for row in conflict.requirements}
    assert named == {"host_capacity", "coach_load"}
    assert not conflict.irreducible


def test_a_weight_beyond_the_range_is_refused() -> None:
    """The message names the rule and the largest weight."""
    with pytest.raises(InputError, match=r"PairsApart/weight: .*1000000"):
        PairsApart(relation="acquainted", level="groups", weight=2**63)


@pytest.mark.parametrize("limit", [0.001, 0.05, 0.3, 1.0])
def test_a_limit_too_short_to_build_the_model(limit: float) -> None:
    """A year cannot be planned in so little time, which proves nothing about it."""
    result = solve(samples.programme("S"), SolveOptions(time_limit=limit))
    assert result.status is Status.NO_PLAN_FOUND
    assert (result.plan, result.conflict) == (None, None)


LITTLE_MEMORY = """
import resource, sys, warnings
from pathlib import Path
import leaderplan as lp
from leaderplan.solve import solve

warnings.simplefilter("always")
programme = lp.samples.programme("S")
pages = int(Path("/proc/self/statm").read_text().split()[0])
most = pages * resource.getpagesize() + int(sys.argv[1]) * 2**20
before = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
try:
    print(solve(programme, lp.SolveOptions(time_limit=60)).status.value)
except lp.LeaderplanError as error:
    print(type(error).__name__, error)
resource.setrlimit(resource.RLIMIT_AS, before)
print(1 + 1)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the memory")
def test_out_of_memory() -> None:
    """A process that may have little memory is told so in a sentence, and lives."""
    run = subprocess.run(
        [sys.executable, "-c", LITTLE_MEMORY, "5"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told, alive = run.stdout.splitlines()
    assert told.startswith("OutOfMemory the process may not have the memory")
    assert alive == "2"


def test_memory_that_runs_out_leaves_the_plan_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A plan in hand is given back, checked, with a warning."""
    from tests.test_solve import of_groups, values

    def exhausted(*_: object, **__: object) -> Result:
        raise MemoryError

    module = sys.modules[solve.__module__]
    task = module._Task
    told = task._told
    monkeypatch.setattr(
        task,
        "_told",
        lambda self, found, *named: exhausted() if named else told(self, found),
    )
    with pytest.warns(UserWarning, match="memory"):
        result = solve(of_groups())
    assert values(result) == {"groups": 1}
