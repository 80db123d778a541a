"""The diary in which a planted plan is booked, one session after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from leaderplan.domain.plan import Milestone, Session, SessionKey, SessionStaff
from leaderplan.domain.programme import Programme
from leaderplan.samples.reach import Reach
from leaderplan.samples.year import Year

Seats = Sequence[tuple[str, str]]
"""Who leads a session: role and staff id."""


class Stuck(Exception):
    """Nothing is left to book a session on; the next attempt starts afresh."""


@dataclass(slots=True)
class _Entry:
    """What one booking added, to be taken back."""

    key: SessionKey
    busy: list[tuple[str, date, int]] = field(default_factory=list)
    kept: list[tuple[str, date]] = field(default_factory=list)
    sites: list[tuple[str, date]] = field(default_factory=list)
    load: list[tuple[str, str, date]] = field(default_factory=list)
    away: list[tuple[tuple[str, date], str]] = field(default_factory=list)


class Diary:
    """Who and what is taken when, and the sessions that took them.

    Parameters
    ----------
    programme
        The facts without availability.
    fixed
        Weekday on which a participant is never free outside the practicum.
    reach
        What is near enough to be booked.
    """

    def __init__(
        self, programme: Programme, fixed: dict[str, int], reach: Reach
    ) -> None:
        self.programme = programme
        self.reach = reach
        self.fixed = fixed
        self.sessions: dict[SessionKey, Session] = {}
        self.milestones: dict[SessionKey, Milestone] = {}
        self.kept: dict[str, set[date]] = defaultdict(set)
        self._busy: set[tuple[str, date, int]] = set()
        self._sites: dict[tuple[str, date], str] = {}
        self._away: dict[tuple[str, date], set[str]] = defaultdict(set)
        self._load: Counter[tuple[str, str, date]] = Counter()
        self._entries: list[_Entry] = []
        year = Year(programme.calendar.last)
        self._open = {p.id: year.open_days(p.id) for p in programme.calendar.profiles}
        self.everywhere = sorted(year.open_days())

    @property
    def mark(self) -> int:
        """How much is booked by now, to come back to."""
        return len(self._entries)

    def undo(self, mark: int) -> None:
        """Take back everything booked since a mark."""
        while len(self._entries) > mark:
            entry = self._entries.pop()
            self.sessions.pop(entry.key, None)
            self.milestones.pop(entry.key, None)
            self._busy.difference_update(entry.busy)
            for who, day in entry.kept:
                self.kept[who].discard(day)
            for at in entry.sites:
                del self._sites[at]
            for seat in entry.load:
                self._load[seat] -= 1
            for (unit, day), person in entry.away:
                self._away[unit, day].discard(person)

    def book(
        self,
        key: SessionKey,
        people: Sequence[str],
        day: date,
        slots: Iterable[int],
        seats: Seats,
        places: Iterable[str | None],
    ) -> bool:
        """Book a session at the first slot and place that fit, if any does."""
        found = self.find(key, people, day, slots, seats, places)
        if found is not None:
            self._enter(key, people, day, *found, seats)
        return found is not None

    def find(
        self,
        key: SessionKey,
        people: Sequence[str],
        day: date,
        slots: Iterable[int],
        seats: Seats,
        places: Iterable[str | None],
    ) -> tuple[int, str | None] | None:
        """Return the first slot and place at which a session fits on a day."""
        if not self._day_fits(key, people, day, seats):
            return None
        length = self.programme.activity(key.activity).length
        everyone = [*people, *(staff for _, staff in seats)]
        options = [p for p in places if self._site_fits(p, everyone, day)]
        for slot in slots:
            taken = range(slot, slot + length)
            if any((who, day, s) in self._busy for who in everyone for s in taken):
                continue
            for place in options:
                if self._place_fits(place, day, taken):
                    return slot, place
        return None

    def _day_fits(
        self, key: SessionKey, people: Sequence[str], day: date, seats: Seats
    ) -> bool:
        programme, activity = self.programme, self.programme.activity(key.activity)
        for person in people:
            post = programme.participant(person).post_on(day)
            if post is None or day not in self._open[programme.unit(post.unit).sector]:
                return False
            rigid = not activity.plenary and activity.id != "practicum"
            if rigid and self.fixed.get(person) == day.weekday():
                return False
            if activity.away and not activity.plenary:
                others = self._away[post.unit, day] - {person}
                if len(others) >= programme.unit(post.unit).max_away:
                    return False
        for role, staff in seats:
            member = programme.member(staff)
            if day not in self._open[member.profile or "forvaltning"]:
                return False
            load = member.load(role)
            most = load.per_day if load else None
            if most is not None and self._load[staff, role, day] >= most:
                return False
        return True

    def _site_fits(self, place: str | None, everyone: Sequence[str], day: date) -> bool:
        """Whether nobody is at another site on the day."""
        site = self.programme.site(place)
        return site is None or all(
            self._sites.get((who, day), site) == site for who in everyone
        )

    def _place_fits(self, place: str | None, day: date, taken: range) -> bool:
        """Whether a room is free; other places always are."""
        if place is None or self.programme.room(place) is None:
            return True
        return not any((place, day, slot) in self._busy for slot in taken)

    def _enter(
        self,
        key: SessionKey,
        people: Sequence[str],
        day: date,
        slot: int,
        place: str | None,
        seats: Seats,
    ) -> None:
        programme, activity = self.programme, self.programme.activity(key.activity)
        starts, ends = programme.calendar.clock(slot, activity.length)
        self.sessions[key] = Session(
            activity=key.activity,
            audience=key.audience,
            occurrence=key.occurrence,
            day=day,
            slot=slot,
            starts=starts,
            ends=ends,
            place=place,
            staff=tuple(SessionStaff(role=role, staff=staff) for role, staff in seats),
        )
        everyone = [*people, *(staff for _, staff in seats)]
        if place is not None and programme.room(place) is not None:
            everyone.append(place)
        entry = _Entry(key)
        self._entries.append(entry)
        self._take(entry, everyone, day, range(slot, slot + activity.length))
        site = programme.site(place)
        if site is not None:
            entry.sites = [(w, day) for w in everyone if (w, day) not in self._sites]
            self._sites.update(dict.fromkeys(entry.sites, site))
        entry.load = [(staff, role, day) for role, staff in seats]
        self._load.update(entry.load)
        for person in people if activity.away and not activity.plenary else ():
            post = programme.participant(person).post_on(day)
            if post is not None and person not in self._away[post.unit, day]:
                self._away[post.unit, day].add(person)
                entry.away.append(((post.unit, day), person))

    def _take(
        self, entry: _Entry, everyone: Sequence[str], day: date, slots: range
    ) -> None:
        entry.kept = [(who, day) for who in everyone if day not in self.kept[who]]
        for who, _ in entry.kept:
            self.kept[who].add(day)
        entry.busy = [(who, day, slot) for who in everyone for slot in slots]
        self._busy.update(entry.busy)

    def site(self, who: str, day: date) -> str | None:
        """Where somebody is on a day, if anything is booked there."""
        return self._sites.get((who, day))

    def due(self, activity: str, person: str, day: date) -> None:
        """Enter a due date."""
        key = SessionKey(activity, person, 1)
        self.milestones[key] = Milestone(
            activity=activity, participant=person, occurrence=1, day=day
        )
        self._entries.append(_Entry(key))

    def day_of(self, activity: str, audience: str, occurrence: int = 1) -> date:
        """Day of a session already booked."""
        return self.sessions[SessionKey(activity, audience, occurrence)].day

    def between(self, first: date, last: date) -> list[date]:
        """Days open to everybody from ``first`` to ``last``."""
        return [day for day in self.everywhere if first <= day <= last]
