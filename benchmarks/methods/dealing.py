"""Who is with whom, dealt like cards: classes, groups, coaches, facilitators."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable

from benchmarks.methods.tables import Tables
from leaderplan.domain.people import Participant, Staff
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment


class Dealer:
    """Deals the people of a programme in one random order.

    Parameters
    ----------
    tables
        The programme's tables.
    found
        Where the choices are written.
    order
        The random numbers of this order.
    """

    def __init__(self, tables: Tables, found: Assignment, order: random.Random) -> None:
        self._tables = tables
        self._programme = tables.programme
        self._found = found
        self._order = order
        self._foes = foes(tables.programme)

    def deal(self) -> None:
        """Deal classes, groups, coaches and facilitators."""
        self._classes()
        self._groups()
        self._coaches()
        self._facilitators()

    def shuffled(self, people: Iterable[Participant]) -> list[Participant]:
        """Return people in this order's order."""
        rows = list(people)
        self._order.shuffle(rows)
        return rows

    def _classes(self) -> None:
        sizes: Counter[str] = Counter()
        for person in self.shuffled(self._programme.needs_classes):
            labels = self._programme.class_ids(person.cohort)
            label = min(labels, key=lambda label: sizes[label])
            sizes[label] += 1
            self._found.classes[person.id] = label

    def _groups(self) -> None:
        """Deal sector after sector, the smallest first, to the group with fewest."""
        programme = self._programme
        sector = {
            p.id: programme.attribute_of(p.id, "sector") for p in programme.participants
        }
        total = Counter(sector.values())
        people = self.shuffled(programme.needs_groups)
        people.sort(key=lambda p: (total[sector[p.id]], sector[p.id] or ""))
        members: dict[str, list[str]] = defaultdict(list)
        friends: dict[str, set[str]] = defaultdict(set)
        for pair in programme.pairs:
            if pair.relation == "linked":
                friends[pair.first].add(pair.second)
                friends[pair.second].add(pair.first)
        for person in people:
            labels = programme.group_ids(person.cohort)
            label = min(
                labels,
                key=lambda label: (
                    not friends[person.id].intersection(members[label]),
                    self._clashes(person.id, members[label]),
                    sum(sector[q] == sector[person.id] for q in members[label]),
                    len(members[label]),
                ),
            )
            members[label].append(person.id)
            self._found.group[person.id] = label

    def _clashes(self, person: str, members: list[str]) -> int:
        count = sum(frozenset((person, other)) in self._foes for other in members)
        for rule in self._tables.rules("at_most_alike"):
            held = [self._programme.attribute_of(q, rule.attribute) for q in members]
            own = self._programme.attribute_of(person, rule.attribute)
            count += own is not None and held.count(own) >= rule.most
        return count

    def _coaches(self) -> None:
        """Give everybody the cheapest coach who is allowed and has sessions left."""
        programme, tables = self._programme, self._tables
        sessions = Counter(
            key.audience
            for key in programme.session_keys
            if any(
                lead.relation == "coach"
                for lead in programme.activity(key.activity).leads
            )
        )
        held: Counter[str] = Counter()
        for person in self.shuffled(programme.needs_coaches):
            weight = sessions[person.id] or 1

            def rank(
                coach: Staff, who: Participant = person, w: int = weight
            ) -> tuple[int, ...]:
                load = coach.load("coach")
                most = load.largest if load else None
                allowed, cost = tables.coaching(who, coach)
                full = most is not None and held[coach.id] + w > most
                return (not allowed, full, cost, held[coach.id])

            coach = min(programme.staff_in("coach"), key=rank)
            held[coach.id] += weight
            self._found.coach[person.id] = coach.id

    def _facilitators(self) -> None:
        """Give each group the first facilitator who may and has the fewest groups."""
        programme = self._programme
        held: Counter[str] = Counter()
        for activity in programme.activities:
            for lead in activity.leads:
                if lead.relation != "group":
                    continue
                for group in programme.audiences(activity.id):
                    if group not in self._found.facilitator:
                        who = min(
                            programme.staff_in(lead.role),
                            key=lambda s: (self._close(group, s), held[s.id]),
                        )
                        held[who.id] += 1
                        self._found.facilitator[group] = who.id

    def _close(self, group: str, member: Staff) -> int:
        """Members of a group whom somebody must not lead."""
        people = [p for p, label in self._found.group.items() if label == group]
        return sum(
            self._found.coach.get(p) == member.id
            or not self._tables.coaching(self._programme.participant(p), member)[0]
            for p in people
        )


def foes(programme: Programme) -> set[frozenset[str]]:
    """Pairs of participants of one unit, or manager and report, or declared apart."""
    found = {
        frozenset((pair.first, pair.second))
        for pair in programme.pairs
        if pair.relation == "apart"
    }
    units: dict[str, set[str]] = defaultdict(set)
    managers: dict[str | None, set[str]] = defaultdict(set)
    for person in programme.participants:
        for post in person.posts:
            units[post.unit].add(person.id)
            managers[post.manager].add(person.id)
    for mates in units.values():
        found |= {frozenset((one, other)) for one in mates for other in mates}
    for manager, reports in managers.items():
        found |= {frozenset((str(manager), one)) for one in reports}
    return {pair for pair in found if len(pair) == 2}
