"""What of a plan a replanning opens: what is broken first, then what touches it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from leaderplan.domain.activity import COMPANY, Activity
from leaderplan.domain.plan import Session, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.domain.view import PlanView
from leaderplan.model.about import About
from leaderplan.model.opened import Opened
from leaderplan.wellformed import unplaced

FEW, NEAR = 60, 10
"""Sessions that are opened without more ado; and days to either side on which others
may stand first."""

LARGE = 6_000
"""Sessions and due dates of a programme of which all is not asked at once."""

SWAPS, NEXT = 40, 8
"""People who may change hosts with somebody whose host has no place, at once and at a
time."""

OWN = ("hosts", "coaches", "groups", "classes")
"""Families in which each person has a choice."""


class Opening:
    """Tells what to open after changes, and what has to do with it.

    Parameters
    ----------
    programme
        The facts and rules as they are now.
    view
        What holds of the plan.
    open_
        Sessions that may be another way, also those that the plan does not hold.
    locked
        Of each family the people or groups whose choice is locked.
    """

    def __init__(
        self,
        programme: Programme,
        view: PlanView,
        open_: frozenset[SessionKey],
        locked: Mapping[str, frozenset[str]],
    ) -> None:
        self._locked = locked
        self._programme, self.view = programme, view
        self.about = About(programme, view)
        self.open = open_
        self.unplaced = unplaced(programme, view.plan)
        self._people = {person.id for person in programme.participants}
        self.is_large = len(programme.session_keys) > LARGE
        self.moving = frozenset[SessionKey]()
        """What is broken or new, and must be another way itself."""

    @property
    def everything(self) -> Opened:
        """All that may be another way."""
        return self._opened(self.open, self._people)

    def together(self, keys: Collection[SessionKey]) -> Opened:
        """Open some sessions, and the choices of whoever is at them."""
        people = {who for key in keys for who in self._there(key)}
        people |= {key.audience for key in keys} & self._people
        return self._opened(keys, people)

    def widening(
        self, broken: Collection[Violation]
    ) -> Iterator[tuple[Opened, int | None]]:
        """Open what is broken or new first, and more and more of what touches it.

        Where only sessions are, first with no choices but their hosts and coaches; what
        leaders lead else; what people have, then with whoever may change hosts, on own
        days; companions; all. What is opened for it alone is first kept to near days.
        """
        keys, people = self._touched(broken)
        new = self.open - set(self.view.dated)
        keys |= new
        people |= ({key.audience for key in new} & self._people) | self.unplaced
        self.moving = frozenset(keys)
        exchanged = any(self._is_led(key, "group") for key in keys)
        first = self._opened(keys, people, exchanged=exchanged)
        if not self.unplaced and all(self.about.told([row]) for row in broken):
            yield self._narrowed(first), None
        yield first, None
        rivals = keys | self._led_with(keys)
        if len(rivals & self.open) <= FEW:
            yield self._opened(rivals, people), None
        own = keys | self._own(people)
        if len(own) <= FEW:
            yield self._opened(own, people), None
            if stays := self._stays(own, people):
                others = people | {key.audience for key in stays}
                yield self._opened(own | stays, others, free=own), 0
        met = people | {who for key in keys for who in self._there(key)}
        yield self._opened(own | self._own(met) | self._led_with(own), met), NEAR
        yield self.everything, NEAR
        yield self.everything, None

    def around(self, opened: Opened) -> frozenset[SessionKey]:
        """Return what is opened and what its people, leaders, rooms and days have.

        Of leaders also whoever may lead it instead.

        Of very large programmes what stands on the same days only is left out, until
        something of it is broken.
        """
        people = {who for row in opened.people.values() for who in row or ()}
        people |= {who for key in opened.sessions for who in self._there(key)}
        there = {session.place for session in self._held(opened.sessions)} - {"online"}
        found = set(opened.sessions) | self._led_with(opened.sessions)
        groups = opened.people.get("facilitators") or ()
        found |= {key for key in self.view.by_key if key.audience in groups}
        found |= self._led_instead(opened.sessions)
        for who in people & self._people:
            found.update(key for key, _ in self.view.of_participant(who))
        at = () if self.is_large else opened.sessions
        days = {self.view.dated.get(key) for key in at}
        found.update(
            session.key
            for session in self.view.plan.sessions
            if session.day in days or (session.place and session.place in there)
        )
        return frozenset(found)

    def _led_instead(self, keys: Collection[SessionKey]) -> set[SessionKey]:
        """Return what those lead who may be picked to lead some sessions."""
        given = self._programme
        leads = (lead for key in keys for lead in given.activity(key.activity).leads)
        roles = {lead.role for lead in leads if lead.relation == "pick"}
        return self._led_by(
            {member.id for role in roles for member in given.staff_in(role)}
        )

    def own(self, opened: Opened) -> frozenset[SessionKey]:
        """Return what the people of what is opened have."""
        people = {who for row in opened.people.values() for who in row or ()}
        return frozenset(
            key for who in people & self._people
            for key, _ in self.view.of_participant(who)
        )  # fmt: skip

    def alike(self, keys: Collection[SessionKey]) -> set[SessionKey]:
        """Return sessions, with those that other groups or classes have instead."""
        given, found = self._programme, set(keys)
        for key in keys:
            if given.activity(key.activity).audience in COMPANY:
                for cohort in given.cohorts:
                    labels = given.audiences_of(key.activity, cohort.id)
                    if key.audience in labels:
                        found |= {key._replace(audience=label) for label in labels}
        return found

    def meeting(self, keys: Collection[SessionKey]) -> frozenset[str]:
        """Return whoever may be at meetings of groups that are held with a member."""
        given = self._programme
        return frozenset(
            person.id
            for key in keys
            if "member_unit" in given.activity(key.activity).where
            for person in given.participants
            if key.audience in given.audiences_of(key.activity, person.cohort)
        )

    def _narrowed(self, opened: Opened) -> Opened:
        """Open only those choices of people that their sessions hang on."""
        hosted = {k.audience for k in opened.sessions if self._is_hosted(k)}
        coached = {k.audience for k in opened.sessions if self._is_led(k, "coach")}
        met = any(self._is_led(key, "group") for key in opened.sessions)
        leading = set(opened.people["facilitators"] or ()) if met else set[str]()
        own = {"hosts": hosted, "coaches": coached, "facilitators": leading}
        people = {
            family: frozenset(rows or ()) & own.get(family, set())
            for family, rows in opened.people.items()
        }
        return replace(opened, people=people)

    def near_hosts(self, keys: Collection[SessionKey]) -> set[SessionKey]:
        """Return what others have with hosts nearest to what of that is in some keys.

        Where a host has no place left, they may leave it.
        """
        by_hosts = {key for key in keys if self._is_hosted(key)}
        people = {key.audience for key in by_hosts}
        return self._stays(by_hosts, people, most=NEXT)

    def _touched(
        self, broken: Collection[Violation]
    ) -> tuple[set[SessionKey], set[str]]:
        names = {str(key): key for key in self._programme.session_keys}
        groups = self.view.plan.groups
        keys, people = set[SessionKey](), set[str]()
        for row in broken:
            of_row = {names[token] for token in row.subject if token in names}
            who = {token for token in row.subject if token in self._people}
            for group in groups:
                who |= set(group.participants) if group.id in row.subject else set()
            keys |= of_row if of_row or who else self.about.named([row])
            people |= who
        people |= {key.audience for key in keys} & self._people
        return keys, people

    def _own(self, people: Collection[str]) -> set[SessionKey]:
        return {key for key in self._programme.session_keys if key.audience in people}

    def _there(self, key: SessionKey) -> tuple[str, ...]:
        day = self.view.dated.get(key)
        return () if day is None else self.view.attendees(key, day)

    def _held(self, keys: Collection[SessionKey]) -> Iterator[Session]:
        rows = (self.view.by_key.get(key) for key in keys)
        return (row for row in rows if row is not None)

    def _led_with(self, keys: Collection[SessionKey]) -> set[SessionKey]:
        """Return what the leaders of some sessions lead."""
        return self._led_by(
            {seat.staff for row in self._held(keys) for seat in row.staff}
        )

    def _led_by(self, staff: Collection[str]) -> set[SessionKey]:
        return {
            session.key for who in staff for session in self.view.of_staff.get(who, ())
        }

    def _stays(
        self, own: set[SessionKey], people: set[str], most: int = SWAPS
    ) -> set[SessionKey]:
        """Return what others have with their hosts, of those nearest to some stay.

        Where a host has no place left, somebody else may leave it.
        """
        days = self.view.dated
        when = [days[k] for k in own & self.open if self._is_hosted(k) and k in days]
        if not when:
            return set()
        keys = (k for k in self.open if self._is_hosted(k) and k in days)
        theirs = defaultdict[str, set[SessionKey]](set)
        for key in keys:
            if key.audience not in people | self._locked.get("hosts", frozenset()):
                theirs[key.audience].add(key)
        near = sorted(
            theirs,
            key=lambda who: (
                abs(min(days[k] for k in theirs[who]) - min(when)),
                who,
            ),
        )
        return {key for who in near[:most] for key in theirs[who]}

    def _is_led(self, key: SessionKey, relation: str) -> bool:
        """Whether somebody leads a session who is that to its people."""
        return self._programme.activity(key.activity).led_by(relation)

    def _is_hosted(self, key: SessionKey) -> bool:
        return by_host(self._programme.activity(key.activity))

    def _opened(
        self,
        keys: Collection[SessionKey],
        people: set[str],
        *,
        exchanged: bool = False,
        free: Collection[SessionKey] = (),
    ) -> Opened:
        """Open sessions that are not past, and choices of people.

        Where facilitators may be ``exchanged``, that of every group is open; where
        there are many, of those of the same cohorts. What is ``free`` need not be near
        its own day where the rest must.
        """
        choices: dict[str, frozenset[str] | None] = {
            family: frozenset(people) - self._locked.get(family, frozenset())
            for family in OWN
        }
        groups, names = self.view.plan.groups, {key.audience for key in keys}
        own = {g.id for g in groups if people & set(g.participants)}
        near = {g.cohort for g in groups if g.id in own | names}
        every = len(groups) <= FEW
        exchanging = {g.id for g in groups if every or g.cohort in near}
        choices["facilitators"] = frozenset(
            own | exchanging if exchanged else own
        ) - self._locked.get("facilitators", frozenset())
        return Opened(choices, frozenset(keys) & self.open, frozenset(free))


def by_host(activity: Activity) -> bool:
    """Whether an activity is with somebody's host."""
    led = activity.led_by("host_leader")
    return led or activity.kind == "practicum" or "host_unit" in activity.where
