"""Where somebody can make up for what they missed: with others who keep seats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leaderplan.day_ledger import DayLedger, LedgerRow, day_ledger
from leaderplan.domain.change import CatchUp
from leaderplan.domain.plan import Plan, Session
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.locale import Language

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody missed, and the sessions of others that make up for it.

    ``options`` are in order of time; each is a change that can be made as it is.
    """

    row: LedgerRow
    options: tuple[tuple[CatchUp, date], ...]


@dataclass(frozen=True)
class CatchUps:
    """Everything that is missing, and where it can be made up for."""

    ledger: DayLedger
    rows: tuple[Missed, ...]
    language: Language = "en"

    def text(self, language: Language | None = None) -> str:
        """Return who lacks what, and where it can be made up for."""
        from leaderplan.display.catch_ups import catch_up_lines

        return "\n".join(catch_up_lines(self, language or self.language))

    @property
    def table(self) -> pd.DataFrame:
        """A row for each option, and for what has none."""
        from leaderplan.display.catch_ups import catch_up_table

        return catch_up_table(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), self.language)


def catch_ups(
    programme: Programme,
    plan: Plan,
    as_of: date,
    participants: Iterable[str] | None = None,
    language: Language = "en",
) -> CatchUps:
    """Find sessions of others at which somebody can make up for what they missed.

    Such a session is still to come, has a seat kept free (``Activity.spare_seats``, or
    ``Cohort.seats`` of make-up dates), and the person can be there: every rule is
    checked.

    Parameters
    ----------
    programme, plan
        The facts and what has been decided.
    as_of
        The day on which it is asked; sessions before it are gone.
    participants
        Of whom; ``None`` is everybody.
    language
        Of texts.
    """
    finder = _Finder(programme, plan, as_of)
    ledger = day_ledger(programme, plan, language)
    wanted = None if participants is None else set(participants)
    rows = (
        Missed(row, tuple(finder.options(row)))
        for row in ledger.missing()
        if wanted is None or row.participant in wanted
    )
    return CatchUps(ledger, tuple(rows), language)


class _Finder:
    """Looks for sessions of others, one person and one occurrence at a time."""

    def __init__(self, programme: Programme, plan: Plan, as_of: date) -> None:
        self._programme, self._plan, self._as_of = programme, plan, as_of
        self._view = PlanView(programme, plan)

    def options(self, row: LedgerRow) -> Iterator[tuple[CatchUp, date]]:
        """Yield changes that make up for a row, the first day first."""
        activity = self._programme.activity(row.activity)
        if activity.audience == "participant" or self._has_left(row.participant):
            return
        there = self._view.sessions([activity.id])
        for session in there:
            if session.occurrence == row.occurrence and self._open(row, session):
                change = CatchUp(
                    participant=row.participant, activity=row.activity,
                    occurrence=row.occurrence, audience=session.audience,
                )  # fmt: skip
                fits = not tuple(change.faults(self._programme))
                if fits and self._fits(change, session.day):
                    yield change, session.day

    def _has_left(self, participant: str) -> bool:
        """Whether the own people go on when somebody has nothing more to come."""
        last = max(
            (day for _, day in self._view.of_participant(participant)), default=date.min
        )
        cohort = self._programme.participant(participant).cohort
        days = (d for key, d in self._view.dated.items() if key.audience == cohort)
        return any(day > last for day in days)

    def _open(self, row: LedgerRow, session: Session) -> bool:
        """Whether a session is to come, of others, with a seat kept free."""
        there = self._view.attendees(session.key, session.day)
        taken = len(self._programme.guests(session.key))
        return (
            session.day >= self._as_of
            and row.participant not in there
            and taken < self._programme.kept(session.key)
        )

    def _fits(self, change: CatchUp, day: date) -> bool:
        """Whether a change breaks nothing that holds, and the person can come.

        Only that day and what the person has can be another way by it.
        """
        changed = change.apply(self._programme, self._plan)
        person = changed.participant(change.participant)
        near = self._near(person.id, day)
        session = next(
            s for s in near.sessions if s.activity == change.activity
            and (s.occurrence, s.audience) == (change.occurrence, change.audience)
        )  # fmt: skip
        blocks = PlanView(changed, near).blocks(session)
        if any(
            row.state == "unavailable" and row.covers(day, block)
            for row in person.availability
            for block in blocks
        ):
            return False
        return _broken(changed, near) <= _broken(self._programme, near)

    def _near(self, participant: str, day: date) -> Plan:
        """Return the plan of a day, and of what somebody has on others."""
        own = {key for key, _ in self._view.of_participant(participant)}
        rows = tuple(s for s in self._plan.sessions if s.day == day or s.key in own)
        return self._plan.model_copy(update={"sessions": rows, "milestones": ()})


def _broken(programme: Programme, plan: Plan) -> frozenset[tuple[str, tuple[str, ...]]]:
    """Return which hard requirements a plan, or part of one, breaks."""
    view = PlanView(programme, plan)
    rows = (row for rule in programme.rules if rule.hard for row in rule.check(view))
    return frozenset((row.rule, row.subject) for row in rows)


def caught_up(
    before: Programme, after: Programme, plan: Plan, as_of: date
) -> tuple[CatchUp, ...]:
    """Return the first way to make up for each thing that a change makes missed.

    Parameters
    ----------
    before, after
        The programme before the change and after it.
    plan
        The plan that holds, well-formed for both.
    as_of
        The day on which it is decided.
    """
    known = {_id(row) for row in day_ledger(before, plan).missing()}
    found = list[CatchUp]()
    for row in day_ledger(after, plan).missing():
        if _id(row) not in known:
            options = _Finder(after, plan, as_of).options(row)
            for change, _ in options:
                found.append(change)
                after = change.apply(after, plan)
                break
    return tuple(found)


def _id(row: LedgerRow) -> tuple[str, str, int]:
    return row.participant, row.activity, row.occurrence
