"""A planted programme on the bench: what is free in it, and changes of its facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import Availability, Participant, Staff
from leaderplan.domain.plan import Plan, Session, SessionKey, SessionStaff
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView
from leaderplan.errors import InternalError
from leaderplan.samples.facts import build
from leaderplan.samples.sizes import stream
from leaderplan.samples.year import Year

Requirement = tuple[str, tuple[str, ...]]
"""Id of a rule instance, and a subject."""

Seats = Iterable[tuple[str, str]]
"""Who leads a session, as (role, staff id)."""


class Bench:
    """A programme with a plan, into which a conflict is planted step by step.

    Parameters
    ----------
    kind
        Name of the conflict; it has random numbers of its own.
    seed
        Seed of the programme and of who and what is hit.
    size
        Of the programme.
    """

    def __init__(self, kind: str, seed: int, size: str = "S") -> None:
        self.programme, self.plan = build(size, seed, "default")
        self.draw = stream(seed, "conflict", kind)
        self.witnesses: dict[Requirement, Plan] = {}
        self.view = PlanView(self.programme, self.plan)
        """The plan as it was planted."""

    # --- what is free -----------------------------------------------------------

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """Days on which every profile is open, in order."""
        return tuple(sorted(Year(self.programme.calendar.last).open_days()))

    @cached_property
    def taken(self) -> dict[tuple[str, date], set[int]]:
        """Slots of each person, staff member and room on each day."""
        rows: dict[tuple[str, date], set[int]] = defaultdict(set)
        for session in self.plan.sessions:
            length = self.view.activity(session.key).length
            slots = range(session.slot, session.slot + length)
            people = [*self.view.attendees(session.key, session.day)]
            people += [seat.staff for seat in session.staff]
            for who in (*people, session.place or ""):
                rows[who, session.day].update(slots)
        return dict(rows)

    def is_free(self, who: str, day: date) -> bool:
        """Whether a person, staff member or room is not away on any of a day."""
        blocks = range(len(self.programme.calendar.blocks))
        return not any(
            row.state == "unavailable" and row.covers(day, block)
            for row in self._diary(who)
            for block in blocks
        )

    def quiet(self, *who: str) -> list[date]:
        """Open days on which all of some people are free and have nothing booked."""
        return [
            day
            for day in self.open_days
            if all((w, day) not in self.taken and self.is_free(w, day) for w in who)
        ]

    def gaps(self, who: Iterable[str], day: date, length: int) -> list[int]:
        """Slots of a day at which none of some people has anything booked."""
        busy = set[int]().union(*(self.taken.get((w, day), set()) for w in who))
        starts = self.programme.calendar.starts(length)
        return [s for s in starts if busy.isdisjoint(range(s, s + length))]

    def people(self) -> list[str]:
        """Ids of the participants in a drawn order."""
        ids = [person.id for person in self.programme.participants]
        return self.draw.sample(ids, len(ids))

    def _diary(self, who: str) -> tuple[Availability, ...]:
        for table in self.programme.participants, self.programme.staff:
            for row in table:
                if row.id == who:
                    return row.availability
        room = self.programme.room(who)
        return room.availability if room else ()

    # --- changes of the facts -----------------------------------------------------

    def change(self, table: str, key: str, **changes: Any) -> None:
        """Change fields of a row of a table, a host by its unit."""
        rows: Sequence[Any] = getattr(self.programme, table)
        name = "unit" if table == "hosts" else "id"
        self.programme = self.programme.replace(
            **{
                table: tuple(
                    row.model_copy(update=changes) if getattr(row, name) == key else row
                    for row in rows
                )
            }
        )

    def insert(self, table: str, *rows: Any) -> None:
        """Add rows to a table."""
        known = getattr(self.programme, table)
        self.programme = self.programme.replace(**{table: (*known, *rows)})

    def add(self, activity: Activity, people: Collection[str] | None = None) -> None:
        """Add an activity, which only some people follow where they are named."""
        participants = tuple(
            p
            if people is None or p.id in people
            else p.model_copy(update={"exempt": (*p.exempt, activity.id)})
            for p in self.programme.participants
        )
        self.programme = self.programme.replace(
            activities=(*self.programme.activities, activity),
            participants=participants,
        )

    def ask(self, *rules: Rule) -> None:
        """Add rules."""
        self.programme = self.programme.with_rules(*rules)

    def absent(self, who: str, first: date, last: date | None = None) -> None:
        """Take somebody, or a room, from a first to a last day."""
        row = Availability(first=first, last=last or first)
        self._enter(who, (*self._diary(who), row))

    def freed(self, who: str, *days: date) -> None:
        """Make somebody, or a room, free on some days."""
        rows = self._diary(who)
        for day in days:
            rows = tuple(part for row in rows for part in _without(row, day))
        if rows != self._diary(who):
            self._enter(who, rows)

    def _enter(self, who: str, rows: tuple[Availability, ...]) -> None:
        for table in ("participants", "staff", "rooms"):
            if any(row.id == who for row in getattr(self.programme, table)):
                self.change(table, who, availability=rows)

    # --- plans that break one requirement -------------------------------------------

    def session(
        self,
        key: SessionKey,
        day: date,
        slot: int = 0,
        place: str | None = "online",
        seats: Seats = (),
    ) -> Session:
        """Make a session of an activity of the programme."""
        length = self.programme.activity(key.activity).length
        starts, ends = self.programme.calendar.clock(slot, length)
        return Session(
            activity=key.activity, audience=key.audience, occurrence=key.occurrence,
            day=day, slot=slot, starts=starts, ends=ends, place=place,
            staff=tuple(SessionStaff(role=role, staff=who) for role, who in seats),
        )  # fmt: skip

    def needs(
        self,
        rule: str,
        subject: Iterable[object],
        *sessions: Session,
        plan: Plan | None = None,
    ) -> None:
        """Name a requirement of the conflict, and a plan that breaks only that."""
        kept = plan or self.plan
        new = {session.key for session in sessions}
        rest = tuple(s for s in kept.sessions if s.key not in new)
        made = kept.model_copy(update={"sessions": rest + sessions})
        fields = {name: getattr(made, name) for name in Plan.model_fields}
        self.witnesses[rule, tuple(map(str, subject))] = Plan(**fields)

    def breaks_only(self, rule: str, subject: tuple[str, ...], plan: Plan) -> bool:
        """Whether a well-formed plan breaks no hard rule but in one requirement."""
        view = PlanView(self.programme, plan)
        # Those of groups and staff come last, and are the first to be broken.
        return all(
            found.rule == rule and found.subject[: len(subject)] == subject
            for row in reversed(self.programme.rules)
            if row.hard
            for found in row.check(view)
        )

    # --- facts asked for often ------------------------------------------------------

    def person(self, key: str) -> Participant:
        """Participant of the changed programme."""
        return self.programme.participant(key)

    def staff(self, role: str) -> list[Staff]:
        """Everybody with a role."""
        return list(self.programme.staff_in(role))


def _without(row: Availability, day: date) -> Iterator[Availability]:
    """Yield what is left of a period without a day."""
    first, last = row.first or date.min, row.last or date.max
    if not first <= day <= last:
        yield row
        return
    if first < day:
        yield row.model_copy(update={"last": day - timedelta(days=1)})
    if day < last:
        yield row.model_copy(update={"first": day + timedelta(days=1)})


def stuck(kind: str) -> InternalError:
    """Make the error of a sample in which there is no room for a conflict."""
    return InternalError(f"there is nobody to whom {kind} can happen in this sample.")


def week_of(day: date) -> tuple[date, date]:
    """Monday and Friday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=4)
