"""What a rule sees: single choices, and the two protocols that a model implements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, Protocol

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import Participant, Staff
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme

Literal_ = Any
"""A yes-or-no decision of the model, or a plain ``bool`` where it is settled."""

Linear = Any
"""A whole number that decisions add up to: supports ``+``, ``-`` and ``*`` by ints."""

Axis = Literal["day", "week", "month"]

Times = frozenset[tuple[date, int]]
"""Blocks of days, 0 the first block of a day."""


class SessionDay(NamedTuple):
    """A session (or due date) stands on a day."""

    session: SessionKey
    activity: Activity
    day: date


class Attendance(NamedTuple):
    """A participant is at a session of an activity in a block of a day."""

    participant: Participant
    activity: Activity
    day: date
    block: int


class Leading(NamedTuple):
    """A staff member leads for an audience: a session, or a group all year."""

    staff: Staff
    role: str
    activity: Activity
    audience: str
    occurrence: int


class LeadingTime(NamedTuple):
    """A staff member leads a session of an activity in a block of a day."""

    staff: Staff
    role: str
    activity: Activity
    day: date
    block: int


class Location(NamedTuple):
    """A session stands at a place (room id or unit id)."""

    session: SessionKey
    activity: Activity
    place: str


class LocationTime(NamedTuple):
    """A session of an activity stands at a place in a block of a day."""

    place: str
    activity: Activity
    day: date
    block: int


class Hosting(NamedTuple):
    """A participant does the practicum at a host unit."""

    participant: Participant
    host: HostUnit


class HostingDay(NamedTuple):
    """A host unit receives somebody on a day."""

    host: HostUnit
    day: date


class Coaching(NamedTuple):
    """A staff member coaches a participant."""

    participant: Participant
    coach: Staff


class Seat(NamedTuple):
    """A session that somebody may be at: ``here`` says whether they are."""

    session: SessionKey
    here: Literal_


class Decisions(Protocol):
    """Everything decided, as far as it is in view; what is settled is a constant.

    What is out of view is not listed. What is ``stood`` was before, where it was held.
    """

    programme: Programme
    stood: frozenset[SessionKey]

    def sessions(self, activities: Iterable[str] | None = None) -> Sequence[SessionKey]:
        """Sessions and due dates in view, all or those of some activities."""

    def activity(self, session: SessionKey) -> Activity:
        """Activity of a session."""

    def day(self, session: SessionKey) -> Linear:
        """Day number of a session; 0 is the first day of the horizon."""

    def on_days(self, session: SessionKey, days: Iterable[date]) -> Literal_:
        """Whether a session stands on one of some days."""

    def touches(self, session: SessionKey, times: Times) -> Linear:
        """1 when a session touches one of some blocks of days, else 0."""

    def seats(
        self, participant: str, activities: Iterable[str] | None = None
    ) -> Sequence[Seat]:
        """Sessions in view that a participant may be at."""

    def whole(self, session: SessionKey) -> bool:
        """Whether everybody who may be at a session is in view."""

    def lead_seats(self, staff: str) -> Sequence[Seat]:
        """Sessions in view that a staff member may lead."""

    def leaders(self, session: SessionKey, role: str) -> dict[str, Literal_]:
        """Who may fill a role at a session, by staff id."""

    def places(self, session: SessionKey) -> dict[str, Literal_]:
        """Where a session may stand: room ids, unit ids, ``online``."""

    def site_seats(self, place: str) -> Sequence[Seat]:
        """Sessions in view that may stand at a place."""

    def members(self, audience: str) -> dict[str, Literal_]:
        """Who may be in a network group or module class, by participant id."""

    def members_at(self, session: SessionKey) -> dict[str, Literal_]:
        """Who of a group or class may be at a session, guests of others aside."""

    def groups(self) -> Sequence[str]:
        """Ids of the network groups, empty when out of view."""

    def classes(self) -> Sequence[str]:
        """Ids of the module classes, empty when out of view."""

    def facilitators(self, group: str) -> dict[str, Literal_]:
        """Who may facilitate a group, empty when out of view."""

    def hosts(self, participant: str) -> dict[str, Literal_]:
        """Where a participant may do the practicum, empty when out of view."""

    def visits(self, participant: str, host: str) -> dict[date, Literal_]:
        """By Monday, whether a participant is at a host in that week, if in view."""

    def coaches(self, participant: str) -> dict[str, Literal_]:
        """Who may coach a participant, empty when out of view."""


Subject = tuple[str, ...]


class Posting(Protocol):
    """How one rule states its requirements; priced amounts become slack.

    ``subject`` is the smallest thing a coordinator could waive. ``given`` are
    literals that must all hold before the requirement does.
    """

    def at_most(
        self,
        amount: Linear,
        limit: int,
        subject: Subject,
        given: Iterable[Literal_] = (),
    ) -> None:
        """Ask that ``amount <= limit``; priced, each unit above costs."""

    def at_least(
        self,
        amount: Linear,
        limit: int,
        subject: Subject,
        given: Iterable[Literal_] = (),
    ) -> None:
        """Ask that ``amount >= limit``; priced, each unit below costs."""

    def not_all(self, literals: Iterable[Literal_], subject: Subject) -> None:
        """Ask that not all literals hold; priced, all at once costs 1."""

    def distance(
        self,
        first: SessionKey,
        then: SessionKey,
        least: int | None,
        most: int | None,
        subject: Subject,
        given: Iterable[Literal_] = (),
    ) -> None:
        """Ask for ``least <= day(then) - day(first) <= most``; priced per day."""

    def not_within(
        self,
        first: SessionKey,
        then: SessionKey,
        least: int,
        most: int,
        subject: Subject,
        given: Iterable[Literal_] = (),
    ) -> None:
        """Ask that ``day(then) - day(first)`` is not in ``least`` to ``most``.

        Priced, each pair that lies within costs 1.
        """

    def no_overlap(self, seats: Iterable[Seat], subject: Subject) -> None:
        """Ask that no two of the sessions held overlap in time; hard only."""

    def gap(
        self,
        first: Seat,
        other: Seat,
        slots: int,
        subject: Subject,
        given: Iterable[Literal_] = (),
    ) -> None:
        """Ask for free slots between two sessions on one day; hard only."""

    def load(
        self,
        axis: Axis,
        items: Iterable[tuple[SessionKey, Literal_, int]],
        limit: int,
        subject: Subject,
    ) -> None:
        """Ask that the demands in any one day, week or month add to at most ``limit``.

        Priced, each unit above costs, in each period.
        """

    def crowd(
        self,
        items: Iterable[tuple[str, SessionKey, Literal_]],
        limit: int,
        subject: Subject,
    ) -> None:
        """Ask that on no day more than ``limit`` different owners have a session.

        An item is (owner, session, whether the owner is there). Priced, each
        owner above costs, on each day.
        """

    def distinct_days(
        self, sessions: Iterable[SessionKey], limit: int, subject: Subject
    ) -> None:
        """Ask that the sessions stand on at most ``limit`` different days."""

    def alternatives(
        self, names: Sequence[str], subject: Subject
    ) -> dict[str, Literal_]:
        """Return a literal for each name, at least one of which holds."""

    def worst(self, amount: Linear, subject: Subject) -> None:
        """Price the amount at a level that counts only the largest one."""

    def excess(self, amount: Linear, limit: int) -> Linear:
        """Return a whole number that is at least ``amount - limit`` and at least 0.

        It is exact where it is priced or bounded from above.
        """

    def both(self, literal: Literal_, other: Linear) -> Linear:
        """Return 1 where a literal and a 0-or-1 amount both hold, else 0."""

    def at_least_where(self, rows: Iterable[Iterable[Literal_]]) -> Literal_:
        """Return a literal, good as a condition, that holds where all of any row do."""

    def reached(self, amount: Linear, limit: int) -> Literal_:
        """Return a literal that holds where an amount is so much, and maybe else."""

    def any_of(self, literals: Iterable[Literal_]) -> Literal_:
        """Return a literal that holds where any of the literals does."""
