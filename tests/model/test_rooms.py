"""Days on which others leave no large room, against every way to give rooms."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from leaderplan.domain.people import Availability
from leaderplan.domain.places import Room
from leaderplan.domain.programme import Programme
from leaderplan.model.rooms import Gathering, full
from tests.rules.small_world import activity, day, person, programme


def year(capacities: list[int], **changes: object) -> Programme:
    """Return a programme of an opening and a party in rooms of some capacities."""
    rooms = tuple(
        Room(id=f"r{k}", name=f"r{k}", venue="hall", capacity=size, **changes)
        for k, size in enumerate(capacities)
    )
    opening = activity("opening", "cohort", where=("room",))
    anywhere = activity("party", "cohort", where=("room", "online"))
    people = [person(key) for key in ("p", "q")]
    return programme(people, activities=(opening, anywhere)).replace(rooms=rooms)


def fits(capacities: list[int], needs: list[int]) -> bool:
    """Tell whether some way gives each of some sessions a room that holds it."""
    return any(
        all(size >= need for size, need in zip(given, needs, strict=True))
        for given in permutations(capacities, len(needs))
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_day_is_full_where_no_way_gives_everybody_a_room(seed: int) -> None:
    """A day is named where others have room, but not the portion with them."""
    dice = Random(seed)
    capacities = [dice.randint(1, 9) for _ in range(dice.randint(1, 4))]
    needs = [dice.randint(1, 9) for _ in range(dice.randint(1, 3))]
    mine = dice.randint(1, 9)
    others = [Gathering("opening", "c", need, day(3)) for need in needs]
    given = year(capacities)
    closed = full(given, given, {"c": mine}, others)
    if fits(capacities, needs):
        open_ = fits(capacities, [*needs, mine])
        assert closed == ({} if open_ else {("opening", "c"): frozenset({day(3)})})


def test_only_days_of_others_are_full_and_only_for_what_needs_a_room() -> None:
    """A party may be online; on days without others there is the room itself."""
    given = year([5])
    others = [Gathering("party", "c", 2, day(3)), Gathering("opening", "c", 2, day(8))]
    closed = full(given, given, {"c": 2}, others)
    assert closed == {("opening", "c"): frozenset({day(3), day(8)})}


def test_a_room_that_cannot_be_had_is_none() -> None:
    """Of two rooms one is shut on a day, so one session fills it."""
    shut = Availability(state="unavailable", first=day(3), last=day(3), blocks=(0,))
    given = year([5, 5])
    first = given.rooms[0].model_copy(update={"availability": (shut,)})
    given = given.replace(rooms=(first, *given.rooms[1:]))
    others = [Gathering("opening", "c", 2, day(n)) for n in (3, 4)]
    assert full(given, given, {"c": 2}, others) == {
        ("opening", "c"): frozenset({day(3)})
    }
