"""A strategy for well-formed plans of any programme: some tidy, most disturbed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import (
    CoachMatch,
    Milestone,
    ModuleClass,
    NetworkGroup,
    Placement,
    Plan,
    Session,
    SessionKey,
    SessionStaff,
)
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView

Draw = Any
Start = tuple[date, int]


@st.composite
def plans(draw: Draw, programme: Programme) -> Plan:
    """Draw a well-formed plan of a programme.

    Managers, directors, coaches, facilitators, host leaders, home units and host
    units are the right ones; places and staff are candidates. All else may break
    any rule. One half starts from a plan in which nobody meets twice at once and
    the parts of the year follow each other; up to five sessions are then moved,
    some onto each other. The other half lies near that order, without its care.
    Only a seed is drawn: single draws for a hundred sessions would make most
    examples variants of each other.
    """
    seed = draw(st.binary(min_size=6, max_size=6))
    tidy, moves, dice = seed[0] % 2 == 0, seed[1] % 6, Random(seed)
    people = _people(dice, programme)
    builder = _Builder(dice, programme, PlanView(programme, people))
    starts = builder.tidy() if tidy else builder.loose()
    builder.disturb(starts, moves)
    return builder.plan(people, starts)


def _people(dice: Random, programme: Programme) -> Plan:
    """Draw the groups, classes, placements and matches."""
    groups, classes = [], []
    hosts = [host.unit for host in programme.hosts]
    coaches = [coach.id for coach in programme.staff_in("coach")]
    for cohort in programme.cohorts:
        split = _split(
            dice,
            programme.group_ids(cohort.id),
            [p.id for p in programme.needs_groups if p.cohort == cohort.id],
        )
        led = any(x.relation == "group" for a in programme.activities for x in a.leads)
        for key, members in split.items():
            staff = programme.staff_in("facilitator") if led else ()
            facilitator = dice.choice(staff).id if staff else None
            groups.append(
                NetworkGroup(
                    id=key,
                    cohort=cohort.id,
                    participants=members,
                    facilitator=facilitator,
                )
            )
        if cohort.classes_with is not None:
            continue
        joined = {c.id for c in programme.cohorts if c.classes_with == cohort.id}
        split = _split(
            dice,
            programme.class_ids(cohort.id),
            [p.id for p in programme.needs_classes if p.cohort in joined | {cohort.id}],
        )
        classes += [
            ModuleClass(id=key, cohort=cohort.id, participants=members)
            for key, members in split.items()
        ]
    return Plan(
        groups=tuple(groups),
        classes=tuple(classes),
        placements=tuple(Placement(participant=p.id, host=dice.choice(hosts))
                         for p in programme.needs_hosts),
        matches=tuple(CoachMatch(participant=p.id, coach=dice.choice(coaches))
                      for p in programme.needs_coaches),
    )  # fmt: skip


def _split(
    dice: Random, labels: Sequence[str], people: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Deal people round, then let some change places."""
    if not labels:
        return {}
    label = {p: labels[i % len(labels)] for i, p in enumerate(people)}
    for _ in range(dice.randint(0, 2) if people else 0):
        label[dice.choice(people)] = dice.choice(labels)
    return {key: tuple(p for p in people if label[p] == key) for key in labels}


