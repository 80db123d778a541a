"""A programme and a start as facts of the Timefold model, and its answer as a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from benchmarks.methods.spreadsheet import members_of
from benchmarks.methods.tables import Flags, Tables, meets
from benchmarks.methods.timefold_model import (
    Attending,
    Load,
    Meeting,
    Missing,
    Pair,
    Room,
    Year,
)
from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.model.assignment import Assignment
from leaderplan.rules._base import Attendance

NONE, EVER = -100_000, 100_000
"""Days that no distance is below or above."""

PLENTY = 10_000
"""A load that nobody has."""

Pairs = dict[tuple[int, int], Pair]


class Facts:
    """Writes a programme as facts, with the values of a start.

    Parameters
    ----------
    tables
        The programme's tables.
    start
        A whole assignment: its values begin the search, its groups, classes and
        facilitators stay.
    """

    def __init__(self, tables: Tables, start: Assignment) -> None:
        self._tables, self._start = tables, start
        self._programme = programme = tables.programme
        rooms = [room.id for room in programme.rooms]
        self.places = [*rooms, *(unit.id for unit in programme.units), "online"]
        self._place = {name: at for at, name in enumerate(self.places)}
        self.leaders = [(s.id, load.role) for s in programme.staff for load in s.roles]
        self._leader = {name: at for at, name in enumerate(self.leaders)}
        self._person = {p.id: at for at, p in enumerate(programme.participants)}
        self.keys = [
            key
            for key in programme.session_keys
            if key.occurrence == 1 or not self._is_stay(key)
        ]
        self._number = {key: at for at, key in enumerate(self.keys)}
        self._people = {key: members_of(tables, start, key) for key in self.keys}
        self._barred: dict[str, set[int]] = {}
        self._travel = self._travels()

    def _is_stay(self, key: SessionKey) -> bool:
        return self._programme.activity(key.activity).kind == "practicum"

    def year(self) -> Year:
        """Return everything known, with the start's values."""
        meetings = [self._meeting(key) for key in self.keys]
        return Year(
            meetings, list(self._pairs().values()), list(self._loads()),
            list(self._rooms()), list(self._missing(meetings)), list(self._attending()),
        )  # fmt: skip

    def found(self, year: Year) -> Assignment:
        """Read an assignment from a solution."""
        start, slots = self._start, self._tables.slots
        found = Assignment(
            group=start.group, classes=start.classes, facilitator=start.facilitator
        )
        for meeting, key in zip(year.meetings, self.keys, strict=True):
            if meeting.is_stay:
                found.host[key.audience] = self.places[meeting.place]
            if meeting.is_coaching and key.occurrence == 1:
                found.coach[key.audience] = self.leaders[meeting.leader][0]
        for meeting, key in zip(year.meetings, self.keys, strict=True):
            activity = self._programme.activity(key.activity)
            count = activity.occurrences if meeting.is_stay else 1
            for at in range(count):
                held = key._replace(occurrence=key.occurrence + at)
                found.start[held] = (meeting.start // slots + at, meeting.start % slots)
                if meeting.place >= 0:
                    found.place[held] = self.places[meeting.place]
                for lead in activity.leads:
                    found.staff[held, lead.role] = self._staff(
                        found, meeting, held, lead
                    )
        return found

    def _staff(
        self, found: Assignment, meeting: Meeting, key: SessionKey, lead: Lead
    ) -> tuple[str, ...]:
        activity = self._programme.activity(key.activity)
        if lead.relation in ("pick", "coach"):
            first = _picked(activity)[:1] == [lead]
            return (self.leaders[meeting.leader if first else meeting.second][0],)
        if lead.relation == "group":
            return (found.facilitator[key.audience],)
        if lead.relation == "host_leader":
            leader = self._programme.host(found.host[key.audience]).leader
            return (leader,) if leader else ()
        day = found.start[key][0]
        held = self._tables.dated.leaders(key, activity, lead)
        return tuple(sorted(who for who, days in held.items() if days[day]))

    # --- meetings -----------------------------------------------------------------

    def _meeting(self, key: SessionKey) -> Meeting:
        activity = self._programme.activity(key.activity)
        stay, picked = self._is_stay(key), _picked(activity)
        coached = bool(picked) and picked[0].relation == "coach"
        starts = self._starts(key, activity)
        places, prices = self._places_of(key, activity)
        leaders = [self._leaders_of(key, activity, lead) for lead in picked]
        leaders += [([-1], {})] * (2 - len(leaders))
        first = [held for held in self._start.staff.items() if held[0][0] == key]
        chosen = {role: people[0] for (_, role), people in first if people}
        given = [
            self._leader.get((chosen.get(lead.role, ""), lead.role), -1)
            for lead in picked
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
            barred=self._barred_of(activity),
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

    def _absent(self, key: SessionKey, activity: Activity) -> Flags:
        people = [self._programme.participant(who) for who in self._people[key]]
        return np.stack([self._tables.absent(person, activity) for person in people])

    def _by_start(
        self, starts: list[int], activity: Activity, amounts: Any
    ) -> dict[int, int]:
        columns = {slot: at for at, slot in enumerate(self._tables.starts(activity))}
        slots = self._tables.slots
        rows = {s: int(amounts[s // slots, columns[s % slots]]) for s in starts}
        return {start: amount for start, amount in rows.items() if amount}

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
            names += [u for who in people for u in self._tables.dated.home_units(who)]
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

    def _barred_of(self, activity: Activity) -> set[int]:
        """Codes of starts and of places or leaders that are not to be had then."""
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
        return self._barred[activity.id]

    def _choices(self, activity: Activity) -> Iterator[tuple[int, Flags]]:
        tables, programme = self._tables, self._programme
        stay = activity.kind == "practicum"
        for at, name in enumerate(self.places[: len(programme.rooms)]):
            if "room" in activity.where:
                yield at, tables.houses(name, activity)
        for column, lead in enumerate(_picked(activity)):
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

    # --- what relates meetings --------------------------------------------------------

    def _pairs(self) -> Pairs:
        pairs: Pairs = {}
        of: dict[str, list[SessionKey]] = defaultdict(list)
        for key, people in self._people.items():
            for who in people:
                of[who].append(key)
        for keys in of.values():
            for one, other in combinations(keys, 2):
                if self._length(one) and self._length(other):
                    self._pair(pairs, one, other).shared = True
            self._distances(pairs, keys)
        for keys in self._by_leader().values():
            for one, other in combinations(keys, 2):
                self._pair(pairs, one, other).shared = True
        self._mates(pairs, of)
        return pairs

    def _length(self, key: SessionKey) -> int:
        return self._programme.activity(key.activity).length

    def _pair(self, pairs: Pairs, one: SessionKey, other: SessionKey) -> Pair:
        name = (self._number[one], self._number[other])
        if name not in pairs:
            pairs[name] = Pair(*name, False, NONE, EVER, -1, NONE, EVER, False)
        return pairs[name]

    def _distances(self, pairs: Pairs, keys: list[SessionKey]) -> None:
        rules = [r for r in self._programme.rules if r.kind in ("spacing", "order")]
        for rule in rules:
            last = self._programme.activity(rule.first).occurrences
            first_at = getattr(rule, "first_occurrence", None) or last
            then_at = getattr(rule, "then_occurrence", None) or 1
            for one in (k for k in keys if k.activity == rule.first):
                for other in (
                    k for k in keys if k.activity == (rule.then or rule.first)
                ):
                    meant = (
                        other.occurrence == one.occurrence + 1
                        if rule.then is None
                        else (
                            one.occurrence
                            in (first_at, 1 if self._is_stay(one) else first_at)
                        )
                        and other.occurrence == then_at
                    )
                    if meant:
                        self._space(self._pair(pairs, one, other), rule)
        for rule in self._tables.rules("quiet_before"):
            for other in (k for k in keys if k.activity == rule.then):
                for one in (
                    k for k in keys if meets(rule, self._programme.activity(k.activity))
                ):
                    if one != other:
                        pair = self._pair(pairs, one, other)
                        pair.quiet = max(pair.quiet, rule.days)
        for one, other in combinations(keys, 2):
            forms = self._programme.activity(one.activity).forms
            if forms == ("single_days",) and one.activity == other.activity:
                if other.occurrence == one.occurrence + 1:
                    pair = self._pair(pairs, one, other)
                    pair.least = max(pair.least, 1)

    def _space(self, pair: Pair, rule: Any) -> None:
        least, most = getattr(rule, "least", 1), getattr(rule, "most", None)
        least, most = NONE if least is None else least, EVER if most is None else most
        if rule.hard:
            pair.least, pair.most = max(pair.least, least), min(pair.most, most)
        else:
            pair.near, pair.far = max(pair.near, least), min(pair.far, most)

    def _by_leader(self) -> dict[str, list[SessionKey]]:
        """Meetings of who leads without a choice."""
        found: dict[str, list[SessionKey]] = defaultdict(list)
        for key in self.keys:
            activity = self._programme.activity(key.activity)
            for lead in activity.leads:
                if lead.relation == "group":
                    found[self._start.facilitator[key.audience]].append(key)
                for who in self._tables.dated.leaders(key, activity, lead):
                    found[who].append(key)
        return found

    def _mates(self, pairs: Pairs, of: dict[str, list[SessionKey]]) -> None:
        """Colleagues are not away on one day, where the unit can miss but one."""
        units: dict[str, list[str]] = defaultdict(list)
        for person in self._programme.participants:
            for unit in {post.unit for post in person.posts}:
                if self._programme.unit(unit).max_away == 1:
                    units[unit].append(person.id)
        for people in units.values():
            for who, mate in combinations(people, 2):
                for one in of[who]:
                    for other in of[mate]:
                        if one != other and self._away(one) and self._away(other):
                            self._pair(pairs, one, other).apart = True

    def _away(self, key: SessionKey) -> bool:
        activity = self._programme.activity(key.activity)
        return bool(activity.length) and activity.away and not activity.plenary

    def _loads(self) -> Iterator[Load]:
        coaches = self._programme.staff_in("coach")
        coached = sum(
            any(
                lead.relation == "coach"
                for lead in self._programme.activity(k.activity).leads
            )
            for k in self.keys
        )
        even = -(-coached // max(1, len(coaches)))
        for at, (who, role) in enumerate(self.leaders):
            load = self._programme.member(who).load(role)
            day = load.per_day if load and load.per_day is not None else PLENTY
            most = load.largest if load and load.largest is not None else PLENTY
            yield Load(at, day, most, even if role == "coach" else PLENTY)

    def _rooms(self) -> Iterator[Room]:
        year = self._programme.calendar.first.year
        even = [r for r in self._programme.rules if r.kind == "host_load_even"]
        for host in self._programme.hosts:
            past = sum(
                row.uses
                for rule in even[:1]
                for row in self._programme.history
                if row.subject == host.unit and 1 <= year - row.year <= rule.years
            )
            fair = max(0, even[0].fair - past) if even else PLENTY
            yield Room(
                self._place[host.unit], host.capacity_year, host.capacity_week, fair
            )

    def _missing(self, meetings: list[Meeting]) -> Iterator[Missing]:
        for rule in self._tables.rules("attendance_minimum"):
            for meeting, key in zip(meetings, self.keys, strict=True):
                activity = self._programme.activity(key.activity)
                if meets(rule, activity):
                    for who, away in zip(
                        self._people[key], self._absent(key, activity), strict=True
                    ):
                        for start in self._by_start(meeting.starts, activity, away):
                            yield Missing(
                                self._person[who],
                                meeting.id,
                                meeting.activity,
                                start,
                                rule.most_missed,
                            )

    def _attending(self) -> Iterator[Attending]:
        weekly = [
            r
            for r in self._programme.rules
            if r.kind == "programme_days" and r.period == "week"
        ]
        for key, people in self._people.items():
            if any(
                meets(rule, self._programme.activity(key.activity)) for rule in weekly
            ):
                for who in people:
                    yield Attending(self._person[who], self._number[key])

    def _travels(self) -> list[list[int]]:
        """Slots between each two places."""
        sites = [self._programme.site(place) for place in self.places]
        block = self._tables.calendar.blocks[0]
        minutes = (
            60 * (block.end.hour - block.start.hour)
            + block.end.minute
            - block.start.minute
        )
        slot = max(1, minutes // self._tables.calendar.slots_per_block)
        return [
            [-(-self._programme.travel_minutes(one, other) // slot) for other in sites]
            for one in sites
        ]


def _picked(activity: Activity) -> list[Lead]:
    """Roles that are a choice: of whoever has the role, or of the coach."""
    return [lead for lead in activity.leads if lead.relation in ("pick", "coach")]


def _near(values: list[int], wanted: int) -> int:
    """Return the value wanted, or the nearest."""
    return min(values, key=lambda value: abs(value - wanted))
