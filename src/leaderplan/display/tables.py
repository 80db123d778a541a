"""A plan as DataFrames with documented columns and dtypes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from leaderplan.display.rows import Row, Rows
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language

if TYPE_CHECKING:
    import pandas as pd

_TEXT, _DAY, _TIME, _WHOLE, _MAYBE = "str", "datetime64[us]", "object", "int64", "Int64"

_PERSON = {
    "participant": _TEXT, "participant_name": _TEXT, "unit": _TEXT,
    "unit_name": _TEXT, "area": _TEXT, "area_name": _TEXT, "sector": _TEXT,
}  # fmt: skip

COLUMNS: dict[str, dict[str, str]] = {
    "sessions": {
        "session": _TEXT, "activity": _TEXT, "title": _TEXT, "kind": _TEXT,
        "audience": _TEXT, "audience_name": _TEXT, "occurrence": _WHOLE,
        "theme": _TEXT, "day": _DAY, "weekday": _TEXT, "starts": _TIME,
        "ends": _TIME, "place": _TEXT, "place_name": _TEXT, "staff": _TEXT,
        "staff_names": _TEXT, "participants": _WHOLE, "locked": _TEXT,
    },
    "groups": {
        "group": _TEXT, "cohort": _TEXT, **_PERSON,
        "facilitator": _TEXT, "facilitator_name": _TEXT,
    },
    "classes": {"class": _TEXT, "cohort": _TEXT, **_PERSON},
    "placements": {
        **_PERSON, "host": _TEXT, "host_name": _TEXT, "leader": _TEXT,
        "leader_name": _TEXT, "first_day": _DAY, "last_day": _DAY, "days": _WHOLE,
        "travel_minutes": _WHOLE, "wish_rank": _MAYBE,
    },
    "matches": {
        "participant": _TEXT, "participant_name": _TEXT, "coach": _TEXT,
        "coach_name": _TEXT, "sessions": _WHOLE,
    },
    "milestones": {
        "milestone": _TEXT, "activity": _TEXT, "title": _TEXT, "occurrence": _WHOLE,
        "participant": _TEXT, "participant_name": _TEXT, "day": _DAY,
        "weekday": _TEXT,
    },
    "day_ledger": {
        "participant": _TEXT, "participant_name": _TEXT, "activity": _TEXT,
        "title": _TEXT, "sessions": _WHOLE, "planned": _WHOLE, "exempt": _WHOLE,
        "total": _WHOLE, "days": "float64",
    },
    "costs": {
        "rule": _TEXT, "kind": _TEXT, "level": _TEXT, "level_name": _TEXT,
        "words": _TEXT, "weight": _WHOLE, "violations": _WHOLE, "settled": _WHOLE,
        "amount": _WHOLE, "cost": _WHOLE,
    },
}  # fmt: skip
"""Columns and dtypes of every table, in order."""


class Tables:
    """A plan as DataFrames; each is made when it is first asked for.

    Ids and names are ``str``, days ``datetime64[us]`` at midnight, times
    :class:`datetime.time` of the programme's time zone, counts ``int64``; what
    does not apply is missing (``NaN``, ``NaT``, ``<NA>``). :data:`COLUMNS` lists
    every column. The frames are the caller's own: changing them changes no plan.
    """

    def __init__(self, programme: Programme, plan: Plan, language: Language) -> None:
        self._rows = Rows(programme, plan, language)

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """One row a session: what, for whom, when, where, led by whom."""
        return _frame("sessions", self._rows.sessions())

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row a member of a network group, with the post at the start."""
        return _frame("groups", self._rows.groups())

    @cached_property
    def classes(self) -> pd.DataFrame:
        """One row a member of a module class."""
        return _frame("classes", self._rows.classes())

    @cached_property
    def placements(self) -> pd.DataFrame:
        """One row a practicum, with its days, travel and the best wish met."""
        return _frame("placements", self._rows.placements())

    @cached_property
    def matches(self) -> pd.DataFrame:
        """One row a participant with a coach; ``sessions`` they have together."""
        return _frame("matches", self._rows.matches())

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """One row a due date."""
        return _frame("milestones", self._rows.milestones())

    @cached_property
    def day_ledger(self) -> pd.DataFrame:
        """One row a participant and activity, in quarter-days and in days.

        ``planned`` counts the sessions of the plan, ``exempt`` those that the
        participant is credited without attending; ``total`` is their sum.
        """
        return _frame("day_ledger", self._rows.day_ledger())

    @cached_property
    def costs(self) -> pd.DataFrame:
        """One row a rule, kept ones too; ``level`` is missing for a hard rule.

        ``violations`` and ``amount`` count open ones, ``settled`` those whose
        sessions are all locked; ``cost`` is weight times amount.
        """
        return _frame("costs", self._rows.costs())

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        for name in COLUMNS:
            yield name, getattr(self, name)

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {len(frame)}" for name, frame in self)
        return f"Tables({counts})"


def tables(programme: Programme, plan: Plan, language: Language = "en") -> Tables:
    """Give a plan as DataFrames.

    Parameters
    ----------
    programme, plan
        The facts and a plan of them.
    language
        Language of titles and names, ``da`` or ``en``; columns are always named
        in English.

    Returns
    -------
    Tables
        ``sessions``, ``groups``, ``classes``, ``placements``, ``matches``,
        ``milestones``, ``day_ledger`` and ``costs``.

    Raises
    ------
    RuleBroken
        When the plan is no plan of the programme.
    """
    return Tables(programme, plan, language)


def _frame(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    import pandas as pd

    held = list(rows)
    return pd.DataFrame(
        {
            column: pd.Series([row[column] for row in held], dtype=dtype)
            for column, dtype in COLUMNS[name].items()
        }
    )
