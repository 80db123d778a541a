"""All decisions in view of one model, as the rules see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from leaderplan.domain.activity import COMPANY, Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.model.around import Around
from leaderplan.model.assignment import Assignment
from leaderplan.model.choices import Amounts
from leaderplan.model.core import Core
from leaderplan.model.drafts import Draft, SessionDecision
from leaderplan.model.following import After, FollowingTime, followed
from leaderplan.model.literals import Lit
from leaderplan.model.narrowed import Narrowed, left_out
from leaderplan.model.people import People
from leaderplan.model.scope import Scope
from leaderplan.model.sessions import SessionMaker
from leaderplan.model.times import SessionTime
from leaderplan.model.visits import Visits
from leaderplan.rules._base import Seat, Times


class Decisions:
    """Everything decided in one model; settled decisions are constants.

    Implements :class:`leaderplan.rules._base.Decisions`.

    Parameters
    ----------
    core
        The model and its books.
    scope
        What is open.
    fixed
        What is settled already.
    """

    def __init__(self, core: Core, scope: Scope, fixed: Assignment) -> None:
        self.core = core
        self.scope = scope
        self.programme = core.programme
        self.stood = frozenset(core.kept.stood)
        part = scope.only is not None
        self.people = People(core, scope.families, fixed, scope.people, settling=part)
        self.visited = Visits(core, self.people, scope)
        self._maker = SessionMaker(core, self.people, fixed, self.visited)
        drafts = dict(self._drafted(fixed))
        narrowed = Narrowed(core, drafts)
        self.least, self.asked = narrowed.least, narrowed.asked
        """What the sessions left out cost at least; what rules ask of distances."""
        self.cramped = narrowed.cramped  # sessions of which one is left without a day
        self.held: dict[SessionKey, SessionDecision] = dict(
            self._opened(drafts, followed(drafts, narrowed.asked))
        )
        self.visited.join(self.held, Around(core, narrowed.seen, narrowed.asked))
        self._seats = self._by_participant()
        self._lead_seats, self._site_seats = self._by_staff_and_site()
        self._masks: dict[Times, Amounts] = {}
        self._order: dict[tuple[SessionKey, SessionKey], Lit] = {}
        narrowed.chain(self.held)

    def _drafted(self, fixed: Assignment) -> Iterator[tuple[SessionKey, Draft]]:
        scope, unplaced = self.scope, self.scope.unplaced(self.programme)
        for key in self.programme.session_keys:
            self.core.budget.go_on()
            if scope.only is not None and key not in scope.only:
                continue
            name = key.activity
            if name in scope.dates or name in scope.context or key in fixed.start:
                context = name in scope.context and key not in fixed.start
                placeless = (name, key.audience) in unplaced
                yield key, self._maker.draft(key, context=context, placeless=placeless)

    def _opened(
        self, drafts: Mapping[SessionKey, Draft], followed_: Mapping[SessionKey, After]
    ) -> Iterator[tuple[SessionKey, SessionDecision]]:
        """Yield the sessions in view, opened."""
        times: dict[SessionKey, SessionTime] = {}
        for key, draft in drafts.items():
            self.core.budget.go_on()
            if not left_out(self.core, draft):
                after = followed_.get(key)
                times[key] = time = (
                    self._maker.time(draft, indexed=self._indexed(key))
                    if after is None or after.head not in times
                    else FollowingTime(
                        self.core.model, times[after.head], key, after.days
                    )
                )
                yield key, self._maker.open(draft, time)

    def _indexed(self, key: SessionKey) -> bool:
        # The few days of what is seen through them are worth a literal each; what is
        # explained has all days and no price.
        indexed = key.activity in self.scope.indexed | self.scope.context
        return indexed and not self.core.explain

    def in_view(self, needs: Collection[str]) -> bool:
        """Whether everything a rule needs is decided here or settled.

        What nobody is to be placed in costs what it costs in one of the parts that
        are added up, the one with days.
        """
        here = not needs or bool(self.scope.dates)
        for need in needs:
            kind, _, activity = need.partition(":")
            here = here or kind == "dates" or self.people.in_view(kind)
            if kind == "dates":
                wanted = [k for k in self.programme.session_keys if k[0] == activity]
                if not all(self._complete(k) for k in wanted):
                    return False
            elif not self._family_in_view(kind):
                return False
        return here

    def _complete(self, key: SessionKey) -> bool:
        held = self.held.get(key)
        return held is not None and not held.placeless

    def _family_in_view(self, family: str) -> bool:
        needed: dict[str, Sequence[Any]] = {
            "groups": self.programme.needs_groups,
            "classes": self.programme.needs_classes,
            "hosts": self.programme.needs_hosts,
            "coaches": self.programme.needs_coaches,
        }
        people = needed.get(family, (None,))
        narrowed = self.scope.families - {"facilitators"}  # groups are all in view
        whole = self.scope.people is None or family not in narrowed
        return (whole and self.people.in_view(family)) or not people

    # --- the protocol -------------------------------------------------------------

    def sessions(self, activities: Iterable[str] | None = None) -> list[SessionKey]:
        """Sessions and due dates in view, all or those of some activities."""
        if activities is None:
            return list(self.held)
        wanted = set(activities)
        return [key for key in self.held if key.activity in wanted]

    def activity(self, session: SessionKey) -> Activity:
        """Activity of a session."""
        return self.held[session].activity

    def day(self, session: SessionKey) -> Any:
        """Day number of a session."""
        return self.held[session].time.day

    def on_days(self, session: SessionKey, days: Iterable[date]) -> Lit:
        """Whether a session stands on one of some days."""
        time = self.held[session].time
        return time.flag(time.on_days({time.timeline.index(day) for day in days}))

    def touches(self, session: SessionKey, times: Times) -> Any:
        """1 when a session touches one of some blocks of days."""
        if not times:
            return 0
        time, mask = self.held[session].time, self._mask(times)
        touched = np.zeros(len(time.option_days), dtype=bool)
        for slot in np.unique(time.option_slots).tolist():
            blocks = list(time.calendar.blocks_of(slot, time.length))
            at = time.option_slots == slot
            touched[at] = mask[time.option_days[at]][:, blocks].any(axis=1)
        return time.among(touched)

    def _mask(self, times: Times) -> Amounts:
        if times in self._masks:
            return self._masks[times]
        calendar, timeline = self.core.grid
        mask = np.zeros((timeline.days, len(calendar.blocks)), dtype=np.int64)
        for day, block in times:
            mask[timeline.index(day), block] = 1
        return self._masks.setdefault(times, mask)

    def seats(
        self, participant: str, activities: Iterable[str] | None = None
    ) -> list[Seat]:
        """Sessions in view that a participant may be at."""
        self.core.budget.go_on()  # what is stated of them may be much
        every, wanted = activities is None, set(activities or ())
        seats = self._seats.get(participant, [])
        return [seat for seat in seats if every or seat.session.activity in wanted]

    def whole(self, session: SessionKey) -> bool:
        """Whether everybody who may be at a session is in view."""
        family = COMPANY.get(self.activity(session).audience)
        return family is None or self._family_in_view(family)

    def lead_seats(self, staff: str) -> list[Seat]:
        """Sessions in view that a staff member may lead."""
        return self._lead_seats.get(staff, [])

    def leaders(self, session: SessionKey, role: str) -> dict[str, Lit]:
        """Who may fill a role at a session, by staff id."""
        return self.held[session].staff.get(role, {})

    def places(self, session: SessionKey) -> dict[str, Lit]:
        """Where a session may stand."""
        return self.held[session].places

    def site_seats(self, place: str) -> list[Seat]:
        """Sessions in view that may stand at a place."""
        return self._site_seats.get(place, [])

    def members(self, audience: str) -> dict[str, Lit]:
        """Who may be in a network group or module class, by participant id."""
        return self.people.members.get(audience, {})

    def members_at(self, session: SessionKey) -> dict[str, Lit]:
        """Who of a group or class may be at a session, guests of others aside."""
        if session in self.core.kept.stood:
            return dict.fromkeys(self.core.kept.stood[session], True)
        there = self.programme.attending(session.activity, session.occurrence)
        follow, members = {p.id for p in there}, self.members(session.audience)
        return {who: here for who, here in members.items() if who in follow}

    def groups(self) -> list[str]:
        """Ids of the network groups, empty when out of view."""
        if not self.people.group:
            return []
        cohorts = self.programme.cohorts
        return [g for c in cohorts for g in self.programme.group_ids(c.id)]

    def classes(self) -> list[str]:
        """Ids of the module classes, empty when out of view."""
        if not self.people.classes:
            return []
        cohorts = self.programme.cohorts
        rows = (self.programme.class_ids(c.id) for c in cohorts)
        return list(dict.fromkeys(label for row in rows for label in row))

    def facilitators(self, group: str) -> dict[str, Lit]:
        """Who may facilitate a group."""
        return self.people.facilitator.get(group, {})

    def hosts(self, participant: str) -> dict[str, Lit]:
        """Where a participant may do the practicum."""
        return self.people.host.get(participant, {})

    def coaches(self, participant: str) -> dict[str, Lit]:
        """Who may coach a participant."""
        return self.people.coach.get(participant, {})

    def visits(self, participant: str, host: str) -> dict[date, Lit]:
        """By Monday, whether a participant is at a host unit in that week."""
        return self.visited.at(participant, host)

    # --- indexes --------------------------------------------------------------------

    def _by_participant(self) -> dict[str, list[Seat]]:
        seats: dict[str, list[Seat]] = defaultdict(list)
        for key, held in self.held.items():
            for who, here in held.attendees.items():
                if here is not False:
                    seats[who].append(Seat(key, here))
        return seats

    def _by_staff_and_site(
        self,
    ) -> tuple[dict[str, list[Seat]], dict[str, list[Seat]]]:
        lead: dict[str, list[Seat]] = defaultdict(list)
        sites: dict[str, list[Seat]] = defaultdict(list)
        for key, held in self.held.items():
            present: dict[str, list[Lit]] = defaultdict(list)
            for people in held.staff.values():
                for who, here in people.items():
                    if here is not False:
                        present[who].append(here)
            for who, literals in present.items():
                lead[who].append(Seat(key, self.core.any_of(literals)))
            for place, here in held.places.items():
                if here is not False:
                    sites[place].append(Seat(key, here))
        return lead, sites

    def earlier(self, first: SessionKey, other: SessionKey) -> Lit:
        """Return a literal that says which of two sessions comes first.

        It is one for all who are at both.
        """
        if (other, first) in self._order:
            return self._order[other, first].negated()
        if (first, other) not in self._order:
            literal = self.core.model.new_bool_var("earlier")
            self._order[first, other] = literal
        return self._order[first, other]
