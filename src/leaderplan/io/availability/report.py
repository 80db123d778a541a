"""What was read of somebody's calendars: rows for a programme, and what is unknown."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import Field

from leaderplan.domain.base import Frozen, Id
from leaderplan.domain.people import Availability
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.io.availability.policy import AvailabilityPolicy
from leaderplan.locale import Language


class Said(Frozen):
    """A sentence in both languages."""

    da: str
    en: str

    def to(self, language: Language) -> str:
        """Return the sentence in a language."""
        return self.da if language == "da" else self.en


class EntryFault(Frozen):
    """An entry that could not be understood.

    Parameters
    ----------
    event
        Its number in the calendar, 1 the first; 0 where it is no event.
    name
        The property at fault, as RFC 5545 calls it.
    code
        Which text of ``words.FAULTS`` tells what is wrong.
    first, last
        The days of the period that are unknown because of it.
    """

    event: int
    name: str
    code: str
    first: date
    last: date


class ReadSource(Frozen):
    """One calendar that was read.

    Parameters
    ----------
    name
        A file's name or a host.
    as_of
        When it was changed, as its file or server says (UTC).
    entries, inside
        Events in the calendar, and how often one of them is in the period.
    counts
        How many were left out or are odd, by the keys of ``words``.
    faults
        What could not be understood.
    last_entry
        The day of the last entry in the period.
    why
        Why it could not be read at all, where the policy allows that.
    """

    name: str
    as_of: datetime | None = None
    entries: int = 0
    inside: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    faults: tuple[EntryFault, ...] = ()
    last_entry: date | None = None
    why: Said | None = None


class AvailabilityReport(Frozen):
    """What somebody's calendars say; no title, text or person of them is kept.

    Parameters
    ----------
    owner
        Id of the participant, the staff member or the room.
    policy
        How they were understood; of several calendars, the first one's.
    read_at
        When they were read, where that was given.
    rows
        The owner's rows for a programme: ``unavailable``, ``prefer_not``, and unknown
        days as the policy says.
    busy_days, rather_days
        Days that are wholly or partly busy, or rather not to be used, by the calendars.
    unknown
        Days of which nothing certain is known; never free for all that is known.
    sources, warnings
        Each calendar, and what to look at.
    language
        The language of ``str``.
    """

    owner: Id
    policy: AvailabilityPolicy
    read_at: datetime | None = None
    rows: tuple[Availability, ...] = ()
    busy_days: int = 0
    rather_days: int = 0
    unknown: tuple[date, ...] = ()
    sources: tuple[ReadSource, ...] = ()
    warnings: tuple[Said, ...] = ()
    language: Language = "en"

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language | None = None) -> str:
        """Tell it in Danish or English; without one, in the report's language."""
        from leaderplan.io.availability.told import told

        return told(self, language or self.language)

    def apply(
        self, programme: Programme, instead_of: AvailabilityReport | None = None
    ) -> Programme:
        """Return the programme with the owner's rows added to what is there.

        Days of the period for which the owner had not answered are answered by the
        calendars, but for those that are unknown.

        Parameters
        ----------
        programme
            With a participant, staff member or room of the owner's id.
        instead_of
            An earlier report of which the rows are taken away.

        Raises
        ------
        InputError
            When nobody has that id, or the calendars were read for other blocks,
            weekdays or another time zone than the programme's.
        """
        self._fits(programme)
        changes: dict[str, Any] = {}
        for name in ("participants", "staff", "rooms"):
            rows: Any = getattr(programme, name)
            if any(row.id == self.owner for row in rows):
                changes[name] = tuple(
                    self._merged(row, programme, instead_of)
                    if row.id == self.owner
                    else row
                    for row in rows
                )
        if not changes:
            raise nobody(programme, self.owner)
        return programme.replace(**changes)

    def _fits(self, programme: Programme) -> None:
        calendar, policy = programme.calendar, self.policy
        for name in ("time_zone", "blocks", "weekdays"):
            if getattr(calendar, name) != getattr(policy, name):
                message = "the calendar was read for another one than the programme's."
                hint = "Make the policy with AvailabilityPolicy.of(programme.calendar)."
                raise InputError([Issue(f"policy/{name}", message, hint)])

    def _merged(
        self, given: Any, programme: Programme, instead_of: AvailabilityReport | None
    ) -> Any:
        gone = set(instead_of.rows) if instead_of else set()
        kept = [
            part
            for row in given.availability
            if row not in gone
            for part in self._unanswered(row, programme)
        ]
        rows = tuple(dict.fromkeys([*kept, *self.rows]))
        fields = {name: getattr(given, name) for name in type(given).model_fields}
        return type(given)(**(fields | {"availability": rows}))

    def _unanswered(
        self, row: Availability, programme: Programme
    ) -> list[Availability]:
        """Return what is left of a row where the period is answered."""
        if row.state != "unanswered":
            return [row]
        day, fields = timedelta(days=1), row.model_dump()
        first = row.first or programme.calendar.first
        last = row.last or programme.calendar.last
        before = first, min(last, self.policy.first - day)
        after = max(first, self.policy.last + day), last
        return [
            Availability(**(fields | {"first": start, "last": end}))
            for start, end in (before, after)
            if start <= end
        ]


def nobody(programme: Programme, owner: str) -> InputError:
    """Make the error for an owner whom a programme does not have."""
    import difflib

    people: tuple[Any, ...] = (*programme.participants, *programme.staff)
    known = [row.id for row in (*people, *programme.rooms)]
    near = difflib.get_close_matches(owner, known, 1, 0.6)
    message = f"no participant, staff member or room has the id {owner!r}."
    return InputError([Issue("owner", message, f"Did you mean {near[0]}?" if near
                             else "", owner)])  # fmt: skip
