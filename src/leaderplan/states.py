"""How firmly each session and due date of a plan stands on a day, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from leaderplan.domain.plan import Lock, Milestone, Plan, Session, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.states import State, state_of
from leaderplan.locale import Language

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class StateRow:
    """How firmly one session or due date stands.

    Parameters
    ----------
    session, day
        Which, and when it is.
    state
        The first that holds of past, locked, frozen, draft and published.
    lock
        Why it is locked and who said so; ``None`` where it is not.
    """

    session: SessionKey
    day: date
    state: State
    lock: Lock | None = None


@dataclass(frozen=True)
class States:
    """How firmly everything stands, in order of time."""

    programme: Programme
    rows: tuple[StateRow, ...]
    as_of: date
    policy: ReplanPolicy
    language: Language = "en"

    @cached_property
    def _of(self) -> dict[str, StateRow]:
        return {str(row.session): row for row in self.rows}

    def of(self, session: SessionKey | str) -> State:
        """Return the state of a session or due date, by its key.

        Raises
        ------
        KeyError
            When the plan does not hold it.
        """
        return self._of[str(session)].state

    def text(self, language: Language | None = None) -> str:
        """Return in sentences what stands, and what of it is locked or frozen."""
        from leaderplan.display.states import states_lines

        return "\n".join(states_lines(self, language or self.language))

    @property
    def table(self) -> pd.DataFrame:
        """A row of each: what and whose it is, its ``day``, ``state`` and ``why``."""
        from leaderplan.display.states import states_table

        return states_table(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), self.language)


def states(
    programme: Programme,
    plan: Plan,
    as_of: date,
    policy: ReplanPolicy | None = None,
    *,
    language: Language = "en",
) -> States:
    """Tell of everything in a plan how firmly it stands on a day.

    Parameters
    ----------
    programme, plan
        The facts and rules, and the plan that holds.
    as_of
        The day on which it is asked, as :func:`leaderplan.replan` is.
    policy
        Until when the plan is published, what is frozen, what is approved to move.
    language
        Of texts.
    """
    rule = policy or ReplanPolicy()
    rows: list[Session | Milestone] = [*plan.sessions, *plan.milestones]
    rows.sort(key=lambda row: (row.day, row.key))
    found = tuple(
        StateRow(row.key, row.day, state_of(row, as_of, rule), row.locked)
        for row in rows
    )
    return States(programme, found, as_of, rule, language)
