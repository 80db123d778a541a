"""One session's decisions: time, place and staff, after every rule's judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.model.assignment import Assignment
from leaderplan.model.candidates import Candidates
from leaderplan.model.choices import Amounts, Ruling
from leaderplan.model.core import Core, Named, Subject
from leaderplan.model.dated import both, flagged, leaders_on
from leaderplan.model.literals import Lit, settled
from leaderplan.model.people import People
from leaderplan.model.reach import reachable
from leaderplan.model.times import SessionTime
from leaderplan.rules._base import (
    Attendance,
    HostingDay,
    LeadingTime,
    LocationTime,
)


class Guarded(NamedTuple):
    """A ruling that counts where a literal holds."""

    ruling: Ruling
    subject: Subject
    here: Lit


@dataclass(slots=True)
class SessionDecision:
    """Everything decided of one session that is in view."""

    key: SessionKey
    activity: Activity
    time: SessionTime
    attendees: dict[str, Lit]
    staff: dict[str, dict[str, Lit]]
    places: dict[str, Lit]
    context: bool


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
    dense
        Whether practicum host and week are one joint decision, so that what a
        host allows of a week need not be said again here.
    """

    def __init__(
        self, core: Core, people: People, fixed: Assignment, *, dense: bool
    ) -> None:
        self._core = core
        self._people = people
        self._fixed = fixed
        self._candidates = Candidates(core, people, fixed)
        self._dense = dense
        self._programme = core.programme
        self._days = core.programme.calendar.days()

    def make(self, key: SessionKey, *, indexed: bool, context: bool) -> SessionDecision:
        """Decide one session: settled where it is fixed, else open."""
        activity = self._programme.activity(key.activity)
        fixed = self._fixed.start.get(key)
        attendees = self._attendees(key, activity)
        staff = self._candidates.staff(key, activity, hosts_only=context)
        places = {} if context else self._candidates.places(key, activity)
        guarded = list(self._rulings(key, activity, attendees, staff, places, context))
        allowed = None if fixed else self._allowed(key, activity, guarded, context)
        time = SessionTime(
            self._core.model, self._core.grid, key, activity.length, allowed,
            indexed=indexed, fixed=fixed,
        )  # fmt: skip
        for row in guarded:
            # What is seen through its days only costs nothing yet.
            if not context or row.ruling.rule.hard:
                self._apply(time, row)
        held = SessionDecision(key, activity, time, attendees, staff, places, context)
        self._add_dated(held)
        return held

    # --- who is there -----------------------------------------------------------

    def _attendees(self, key: SessionKey, activity: Activity) -> dict[str, Any]:
        """Literal of each participant; for an area an array of days instead."""
        if activity.audience == "participant":
            return {key.audience: True}
        followers = self._programme.followers(activity.id)
        if activity.audience == "cohort":
            return {p.id: True for p in followers if p.cohort == key.audience}
        if activity.audience == "area":
            lead = self._programme.merged_areas(activity.id)
            found = {}
            for person in followers:
                posts = (person.post_on(day) for day in self._days)
                held = [p is not None and lead[p.area] == key.audience for p in posts]
                if any(held):
                    found[person.id] = True if all(held) else np.array(held)
            return found
        members = self._people.members.get(key.audience, {})
        known = {p.id for p in followers}
        return {p: lit for p, lit in members.items() if p in known}

    # --- what the rules say -------------------------------------------------------

    def _rulings(
        self,
        key: SessionKey,
        activity: Activity,
        attendees: dict[str, Any],
        staff: dict[str, dict[str, Lit]],
        places: dict[str, Lit],
        context: bool,
    ) -> Iterator[Guarded]:
        choices, name = self._core.choices, str(key)
        for ruling in choices.by_day(key, activity):
            yield Guarded(ruling, (name,), True)
        for who, here in attendees.items():
            yield from self._timed(
                (Attendance, self._programme.participant(who), activity),
                (who, name), here, activity,
            )  # fmt: skip
        for lead in activity.leads:
            people: dict[str, Any] = dict(staff.get(lead.role, {}))
            people |= self._by_date(key, activity, lead)
            for who, here in people.items():
                yield from self._timed(
                    (LeadingTime, self._programme.member(who), lead.role, activity),
                    (who, name), here, activity,
                )  # fmt: skip
        for place, here in places.items():
            if activity.where == ("host_unit",):
                yield from self._hosted(key, activity, place, here)
            elif self._programme.room(place) is not None:
                yield from self._timed(
                    (LocationTime, place, activity),
                    (name, place), here, activity,
                )  # fmt: skip

    def _timed(
        self,
        asked: tuple[Any, ...],
        subject: Subject,
        here: Any,
        activity: Activity,
    ) -> Iterator[Guarded]:
        kind, *fields = asked
        if kind is LocationTime and not activity.length:
            return
        rulings = self._core.choices.by_start(kind, tuple(fields), activity.length)
        for ruling in rulings:
            if isinstance(here, np.ndarray):
                amounts: Amounts = ruling.amounts * here[:, None]
                yield Guarded(Ruling(ruling.rule, amounts), subject, True)
            else:
                yield Guarded(ruling, subject, here)

    def _hosted(
        self, key: SessionKey, activity: Activity, place: str, here: Lit
    ) -> Iterator[Guarded]:
        if activity.kind != "practicum":
            return
        if self._dense and not settled(here) and not self._core.explain:
            return
        starts = len(self._programme.calendar.starts(activity.length))
        host = self._programme.host(place)
        for ruling in self._core.choices.by_date(HostingDay, (host,), starts):
            yield Guarded(ruling, (place, str(key)), here)

    def _by_date(
        self, key: SessionKey, activity: Activity, lead: Lead
    ) -> dict[str, Any]:
        """Managers or directors, each with the days on which they are it."""
        days: dict[str, list[int]] = {}
        if lead.relation not in ("manager", "director"):
            return {}
        for number, day in enumerate(self._days):
            for who in leaders_on(self._core, key, activity, lead, day):
                days.setdefault(who, []).append(number)
        found = {}
        for who, numbers in days.items():
            held = np.zeros(len(self._days), dtype=bool)
            held[numbers] = True
            found[who] = held
        return found

    def _allowed(
        self,
        key: SessionKey,
        activity: Activity,
        guarded: list[Guarded],
        context: bool,
    ) -> Amounts:
        starts = len(self._programme.calendar.starts(activity.length))
        allowed = np.ones((len(self._days), starts), dtype=bool)
        if self._core.explain:
            return allowed
        blocking: set[Named] = set()
        for row in guarded:
            wished = context and self._core.wishful
            if row.here is True and (wished or self._core.binds(row.ruling.rule)):
                allowed &= row.ruling.amounts == 0
                blocking.add(Named(row.ruling.rule.id, row.subject))
        if not allowed.any():
            self._core.clash(blocking)
            self._core.model.add_bool_or([])
            return np.ones_like(allowed)
        reached = allowed & reachable(self._core, self._people, key, activity)
        return reached if reached.any() else allowed

    def _apply(self, time: SessionTime, row: Guarded) -> None:
        """Forbid or price the options that a rule objects to."""
        amounts = time.mask_of(row.ruling.amounts)
        rule, core = row.ruling.rule, self._core
        if not amounts.any() or row.here is False:
            return
        settled_ = time.fixed is not None and row.here is True
        if rule.hard or (core.binds(rule) and not settled_):
            if row.here is True and time.fixed is None and not core.explain:
                return
            self._refuse(time, amounts > 0, row)
            return
        for amount in sorted(set(amounts[amounts > 0].tolist())):
            touched = time.among((amounts == amount).tolist())
            core.price(rule, int(amount) * both(core, row.here, touched))

    def _refuse(self, time: SessionTime, flags: Any, row: Guarded) -> None:
        rule, core = row.ruling.rule, self._core
        if time.fixed or flags.all():
            core.forbid([row.here], rule, row.subject)
            return
        enforced = core.switch(rule, row.subject)
        enforced += [] if row.here is True else [row.here]
        if time.indexed and row.here is not True:
            core.forbid([time.flag(flags.tolist()), row.here], rule, row.subject)
            return
        domain = time.domain((~flags).tolist())
        constraint = core.model.add_linear_expression_in_domain(time.start, domain)
        constraint.only_enforce_if(enforced)

    # --- what depends on the day ---------------------------------------------------

    def _add_dated(self, held: SessionDecision) -> None:
        """Turn what depends on the day into literals of the time."""
        time = held.time
        for who, here in list(held.attendees.items()):
            if isinstance(here, np.ndarray):
                held.attendees[who] = time.flag(time.on_days(flagged(here)))
        if held.context:
            return
        for lead in held.activity.leads:
            dated = self._by_date(held.key, held.activity, lead)
            if dated:
                held.staff[lead.role] = {
                    who: time.flag(time.on_days(flagged(days)))
                    for who, days in dated.items()
                }
        if held.activity.where == ("home_unit",) and not held.places:
            held.places = self._home_units(held)

    def _home_units(self, held: SessionDecision) -> dict[str, Lit]:
        person = self._programme.participant(held.key.audience)
        found = {}
        for unit in dict.fromkeys(post.unit for post in person.posts):
            days = {
                number
                for number, day in enumerate(self._days)
                if (post := person.post_on(day)) is not None and post.unit == unit
            }
            literal = held.time.flag(held.time.on_days(days))
            if literal is not False:
                found[unit] = literal
        return found
