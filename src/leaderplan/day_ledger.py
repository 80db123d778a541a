"""What everybody has of the days that were promised, and by name what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import Participant
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.locale import Language

if TYPE_CHECKING:
    import pandas as pd

State = Literal["planned", "guest", "credited", "missed"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One occurrence of an activity that a participant was promised.

    Parameters
    ----------
    participant, activity, occurrence
        Whose, and which, 1 the first.
    quarter_days
        Its weight, 1 or more.
    state
        ``planned`` with the own people, ``guest`` with others, ``credited`` where the
        person is exempt, ``missed`` where they skip it or cannot be at a plenary.
    day
        Its day in the plan, of the own people's where it is missed.
    """

    participant: str
    activity: str
    occurrence: int
    quarter_days: int
    state: State
    day: date | None


@dataclass(frozen=True)
class DayLedger:
    """Every participant's days: what they have and what is missing make the promise."""

    programme: Programme
    rows: tuple[LedgerRow, ...]
    language: Language = "en"

    @cached_property
    def _of(self) -> dict[str, list[LedgerRow]]:
        found: dict[str, list[LedgerRow]] = {}
        for row in self.rows:
            found.setdefault(row.participant, []).append(row)
        return found

    def promised(self, participant: str) -> int:
        """Quarter-days that a participant was promised."""
        return sum(row.quarter_days for row in self._of.get(participant, ()))

    def has(self, participant: str) -> int:
        """Quarter-days that a participant has had, will have, or is credited."""
        rows = self._of.get(participant, ())
        return sum(row.quarter_days for row in rows if row.state != "missed")

    def missing(self, participant: str | None = None) -> tuple[LedgerRow, ...]:
        """What is missing, of one participant or of all."""
        rows = self.rows if participant is None else self._of.get(participant, ())
        return tuple(row for row in rows if row.state == "missed")

    @property
    def table(self) -> pd.DataFrame:
        """A row for each participant: promised, has, and what is missing by name."""
        from leaderplan.display.day_ledger import ledger_table

        return ledger_table(self)

    def text(self, language: Language | None = None) -> str:
        """Return who lacks what, in sentences."""
        from leaderplan.display.day_ledger import ledger_lines

        return "\n".join(ledger_lines(self, language or self.language))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), self.language)


def day_ledger(
    programme: Programme, plan: Plan, language: Language = "en"
) -> DayLedger:
    """List for every participant what they have of each promised day.

    Parameters
    ----------
    programme, plan
        The facts and what has been decided.
    language
        Of texts.
    """
    view = PlanView(programme, plan)
    rows = (
        row
        for person in programme.participants
        for activity in programme.activities
        if activity.quarter_days
        for row in _rows(view, person, activity)
    )
    return DayLedger(programme, tuple(rows), language)


def _follows(person: Participant, activity: Activity) -> bool:
    """Whether somebody was promised an activity with the own people."""
    meant = not activity.only or person.id in activity.only
    return meant and activity.of_cohort(person.cohort)


def _rows(
    view: PlanView, person: Participant, activity: Activity
) -> Iterator[LedgerRow]:
    own = _follows(person, activity)
    visited = {
        row.occurrence: row.audience
        for row in person.guest_at
        if row.activity == activity.id
    }
    there = {
        key.occurrence: (key, day)
        for key, day in view.of_participant(person.id, [activity.id])
    }
    for number in range(1, activity.occurrences + 1):
        if not own and number not in visited:
            continue
        key, day = there.get(number, (None, None))
        state: State = "guest" if number in visited else "planned"
        if activity.id in person.exempt:
            state = "credited"
        elif key is None or day is None or _kept_away(view, person, key, day):
            state = "missed"
            day = day or _own_day(view, person, activity, number)
        yield LedgerRow(
            person.id, activity.id, number, activity.quarter_days, state, day
        )


def _kept_away(view: PlanView, person: Participant, key: SessionKey, day: date) -> bool:
    """Whether somebody cannot be at a plenary that goes on without them."""
    session = view.by_key.get(key)
    if session is None or not view.activity(key).plenary:
        return False
    return any(
        row.state == "unavailable" and row.covers(day, block)
        for row in person.availability
        for block in view.blocks(session)
    )


def _own_day(
    view: PlanView, person: Participant, activity: Activity, number: int
) -> date | None:
    """Return the day on which the own people have what somebody misses."""
    audiences = {
        "cohort": person.cohort,
        "network_group": view.group_of.get(person.id),
        "class": view.class_of.get(person.id),
        "participant": person.id,
    }
    audience = audiences.get(activity.audience)
    if audience is None:
        return None
    return view.dated.get(SessionKey(activity.id, audience, number))
