"""Groups are chosen for the practicum of their members, too."""

from __future__ import annotations

from typing import Any

import pytest

from leaderplan import rules
from leaderplan.domain.base import Span
from leaderplan.domain.people import Pair
from leaderplan.domain.places import HostUnit, Travel
from leaderplan.domain.programme import Programme
from leaderplan.model.rungs import Solved
from leaderplan.model.search import Search
from tests.model.searching import searching
from tests.model.test_climb import ORDERS
from tests.rules.practicum import PRACTICUM, hosting
from tests.rules.small_world import activity, day, person

LIMIT = 30

ALL_DAY = 8


def _host(unit: str, open_: Span, room: int) -> HostUnit:
    return HostUnit(unit=unit, open=(open_,), capacity_week=room, capacity_year=room)


def _given(mates: tuple[str, ...], *more: rules.Rule, far: int = 2) -> Programme:
    """Four people, four days on which groups of two must meet, all day long.

    A near host takes the first two on days 0 and 1, and one the others on days 2 and 3,
    so that a mixed group has no day unless one of them goes to the host farther away.
    """
    meeting = activity("meeting", "network_group", length=ALL_DAY)
    early, late = (Span(first=day(n), last=day(n + 1)) for n in (0, 2))
    first = {*mates[:2]}
    people = [person(key, unit="u1" if key in first else "u2") for key in sorted(mates)]
    given = hosting(
        people,
        _host("u1", late, 2),
        _host("u2", early, 2),
        _host("u3", Span(first=day(7)), 4),
        travel=tuple(
            Travel(origin=unit, destination="u3", minutes=LIMIT + far)
            for unit in ("u1", "u2")
        ),
    )
    away = PRACTICUM.model_copy(update={"length": ALL_DAY})
    return given.replace(
        activities=(away, meeting),
        rules=(
            rules.NoDoubleBooking(),
            rules.DayPattern(),
            rules.EligibleHost(),
            rules.HostOpen(),
            rules.HostCapacity(),
            rules.GroupSize(smallest=2, largest=2),
            rules.Window(id="soon", activity="meeting", earliest=day(0), latest=day(3)),
            rules.HostTravel(limit=LIMIT, level="placements"),
            *more,
        ),
    )


class _Noting(Search):
    """A search that notes which parts it asks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked: list[str] = []

    def _asked(self, part: Any, *args: Any, **options: Any) -> Solved:
        self.asked.append(part.id)
        return super()._asked(part, *args, **options)


@pytest.mark.parametrize("mates", ORDERS)
def test_groups_are_chosen_for_the_days_their_members_are_away(
    mates: tuple[str, ...],
) -> None:
    """Mates have two days left when all are near; no other groups have."""
    search = searching(_given(mates), _Noting)
    found = search.run()
    assert found.plan is not None
    met = {frozenset(g.participants) for g in found.plan.groups}
    assert met == {frozenset(mates[:2]), frozenset(mates[2:])}
    assert found.values == found.bounds
    assert found.values["placements"] == 0


@pytest.mark.parametrize("far", [1, 2, 9])
@pytest.mark.parametrize("mates", ORDERS)
def test_what_groups_cost_hosts_is_proven(mates: tuple[str, ...], far: int) -> None:
    """Mates who must be apart send one of each group to the host farther away."""
    given = _given(mates, rules.PairsApart(relation="apart"), far=far)
    first, second, *_ = mates
    given = given.replace(pairs=(Pair(first=first, second=second, relation="apart"),))
    search = searching(given, _Noting)
    found = search.run()
    assert found.values == found.bounds
    assert found.values["placements"] == 2 * far
    assert "master" in search.asked
