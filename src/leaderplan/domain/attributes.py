"""What is known of a participant under a name: from the post, or as given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaderplan.domain.programme import Programme

OF_POST = ("sector", "area", "unit", "role", "unit_size")
"""Names read from the post; every other name is one of the given attributes."""

SMALL_UNIT = 30
LARGE_UNIT = 60
"""Employees: a unit below 30 is small, one of 60 or more is large."""


def attribute_of(programme: Programme, participant: str, name: str) -> str | None:
    """Return what a participant has under a name, ``None`` where it is not given.

    ``sector``, ``area``, ``unit``, ``role`` and ``unit_size`` (``small``,
    ``medium`` or ``large`` by the unit's employees) are those of the post held on
    the first day of the horizon, or of the first post where none is held then.
    """
    person = programme.participant(participant)
    if name not in OF_POST:
        return person.attributes.get(name) or None
    post = person.post_on(programme.calendar.first) or person.posts[0]
    if name == "unit_size":
        return _size(programme.unit(post.unit).staff_count)
    if name == "sector":
        return programme.unit(post.unit).sector
    found: str = getattr(post, name)
    return found or None


def _size(employees: int | None) -> str | None:
    if employees is None:
        return None
    if employees < SMALL_UNIT:
        return "small"
    return "medium" if employees < LARGE_UNIT else "large"
