"""Runs of the solver: limits, stopping, and what an odd model becomes."""

from __future__ import annotations

import threading
import time
from random import Random

import pytest
from ortools.sat.python import cp_model

from leaderplan.errors import InternalError
from leaderplan.model.run import Budget, Outcome


def _hard_model() -> cp_model.CpModel:
    """Return a market split (Cornuéjols, Dawande 1999), which takes for ever."""
    model, dice = cp_model.CpModel(), Random(1)
    chosen = [model.new_bool_var("") for _ in range(40)]
    for _ in range(5):
        weights = [dice.randrange(100) for _ in chosen]
        split = sum(w * c for w, c in zip(weights, chosen, strict=True))
        model.add(split == sum(weights) // 2)
    return model


def _pure(budget: Budget) -> Outcome:
    return budget.run(_hard_model(), seed=1, effort=1e6, plain=True).outcome


def test_deterministic_limit_ends_a_run() -> None:
    """Without a wall clock the deterministic limit ends a run as unknown."""
    budget = Budget(None, effort=0.5)
    assert _pure(budget) is Outcome.UNKNOWN
    assert budget.spent >= 0.4
    assert budget.over


def test_stop_ends_a_running_solve() -> None:
    """Stopping from another thread ends the run at once and starts no more."""
    budget = Budget(60.0)
    began = time.monotonic()
    threading.Timer(0.3, budget.stop).start()
    assert _pure(budget) is Outcome.UNKNOWN
    assert time.monotonic() - began < 10
    assert budget.over
    assert _pure(budget) is Outcome.UNKNOWN


def test_an_invalid_model_is_a_defect() -> None:
    """A model that the solver refuses is an internal error with its reason."""
    model = cp_model.CpModel()
    variable = model.new_int_var(0, 5, "x")
    model.add_hint(variable, 1)
    model.add_hint(variable, 2)
    with pytest.raises(InternalError, match="refused a model"):
        Budget(10.0).run(model, seed=0, effort=1.0)


def test_value_and_bound_of_an_optimum() -> None:
    """An optimal run tells equal value and bound."""
    model = cp_model.CpModel()
    variable = model.new_int_var(0, 5, "x")
    model.add(variable >= 3)
    model.minimize(2 * variable)
    run = Budget(10.0).run(model, seed=0, effort=1.0)
    assert (run.outcome, run.value, run.bound) == (Outcome.OPTIMAL, 6, 6)
