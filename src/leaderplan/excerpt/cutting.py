"""Leaving facts out of a programme: what is left still refers to what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol, TypeVar

from leaderplan.domain.activity import Activity
from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Impartiality, Participant, Post, Staff, Wish
from leaderplan.domain.programme import Programme


class _Row(Protocol):
    @property
    def id(self) -> str: ...


RowT = TypeVar("RowT", bound=_Row)


class Fact(NamedTuple):
    """Something that can be left out: a row of a table, or what is said of one."""

    table: str
    id: str


def asking(programme: Programme) -> list[Fact]:
    """Return facts that ask for something: without them a plan is easier to find."""
    rows = [Fact("closures", row.id) for row in programme.calendar.closures]
    rows += [Fact("activities", row.id) for row in programme.activities]
    for person in programme.participants:
        rows.append(Fact("participants", person.id))
        rows += [Fact("away", person.id)] if person.availability else []
    rows += [Fact("away", m.id) for m in programme.staff if m.availability]
    return rows


def giving(programme: Programme) -> list[Fact]:
    """Return facts that a plan may use: without them it is harder to find."""
    rows = [Fact("hosts", row.unit) for row in programme.hosts]
    rows += [Fact("rooms", row.id) for row in programme.rooms]
    return rows + [Fact("staff", row.id) for row in programme.staff]


def without(programme: Programme, gone: Collection[Fact]) -> Programme:
    """Return a programme without some facts, and without what refers to them alone.

    Raises
    ------
    InputError
        When something that stays cannot do without what goes.
    """
    away = _ids(gone, "away")
    people = {p.id for p in programme.participants} - _ids(gone, "participants")
    staff = {m.id for m in programme.staff} - _ids(gone, "staff")
    hosts = {h.unit for h in programme.hosts} - _ids(gone, "hosts")
    rooms = tuple(r for r in programme.rooms if r.id not in _ids(gone, "rooms"))
    activities = {a.id for a in programme.activities} - _ids(gone, "activities")
    kept = _Kept(people, staff, hosts, activities, away)
    return programme.replace(
        participants=tuple(map(kept.person, _rows(programme.participants, people))),
        staff=tuple(map(kept.member, _rows(programme.staff, staff))),
        hosts=tuple(
            host.model_copy(update={"leader": kept.boss(host.leader)})
            for host in programme.hosts
            if host.unit in hosts
        ),
        rooms=rooms,
        activities=tuple(
            activity.model_copy(
                update={"only": tuple(who for who in activity.only if who in people)}
            )
            for activity in programme.activities
            if activity.id in activities and _asked(activity, people)
        ),
        areas=tuple(
            area.model_copy(
                update={
                    "directors": tuple(d for d in area.directors if d.staff in staff)
                }
            )
            for area in programme.areas
        ),
        pairs=tuple(p for p in programme.pairs if {p.first, p.second} <= people),
        calendar=_open(programme, _ids(gone, "closures")),
    )


def tidied(programme: Programme) -> Programme:
    """Return a programme without places and pasts that nothing of it refers to."""
    posts = [post for person in programme.participants for post in person.posts]
    units = {post.unit for post in posts} | {host.unit for host in programme.hosts}
    units |= {member.unit for member in programme.staff if member.unit}
    areas = {post.area for post in posts}
    areas |= {member.area for member in programme.staff if member.area}
    areas |= {unit.area for unit in programme.units if unit.id in units}
    wishes = (wish for person in programme.participants for wish in person.wishes)
    areas |= {wish.area for wish in wishes if wish.area}
    venues = {room.venue for room in programme.rooms}
    sites = units | venues
    followed = {person.cohort for person in programme.participants}
    followed |= {c.classes_with for c in programme.cohorts if c.id in followed
                 and c.classes_with}  # fmt: skip
    followed |= {c.id for c in programme.cohorts if c.make_up_for in followed}
    followed |= {visited for _, visited in programme.cohorts_visited()}
    places = {"unit": units, "area": areas}
    staff = tuple(
        member.model_copy(
            update={"impartiality": tuple(_biases(member.impartiality, places))}
        )
        for member in programme.staff
    )
    return programme.replace(
        staff=staff,
        units=_rows(programme.units, units),
        areas=_rows(programme.areas, areas),
        venues=_rows(programme.venues, venues),
        cohorts=_rows(programme.cohorts, followed),
        travel=tuple(
            row for row in programme.travel if {row.origin, row.destination} <= sites
        ),
    )


class _Kept:
    """People as they are said once some facts are gone."""

    def __init__(
        self,
        people: Collection[str],
        staff: Collection[str],
        hosts: Collection[str],
        activities: Collection[str],
        away: Collection[str],
    ) -> None:
        self._people = people
        self._staff = staff
        self._hosts = hosts
        self._activities = activities
        self._away = away

    def boss(self, member: str | None) -> str | None:
        """Somebody, where they are still there."""
        return member if member in self._staff else None

    def person(self, person: Participant) -> Participant:
        """Say a participant anew."""
        posts = tuple(self._post(post) for post in person.posts)
        return person.model_copy(
            update={
                "posts": posts,
                "vetoes": tuple(host for host in person.vetoes if host in self._hosts),
                "wishes": tuple(self._wishes(person.wishes)),
                "exempt": tuple(a for a in person.exempt if a in self._activities),
                "skips": tuple(
                    skip for skip in person.skips if skip.activity in self._activities
                ),
                "guest_at": tuple(
                    row for row in person.guest_at if row.activity in self._activities
                ),
                "availability": () if person.id in self._away else person.availability,
            }
        )

    def member(self, member: Staff) -> Staff:
        """Say a member of staff anew."""
        known = {"participant": self._people, "staff": self._staff}
        return member.model_copy(
            update={
                "reports_to": self.boss(member.reports_to),
                "impartiality": tuple(_biases(member.impartiality, known)),
                "availability": () if member.id in self._away else member.availability,
            }
        )

    def _post(self, post: Post) -> Post:
        return post.model_copy(update={"manager": self.boss(post.manager)})

    def _wishes(self, wishes: Iterable[Wish]) -> Iterator[Wish]:
        return (wish for wish in wishes if not wish.host or wish.host in self._hosts)


def _biases(
    rows: Iterable[Impartiality], known: Mapping[str, Collection[str]]
) -> Iterator[Impartiality]:
    """Yield those of whom or what is still there, of the kinds that are known."""
    return (row for row in rows if row.of in known.get(row.kind, (row.of,)))


def _open(programme: Programme, gone: Collection[str]) -> PlanningCalendar:
    calendar = programme.calendar
    profiles = tuple(
        profile.model_copy(
            update={"closures": tuple(c for c in profile.closures if c not in gone)}
        )
        for profile in calendar.profiles
    )
    closures = tuple(c for c in calendar.closures if c.id not in gone)
    return calendar.model_copy(update={"closures": closures, "profiles": profiles})


def _ids(facts: Iterable[Fact], table: str) -> set[str]:
    return {fact.id for fact in facts if fact.table == table}


def _rows(rows: Iterable[RowT], ids: Collection[str]) -> tuple[RowT, ...]:
    return tuple(row for row in rows if row.id in ids)


def _asked(activity: Activity, people: Collection[str]) -> bool:
    """Whether an activity has anybody left, where it is for some only."""
    return not activity.only or any(who in people for who in activity.only)
