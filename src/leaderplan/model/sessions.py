"""One session's decisions: time, place and staff, after every rule's judgement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.model.assignment import Assignment
from leaderplan.model.candidates import Candidates
from leaderplan.model.choices import Amounts, Ruling
from leaderplan.model.core import Core, Named
from leaderplan.model.drafts import Draft, Guarded, SessionDecision
from leaderplan.model.literals import Lit, settled
from leaderplan.model.people import People
from leaderplan.model.reach import coached, reachable
from leaderplan.model.times import Flags, SessionTime
from leaderplan.model.visits import Visits
from leaderplan.rules._base import (
    Attendance,
    LeadingTime,
    LocationTime,
)

FEW = 31
"""Days left of a session up to which the rules are asked of them alone."""


class SessionMaker:
    """Makes the decisions of sessions, pruned or switched by the rules.

    Parameters
    ----------
    core
        The model and its books.
    people
        Who is with whom.
    fixed
        What is settled already.
    visits
        Who is at which host when: what they say of weeks need not be said again.
    """

    def __init__(
        self, core: Core, people: People, fixed: Assignment, visits: Visits
    ) -> None:
        self._core = core
        self._people = people
        self._fixed = fixed
        self._candidates = Candidates(core, people, fixed)
        self._visits = visits
        self._programme = core.programme
        self._days = len(core.programme.calendar.days())

    # --- drafting: what is known before there is a variable of time ---------------

    def draft(self, key: SessionKey, *, context: bool, placeless: bool) -> Draft:
        """Gather who may come, who may lead, where, and what the rules say of it."""
        activity = self._programme.activity(key.activity)
        fixed = self._fixed.start.get(key)
        staff: dict[str, dict[str, Any]] = dict(
            self._candidates.staff(
                key,
                activity,
                hosts_only=context and key not in self._core.kept.closer,
            )
        )
        bare = context or placeless
        draft = Draft(
            key=key,
            activity=activity,
            attendees=self._attendees(key, activity),
            staff=staff,
            places={} if bare else self._candidates.places(key, activity),
            guarded=[],
            allowed=np.zeros((self._days, 1), dtype=np.int64),
            fixed=fixed,
            context=context,
            placeless=bare,
        )
        stood = key in self._core.kept.stood and fixed is not None
        for lead in () if stood else activity.leads:
            dated = self._core.choices.dated.leaders(key, activity, lead)
            if dated:
                draft.staff[lead.role] = dict(dated)
        waived = self._programme.waived
        draft.guarded = [
            row
            for row in self._rulings(draft)
            if not waived.covers(row.ruling.rule.id, row.subject)
        ]
        if fixed is None:
            draft.allowed = self._allowed(draft)
            if context:
                draft.coached = coached(self._core, self._people, key, activity)
        return draft

    def _attendees(self, key: SessionKey, activity: Activity) -> dict[str, Any]:
        """Literal of each participant; for an area flags of days instead."""
        if activity.audience == "participant":
            return {key.audience: True}
        guests = {p.id: True for p in self._programme.guests(key)}
        return self._own(key, activity) | guests

    def _own(self, key: SessionKey, activity: Activity) -> dict[str, Any]:
        """Literal or flags of each participant who is no guest of others."""
        there = self._programme.attending(activity.id, key.occurrence)
        if activity.audience == "cohort":
            return {p.id: True for p in there if p.cohort == key.audience}
        known = {p.id for p in there}
        if activity.by_area:
            held = self._core.choices.dated.in_areas(activity, key.audience)
            return {
                who: True if days.all() else days
                for who, days in held.items()
                if who in known
            }
        if key in self._core.kept.stood:
            return dict.fromkeys(self._core.kept.stood[key], True)
        members = self._people.members.get(key.audience, {})
        return {p: lit for p, lit in members.items() if p in known}

    def _rulings(self, draft: Draft) -> Iterator[Guarded]:
        key, activity = draft.key, draft.activity
        choices, name, left = self._core.choices, str(key), self._left(key)
        for ruling in choices.by_day(key, activity, draft.fixed, left):
            yield Guarded(ruling, (name,), True)
        for who, here in draft.attendees.items():
            yield from self._timed(
                (Attendance, self._programme.participant(who), activity),
                (who, name), here, draft,
            )  # fmt: skip
        for role, people in draft.staff.items():
            for who, here in people.items():
                yield from self._timed(
                    (LeadingTime, self._programme.member(who), role, activity),
                    (who, name), here, draft,
                )  # fmt: skip
        for place, here in draft.places.items():
            if activity.where == ("host_unit",):
                yield from self._hosted(draft, place, here)
            elif self._programme.room(place) is not None:
                yield from self._timed(
                    (LocationTime, place, activity),
                    (name, place), here, draft,
                )  # fmt: skip

    def _timed(
        self,
        asked: tuple[Any, ...],
        subject: Subject,
        here: Any,
        draft: Draft,
    ) -> Iterator[Guarded]:
        (kind, *fields), length = asked, draft.activity.length
        if kind is LocationTime and not length:
            return
        choices = self._core.choices
        left = self._left(draft.key)
        rulings = choices.by_start(kind, tuple(fields), length, draft.fixed, left)
        for ruling in rulings:
            if isinstance(here, np.ndarray):
                amounts: Amounts = ruling.amounts * here[:, None]
                yield Guarded(Ruling(ruling.rule, amounts), subject, True)
            else:
                yield Guarded(ruling, subject, here)

    def _left(self, key: SessionKey) -> frozenset[int] | None:
        """Return the days that are left of a session where they are few."""
        left = None if self._core.explain else self._core.kept.days.get(key)
        return None if left is None or len(left) > FEW else left

    def _hosted(self, draft: Draft, place: str, here: Lit) -> Iterator[Guarded]:
        key, activity = draft.key, draft.activity
        if activity.kind != "practicum":
            return
        visits = self._visits
        if visits.whole and not settled(here):
            return
        said = visits.dense and not settled(here)
        for ruling in visits.received(place, activity.length, said, draft.fixed):
            yield Guarded(ruling, (place, str(key)), here)

    def _allowed(self, draft: Draft) -> Amounts:
        """Days x starts that no rule refuses whatever else is decided."""
        core, activity = self._core, draft.activity
        starts = len(self._programme.calendar.starts(activity.length))
        allowed = np.ones((self._days, starts), dtype=bool)
        if core.explain:
            return allowed
        blocking: set[Named] = set()
        if draft.key in core.kept.days:
            left = np.zeros(self._days, dtype=bool)
            left[list(core.kept.days[draft.key])] = True
            allowed &= left[:, None]
        for row in draft.guarded:
            if row.here is True and row.ruling.rule.hard:
                allowed &= row.ruling.amounts == 0
                blocking.add(Named(row.ruling.rule.id, row.subject))
        if not allowed.any():
            core.clash(blocking)
            core.model.add_bool_or([])
            return np.ones_like(allowed)
        reached = allowed & reachable(core, self._people, draft.key, activity)
        return reached if reached.any() else allowed

    # --- opening: variables, and what the rules say of them -------------------------

    def time(self, draft: Draft, *, indexed: bool) -> SessionTime:
        """Decide when a drafted session is: settled where it is fixed, else open."""
        return SessionTime(
            self._core.model, self._core.grid, draft.key, draft.activity.length,
            draft.allowed, indexed=indexed, fixed=draft.fixed,
        )  # fmt: skip

    def open(self, draft: Draft, time: SessionTime) -> SessionDecision:
        """State what the rules say of a drafted session at its time."""
        core = self._core
        totals: dict[str, tuple[Rule, Amounts]] = {}
        for row in draft.guarded:
            rule = row.ruling.rule
            amounts = time.mask_of(row.ruling.amounts)
            unsure = draft.context and row.here is not True
            if not amounts.any() or (unsure and not rule.hard):
                continue
            if self._refuses(draft, row):
                self._refuse(time, amounts > 0, row)
            elif not rule.hard and row.here is True and core.adds_up(rule):
                known = totals.get(rule.id)
                summed = amounts if known is None else known[1] + amounts
                totals[rule.id] = (rule, summed)
            elif not rule.hard and row.here is not False:
                self._price(time, rule, amounts, row.here)
        for rule, amounts in totals.values():
            self._price(time, rule, amounts, True)
        return self._dated(draft, time)

    def _refuses(self, draft: Draft, row: Guarded) -> bool:
        """Whether a ruling must be stated as a requirement."""
        rule, core = row.ruling.rule, self._core
        if row.here is False or not core.binds(rule, draft.key.activity):
            return False
        if row.here is True and draft.fixed is None:
            return core.explain  # otherwise the domain says it
        return rule.hard or draft.fixed is None or row.here is not True

    def _price(
        self, time: SessionTime, rule: Rule, amounts: Amounts, here: Lit
    ) -> None:
        core = self._core
        for amount in sorted(set(amounts[amounts > 0].tolist())):
            touched = time.among(amounts == amount)
            core.price(rule, int(amount) * core.joint(here, touched))

    def _refuse(self, time: SessionTime, flags: Flags, row: Guarded) -> None:
        rule, core = row.ruling.rule, self._core
        if time.fixed or flags.all():
            core.forbid([row.here], rule, row.subject)
            return
        if time.indexed and row.here is not True:
            core.forbid([time.flag(flags), row.here], rule, row.subject)
            return
        enforced = core.switch(rule, row.subject)
        enforced += [] if row.here is True else [row.here]
        time.confine(~flags).only_enforce_if(enforced)

    def _dated(self, draft: Draft, time: SessionTime) -> SessionDecision:
        """Turn what depends on the day into literals of the time."""

        def now(here: Any) -> Lit:
            if isinstance(here, np.ndarray):
                return time.flag(time.in_days(here))
            return here

        staff = {
            role: {who: now(here) for who, here in people.items()}
            for role, people in draft.staff.items()
            if not draft.context or not _any_dated(people)
        }
        places = draft.places
        at_home = draft.activity.where == ("home_unit",) and not places
        if at_home and not draft.placeless:
            homes = self._core.choices.dated.home_units(draft.key.audience)
            held = {unit: now(days) for unit, days in homes.items()}
            places = {unit: here for unit, here in held.items() if here is not False}
        attendees = {who: now(here) for who, here in draft.attendees.items()}
        return SessionDecision(
            draft.key, draft.activity, time, attendees, staff, places,
            draft.context, draft.placeless,
        )  # fmt: skip


def _any_dated(people: dict[str, Any]) -> bool:
    return any(isinstance(here, np.ndarray) for here in people.values())
