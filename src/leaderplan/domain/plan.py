"""The plan: what has been decided, as plain data in a canonical order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import cached_property
from typing import Any, NamedTuple, Self

from pydantic import model_validator

from leaderplan.domain.base import Frozen, Id, Text


class SessionKey(NamedTuple):
    """Identity of a session: activity, audience and occurrence (1 the first)."""

    activity: str
    audience: str
    occurrence: int

    def __str__(self) -> str:
        return f"{self.activity}/{self.audience}/{self.occurrence}"

    @classmethod
    def parse(cls, text: str) -> SessionKey:
        """Read back what ``str`` wrote."""
        activity, audience, occurrence = text.rsplit("/", 2)
        return cls(activity, audience, int(occurrence))


class SessionStaff(Frozen):
    """One person in one role at a session."""

    role: Id
    staff: Id


class Lock(Frozen):
    """Why something must not be another way, who locked it, and on which day.

    A text alone is read as the reason.
    """

    reason: Text
    by: Text = ""
    on: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _reason_alone(cls, given: Any) -> Any:
        return {"reason": given} if isinstance(given, str) else given

    def __str__(self) -> str:
        return f"{self.reason} ({self.by})" if self.by else self.reason


class _Dated(Frozen):
    """A row of a plan that knows its identity, which is asked for all the time."""

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Self:
        """Copy without the identity, which may be another one then."""
        found = super().model_copy(update=update, deep=deep)
        found.__dict__.pop("key", None)
        return found


class Session(_Dated):
    """One occurrence of an activity for one audience.

    ``slot`` is the first slot of the day it takes, ``starts`` and ``ends`` the
    wall-clock times that follow from it. ``place`` is a room id, a unit id or
    ``"online"``. ``locked`` says why it must not move, and who said so. ``attended``
    are those who were there, of a meeting of a group or class that was before others
    came to be in it; ``None`` where it is who is in it now.
    """

    activity: Id
    audience: Id
    occurrence: int
    day: date
    slot: int
    starts: time
    ends: time
    place: Id | None = None
    staff: tuple[SessionStaff, ...] = ()
    locked: Lock | None = None
    attended: tuple[Id, ...] | None = None

    @cached_property
    def key(self) -> SessionKey:
        """Identity of the session, free of time, place and staff."""
        return SessionKey(self.activity, self.audience, self.occurrence)

    @property
    def id(self) -> str:
        """The identity as text."""
        return str(self.key)

    def leader(self, role: str) -> Id | None:
        """Who fills a role, ``None`` when nobody does."""
        return next((s.staff for s in self.staff if s.role == role), None)


class NetworkGroup(Frozen):
    """A network group and its facilitator (``None`` where no meeting asks for one)."""

    id: Id
    cohort: Id
    participants: tuple[Id, ...]
    facilitator: Id | None = None
    locked: Lock | None = None


class ModuleClass(Frozen):
    """A class of the credit-bearing module."""

    id: Id
    cohort: Id
    participants: tuple[Id, ...]
    locked: Lock | None = None


class Placement(Frozen):
    """Where a participant does the practicum; the days are sessions."""

    participant: Id
    host: Id
    locked: Lock | None = None


class CoachMatch(Frozen):
    """Who coaches a participant, all year."""

    participant: Id
    coach: Id
    locked: Lock | None = None


class Milestone(_Dated):
    """A due date of one participant."""

    activity: Id
    participant: Id
    occurrence: int
    day: date
    locked: Lock | None = None

    @cached_property
    def key(self) -> SessionKey:
        """Identity of the due date."""
        return SessionKey(self.activity, self.participant, self.occurrence)


class Plan(Frozen):
    """Every decision of a programme; equal decisions give equal plans."""

    sessions: tuple[Session, ...] = ()
    groups: tuple[NetworkGroup, ...] = ()
    classes: tuple[ModuleClass, ...] = ()
    placements: tuple[Placement, ...] = ()
    matches: tuple[CoachMatch, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @model_validator(mode="after")
    def _canonical_order(self) -> Self:
        order: dict[str, list[Any]] = {
            "sessions": sorted(self.sessions, key=lambda s: (s.day, s.slot, s.key)),
            "groups": sorted(self.groups, key=lambda g: g.id),
            "classes": sorted(self.classes, key=lambda c: c.id),
            "placements": sorted(self.placements, key=lambda p: p.participant),
            "matches": sorted(self.matches, key=lambda m: m.participant),
            "milestones": sorted(self.milestones, key=lambda m: (m.day, m.key)),
        }
        for name, rows in order.items():
            object.__setattr__(self, name, tuple(rows))
        return self
