"""Who may lead a session and where it may stand, after the rules' judgement."""

from __future__ import annotations

from collections.abc import Iterator

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import Assignment
from leaderplan.model.core import Core
from leaderplan.model.literals import Lit, settled
from leaderplan.model.people import People
from leaderplan.rules._base import Leading, Location


class Candidates:
    """Makes the literals of staff and places of sessions.

    Parameters
    ----------
    core, people, fixed
        The model and its books, who is with whom, and what is settled.
    """

    def __init__(self, core: Core, people: People, fixed: Assignment) -> None:
        self._core = core
        self._people = people
        self._fixed = fixed
        self._programme = core.programme

    def staff(
        self, key: SessionKey, activity: Activity, *, hosts_only: bool = False
    ) -> dict[str, dict[str, Lit]]:
        """Who may lead where it does not depend on the day.

        ``hosts_only`` leaves out all but host leaders, who bind the days around a
        practicum as soon as hosts are chosen.
        """
        found: dict[str, dict[str, Lit]] = {}
        for lead in activity.leads:
            if hosts_only and lead.relation != "host_leader":
                continue
            was = self._fixed.staff.get((key, lead.role))
            if lead.relation == "pick":
                found[lead.role] = self._picks(key, activity, lead)
            elif was is not None and key in self._core.kept.stood:
                found[lead.role] = dict.fromkeys(was, True)
            elif lead.relation == "coach":
                found[lead.role] = dict(self._people.coach.get(key.audience, {}))
            elif lead.relation == "group":
                found[lead.role] = dict(self._people.facilitator.get(key.audience, {}))
            elif lead.relation == "host_leader":
                found[lead.role] = self._host_leaders(key.audience)
        return found

    def _host_leaders(self, participant: str) -> dict[str, Lit]:
        hosts = self._people.host.get(participant, {})
        by_leader: dict[str, list[Lit]] = {}
        for host, literal in hosts.items():
            leader = self._programme.host(host).leader
            if leader is not None:
                by_leader.setdefault(leader, []).append(literal)
        return {who: self._any(literals) for who, literals in by_leader.items()}

    def _any(self, literals: list[Lit]) -> Lit:
        if any(literal is True for literal in literals):
            return True
        if len(literals) == 1:
            return literals[0]
        found = self._core.model.new_bool_var("any")
        self._core.model.add(sum(literals) == found)
        return found

    def _picks(self, key: SessionKey, activity: Activity, lead: Lead) -> dict[str, Lit]:
        fixed = self._fixed.staff.get((key, lead.role))
        if fixed is not None and key in self._fixed.start:
            for who in fixed:
                member = self._programme.member(who)
                taken = Leading(
                    member, lead.role, activity, key.audience, key.occurrence
                )
                self._core.settled(taken, (str(key), who))
            return dict.fromkeys(fixed, True)
        people = self._programme.staff_in(lead.role)
        found: dict[str, Lit] = {}
        refused: dict[str, list[Rule]] = {}
        for member in people:
            literal = self._core.model.new_bool_var(f"{lead.role} {key} {member.id}")
            choice = Leading(member, lead.role, activity, key.audience, key.occurrence)
            if self._core.judged(literal, choice, (str(key), member.id)):
                found[member.id] = literal
            else:
                single = self._core.choices.single(choice)
                refused[member.id] = [rule for rule, _ in single if rule.hard]
        if not found:
            self._core.none_left((str(key), lead.role), refused)
            return {}
        self._core.model.add_exactly_one(found.values())
        return found

    def places(self, key: SessionKey, activity: Activity) -> dict[str, Lit]:
        """Where it may stand; a home unit is added once the day is known."""
        if not activity.where:
            return {}
        if activity.where in (("host_unit",), ("home_unit",)):
            stood = key in self._core.kept.stood and key in self._fixed.place
            at: dict[str, Lit] = {self._fixed.place[key]: True} if stood else {}
            hosted = activity.where == ("host_unit",)
            hosts = self._people.host.get(key.audience, {}) if hosted else {}
            return at or dict(hosts)
        if key in self._fixed.place and key in self._fixed.start:
            place = self._fixed.place[key]
            self._core.settled(Location(key, activity, place), (str(key), place))
            return {place: True}
        names = list(self._names(key, activity))
        found: dict[str, Lit] = {}
        refused: dict[str, list[Rule]] = {}
        for name in names:
            literal = (
                True
                if len(names) == 1 and not self._core.explain
                else self._core.model.new_bool_var(f"place {key} {name}")
            )
            choice = Location(key, activity, name)
            if self._core.judged(literal, choice, (str(key), name)):
                found[name] = literal
            else:
                single = self._core.choices.single(choice)
                refused[name] = [rule for rule, _ in single if rule.hard]
        if not found:
            self._core.none_left((str(key), "place"), refused)
        elif len(found) == 1 and not self._core.explain:
            return dict.fromkeys(found, True) | self._only(found)
        else:
            self._core.model.add_exactly_one(found.values())
        return found

    def _only(self, found: dict[str, Lit]) -> dict[str, Lit]:
        """Settle the one place left, keeping its literal true in the model."""
        for literal in found.values():
            if not settled(literal):
                self._core.model.add(literal == 1)
        return dict.fromkeys(found, True)

    def _names(self, key: SessionKey, activity: Activity) -> Iterator[str]:
        programme = self._programme
        for where in activity.where:
            if where == "room":
                yield from (room.id for room in programme.rooms)
            elif where == "online":
                yield "online"
            elif where == "member_unit":
                members = self._people.members.get(key.audience)
                people = list(members) if members else []
                units = {
                    post.unit
                    for person in people
                    for post in programme.participant(person).posts
                }
                yield from (unit.id for unit in programme.units if unit.id in units)
            elif where == "home_unit":
                person = programme.participant(key.audience)
                yield from dict.fromkeys(post.unit for post in person.posts)
