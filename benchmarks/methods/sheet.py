"""The sheet: where a session still fits, who can lead it and where it can be."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from benchmarks.methods.tables import Flags, meets
from benchmarks.methods.taken import FAR, Days, Taken, Wanted, counts_as_away
from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey

__all__ = ["FAR", "Sheet", "Wanted"]


class Sheet(Taken):
    """What is placed so far, and what that leaves to a session."""

    # --- when a session may stand -----------------------------------------------------

    def wanted(self, key: SessionKey) -> Wanted:
        """Gather for each start the reasons for and against it."""
        activity = self.programme.activity(key.activity)
        people = self.members[key]
        row = Wanted(key, activity, people)
        row.reasons.append(self.tables.allowed(key, activity))
        row.window = self._by_day(self._in_window(key), activity)
        row.reasons.append(row.window)
        for who in people:
            row.reasons.append(
                self.tables.attends(self.programme.participant(who), activity)
            )
        if activity.length:
            row.reasons += [self.free(who, activity) for who in people]
            row.reasons.append(self._by_day(self._unloaded(row), activity))
            row.reasons.append(self._by_day(self._unit_holds(row), activity))
        row.reasons.append(self._by_day(self._quiet(row), activity))
        if activity.plenary:
            row.reasons.append(self._attended(row))
        return row

    def _by_day(self, days: Days, activity: Activity) -> Flags:
        return np.repeat(days[:, None], len(self.tables.starts(activity)), axis=1)

    def _in_window(self, key: SessionKey) -> Days:
        days = np.arange(self.tables.days)
        return (days >= self.windows.low[key]) & (days <= self.windows.high[key])

    def free(self, who: str, activity: Activity) -> Flags:
        """When nothing else of somebody, or in a room, is on."""
        busy, size = self.busy[who], activity.length
        starts = self.tables.starts(activity)
        return np.stack([~busy[:, s : s + size].any(axis=1) for s in starts], axis=1)

    def _unloaded(self, row: Wanted) -> Days:
        fine = np.ones(self.tables.days, dtype=bool)
        for rule in self.tables.rules("person_load"):
            if meets(rule, row.activity):
                period = self.periods[rule.period]
                for who in row.people:
                    held: Counter[int] = Counter()
                    for key in self._placed(who):
                        other = self.programme.activity(key.activity)
                        if meets(rule, other):
                            held[period[self.found.start[key][0]]] += other.length
                    room = rule.most_slots - row.activity.length
                    full = [number for number, slots in held.items() if slots > room]
                    fine &= ~np.isin(period, full)
        return fine

    def _placed(self, who: str) -> list[SessionKey]:
        return [key for key in self.keys_of[who] if key in self.found.start]

    def _unit_holds(self, row: Wanted) -> Days:
        fine = np.ones(self.tables.days, dtype=bool)
        if self.tables.rules("unit_away") and counts_as_away(row.activity):
            for who in row.people:
                for unit in self.units[who]:
                    most = self.programme.unit(unit).max_away
                    others: Counter[int] = Counter()
                    for mate in self.mates[unit] - {who}:
                        others.update(self.away[mate])
                    for day, count in others.items():
                        fine[day] &= count < most
        return fine

    def _quiet(self, row: Wanted) -> Days:
        fine = np.ones(self.tables.days, dtype=bool)
        for rule in self.tables.rules("quiet_before"):
            for who in row.people:
                for key in self._placed(who):
                    day = self.found.start[key][0]
                    if row.activity.id == rule.then and meets(
                        rule, self.programme.activity(key.activity)
                    ):
                        fine[day : day + rule.days + 1] = False
                    elif key.activity == rule.then and meets(rule, row.activity):
                        fine[max(0, day - rule.days) : day + 1] = False
        return fine

    def _attended(self, row: Wanted) -> Flags:
        """When enough people can come, and nobody misses too many."""
        absent = self.absences(row)
        fine = np.ones(absent.shape[1:], dtype=bool)
        for rule in self.tables.rules("fewest_present"):
            if meets(rule, row.activity):
                share = 100 * absent.sum(axis=0)
                fine &= share <= (100 - rule.percent) * len(row.people)
        for rule in self.tables.rules("attendance_minimum"):
            if meets(rule, row.activity):
                for who, away in zip(row.people, absent, strict=True):
                    if self.missed[rule.id, who] >= rule.most_missed:
                        fine &= ~away
        return fine

    # --- who leads it, and where -----------------------------------------------------

    def leaders(self, row: Wanted, role: str, relation: str) -> list[tuple[str, Flags]]:
        """Who may fill a role, and when, in the order in which they are asked."""
        activity, key = row.activity, row.key
        at: dict[str, Any] = {}
        if relation == "pick":
            at = {
                s.id: True
                for s in self.programme.staff_in(role)
                if self.tables.leading(s, role, activity, key)
                and self._has_time(s.id, role)
                and not self._meets_twice(row, s.id, role)
            }
        elif relation == "coach":
            at = {self.found.coach[key.audience]: True}
        elif relation == "group":
            at = {self.found.facilitator[key.audience]: True}
        elif relation == "host_leader":
            leader = self.programme.host(self.found.host[key.audience]).leader
            at = {leader: True} if leader else {}
        else:
            lead = next(lead for lead in activity.leads if lead.role == role)
            at = dict(self.tables.dated.leaders(key, activity, lead))
        return [
            (who, self._leads(who, role, activity, days)) for who, days in at.items()
        ]

    def _leads(self, who: str, role: str, activity: Activity, days: Any) -> Flags:
        member = self.programme.member(who)
        fine = self.tables.leads(member, role, activity) & self.free(who, activity)
        load = member.load(role)
        if load is not None and load.per_day is not None:
            for (other, of, day), count in self.led_on.items():
                if (other, of) == (who, role) and count >= load.per_day:
                    fine[day] = False
        return fine if days is True else fine & self._by_day(days, activity)

    def _has_time(self, who: str, role: str) -> bool:
        load = self.programme.member(who).load(role)
        most = load.largest if load else None
        return most is None or self.led[who, role] < most

    def _meets_twice(self, row: Wanted, who: str, role: str) -> bool:
        """Whether somebody there meets the leader in another role."""
        if row.activity.audience == "cohort" or row.activity.by_area:
            return False
        return any(self.met[person].get(who, role) != role for person in row.people)

    def places(self, row: Wanted) -> list[tuple[str | None, Flags]]:
        """Where it may be, and when: the smallest rooms that hold it first."""
        if not row.activity.where:
            anywhere = np.ones(
                (self.tables.days, len(self.tables.starts(row.activity)))
            )
            return [(None, anywhere.astype(bool))]
        homes = self._homes(row)
        found: list[tuple[str | None, Flags]] = []
        for place in [
            *self._rooms(row),
            *homes,
            *(w for w in row.activity.where if w == "online"),
        ]:
            if self.tables.standing(row.key, row.activity, place) and self._near(
                row, place
            ):
                fine = self.tables.houses(place, row.activity)
                if place in homes:
                    fine = fine & self._by_day(homes[place], row.activity)
                elif place != "online":
                    fine = fine & self.free(place, row.activity)
                found.append((place, fine))
        return found

    def _rooms(self, row: Wanted) -> list[str]:
        """Rooms with seats enough, the smallest first."""
        if "room" not in row.activity.where:
            return []
        seats = len(row.people) + len(row.activity.leads) + row.activity.guests
        rooms = sorted(self.programme.rooms, key=lambda room: room.capacity)
        return [room.id for room in rooms if room.capacity >= seats]

    def _homes(self, row: Wanted) -> dict[str, Days]:
        """Units of those who come, each with the days on which somebody works there."""
        found: dict[str, Days] = {}
        if {"member_unit", "home_unit"} & set(row.activity.where):
            for who in row.people:
                for unit, days in self.tables.dated.home_units(who).items():
                    found[unit] = found.get(unit, np.zeros_like(days)) | days
        return found

    def _near(self, row: Wanted, place: str) -> bool:
        site = self.programme.site(place)
        return all(
            self.programme.travel_minutes(unit, site) <= rule.limit
            for rule in self.tables.rules("attendee_travel")
            if meets(rule, row.activity)
            for who in row.people
            for unit in self.units[who]
        )

    def reachable(
        self, people: list[str], day: int, start: int, size: int, place: str | None
    ) -> bool:
        """Whether everybody can get there from, and away to, what else is that day."""
        site = self.programme.site(place)
        for who in people if site else ():
            for begin, end, other in self.stays[who, day]:
                minutes = self.programme.travel_minutes(site, other)
                between = max(start - end, begin - start - size)
                if between * self.minutes < minutes:
                    return False
        return True
