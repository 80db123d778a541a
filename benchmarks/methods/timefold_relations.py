"""What the meetings of a programme ask of each other, as facts for Timefold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from benchmarks.methods.tables import meets
from benchmarks.methods.timefold_model import (
    Attending,
    Load,
    Meeting,
    Missing,
    Pair,
    Room,
)
from benchmarks.methods.timefold_numbers import Numbers
from leaderplan.domain.plan import SessionKey

NONE, EVER = -100_000, 100_000
"""Days that no distance is below or above."""

PLENTY = 10_000
"""A load that nobody has."""

Pairs = dict[tuple[int, int], Pair]


class Relations(Numbers):
    """Makes the facts that relate meetings."""

    def pairs(self) -> Pairs:
        """Return what each two meetings ask of each other."""
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
        given: Iterable[Any] = self._programme.rules
        rules = [r for r in given if r.kind in ("spacing", "order")]
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
            follows = other == one._replace(occurrence=one.occurrence + 1)
            if forms == ("single_days",) and follows:
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

    def loads(self) -> Iterator[Load]:
        """Yield what each leader may have."""
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

    def rooms(self) -> Iterator[Room]:
        """Yield the places of each host."""
        year, given = self._programme.calendar.first.year, self._programme.rules
        even: list[Any] = [r for r in given if r.kind == "host_load_even"]
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

    def missing(self, meetings: list[Meeting]) -> Iterator[Missing]:
        """Yield who would miss a plenary meeting when."""
        for rule in self._tables.rules("attendance_minimum"):
            for meeting, key in zip(meetings, self.keys, strict=True):
                activity, people = (
                    self._programme.activity(key.activity),
                    self._people[key],
                )
                if not meets(rule, activity):
                    continue
                for who, away in zip(people, self._absent(key, activity), strict=True):
                    for start in self._by_start(meeting.starts, activity, away):
                        yield Missing(
                            self._person[who], meeting.id, meeting.activity, start,
                            rule.most_missed,
                        )  # fmt: skip

    def attending(self) -> Iterator[Attending]:
        """Yield who is at the plenary meetings that are counted week by week."""
        given: Iterable[Any] = self._programme.rules
        weekly = [r for r in given if r.kind == "programme_days" and r.period == "week"]
        for key, people in self._people.items():
            activity = self._programme.activity(key.activity)
            if any(meets(rule, activity) for rule in weekly):
                for who in people:
                    yield Attending(self._person[who], self._number[key])
