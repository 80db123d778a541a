"""A replanning that goes on while more changes come in."""

from __future__ import annotations

import threading
from datetime import date

from leaderplan.domain.change import Change
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.model.run import Budget
from leaderplan.options import SolveOptions
from leaderplan.replan import replanned
from leaderplan.result import Result
from leaderplan.situation import Asked, apply

PATIENCE = 0.05
"""Seconds between two calls to stop, which a run that is just starting may not hear."""


class LiveReplan:
    """Plans anew in the background; one more change restarts it where it was.

    Parameters
    ----------
    programme, plan, as_of, policy, options
        As for :func:`leaderplan.replan`.
    """

    def __init__(
        self,
        programme: Programme,
        plan: Plan,
        as_of: date,
        policy: ReplanPolicy | None = None,
        options: SolveOptions | None = None,
    ) -> None:
        self._given = programme, plan, as_of, policy or ReplanPolicy()
        self._options = options or SolveOptions()
        self.changes: tuple[Change, ...] = ()
        """All changes so far, planned together."""
        self._budget: Budget | None = None
        self._thread: threading.Thread | None = None
        self._found: Result | None = None
        self._failed: BaseException | None = None

    def add(self, *changes: Change) -> None:
        """Take in changes and begin anew, at the best plan that there is so far.

        Raises
        ------
        InputError
            When one does not fit; what is running goes on.
        """
        programme, plan, as_of, policy = self._given
        apply(programme, (*self.changes, *changes), plan)
        near = self._stopped()
        self.changes = (*self.changes, *changes)
        asked = Asked(programme, plan, self.changes, as_of, policy, self._options)
        self._budget = Budget(*self._options.limits)
        self._found = self._failed = None
        self._thread = threading.Thread(
            target=self._run, args=(asked, self._budget, near), daemon=True
        )
        self._thread.start()

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the plan after all changes so far.

        Raises
        ------
        TimeoutError
            When it is not there within so many seconds; it goes on.
        InputError
            When nothing has changed yet.
        """
        if self._thread is None:
            raise InputError([Issue("changes", "expected a change first, found none.")])
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise TimeoutError(f"no plan within {timeout} seconds")
        if self._failed is not None:
            raise self._failed
        assert self._found is not None  # noqa: S101 - the thread has ended
        return self._found

    def _stopped(self) -> Plan | None:
        """Stop what is running; return the plan that it has found."""
        if self._thread is None or self._budget is None:
            return None
        while self._thread.is_alive():
            self._budget.stop()
            self._thread.join(PATIENCE)
        return None if self._found is None else self._found.plan

    def _run(self, asked: Asked, budget: Budget, near: Plan | None) -> None:
        try:
            self._found = replanned(asked, budget, near)
        except BaseException as error:
            self._failed = error
