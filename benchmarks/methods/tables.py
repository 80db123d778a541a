"""What the rules say of single choices, as tables over days and starts.

These are leaderplan's own rules, asked one choice at a time, as a coordinator asks: is
this person free on that day, may this coach have that participant. No solver is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import Participant, Staff
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.choices import Choices
from leaderplan.rules._base import (
    Attendance,
    Coaching,
    Hosting,
    HostingDay,
    Leading,
    LeadingTime,
    Location,
    LocationTime,
)

Flags = npt.NDArray[np.bool_]
"""Days of the horizon × possible starts of a session of some length."""


class Tables:
    """The tables of one programme, each made once, whatever orders are tried."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.calendar = programme.calendar
        self.days = len(self.calendar.days())
        self.slots = self.calendar.slots_per_day
        self.choices = Choices(programme, programme.rules)
        self.dated = self.choices.dated
        self._known: dict[Any, Flags] = {}
        self._single: dict[Any, tuple[bool, int]] = {}

    def rules(self, kind: str) -> list[Any]:
        """Hard rules of a kind."""
        return [r for r in self.programme.rules if r.kind == kind and r.hard]

    def starts(self, activity: Activity) -> tuple[int, ...]:
        """Slots at which a session of an activity may start."""
        return self.calendar.starts(activity.length)

    @cached_property
    def weeks(self) -> npt.NDArray[np.int64]:
        """Number of the week of each day."""
        shift = self.calendar.first.weekday()
        return (np.arange(self.days) + shift) // 7

    def allowed(self, key: SessionKey, activity: Activity) -> Flags:
        """When no hard rule forbids a session to stand."""
        name = ("day", key.activity, key.audience, key.occurrence)
        if name not in self._known:
            rulings = self.choices.by_day(key, activity)
            self._known[name] = self._of(rulings, activity)
        return self._known[name]

    def attends(self, person: Participant, activity: Activity) -> Flags:
        """When no hard rule forbids somebody to be at a session."""
        return self._by_start(Attendance, (person, activity), activity)

    def leads(self, member: Staff, role: str, activity: Activity) -> Flags:
        """When no hard rule forbids somebody to lead a session."""
        return self._by_start(LeadingTime, (member, role, activity), activity)

    def houses(self, place: str, activity: Activity) -> Flags:
        """When no hard rule forbids a session to be at a place."""
        return self._by_start(LocationTime, (place, activity), activity)

    def absent(self, person: Participant, activity: Activity) -> Flags:
        """When somebody would miss a plenary session."""
        name = ("absent", person.id, activity.id)
        if name not in self._known:
            fields = (person, activity)
            rulings = [
                row
                for row in self.choices.by_start(Attendance, fields, activity.length)
                if row.rule.kind == "plenary_absence"
            ]
            self._known[name] = ~self._of(rulings, activity, hard=False)
        return self._known[name]

    def receives(self, host: HostUnit) -> npt.NDArray[np.bool_]:
        """Days on which no hard rule forbids a host unit to receive."""
        name = ("host", host.unit)
        if name not in self._known:
            rulings = self.choices.by_date(HostingDay, (host,), 1)
            fine = np.ones((self.days, 1), dtype=bool)
            for row in rulings:
                fine &= (row.amounts == 0) | (not row.rule.hard)
            self._known[name] = fine
        return self._known[name][:, 0]

    def _by_start(self, kind: type, fields: tuple[Any, ...], at: Activity) -> Flags:
        ids = tuple(f if isinstance(f, str) else f.id for f in fields)
        name = (kind.__name__, *ids)
        if name not in self._known:
            rulings = self.choices.by_start(kind, fields, at.length)
            self._known[name] = self._of(rulings, at)
        return self._known[name]

    def _of(self, rulings: Sequence[Any], at: Activity, *, hard: bool = True) -> Flags:
        fine = np.ones((self.days, len(self.starts(at))), dtype=bool)
        for row in rulings:
            if row.rule.hard or not hard:
                fine &= row.amounts == 0
        return fine

    # --- single choices -----------------------------------------------------------

    def hosting(self, person: Participant, host: HostUnit) -> tuple[bool, int]:
        """Whether somebody may be placed with a host, and what it costs."""
        return self._judged(("host", person.id, host.unit), Hosting(person, host))

    def coaching(self, person: Participant, coach: Staff) -> tuple[bool, int]:
        """Whether somebody may have a coach, and what it costs."""
        return self._judged(("coach", person.id, coach.id), Coaching(person, coach))

    def leading(
        self, member: Staff, role: str, activity: Activity, key: SessionKey
    ) -> bool:
        """Whether somebody may lead a session, whenever it is."""
        choice = Leading(member, role, activity, key.audience, key.occurrence)
        return self._judged(("lead", member.id, role, *key), choice)[0]

    def standing(self, key: SessionKey, activity: Activity, place: str) -> bool:
        """Whether a session may be at a place, whenever it is."""
        choice = Location(key, activity, place)
        return self._judged(("place", place, *key), choice)[0]

    def _judged(self, name: tuple[Any, ...], choice: Any) -> tuple[bool, int]:
        if name not in self._single:
            broken = self.choices.single(choice)
            cost = sum(rule.weight * amount for rule, amount in broken if not rule.hard)
            self._single[name] = (not any(rule.hard for rule, _ in broken), cost)
        return self._single[name]


def meets(rule: Rule, activity: Activity) -> bool:
    """Whether a rule counts an activity: the named ones, or all."""
    named = getattr(rule, "activities", None)
    return named is None or activity.id in named
