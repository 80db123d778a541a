"""The meetings of a programme as Timefold's planning entities, with their values."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.methods.tables import Flags, meets
from benchmarks.methods.timefold_model import Meeting
from benchmarks.methods.timefold_numbers import Numbers, picked
from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.rules._base import Attendance


class Meetings(Numbers):
    """Makes a meeting of each session, due date and stay."""

    def meeting(self, key: SessionKey) -> Meeting:
        """Make the meeting of a session, a due date or a stay."""
        activity = self._programme.activity(key.activity)
        stay, picks = self._is_stay(key), picked(activity)
        coached = bool(picks) and picks[0].relation == "coach"
        starts = self._starts(key, activity)
        places, prices = self._places_of(key, activity)
        leaders = [self._leaders_of(key, activity, lead) for lead in picks]
        leaders += [([-1], {})] * (2 - len(leaders))
        first = [held for held in self._start.staff.items() if held[0][0] == key]
        chosen = {role: people[0] for (_, role), people in first if people}
        given = [
            self._leader.get((chosen.get(lead.role, ""), lead.role), -1)
            for lead in picks
        ]
        given += [-1] * (2 - len(given))
        day, slot = self._start.start[key]
        few = [
            r.most for r in self._tables.rules("few_days") if r.activity == activity.id
        ]
        return Meeting(
            id=self._number[key],
            activity=[a.id for a in self._programme.activities].index(activity.id),
            person=self._person.get(key.audience, -1 - self._number[key]),
            length=activity.length * (activity.occurrences if stay else 1),
            slots=self._tables.slots,
            rooms=len(self._programme.rooms),
            is_stay=stay,
            is_plenary=activity.plenary,
            is_coaching=coached,
            is_first=coached and key.occurrence == 1,
            is_led_by_host=not stay
            and any(w.relation == "host_leader" for w in activity.leads),
            few=few[0] if few else 0,
            starts=starts,
            places=places,
            leaders=leaders[0][0],
            seconds=leaders[1][0],
            barred=self._barred_of(key, activity),
            absences=self._absences(key, activity, starts),
            prices=self._prices(key, activity, starts),
            place_prices=prices,
            leader_prices=leaders[0][1],
            travel=self._travel,
            start=_near(starts, day * self._tables.slots + slot),
            place=_near(places, self._place.get(self._start.place.get(key, ""), -1)),
            leader=_near(leaders[0][0], given[0]),
            second=_near(leaders[1][0], given[1]),
        )

    def _starts(self, key: SessionKey, activity: Activity) -> list[int]:
        """Starts that no hard rule forbids to the session for itself."""
        programme = self._programme
        count = activity.occurrences if self._is_stay(key) else 1
        fine = np.ones(
            (self._tables.days, len(self._tables.starts(activity))), dtype=bool
        )
        for at in range(count):
            now = self._tables.allowed(
                key._replace(occurrence=1 + at) if at else key, activity
            )
            for who in self._people[key]:
                now = now & self._tables.attends(programme.participant(who), activity)
            fine &= np.roll(now, -at, axis=0)
        for lead in activity.leads:
            held = self._fixed(key, activity, lead)
            if held is not None:
                fine &= held
        if activity.plenary:
            absent = self._absent(key, activity).sum(axis=0)
            for rule in self._tables.rules("fewest_present"):
                if meets(rule, activity):
                    fine &= 100 * absent <= (100 - rule.percent) * len(
                        self._people[key]
                    )
        slots, starts = self._tables.slots, self._tables.starts(activity)
        found = [
            int(d) * slots + starts[int(c)]
            for d, c in zip(*np.nonzero(fine), strict=True)
        ]
        return found or [0]

    def _fixed(self, key: SessionKey, activity: Activity, lead: Lead) -> Flags | None:
        """When who leads without a choice can; ``None`` where there is a choice."""
        members = self._programme.member
        if lead.relation == "group":
            who = members(self._start.facilitator[key.audience])
            return self._tables.leads(who, lead.role, activity)
        if lead.relation not in ("manager", "director"):
            return None
        led = [
            self._tables.leads(members(who), lead.role, activity) | ~days[:, None]
            for who, days in self._tables.dated.leaders(key, activity, lead).items()
        ]
        return np.all(led, axis=0) if led else None

    def _absences(
        self, key: SessionKey, activity: Activity, starts: list[int]
    ) -> dict[int, int]:
        rules = [r for r in self._programme.rules if r.kind == "plenary_absence"]
        if not activity.plenary or not any(meets(r, activity) for r in rules):
            return {}
        return self._by_start(starts, activity, self._absent(key, activity).sum(axis=0))

    def _prices(
        self, key: SessionKey, activity: Activity, starts: list[int]
    ) -> dict[int, int]:
        """What each start costs on the level of dates."""
        choices = self._tables.choices
        rows = list(choices.by_day(key, activity))
        for who in self._people[key]:
            fields = (self._programme.participant(who), activity)
            rows += choices.by_start(Attendance, fields, activity.length)
        total = np.zeros(
            (self._tables.days, len(self._tables.starts(activity))), dtype=np.int64
        )
        for row in rows:
            if row.rule.level == "dates":
                total += row.rule.weight * row.amounts
        return self._by_start(starts, activity, total) if total.any() else {}

    def _places_of(
        self, key: SessionKey, activity: Activity
    ) -> tuple[list[int], dict[int, int]]:
        if self._is_stay(key):
            person = self._programme.participant(key.audience)
            judged = {
                self._place[h.unit]: self._tables.hosting(person, h)
                for h in self._programme.hosts
                if h.capacity_year
            }
            kept = {at: cost for at, (allowed, cost) in judged.items() if allowed}
            return (list(kept) or [-1]), kept
        people = self._people[key]
        seats = len(people) + len(activity.leads) + activity.guests
        names = [
            r.id
            for r in self._programme.rooms
            if "room" in activity.where and r.capacity >= seats
        ]
        if {"home_unit", "member_unit"} & set(activity.where):
            homes = [self._tables.dated.home_units(who).items() for who in people]
            names += [unit for row in homes for unit, days in row if days.any()]
        names += ["online"] if "online" in activity.where else []
        kept_ = [
            self._place[name]
            for name in dict.fromkeys(names)
            if self._tables.standing(key, activity, name)
            and self._near_enough(people, activity, name)
        ]
        return kept_ or [-1], {}

    def _near_enough(self, people: list[str], activity: Activity, name: str) -> bool:
        site = self._programme.site(name)
        return all(
            self._programme.travel_minutes(unit, site) <= rule.limit
            for rule in self._tables.rules("attendee_travel")
            if meets(rule, activity)
            for who in people
            for unit in self._tables.dated.home_units(who)
        )

    def _leaders_of(
        self, key: SessionKey, activity: Activity, lead: Lead
    ) -> tuple[list[int], dict[int, int]]:
        staff = self._programme.staff_in(lead.role)
        if lead.relation == "coach":
            person = self._programme.participant(key.audience)
            judged = {
                self._leader[s.id, lead.role]: self._tables.coaching(person, s)
                for s in staff
            }
            kept = {at: cost for at, (allowed, cost) in judged.items() if allowed}
            return list(kept), kept
        found = [
            self._leader[s.id, lead.role]
            for s in staff
            if self._tables.leading(s, lead.role, activity, key)
        ]
        return found or [-1], {}

    def _barred_of(self, key: SessionKey, activity: Activity) -> set[int]:
        """Codes of starts and of places or leaders that are not to be had then.

        They are one set for all meetings of an activity, as far as they can be.
        """
        own = self._former(key, activity)
        if activity.id not in self._barred:
            codes: set[int] = set()
            for base, fine in self._choices(activity):
                for day, column in zip(*np.nonzero(~fine), strict=True):
                    start = (
                        int(day) * self._tables.slots
                        + self._tables.starts(activity)[int(column)]
                    )
                    codes.add(start * 100_000 + base)
            self._barred[activity.id] = codes
        return self._barred[activity.id] | own if own else self._barred[activity.id]

    def _former(self, key: SessionKey, activity: Activity) -> set[int]:
        """Codes of starts and of units where nobody who comes works on the day."""
        if not {"home_unit", "member_unit"} & set(activity.where):
            return set()
        held: dict[str, Flags] = {}
        for who in self._people[key]:
            for unit, days in self._tables.dated.home_units(who).items():
                held[unit] = held.get(unit, np.zeros_like(days)) | days
        slots, starts = self._tables.slots, self._tables.starts(activity)
        return {
            (day * slots + start) * 100_000 + self._place[unit]
            for unit, days in held.items()
            for day in np.flatnonzero(~days).tolist()
            for start in starts
        }

    def _choices(self, activity: Activity) -> Iterator[tuple[int, Flags]]:
        tables, programme = self._tables, self._programme
        stay = activity.kind == "practicum"
        for at, name in enumerate(self.places[: len(programme.rooms)]):
            if "room" in activity.where:
                yield at, tables.houses(name, activity)
        for column, lead in enumerate(picked(activity)):
            for member in programme.staff_in(lead.role):
                code = 10_000 * (1 + column) + self._leader[member.id, lead.role]
                yield code, tables.leads(member, lead.role, activity)
        for lead in activity.leads:
            for host in programme.hosts if lead.relation == "host_leader" else ():
                fine = np.repeat(
                    tables.receives(host)[:, None], len(tables.starts(activity)), axis=1
                )
                fine = fine if stay else np.ones_like(fine)
                if host.leader:
                    fine = fine & tables.leads(
                        programme.member(host.leader), lead.role, activity
                    )
                if stay:
                    fine = np.all(
                        [
                            np.roll(fine, -at, axis=0)
                            for at in range(activity.occurrences)
                        ],
                        axis=0,
                    )
                yield self._place[host.unit], fine


def _near(values: list[int], wanted: int) -> int:
    """Return the value wanted, or the nearest."""
    return min(values, key=lambda value: abs(value - wanted))
