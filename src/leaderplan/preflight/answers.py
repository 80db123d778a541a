"""Participants who have not said when they are free: to be asked, not certain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leaderplan.domain.people import Participant
from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.naming import days
from leaderplan.rules.availability import Availability


def unanswered(programme: Programme) -> Iterator[Finding]:
    """Yield whoever has not answered for days that count, most days first."""
    rules = tuple(r.id for r in programme.rules if isinstance(r, Availability))
    if not rules:
        return
    planned = _days(programme)
    counts = [(_open(person, planned), person) for person in programme.participants]
    for count, person in sorted(counts, key=lambda row: (-row[0], row[1].id)):
        if not count:
            continue
        left = days(count)
        words = Words(
            f"{person.name} har ikke svaret for {left.da} af de {len(planned)}, "
            "der kan planlægges på",
            f"{person.name} has not answered for {left.en} of the {len(planned)} that "
            "can be planned on",
        )
        yield Finding(False, "unanswered", rules, (person.id,), words)


def _days(programme: Programme) -> list[date]:
    """Weekdays of the calendar that are not closed for everybody."""
    calendar = programme.calendar
    blocks = range(len(calendar.blocks))
    rows = calendar.closures_of(None)
    return [
        day
        for day in calendar.days()
        if day.weekday() in calendar.weekdays
        and not all(any(row.covers(day, b) for row in rows) for b in blocks)
    ]


def _open(person: Participant, days: list[date]) -> int:
    rows = [row for row in person.availability if row.state == "unanswered"]
    if not rows:
        return 0
    return sum(
        any(
            (row.first is None or row.first <= day)
            and (row.last is None or day <= row.last)
            and (row.weekdays is None or day.weekday() in row.weekdays)
            for row in rows
        )
        for day in days
    )
