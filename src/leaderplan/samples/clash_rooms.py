"""Conflicts of rooms: none that is large, equipped, free or near enough."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from leaderplan import rules as r
from leaderplan.domain.places import Room, Travel
from leaderplan.domain.plan import SessionKey
from leaderplan.samples.bench import Bench, stuck
from leaderplan.samples.clash_dates import window
from leaderplan.samples.extras import BLOCK, DAY, extra, first_of

MANY_GUESTS = 40
"""Guests whom no room holds beside a cohort of 32."""

DETOUR = 15
"""Minutes by which a journey is too long."""


def _seminar(bench: Bench, **fields: object) -> tuple[SessionKey, date, date]:
    """Add a seminar of the cohort in a room; return two days on which it could be."""
    cohort = bench.programme.cohorts[0]
    bench.add(
        extra("seminar", audience="cohort", length=BLOCK, where=("room",), **fields)
    )
    rooms = [room.id for room in bench.programme.rooms]
    everybody = bench.people()
    whole = [
        day for day in bench.open_days if bench.gaps([*everybody, *rooms], day, DAY)
    ]
    day, other = bench.draw.sample(whole, 2)
    for who in (*everybody, *rooms):
        bench.freed(who, day, other)
    return first_of("seminar", cohort.id), day, other


def _by_size(bench: Bench) -> tuple[list[Room], list[Room]]:
    """Rooms that hold less than the cohort, and those that hold it."""
    people, rooms = len(bench.programme.participants), bench.programme.rooms
    small = [room for room in rooms if room.capacity < people]
    return small, [room for room in rooms if room not in small]


def rooms_too_small(bench: Bench) -> None:
    """A seminar has more guests than any room holds."""
    key, day, _ = _seminar(bench, guests=MANY_GUESTS)
    for room in bench.programme.rooms:
        seminar = bench.session(key, day, 0, room.id)
        bench.needs("room_capacity", [key, room.id], seminar)


def rooms_without_feature(bench: Bench) -> None:
    """Only the small rooms have what a seminar needs."""
    feature = bench.draw.choice(("gruppeborde", "koekken", "vaerksted"))
    small, large = _by_size(bench)
    for room in small:
        bench.change("rooms", room.id, features=(*room.features, feature))
    key, day, _ = _seminar(bench, features=(feature,))
    for rule, rooms in (("room_capacity", small), ("room_features", large)):
        for room in rooms:
            bench.needs(rule, [key, room.id], bench.session(key, day, 0, room.id))


def rooms_taken(bench: Bench) -> None:
    """On the day of a seminar the large rooms are taken, and the others too small."""
    small, large = _by_size(bench)
    key, day, other = _seminar(bench)
    bench.ask(window("seminar", day, day))
    for room in large:
        bench.absent(room.id, day)
    for rule, rooms in (("room_capacity", small), ("room_availability", large)):
        for room in rooms:
            bench.needs(rule, [key, room.id], bench.session(key, day, 0, room.id))
    bench.needs("period-seminar", [key], bench.session(key, other, 0, large[0].id))


def venues_too_far(bench: Bench) -> None:
    """Each venue with a large room is too far for one of two people."""
    small, large = _by_size(bench)
    venues = bench.draw.sample([room.venue for room in large], len(large))
    farthest = max(
        bench.programme.travel_minutes(post.unit, venue.id)
        for person in bench.programme.participants
        for post in person.posts
        for venue in bench.programme.venues
    )
    key, day, _ = _seminar(bench)
    bench.ask(
        r.AttendeeTravel(
            id="rejse-til-seminar", activities=("seminar",), limit=farthest
        )
    )
    found: list[str] = []
    for venue in venues:
        found.append(_who_never_meets_at(bench, venue, found))
        _move_away(bench, found[-1], venue, farthest + DETOUR)
    for who, venue in zip(found, venues, strict=True):
        room = next(room.id for room in large if room.venue == venue)
        seminar = bench.session(key, day, 0, room)
        bench.needs("rejse-til-seminar", [who, key], seminar)
    for each in small:
        if each.venue not in venues:
            seminar = bench.session(key, day, 0, each.id)
            bench.needs("room_capacity", [key, each.id], seminar)


def _who_never_meets_at(bench: Bench, venue: str, but: Collection[str]) -> str:
    """Draw somebody with a unit of their own and no group meeting at a venue."""
    units = [post.unit for p in bench.programme.participants for post in p.posts]
    for who in bench.people():
        posts = bench.person(who).posts
        group = bench.view.group_of[who]
        places = {
            bench.programme.site(s.place)
            for s in bench.plan.sessions
            if s.audience == group
        }
        if (
            who not in but
            and len(posts) == 1
            and units.count(posts[0].unit) == 1
            and venue not in places
        ):
            return who
    raise stuck("venues_too_far")


def _move_away(bench: Bench, who: str, venue: str, minutes: int) -> None:
    """Make it far from somebody's unit to a venue."""
    unit = bench.person(who).posts[0].unit
    bench.programme = bench.programme.replace(
        travel=tuple(
            Travel(origin=t.origin, destination=t.destination, minutes=minutes)
            if {t.origin, t.destination} == {unit, venue}
            else t
            for t in bench.programme.travel
        )
    )


KINDS: dict[str, Callable[[Bench], None]] = {
    "rooms_too_small": rooms_too_small,
    "rooms_without_feature": rooms_without_feature,
    "rooms_taken": rooms_taken,
    "venues_too_far": venues_too_far,
}
"""Conflicts of rooms by name."""
