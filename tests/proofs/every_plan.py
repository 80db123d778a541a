"""Every plan of a tiny programme, one by one: an oracle that knows no solver.

Plans are put together row by row from the facts; what rules say of them is asked of
their ``check`` alone. A plan begun is given up where no end of it counts: what it
breaks, or costs, is never less in a plan that it is part of. Rules of which that is
not so from the start are asked once people are placed, or of whole plans only
(``ONCE_PLACED``, ``WHOLE``); ``test_every_plan.py`` holds the lists to the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from math import prod

from leaderplan.check import check
from leaderplan.domain.activity import Activity, Lead
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
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView

Row = Session | Milestone | NetworkGroup | ModuleClass | Placement | CoachMatch
Rows = tuple[Row, ...]
"""A part of a plan."""

Values = tuple[int, ...]
"""What a plan costs, level by level."""

FIELDS: dict[type, str] = {
    Session: "sessions",
    Milestone: "milestones",
    NetworkGroup: "groups",
    ModuleClass: "classes",
    Placement: "placements",
    CoachMatch: "matches",
}

ONCE_PLACED = frozenset(
    {
        "balance", "class_size", "coach_load", "coach_load_even", "facilitator_load",
        "fewest_present", "group_size", "nobody_alone", "pairs_together", "quorum",
        "represented", "right_leader", "right_place",
    }
)  # fmt: skip
"""Kinds of rules that ask for enough people, or where people are: they are asked once
all people are placed."""

WHOLE = frozenset({"area_meeting_once", "day_ledger", "focus_areas", "three_sectors"})
"""Kinds of rules that ask for enough sessions: of whole plans only."""


class TooMany(Exception):
    """There are more plans than may be gone through."""


def plan_of(rows: Iterable[Row]) -> Plan:
    """Put rows together as a plan."""
    held: dict[str, list[Row]] = {name: [] for name in FIELDS.values()}
    for row in rows:
        held[FIELDS[type(row)]].append(row)
    return Plan(**{name: tuple(found) for name, found in held.items()})


def people_of(programme: Programme) -> list[list[Rows]]:
    """Ways to place people: a list for each group, class, host and coach decided."""
    found = [_divided(programme, cohort.id) for cohort in programme.cohorts]
    found += [_taught(programme, cohort.id) for cohort in programme.cohorts]
    found += [
        [(Placement(participant=p.id, host=host.unit),) for host in programme.hosts]
        for p in programme.needs_hosts
    ]
    coaches = programme.staff_in("coach")
    found += [
        [(CoachMatch(participant=p.id, coach=coach.id),) for coach in coaches]
        for p in programme.needs_coaches
    ]
    return [options for options in found if options != [()]]


def _divided(programme: Programme, cohort: str) -> list[Rows]:
    """Network groups of a cohort with their facilitators."""
    people = [p.id for p in programme.needs_groups if p.cohort == cohort]
    labels = programme.group_ids(cohort)
    if not people or not labels:
        return [()]
    roles = {
        lead.role
        for activity in programme.activities
        for lead in activity.leads
        if lead.relation == "group" and activity.of_cohort(cohort)
    }
    led = [member.id for role in roles for member in programme.staff_in(role)]
    return [
        tuple(
            NetworkGroup(
                id=label, cohort=cohort, facilitator=by,
                participants=_in(people, chosen, label),
            )
            for label, by in zip(labels, leaders, strict=True)
        )
        for chosen in product(labels, repeat=len(people))
        for leaders in product(led if roles else [None], repeat=len(labels))
    ]  # fmt: skip


def _taught(programme: Programme, cohort: str) -> list[Rows]:
    """Module classes that are formed of a cohort and those that join it."""
    labels = programme.class_ids(cohort)
    joins = {c.id: c.classes_with or c.id for c in programme.cohorts}
    people = [p.id for p in programme.needs_classes if joins[p.cohort] == cohort]
    if not people or not labels:
        return [()]
    return [
        tuple(
            ModuleClass(
                id=label, cohort=cohort, participants=_in(people, chosen, label)
            )
            for label in labels
        )
        for chosen in product(labels, repeat=len(people))
    ]


def _in(people: Sequence[str], chosen: Sequence[str], label: str) -> tuple[str, ...]:
    return tuple(p for p, at in zip(people, chosen, strict=True) if at == label)


@dataclass
class EveryPlan:
    """All plans of a programme.

    Parameters
    ----------
    programme
        A tiny one.
    most
        Plans begun after which it is given up.
    pruned
        Whether plans begun are given up where no end of them counts; else each is
        ended, which takes long and finds the same.
    """

    programme: Programme
    most: int = 60_000
    pruned: bool = True
    tried: int = 0
    _front: set[Values] = field(default_factory=set)

    def front(self) -> frozenset[Values]:
        """Costs of plans that no other plan beats on one level at no cost elsewhere.

        None where there is no plan. The first in order is the lexicographic optimum,
        and whatever some plan costs at most, one of these does.

        Raises
        ------
        TooMany
            When too many plans were begun.
        """
        self._front = set()
        self._place((), people_of(self.programme))
        return frozenset(self._front)

    def _place(self, rows: Rows, left: list[list[Rows]]) -> None:
        if not left:
            if self._counts(rows, ONCE_PLACED):
                self._date(rows, self.dates(rows))
            return
        for option in left[0]:
            if self._counts(rows + option):
                self._place(rows + option, left[1:])

    def _date(self, rows: Rows, left: list[list[Rows]]) -> None:
        if not left:
            self._take(rows)
            return
        for option in left[0]:
            if self._counts(rows + option, ONCE_PLACED):
                self._date(rows + option, left[1:])

    def _take(self, rows: Rows) -> None:
        report = check(self.programme, plan_of(rows))
        assert not report.malformed, report.malformed[0].en
        values = tuple(report.levels[level.id] for level in self.programme.levels)
        if report.ok and not self._beaten(values):
            kept = {v for v in self._front if not _no_more(values, v)}
            self._front = kept | {values}

    def _beaten(self, values: Values) -> bool:
        return any(_no_more(known, values) for known in self._front)

    def _counts(self, rows: Rows, asked: frozenset[str] = frozenset()) -> bool:
        """Whether a plan begun may end as one that no other beats."""
        self.tried += 1
        if self.tried > self.most:
            raise TooMany
        if not self.pruned:
            return True
        unasked = WHOLE | ONCE_PLACED - asked
        rules = [r for r in self.programme.rules if r.kind not in unasked]
        values = costs(self.programme, plan_of(rows), rules)
        return values is not None and not self._beaten(values)

    # --- sessions, people given -----------------------------------------------------

    def dates(self, placed: Rows) -> list[list[Rows]]:
        """Ways to date each activity's occurrences for an audience, people placed."""
        view = PlanView(self.programme, plan_of(placed))
        found = []
        for activity in self.programme.activities:
            for audience in self.programme.audiences(activity.id):
                alone = [
                    [
                        row
                        for row in sessions_of(view, activity, audience, number)
                        if self._may_stand(placed, (row,))
                    ]
                    for number in range(1, activity.occurrences + 1)
                ]
                found.append([*product(*alone)])
        return found

    def _may_stand(self, placed: Rows, rows: Rows) -> bool:
        """Whether no hard rule refuses a session whatever the others are.

        The form of its activity is asked of all occurrences together.
        """
        if not self.pruned:
            return True
        unasked = WHOLE | {"day_pattern"}
        rules = [r for r in self.programme.rules if r.hard and r.kind not in unasked]
        return costs(self.programme, plan_of(placed + rows), rules) is not None


