"""On which days a session may stand: closed days, diaries, leaders, rooms, hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from leaderplan.domain.activity import Activity
from leaderplan.domain.following import occurrences_of
from leaderplan.domain.people import Participant
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Judge, Rule
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.leads import Leads
from leaderplan.preflight.tables import TIMED, Needs, Store, Table, Tables
from leaderplan.rules._base import Attendance, SessionDay
from leaderplan.rules.right_leader import RightLeader
from leaderplan.rules.right_place import RightPlace
from leaderplan.rules.window import Window

STRIDE = 37
"""Days between two that are tried first; a prime, so that all days are tried."""


class DayAudit:
    """Asks the rules whether a session may stand on a day, and remembers.

    What it says *no* to is impossible; what it lets pass may still be.
    """

    def __init__(self, grounds: Grounds, store: Store | None = None) -> None:
        self.grounds = grounds
        self.programme = grounds.programme
        self.days = self.programme.calendar.days()
        self._store = store or Store()
        self.needs_leaders = bool(grounds.of(RightLeader))
        self.needs_rooms = bool(grounds.of(RightPlace))
        self._leads = Leads(self)
        self._needs: dict[SessionKey, Needs] = {}
        self._verdicts: dict[Needs, dict[int, bool]] = {}
        self._asked: dict[type, list[tuple[Rule, Judge]]] = {}
        self._starts: dict[int, list[int]] = {}
        self._comers: dict[tuple[str, str], Tables] = {}
        self._everybody: dict[tuple[str, str], list[Participant]] = {}

    def by(self, grounds: Grounds) -> DayAudit:
        """Return an audit on other grounds, with what is known already."""
        return DayAudit(grounds, self._store)

    # --- the question -------------------------------------------------------------

    def possible(self, key: SessionKey, number: int) -> bool:
        """Tell whether no rule keeps a session from a day of the horizon."""
        needs = self.needs(key)
        low, high = needs.span
        return low <= number <= high and self._verdict(needs, number)

    def some(self, key: SessionKey) -> bool:
        """Tell whether any day is possible, looking far and wide."""
        needs, count = self.needs(key), len(self.days)
        low, high = needs.span
        step = STRIDE if count % STRIDE else 1
        return any(
            low <= number <= high and self._verdict(needs, number)
            for number in (at * step % count for at in range(count))
        )

    def first(self, key: SessionKey, least: int, most: int) -> int | None:
        """Return the first possible day of some."""
        needs = self.needs(key)
        low, high = needs.span
        for number in range(max(low, least), min(high, most) + 1):
            if self._verdict(needs, number):
                return number
        return None

    def last(self, key: SessionKey, least: int, most: int) -> int | None:
        """Return the last possible day of some."""
        needs = self.needs(key)
        low, high = needs.span
        for number in range(min(high, most), max(low, least) - 1, -1):
            if self._verdict(needs, number):
                return number
        return None

    def _verdict(self, needs: Needs, number: int) -> bool:
        known = self._verdicts[needs]
        found = known.get(number)
        if found is None:
            found = known[number] = self._judged(needs, number)
        return found

    def _judged(self, needs: Needs, number: int) -> bool:
        refused = 0
        for table in needs.always:
            known = table.known.get(number)
            refused |= table.refused(number) if known is None else known
            if refused == -1:
                return False
        if needs.dated is not None:
            for row in self._on_day(number, *needs.dated):
                for table in row:
                    refused |= table.refused(number)
        left = [start for start in self.starts(needs.length) if not start & refused]
        roles: tuple[Iterable[Tables], ...] = needs.roles
        if left and needs.relations is not None:
            roles = (*roles, *self._leads.dated(number, *needs.relations))
        for options in roles:
            if not left:
                return False
            left = self._free(options, number, left)
        return bool(left)

    def _free(
        self, options: Iterable[Tables], number: int, left: list[int]
    ) -> list[int]:
        found: set[int] = set()
        for tables in options:
            refused = 0
            for table in tables:
                known = table.known.get(number)
                refused |= table.refused(number) if known is None else known
            found.update(start for start in left if not start & refused)
            if len(found) == len(left):
                return left
        return [start for start in left if start in found]

    def starts(self, length: int) -> list[int]:
        """Blocks that a session touches, as bits, for each way to start."""
        if length not in self._starts:
            calendar = self.programme.calendar
            self._starts[length] = list(
                dict.fromkeys(
                    sum(1 << block for block in calendar.blocks_of(slot, length))
                    for slot in calendar.starts(length)
                )
            )
        return self._starts[length]

    # --- what a session needs -----------------------------------------------------

    def needs(self, key: SessionKey) -> Needs:
        """Return what a session needs on its day."""
        if key not in self._needs:
            activity = self.programme.activity(key.activity)
            always = dict.fromkeys(self.tables(SessionDay, (key, activity)))
            for person in self._surely(key, activity):
                always.update(dict.fromkeys(self._coming(person, activity)))
            dated = (activity.id, key.audience) if activity.by_area else None
            found = Needs(
                tuple(always),
                dated,
                tuple(self._leads.settled(key, activity)),
                self._leads.relations(key, activity),
                activity.length,
                self.span(key, activity),
            )
            self._needs[key] = found
            self._verdicts.setdefault(found, {})
        return self._needs[key]

    def span(self, key: SessionKey, activity: Activity) -> tuple[int, int]:
        """Return the first and last day of the horizon that the periods leave.

        What a period says grows by a day a day, so two answers tell its ends.
        """
        first, last = self.days[0].toordinal(), self.days[-1].toordinal()
        low, high = first, last
        for judge in self._periods.get(activity.id, ()):
            early = judge(SessionDay(key, activity, date.min))
            late = judge(SessionDay(key, activity, date.max))
            low = max(low, date.min.toordinal() + early)
            high = min(high, date.max.toordinal() - late)
        return low - first, high - first

    @cached_property
    def _periods(self) -> dict[str, list[Judge]]:
        """Judges of the periods that the rules give, by activity."""
        found: dict[str, list[Judge]] = {}
        for rule, judge in self.grounds.judging(SessionDay):
            if type(rule) is Window:
                found.setdefault(rule.activity, []).append(judge)
        return found

    def _judging(self, kind: type) -> list[tuple[Rule, Judge]]:
        """Return the rules that judge a type of choice, but for periods."""
        if kind not in self._asked:
            self._asked[kind] = [
                row for row in self.grounds.judging(kind) if type(row[0]) is not Window
            ]
        return self._asked[kind]

    def _coming(self, person: Participant, activity: Activity) -> Tables:
        """Return what the rules say of somebody who comes, by day."""
        at = (person.id, activity.id)
        if at not in self._comers:
            self._comers[at] = self.tables(Attendance, (person, activity))
        return self._comers[at]

    def _surely(self, key: SessionKey, activity: Activity) -> list[Participant]:
        """Return who must be there whatever else is decided."""
        if activity.audience == "participant":
            return [self.programme.participant(key.audience)]
        if activity.by_area:
            return []
        at = (activity.id, key.audience)
        if at not in self._everybody:
            self._everybody[at] = list(self._members(activity, key.audience))
        return self._everybody[at]

    def _members(self, activity: Activity, audience: str) -> Iterator[Participant]:
        programme = self.programme
        labels = {
            "cohort": lambda cohort: (cohort,),
            "network_group": programme.group_ids,
            "class": programme.class_ids,
        }[activity.audience]
        for person in programme.followers(activity.id):
            if tuple(labels(person.cohort)) == (audience,) and _always(
                person, activity
            ):
                yield person

    def _on_day(self, number: int, name: str, audience: str) -> Iterator[Tables]:
        """Yield what is asked of those who come to an area's meeting on a day."""
        activity, day = self.programme.activity(name), self.days[number]
        for person, areas in self._in_areas[name, audience]:
            post = person.post_on(day)
            if post is not None and post.area in areas:
                yield self._coming(person, activity)

    @cached_property
    def _in_areas(self) -> dict[tuple[str, str], list[tuple[Participant, set[str]]]]:
        programme = self.programme
        found: dict[tuple[str, str], list[tuple[Participant, set[str]]]] = {}
        for activity in programme.activities:
            if not activity.by_area:
                continue
            for person in programme.followers(activity.id):
                if not _always(person, activity):
                    continue
                held: dict[str, set[str]] = {}
                for post in person.posts:
                    meeting = programme.meeting_of(
                        activity.id, person.cohort, post.area
                    )
                    held.setdefault(meeting, set()).add(post.area)
                for meeting, areas in held.items():
                    found.setdefault((activity.id, meeting), []).append((person, areas))
        for key in programme.session_keys:
            found.setdefault((key.activity, key.audience), [])
        return found

    def tables(self, kind: type, fields: tuple[Any, ...]) -> Tables:
        """Return what each rule says of a choice that has a day (and a block)."""
        first = (*fields, self.days[0], *([0] if kind in TIMED else []))
        choice = kind(*first)
        return tuple(
            self._table(rule, judge, kind, fields, choice)
            for rule, judge in self._judging(kind)
        )

    def _table(
        self, rule: Rule, judge: Judge, kind: type, fields: tuple[Any, ...], first: Any
    ) -> Table:
        at = (rule.id, kind, rule.alike(first))
        found = self._store.tables.get(at)
        if found is None:
            found = self._store.tables[at] = Table(
                self.programme.calendar, judge, kind, fields
            )
        return found


def _always(person: Participant, activity: Activity) -> bool:
    """Whether somebody takes part in every occurrence."""
    return occurrences_of(person, activity) == activity.occurrences
