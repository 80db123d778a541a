"""What rules say of one choice of a plan and of what else could be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView
from leaderplan.model.choices import Choices, Ruling
from leaderplan.model.forced import role_of
from leaderplan.rules._base import (
    Attendance,
    Coaching,
    Hosting,
    HostingDay,
    Leading,
    LeadingTime,
    Location,
    LocationTime,
    SessionDay,
)

JUDGED: Mapping[str, tuple[type, ...]] = {
    "host": (Hosting, HostingDay),
    "coach": (Coaching,),
    "group": (),
    "day": (SessionDay, Attendance, LeadingTime, LocationTime),
    "place": (Location, LocationTime),
    "leader": (Leading, LeadingTime),
}
"""Single choices that each kind of choice is about."""

FAMILY = {"host": "hosts", "coach": "coaches", "group": "groups"}


class Judged(NamedTuple):
    """What rules say of one option by itself.

    ``refused`` are ids of hard rules, ``price`` is by level in order, ``far`` how far
    it is from what was chosen, in days.
    """

    refused: tuple[str, ...] = ()
    price: tuple[int, ...] = ()
    far: int = 0


class Single:
    """Judges single choices by the rules alone; nothing is planned.

    Parameters
    ----------
    programme, view
        The facts and rules, and a plan of them.
    """

    def __init__(self, programme: Programme, view: PlanView) -> None:
        self._programme, self._view = programme, view
        self._choices = Choices(programme, programme.rules)
        self._levels = [level.id for level in programme.levels]

    def of_kind(self, rule: Rule, what: str) -> bool:
        """Whether a rule is about a kind of choice."""
        if not set(rule.judges).isdisjoint(JUDGED[what]):
            return True
        if what == "day":
            return not rule.judges and not rule.families
        return FAMILY.get(what, "") in rule.families

    def places(self, key: SessionKey) -> bool:
        """Whether the place of a session is chosen, and not that of a host or home."""
        where = self._programme.activity(key.activity).where
        return "room" in where

    def picked(self, key: SessionKey, role: str) -> bool:
        """Whether who fills a role at a session is chosen for itself."""
        leads = self._programme.activity(key.activity).leads
        return any(k.role == role and k.relation == "pick" for k in leads)

    def options(self, what: str, who: str, made: str) -> dict[str, Judged]:
        """Return all that could be chosen, with what rules say of it alone."""
        programme = self._programme
        if what == "host":
            person = programme.participant(who)
            return {
                host.unit: self._judged(Hosting(person, host), (who, host.unit))
                for host in programme.hosts
            }
        if what == "coach":
            person = programme.participant(who)
            return {
                coach.id: self._judged(Coaching(person, coach), (who, coach.id))
                for coach in programme.staff_in("coach")
            }
        if what == "group":
            cohort = programme.participant(who).cohort
            held = {g.id for g in self._view.plan.groups if set(g.participants) - {who}}
            labels = [g for g in programme.group_ids(cohort) if g in held]
            return dict.fromkeys(labels, Judged())
        return self._of_session(what, SessionKey.parse(who), made)

    def _of_session(self, what: str, key: SessionKey, made: str) -> dict[str, Judged]:
        programme, activity = self._programme, self._programme.activity(key.activity)
        if what == "day":
            return self._days(key, date.fromisoformat(made))
        if what == "place":
            return {
                room.id: self._judged(
                    Location(key, activity, room.id), (str(key), room.id)
                )
                for room in programme.rooms
            }
        session = self._view.by_key[key]
        role = next(seat.role for seat in session.staff if seat.staff == made)
        return {
            member.id: self._judged(
                Leading(member, role, activity, key.audience, key.occurrence),
                (str(key), member.id),
            )
            for member in programme.staff_in(role)
            if role_of(programme, activity, member.id) == role
        }

    def _judged(self, choice: Any, subject: tuple[str, ...]) -> Judged:
        rows = self._choices.single(choice, subject)
        refused = tuple(rule.id for rule, _ in rows if rule.hard)
        return Judged(refused, self._price(rows))

    def _price(self, rows: Iterable[tuple[Rule, int]]) -> tuple[int, ...]:
        found = dict.fromkeys(self._levels, 0)
        for rule, amount in rows:
            if rule.level is not None:
                found[rule.level] += rule.weight * amount
        return tuple(found.values())

    def _days(self, key: SessionKey, now: date) -> dict[str, Judged]:
        """Judge each day, at the best hour of it for each rule."""
        programme = self._programme
        rulings = [
            (ruling, subject)
            for ruling, subject in self._of_days(key)
            if not programme.waived.covers(ruling.rule.id, subject)
        ]
        found = {}
        for number, day in enumerate(programme.calendar.days()):
            least = [(r.rule, int(r.amounts[number].min())) for r, _ in rulings]
            rows = [(rule, amount) for rule, amount in least if amount > 0]
            refused = tuple(rule.id for rule, _ in rows if rule.hard)
            far = abs((day - now).days)
            found[day.isoformat()] = Judged(refused, self._price(rows), far)
        return found

    def _of_days(self, key: SessionKey) -> Iterator[tuple[Ruling, tuple[str, ...]]]:
        """Yield what rules say of a session's days, and of those who come now."""
        programme, name = self._programme, str(key)
        activity = programme.activity(key.activity)
        for ruling in self._choices.by_day(key, activity):
            yield ruling, (name,)
        if not activity.length:
            return
        for who in self._view.attendees(key, self._view.dated[key]):
            asked = programme.participant(who), activity
            for ruling in self._choices.by_start(Attendance, asked, activity.length):
                yield ruling, (who, name)