def costs(programme: Programme, plan: Plan, rules: Iterable[Rule]) -> Values | None:
    """Cost of a plan, begun or whole, by some rules; ``None`` where one forbids it."""
    view, found = PlanView(programme, plan), {row.id: 0 for row in programme.levels}
    most = {row.id for row in programme.levels if row.combine == "max"}
    for rule in rules:
        for violation in rule.check(view):
            if violation.level is None:
                return None
            before = found[violation.level]
            more = violation.cost
            found[violation.level] = (
                max(before, more) if violation.level in most else before + more
            )
    return tuple(found.values())


def sessions_of(
    view: PlanView, activity: Activity, audience: str, number: int
) -> Iterator[Session | Milestone]:
    """Yield each way to hold an occurrence: day, hour, place and leaders."""
    calendar = view.programme.calendar
    key = SessionKey(activity.id, audience, number)
    for day in calendar.days():
        if activity.forms == ("week",) and day.weekday() != number - 1:
            continue  # the days of a week are Monday to Friday
        if activity.is_milestone:
            yield Milestone(
                activity=activity.id, participant=audience, occurrence=number, day=day
            )
            continue
        places = list(dict.fromkeys(_places(view, key, day))) or [None]
        staff = [_leaders(view, key, lead, day) for lead in activity.leads]
        for slot, place, led in product(
            calendar.starts(activity.length), places, product(*staff)
        ):
            starts, ends = calendar.clock(slot, activity.length)
            yield Session(
                **key._asdict(), day=day, slot=slot, starts=starts, ends=ends,
                place=place, staff=tuple(seat for seats in led for seat in seats),
            )  # fmt: skip


def _places(view: PlanView, key: SessionKey, day: date) -> Iterator[str]:
    programme = view.programme
    for where in programme.activity(key.activity).where:
        if where == "room":
            yield from (room.id for room in programme.rooms)
        elif where == "online":
            yield "online"
        elif where == "host_unit":
            yield view.host_of[key.audience]
        else:
            for who in view.attendees(key, day):
                post = programme.participant(who).post_on(day)
                yield from () if post is None else (post.unit,)


def _leaders(
    view: PlanView, key: SessionKey, lead: Lead, day: date
) -> list[tuple[SessionStaff, ...]]:
    programme, who = view.programme, key.audience
    found: list[str | None]
    if lead.relation == "pick":
        found = [member.id for member in programme.staff_in(lead.role)]
    elif lead.relation == "group":
        found = [view.facilitator_of.get(who)]
    elif lead.relation == "coach":
        found = [view.coach_of.get(who)]
    elif lead.relation == "host_leader":
        found = [programme.host(view.host_of[who]).leader]
    else:
        found = [programme.manager_on(who, day)]
    return [
        () if member is None else (SessionStaff(role=lead.role, staff=member),)
        for member in found
    ]


def _no_more(one: Values, other: Values) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


def number_of(programme: Programme) -> int:
    """Plans of a programme if no rule refused any, about."""
    placed = prod(map(len, people_of(programme)))
    calendar, rooms = programme.calendar, len(programme.rooms)
    for key in programme.session_keys:
        activity = programme.activity(key.activity)
        places = sum(rooms if where == "room" else 1 for where in activity.where)
        staff = prod(
            len(programme.staff_in(lead.role))
            for lead in activity.leads
            if lead.relation == "pick"
        )
        times = len(calendar.days()) * len(calendar.starts(activity.length))
        if "week" in activity.forms:
            times = 2 if key.occurrence == 1 else 1
        placed *= max(1, places) * max(1, staff) * times
    return placed
