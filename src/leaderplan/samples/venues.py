"""Venues and their rooms."""

from __future__ import annotations

from collections.abc import Sequence

from leaderplan.domain.places import Room, Venue
from leaderplan.samples.shape import Municipality, Size
from leaderplan.samples.words import VENUES


def venues_of(
    one: Municipality, areas: Sequence[str]
) -> tuple[list[Venue], list[Room]]:
    """Make the venues of a municipality, its areas taking turns, and their rooms."""
    venues, rooms = [], []
    for number, seats in enumerate(one.rooms):
        key, name = f"sted{number}", "Sted"
        if number < len(VENUES):
            key, name = VENUES[number]
        key = "-".join(filter(None, (one.key, key)))
        venues.append(Venue(id=key, name=name, area=areas[number % len(areas)]))
        rooms += _rooms(key, seats)
    return venues, rooms


def shared_venues(size: Size) -> tuple[tuple[Venue, ...], tuple[Room, ...]]:
    """Make the venues of several providers, which belong to no area."""
    count = size.providers if size.shared_rooms else 0
    keys = [f"udbyder-{number + 1}" for number in range(count)]
    venues = tuple(Venue(id=key, name=f"Udbyder {i}") for i, key in enumerate(keys, 1))
    return venues, tuple(r for key in keys for r in _rooms(key, size.shared_rooms))


def _rooms(venue: str, seats: Sequence[int]) -> list[Room]:
    return [
        Room(
            id=f"{venue}-{place}",
            name=f"Lokale {place}, {capacity} pladser",
            venue=venue,
            capacity=capacity,
            features=_features(capacity),
            cost=100 * (capacity // 4),
        )
        for place, capacity in enumerate(seats, 1)
    ]


def _features(capacity: int) -> tuple[str, ...]:
    features = ["niveaufri"]
    if capacity >= 12:
        features.append("projektor")
    if capacity >= 40:
        features.append("teleslynge")
    if capacity <= 12:
        features.append("uforstyrret")
    return tuple(features)