class _Builder:
    """Draws days, then what follows from them: people, places and staff."""

    def __init__(self, dice: Random, programme: Programme, view: PlanView) -> None:
        self.dice, self.programme, self.view = dice, programme, view
        self.calendar = programme.calendar
        self.days = self.calendar.days()
        self.picked: dict[tuple[SessionKey, str], str] = {}
        for key in programme.session_keys:
            for lead in programme.activity(key.activity).leads:
                if lead.relation == "pick":
                    staff = programme.staff_in(lead.role)
                    self.picked[key, lead.role] = dice.choice(staff).id
        self.busy: dict[tuple[str, date], list[range]] = defaultdict(list)

    # --- days and slots -------------------------------------------------------

    def targets(self) -> Iterator[tuple[SessionKey, Activity, int]]:
        """Sessions with the number of the day near which they belong.

        Activities stand in the order of their kinds, spread over the horizon.
        """
        order = {kind: i for i, kind in enumerate(ORDER)}
        activities = sorted(
            self.programme.activities, key=lambda a: order.get(a.kind, len(order) // 2)
        )
        step = len(self.days) / (sum(a.occurrences for a in activities) + 1)
        place = 0
        for activity in activities:
            for occurrence in range(1, activity.occurrences + 1):
                for audience in self.programme.audiences(activity.id):
                    key = SessionKey(activity.id, audience, occurrence)
                    yield key, activity, round(place * step)
                place += 1

    def tidy(self) -> dict[SessionKey, Start]:
        """Give each session the first start near its day at which all are free."""
        found: dict[SessionKey, Start] = {}
        for key, activity, target in self.targets():
            if key in found:
                continue
            keys = [key]
            if activity.occurrences == 5 and activity.forms != ("free",):
                keys = [key._replace(occurrence=i + 1) for i in range(5)]
            found |= self._first_free(keys, activity, target)
        return found

    def _first_free(
        self, keys: list[SessionKey], activity: Activity, target: int
    ) -> dict[SessionKey, Start]:
        steps = self._steps(activity) if len(keys) == 5 else [0]
        last = len(self.days) - 1 - steps[-1]
        order = [*range(min(target, last), last + 1), *range(last + 1)]
        for careful in (2, 1, 0):
            for index in order:
                days = [self.days[index + step] for step in steps]
                if steps[-1] and days[0].weekday() != 0:
                    continue
                for slot in self.calendar.starts(activity.length):
                    taken = dict(zip(keys, ((d, slot) for d in days), strict=True))
                    if all(self._fits(k, s, careful) for k, s in taken.items()):
                        for key, start in taken.items():
                            self._take(key, start)
                        return taken
        return {
            k: (self.days[min(i, len(self.days) - 1)], 0) for i, k in enumerate(keys)
        }

    def _steps(self, activity: Activity) -> list[int]:
        """Days of five occurrences, counted from a Monday."""
        if "week" in activity.forms:
            return [0, 1, 2, 3, 4]
        if "three_two" in activity.forms:
            return self.dice.choice(([0, 1, 2, 7, 8], [2, 3, 4, 9, 10]))
        return self.dice.choice(([0, 7, 14, 21, 28], [0, 1, 7, 9, 16]))

    def _fits(self, key: SessionKey, start: Start, careful: int) -> bool:
        """Whether nobody is busy, nor (if careful) away or, at 2, away all day."""
        day, slot = start
        activity = self.programme.activity(key.activity)
        if careful and day.weekday() not in self.calendar.weekdays:
            return False
        mine = range(slot, slot + activity.length)
        people = self._people(key, day)
        for person in people:
            taken = self.busy[person, day]
            if (careful == 2 and taken) or any(_meet(mine, other) for other in taken):
                return False
        blocks = self.calendar.blocks_of(slot, activity.length)
        return not careful or all(
            self._free(person, day, block) for person in people for block in blocks
        )

    def _free(self, person: str, day: date, block: int) -> bool:
        programme = self.programme
        rows: list[Any] = [p for p in programme.participants if p.id == person]
        rows += [s for s in programme.staff if s.id == person]
        closed: list[Any] = []
        for row in rows:
            post = row.post_on(day) if hasattr(row, "post_on") else None
            profile = programme.unit(post.unit).profile if post else None
            closed += self.calendar.closures_of(getattr(row, "profile", profile))
            closed += [a for a in row.availability if a.state == "unavailable"]
        return not any(span.covers(day, block) for span in closed)

    def _take(self, key: SessionKey, start: Start) -> None:
        length = self.programme.activity(key.activity).length
        for person in self._people(key, start[0]):
            self.busy[person, start[0]].append(range(start[1], start[1] + length))

    def loose(self) -> dict[SessionKey, Start]:
        """Give each session a start near its day, whoever is free or not."""
        found = {}
        for key, activity, target in self.targets():
            shift = self.dice.randint(-3, 3)
            index = min(max(target + shift, 0), len(self.days) - 1)
            found[key] = (self.days[index], self._slot(activity))
        return found

    def _slot(self, activity: Activity) -> int:
        return self.dice.choice(self.calendar.starts(activity.length))

    def disturb(self, starts: dict[SessionKey, Start], moves: int) -> None:
        """Move some sessions: near, far, or onto another session."""
        keys = list(starts)
        for _ in range(moves if keys else 0):
            key, other = self.dice.choice(keys), self.dice.choice(keys)
            activity, (day, slot) = self.programme.activity(key.activity), starts[key]
            how = self.dice.randint(0, 2)
            if how == 0:
                index = self.days.index(day) + self.dice.randint(-2, 2)
                day = self.days[min(max(index, 0), len(self.days) - 1)]
            elif how == 1:
                day = self.dice.choice(self.days)
            else:
                day = starts[other][0]
            slots = self.calendar.starts(activity.length)
            starts[key] = (
                day,
                slot if self.dice.random() < 0.5 else self.dice.choice(slots),
            )

    # --- what follows from the days ---------------------------------------------

    def _people(self, key: SessionKey, day: date) -> set[str]:
        staff = {seat.staff for seat in self._staff(key, day)}
        return staff | set(self.view.attendees(key, day))

    def _staff(self, key: SessionKey, day: date) -> tuple[SessionStaff, ...]:
        programme, who = self.programme, key.audience
        activity = programme.activity(key.activity)
        rows = []
        for lead in activity.leads:
            if lead.relation == "pick":
                found = {self.picked[key, lead.role]}
            elif lead.relation == "director" and activity.by_area:
                found = self._directors(key, day)
            else:
                found = {
                    "group": lambda: self.view.facilitator_of.get(who),
                    "coach": lambda: self.view.coach_of.get(who),
                    "manager": lambda: programme.manager_on(who, day),
                    "director": lambda: programme.director_on(who, day),
                    "host_leader": lambda: (
                        programme.host(self.view.host_of[who]).leader
                    ),
                }[lead.relation]()
                found = {found} - {None}
            rows += [SessionStaff(role=lead.role, staff=s) for s in sorted(found)]
        return tuple(rows)

    def _directors(self, key: SessionKey, day: date) -> set[str]:
        return {
            post.staff
            for area in self.programme.areas_at(key.activity, key.audience)
            for post in area.directors
            if day in post.span
        }

    def _places(self, key: SessionKey, day: date) -> list[str]:
        """Where a session may stand."""
        programme, activity = self.programme, self.programme.activity(key.activity)
        found: list[str] = []
        for where in activity.where:
            if where == "room":
                found += [room.id for room in programme.rooms]
            elif where == "online":
                found.append("online")
            elif where == "host_unit":
                found.append(self.view.host_of[key.audience])
            else:
                found += self._units(key, day)
        return found

    def _units(self, key: SessionKey, day: date) -> list[str]:
        """Units where the attendees work that day, at times anybody's of the cohort."""
        guests = {guest.id for guest in self.programme.guests(key)}
        ids = [p for p in self.view.attendees(key, day) if p not in guests]
        people = [self.programme.participant(p) for p in ids]
        joint = len(ids) != 1 or ids[0] != key.audience
        if not people or (joint and self.dice.randrange(12) == 0):
            audiences = self.programme.audiences_of
            people = [
                person
                for person in self.programme.followers(key.activity)
                if key.audience in audiences(key.activity, person.cohort)
            ]
        return sorted({post.unit for p in people if (post := p.post_on(day))})

    def plan(self, people: Plan, starts: dict[SessionKey, Start]) -> Plan:
        """Write everything as a plan."""
        sessions, milestones = [], []
        for key, (day, slot) in starts.items():
            activity = self.programme.activity(key.activity)
            if activity.is_milestone:
                milestones.append(
                    Milestone(
                        activity=key.activity,
                        day=day,
                        participant=key.audience,
                        occurrence=key.occurrence,
                    )
                )
                continue
            begins, ends = self.calendar.clock(slot, activity.length)
            places = self._places(key, day)
            sessions.append(
                Session(
                    **key._asdict(),
                    day=day,
                    slot=slot,
                    starts=begins,
                    ends=ends,
                    place=self.dice.choice(places) if places else None,
                    staff=self._staff(key, day),
                )
            )
        return Plan(sessions=tuple(sessions), milestones=tuple(milestones),
                    groups=people.groups, classes=people.classes,
                    placements=people.placements, matches=people.matches)  # fmt: skip


ORDER = (
    "kick_off", "career_talk", "theme_day", "network_meeting", "director_meeting",
    "teaching_day", "coaching", "exam", "three_way_talk", "practicum", "milestone",
    "kick_on",
)  # fmt: skip


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
