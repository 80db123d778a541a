"""What was asked about: as rules, as what is opened for it, as faults in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView
from leaderplan.errors import Issue
from leaderplan.model.as_before import counted
from leaderplan.model.forced import (
    Forced,
    ForcedCoaches,
    ForcedDays,
    ForcedHosts,
    ForcedLeaders,
    ForcedPlaces,
    role_of,
)
from leaderplan.model.forced_company import (
    Anchored,
    Company,
    ForcedClasses,
    ForcedGroups,
)
from leaderplan.model.opened import Opened

Choice = Mapping[str, str]

JOINT: dict[str, Literal["groups", "classes"]] = {
    "network_group": "groups",
    "class": "classes",
}
"""Families of people who meet together."""

OPENS = {"hosts": ("hosts",), "coaches": ("coaches",), "classes": ("classes",),
         "groups": ("groups", "facilitators")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Choices asked about, by participant or by session; days as ISO dates.

    Parameters
    ----------
    programme, plan
        The facts and rules, and the plan in which groups and classes are known.
    """

    programme: Programme
    plan: Plan
    hosts: Choice = field(default_factory=dict)
    coaches: Choice = field(default_factory=dict)
    groups: Choice = field(default_factory=dict)
    classes: Choice = field(default_factory=dict)
    days: Choice = field(default_factory=dict)
    places: Choice = field(default_factory=dict)
    leaders: Choice = field(default_factory=dict)

    # --- as rules ---------------------------------------------------------------

    def rules(self) -> tuple[Rule, ...]:
        """Return the hard rules that say it."""
        of_people = {"groups": ForcedGroups, "classes": ForcedClasses}
        single: dict[str, type[Forced]] = {
            "hosts": ForcedHosts, "coaches": ForcedCoaches, "days": ForcedDays,
            "places": ForcedPlaces, "leaders": ForcedLeaders,
        }  # fmt: skip
        found: list[Rule] = [
            rule(wanted=wanted)
            for name, rule in single.items()
            if (wanted := getattr(self, name))
        ]
        for name, joint in of_people.items():
            if wanted := getattr(self, name):
                mates = {who: self.mates(name, who, to) for who, to in wanted.items()}
                found.append(joint(wanted=wanted, mates=mates))
        return (*found, *self._anchors())

    def mates(self, family: str, who: str, to: str) -> tuple[str, ...]:
        """Return whom somebody is asked to be with: another, or those of a group."""
        if any(p.id == to for p in self.programme.participants):
            return (to,)
        rows = self.plan.groups if family == "groups" else self.plan.classes
        held = next((row.participants for row in rows if row.id == to), ())
        return tuple(other for other in held if other != who)

    def _anchors(self) -> Iterator[Anchored]:
        """Hold on to the groups whose meetings were asked about."""
        for audience, family in JOINT.items():
            labels = {
                key.audience
                for key in self._sessions()
                if self.programme.activity(key.activity).audience == audience
            }
            rows = self.plan.groups if family == "groups" else self.plan.classes
            held = {row.id: row.participants for row in rows if row.id in labels}
            members = {label: people for label, people in held.items() if people}
            if members:
                yield Anchored(id=f"anchored_{family}", members=members, family=family)

    def _sessions(self) -> list[SessionKey]:
        names = {*self.days, *self.places, *self.leaders}
        return [key for key in self.programme.session_keys if str(key) in names]

    # --- as what may change for it ---------------------------------------------------

    @property
    def families(self) -> frozenset[str]:
        """Families of people of which something was asked."""
        return frozenset(name for name in OPENS if getattr(self, name))

    @property
    def activities(self) -> frozenset[str]:
        """Activities of the sessions of which the day was asked."""
        return frozenset(SessionKey.parse(name).activity for name in self.days)

    def opened(self) -> Opened:
        """Tell what near to it may be another way."""
        programme, people = self.programme, dict[str, None]()
        kinds = {a.id: a for a in programme.activities}
        sessions = set[SessionKey]()
        for family in self.families:
            people |= dict.fromkeys(OPENS[family])
            for key in programme.session_keys:
                kind = kinds[key.activity]
                own = kind.audience == "participant"
                led = kind.led_by("coach")
                met = JOINT.get(kind.audience) == family
                if met or (
                    own and (family == "hosts" or (family == "coaches" and led))
                ):
                    sessions.add(key)
        view = PlanView(programme, self.plan)
        for key in self._sessions():
            here = set(view.attendees(key, view.dated[key]))
            sessions |= {
                other
                for other in programme.session_keys
                if other.audience in here or other.audience == key.audience
            }
        return Opened(people, frozenset(sessions))

    def least(self) -> int:
        """Count what changes at least."""
        view = PlanView(self.programme, self.plan)
        total = 0
        for rule in self.rules():
            if isinstance(rule, Forced | Company):
                broken = sum(1 for _ in rule.check(view))
                total += broken * counted(rule.what)
        return total

    # --- faults in it ----------------------------------------------------------------

    def faults(self) -> list[Issue]:
        """Name what is unknown, or cannot be asked, all at once."""
        return [
            Issue(place, f"expected one of the programme's {kind}, found {value!r}.",
                  value=value)
            for place, kind, value, fits in self._asked()
            if not fits
        ]  # fmt: skip

    def _asked(self) -> Iterator[tuple[str, str, str, bool]]:
        """Yield each id with its place, what it is to be and whether it is that."""
        programme = self.programme
        needed = {
            "hosts": ("participants with a practicum", programme.needs_hosts),
            "coaches": ("participants with a coach", programme.needs_coaches),
            "groups": ("participants in network groups", programme.needs_groups),
            "classes": ("participants in module classes", programme.needs_classes),
        }
        for family, (kind, people) in needed.items():
            ids = {p.id for p in people}
            for who, what in getattr(self, family).items():
                yield f"{family}/{who}", kind, who, who in ids
                yield f"{family}/{who}", *self._choice(family, who, what)
        known = {str(key) for key in programme.session_keys}
        for family in ("days", "places", "leaders"):
            for name, what in getattr(self, family).items():
                yield f"{family}/{name}", "sessions", name, name in known
                if name in known:
                    key = SessionKey.parse(name)
                    yield f"{family}/{name}", *self._of_session(family, key, what)

    def _choice(self, family: str, who: str, what: str) -> tuple[str, str, bool]:
        if family == "hosts":
            return "hosts", what, any(h.unit == what for h in self.programme.hosts)
        if family == "coaches":
            coaches = self.programme.staff_in("coach")
            return "coaches", what, any(s.id == what for s in coaches)
        kind = f"other participants or {family} of the plan with others in them"
        return kind, what, what != who and bool(self.mates(family, who, what))

    def _of_session(
        self, family: str, key: SessionKey, what: str
    ) -> tuple[str, str, bool]:
        programme, activity = self.programme, self.programme.activity(key.activity)
        if family == "days":
            days = (day.isoformat() for day in programme.calendar.days())
            return "days", what, what in days
        if family == "places":
            known = [room.id for room in programme.rooms if "room" in activity.where]
            known += [
                unit.id for unit in programme.units if "member_unit" in activity.where
            ]
            known += ["online"] if "online" in activity.where else []
            return f"places where {activity.id} may be", what, what in known
        staff = any(s.id == what for s in programme.staff)
        leads = staff and role_of(programme, activity, what) is not None
        return f"staff who may be chosen to lead {activity.id}", what, leads
