"""What a solve tells: statuses, conflicts, progress, interrupts, repeatability."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

import leaderplan as lp
from leaderplan import samples
from leaderplan.domain.calendar import CalendarProfile, Closure, PlanningCalendar
from leaderplan.domain.people import Cohort, Pair, Wish
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.errors import LeaderplanError
from leaderplan.options import SolveOptions
from leaderplan.progress import Progress
from leaderplan.result import Result, Status
from leaderplan.rules import (
    Balance,
    ClosedDays,
    GroupSize,
    HostCapacity,
    NoDoubleBooking,
    PairsApart,
    Spacing,
    WeekdayPreference,
    Wishes,
)
from leaderplan.solve import solve
from tests.rules.small_world import MONDAY, activity, day, person, programme

THEME = activity("theme", "cohort", occurrences=3)
ACQUAINTED = tuple(
    Pair(first=a, second=b, relation="acquainted")
    for a, b in (("p1", "p2"), ("p1", "p3"), ("p2", "p3"))
)


def of_groups() -> Programme:
    """Six people in two groups; of three who know each other two must meet: 1."""
    people = [
        person(f"p{i}", attributes={"gender": "fm"[i % 2]}, unit=f"u{i % 3 + 1}")
        for i in range(1, 7)
    ]
    rules = (
        GroupSize(smallest=3, largest=3),
        PairsApart(relation="acquainted", level="groups"),
        Balance(attribute="gender", level="groups"),
    )
    cohorts = (Cohort(id="c", name="c", network_groups=2),)
    return programme(people, cohorts=cohorts, pairs=ACQUAINTED, rules=rules)


def of_hosts() -> Programme:
    """Three people and three hosts of one place; two wish for u2 alone: 1."""
    wishes = ((Wish(rank=1, host="u2"),), (Wish(rank=1, host="u2"),), ())
    people = [person(f"p{i}", wishes=row) for i, row in enumerate(wishes, 1)]
    hosts = tuple(HostUnit(unit=f"u{i}", capacity_year=1) for i in (1, 2, 3))
    cohorts = (Cohort(id="c", name="c"),)
    rules = (HostCapacity(), Wishes())
    return programme(people, hosts=hosts, cohorts=cohorts, rules=rules)


def of_dates() -> Programme:
    """Three theme days on weekdays though Sundays are asked for: 3."""
    rules = (
        ClosedDays(),
        NoDoubleBooking(),
        Spacing(first="theme", least=7, most=7),
        WeekdayPreference(weekdays=(6,), level="dates"),
    )
    cohorts = (Cohort(id="c", name="c"),)
    return programme(activities=(THEME,), cohorts=cohorts, rules=rules)


def endless() -> Programme:
    """Groups in which some who know each other must meet: how few is hard to prove."""
    people = [person(f"p{i}") for i in range(40)]
    pairs = tuple(
        Pair(first=f"p{i}", second=f"p{j}", relation="acquainted")
        for i in range(40)
        for j in range(i)
        if (i * i + 3 * i * j + j * j) % 7 < 4
    )
    cohorts = (Cohort(id="c", name="c", network_groups=7),)
    acquainted = PairsApart(relation="acquainted", level="groups")
    rules = (GroupSize(smallest=5, largest=6), acquainted)
    return programme(people, cohorts=cohorts, pairs=pairs, rules=rules)


def values(result: Result) -> dict[str, int]:
    """Values of a checked plan that are above 0, by level."""
    assert result.plan is not None
    report = lp.check(result.programme, result.plan)
    assert report.ok
    return {level: value for level, value in report.levels.items() if value}


def clashing(result: Result) -> set[str]:
    """Ids of the rules that a conflict names."""
    assert result.status is Status.INFEASIBLE
    assert result.plan is None
    assert result.certificate is None
    assert result.conflict is not None
    assert result.conflict.irreducible
    assert "No plan is possible" in str(result.conflict)
    return {row.rule for row in result.conflict.requirements}


def test_an_empty_programme_has_an_empty_plan() -> None:
    """Nothing to decide is decided at once, and nothing is better."""
    given = Programme(id="empty", calendar=PlanningCalendar(first=MONDAY, last=day(27)))
    result = solve(given)
    assert result.status is Status.OPTIMAL
    assert result.plan == lp.Plan()
    assert result.certificate is not None
    assert result.certificate.proven


@pytest.mark.parametrize(
    ("given", "best"),
    [
        (of_groups, {"groups": 1}),
        (of_hosts, {"placements": 1}),
        (of_dates, {"dates": 3}),
    ],
)
def test_a_part_alone_is_a_programme(
    given: Callable[[], Programme], best: dict[str, int]
) -> None:
    """Groups only, placements only and dates only are planned and proven best."""
    result = solve(given())
    assert result.status is Status.OPTIMAL
    assert values(result) == best
    assert result.certificate is not None
    bounds = {row.level: row.bound for row in result.certificate.levels if row.bound}
    assert bounds == best


def test_no_rules_are_no_hindrance() -> None:
    """Without any rule every decision is free and the plan is well-formed."""
    for given in (of_groups(), of_hosts(), of_dates()):
        result = solve(given.replace(rules=()))
        assert result.status is Status.OPTIMAL
        assert values(result) == {}


def test_a_horizon_of_holidays_names_the_closed_days() -> None:
    """Where every day is closed the conflict is about closed days and nothing else."""
    closed = Closure(id="all", name="all", first=MONDAY, last=day(27))
    calendar = PlanningCalendar(
        first=MONDAY,
        last=day(27),
        closures=(closed,),
        profiles=(CalendarProfile(id="all", name="all", closures=("all",)),),
        default_profile="all",
    )
    given = of_dates().replace(calendar=calendar, participants=(person("p1"),))
    assert clashing(solve(given)) == {"closed_days"}


@pytest.mark.parametrize(
    ("groups", "smallest", "largest"), [(7, 5, 6), (5, 5, 6), (6, 6, 6)]
)
def test_sizes_that_cannot_be_formed_are_named(
    groups: int, smallest: int, largest: int
) -> None:
    """32 people are too few, too many or not a multiple."""
    people = [person(f"p{i}") for i in range(32)]
    cohorts = (Cohort(id="c", name="c", network_groups=groups),)
    sizes = GroupSize(smallest=smallest, largest=largest)
    together = PairsApart(relation="apart")
    given = programme(people, cohorts=cohorts, rules=(sizes, together))
    assert clashing(solve(given)) == {"group_size"}


def test_too_few_hosts_are_named() -> None:
    """Five people and room for four: the capacity is what cannot be kept."""
    people = [person(f"p{i}") for i in range(5)]
    hosts = tuple(HostUnit(unit=u, capacity_year=2) for u in ("u1", "u2"))
    cohorts = (Cohort(id="c", name="c"),)
    rules = (HostCapacity(), Wishes())
    given = programme(people, hosts=hosts, cohorts=cohorts, rules=rules)
    assert clashing(solve(given)) == {"host_capacity"}


def test_a_waived_requirement_makes_a_plan_possible() -> None:
    """Each rule of an irreducible conflict is needed: without one there is a plan."""
    tight = of_dates().with_rules(
        Spacing(id="wide", first="theme", least=9), ClosedDays()
    )
    conflict = solve(tight).conflict
    assert conflict is not None
    assert {row.rule for row in conflict.requirements} == {"spacing", "wide"}
    for row in conflict.requirements:
        assert solve(tight.without_rules(row.rule)).plan is not None


def test_too_little_time_is_no_proof() -> None:
    """A hundredth of a second for a year of 32 people finds nothing, proves nothing."""
    result = solve(samples.programme("S"), SolveOptions(time_limit=0.01))
    assert result.status is Status.NO_PLAN_FOUND
    assert (result.plan, result.conflict, result.certificate) == (None, None, None)


@pytest.mark.parametrize("deterministic", [False, True])
def test_the_same_seed_gives_the_same_plan(deterministic: bool) -> None:
    """Two solves of one programme with one seed agree in every decision."""
    groups, hosts, dates = of_groups(), of_hosts(), of_dates()
    given = groups.replace(
        hosts=hosts.hosts[:1],
        activities=dates.activities,
        rules=(*groups.rules, *dates.rules),
    )
    options = SolveOptions(seed=7, deterministic=deterministic)
    first, second = solve(given, options), solve(given, options)
    assert first.plan is not None
    assert first.plan == second.plan
    assert first.certificate is not None
    assert first.certificate.seed == 7


def test_progress_is_reported() -> None:
    """Each report names the part at work, and the last one knows nothing better."""
    reports: list[Progress] = []
    result = solve(of_groups(), SolveOptions(progress=reports.append, time_limit=30.0))
    assert result.status is Status.OPTIMAL
    assert reports
    levels = [level.id for level in result.programme.levels]
    for report in reports:
        assert report.part == "the network groups"
        assert report.limit == 30.0
        assert [row.level for row in report.levels] == levels
    seconds = [report.seconds for report in reports]
    assert seconds == sorted(seconds)


def test_a_progress_function_that_fails_ends_the_solve() -> None:
    """Its error is told as one of leaderplan, with the cause kept."""

    def broken(_report: Progress) -> None:
        raise ValueError("the bar fell over")

    with pytest.raises(LeaderplanError, match="the bar fell over") as caught:
        solve(of_groups(), SolveOptions(progress=broken))
    assert isinstance(caught.value.__cause__, ValueError)
    assert_no_solver_thread()


def test_an_interrupt_gives_back_the_best_plan() -> None:
    """Ctrl-C in the middle of a proof returns soon, with a checked plan."""
    given = endless()
    began = time.monotonic()
    with interrupted_after(3.0):
        result = solve(given, SolveOptions(time_limit=120.0))
    assert 2.5 < time.monotonic() - began < 15.0
    assert result.status is Status.FEASIBLE
    assert values(result)
    assert_no_solver_thread()


def test_an_interrupt_before_anything_is_found() -> None:
    """Ctrl-C at the first report leaves no plan, no error and no thread."""
    fired: list[Progress] = []

    def interrupt(report: Progress) -> None:
        if not fired:
            signal.raise_signal(signal.SIGINT)
            time.sleep(0.5)  # the main thread looks for signals every 0.2 s
        fired.append(report)

    result = solve(endless(), SolveOptions(progress=interrupt))
    assert result.status is Status.NO_PLAN_FOUND
    assert_no_solver_thread()


def test_an_interrupt_is_heard_after_another_solver_run() -> None:
    """OR-Tools with its defaults leaves a Ctrl-C that kills: not one of ours."""
    run = subprocess.run(
        [sys.executable, "-c", AFTER_ANOTHER],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "no_plan_found\n"), run.stderr


AFTER_ANOTHER = """
import signal, time
from ortools.sat.python import cp_model
from leaderplan import samples
from leaderplan.options import SolveOptions
from leaderplan.solve import solve

cp_model.CpSolver().solve(cp_model.CpModel())
heard = []

def interrupt(report):
    if not heard:
        heard.append(report)
        signal.raise_signal(signal.SIGINT)
        time.sleep(0.5)

print(solve(samples.programme(), SolveOptions(progress=interrupt)).status.value)
"""


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """Interrupt the main thread after some seconds, as Ctrl-C does."""
    timer = threading.Timer(seconds, signal.raise_signal, (signal.SIGINT,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def assert_no_solver_thread() -> None:
    """Assert that no thread of a solve is left a second later."""
    left: list[threading.Thread] = []
    for _ in range(20):
        left = [t for t in threading.enumerate() if t.name.startswith("leaderplan")]
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(f"a solve left {left} behind")
