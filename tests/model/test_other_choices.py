"""Other groups, and another practicum, where the first that were taken do not do."""

from __future__ import annotations

from typing import Any

import pytest

from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.base import Span
from leaderplan.domain.people import Availability, Pair, RoleLoad
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.model import narrowed
from leaderplan.model.asking import PATIENCE
from leaderplan.model.assemble import Caps
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.parts import Part
from leaderplan.model.rungs import Solved
from leaderplan.model.search import Search
from tests.model.searching import searched, searching
from tests.model.test_climb import ORDERS, _given, _prefer
from tests.rules.practicum import PRACTICUM, hosting
from tests.rules.small_world import activity, day, person, staff


def _pairs(found: Assignment) -> frozenset[frozenset[str]]:
    members: dict[str, set[str]] = {}
    for who, label in found.group.items():
        members.setdefault(label, set()).add(who)
    return frozenset(map(frozenset, members.values()))


def _drawn(search: Search, caps: Caps, seed: int) -> frozenset[frozenset[str]] | None:
    groups = search._parts.groups
    drawn = search._solver.drawn(groups, caps, Assignment(), seed)
    return None if drawn is None else _pairs(drawn)


def test_other_groups_are_drawn_by_a_seed() -> None:
    """All three pairings come up, and a seed says which."""
    search = searching(_given(ORDERS[0]), Search)
    drawn = [_drawn(search, {}, seed) for seed in range(20)]
    assert {row for row in drawn if row is not None} == {
        frozenset({frozenset(mates[:2]), frozenset(mates[2:])}) for mates in ORDERS
    }
    assert drawn == [_drawn(search, {}, seed) for seed in range(20)]


@pytest.mark.parametrize("cap", [0, 3])
def test_groups_that_cost_too_much_are_not_drawn(cap: int) -> None:
    """Two who know each other cost 3 in one group."""
    acquainted = rules.PairsApart(relation="acquainted", level="groups", weight=3)
    given = _given(ORDERS[0], acquainted).replace(
        pairs=(Pair(first="a", second="b", relation="acquainted"),)
    )
    search = searching(given, Search)
    drawn = {_drawn(search, {"groups": cap}, seed) for seed in range(20)}
    joint = {row for row in drawn if row and frozenset("ab") in row}
    assert len(drawn) == {0: 2, 3: 3}[cap]
    assert bool(joint) == (cap == 3)


def test_nothing_is_drawn_where_no_groups_cost_so_little() -> None:
    """Whoever is with whom, two who know each other are together."""
    acquainted = rules.PairsApart(relation="acquainted", level="groups")
    given = _given(ORDERS[0], acquainted).replace(
        pairs=tuple(
            Pair(first=one, second=other, relation="acquainted")
            for one in "abcd" for other in "abcd" if one < other
        )
    )  # fmt: skip
    search = searching(given, Search)
    assert _drawn(search, {"groups": 1}, 0) is None
    assert _drawn(search, {"groups": 2}, 0) is not None


class _Drawing(Search):
    """A search that has no other way to better groups than to draw some."""

    tries = 10

    def _closer(self, held: Assignment, values: Caps) -> Assignment | None:
        gap, self._patience = self._proof.gap(values), PATIENCE[0]
        for _ in range(self.tries if gap else 0):
            found = self._regrouped(gap or "", held, values)
            if found is not None:
                plan = to_plan(self._programme, found)
                assert self._value_of(plan)[gap or ""] < values[gap or ""]
                return found
        return None


@pytest.mark.parametrize("mates", ORDERS)
def test_groups_that_cost_less_are_found_by_drawing(mates: tuple[str, ...]) -> None:
    """Only one of the three pairings costs nothing."""
    search = searching(_given(mates, _prefer("dates")), _Drawing)
    found = search.run()
    assert found.plan is not None
    assert found.values["dates"] == 0
    assert {frozenset(g.participants) for g in found.plan.groups} == {
        frozenset(mates[:2]),
        frozenset(mates[2:]),
    }


def _welcomed(per_day: int, later: str) -> Programme:
    """Two people welcomed by a host's leader on the Friday before their week.

    Both prefer the first of two weeks; the other, at the host named, costs 5 each.
    """
    load = RoleLoad(role="host_leader", per_day=per_day)
    weeks = {"u2": [(7, 11)]}
    weeks.setdefault(later, []).append((14, 18))
    hosts = [
        HostUnit(
            unit=unit, leader=f"l-{unit}", capacity_week=2, capacity_year=2,
            open=tuple(Span(first=day(one), last=day(last)) for one, last in spans),
        )
        for unit, spans in weeks.items()
    ]  # fmt: skip
    leaders = (staff(f"l-{unit}").model_copy(update={"roles": (load,)})
               for unit in weeks)  # fmt: skip
    rather_not = Availability(state="prefer_not", first=day(14), last=day(18))
    given = hosting(
        [person(key, availability=(rather_not,)) for key in "ab"],
        *hosts,
        staff=tuple(leaders),
    )
    lead = Lead(role="host_leader", relation="host_leader")
    return given.replace(
        activities=(
            PRACTICUM.model_copy(update={"occurrences": 5, "forms": ("week",)}),
            activity("welcome", "participant", leads=(lead,)),
        ),
        rules=(
            rules.NoDoubleBooking(),
            rules.DayPattern(),
            rules.RightLeader(),
            rules.EligibleHost(),
            rules.HostOpen(),
            rules.HostCapacity(),
            rules.LeaderPerDay(),
            rules.Spacing(id="friday", first="welcome", then="visit",
                          then_occurrence=1, least=3, most=3),
            rules.PreferNot(activities=("visit",), level="dates"),
        ),
    )  # fmt: skip


class _Noting(Search):
    """A search that notes what it found within frames, by part."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.within = list[tuple[str, bool]]()

    def _descended(self, part: Part, *args: Any, **named: Any) -> Solved:
        solved = super()._descended(part, *args, **named)
        self.within.append((part.id, solved.found is not None))
        return solved


@pytest.mark.parametrize("later", ["u2", "u3"])
def test_another_practicum_leaves_room_for_talks(
    later: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leader who welcomes one a day has one of them in the other week."""
    monkeypatch.setattr(narrowed, "FEW_DAYS", 0)
    monkeypatch.setattr(_Noting, "_closer", lambda *_: None)
    search = searching(_welcomed(1, later), _Noting)
    found = search.run()
    assert search.within == [("framed", True), ("talks", False), ("stays", True)]
    assert found.values["dates"] == 5


@pytest.mark.parametrize("later", ["u2", "u3"])
def test_a_practicum_that_talks_ask_for_is_proven_best(
    later: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the frame costs alone is no bound that a plan can keep."""
    monkeypatch.setattr(narrowed, "FEW_DAYS", 0)
    found = searched(_welcomed(1, later))
    assert found.values["dates"] == 5
    assert found.values == found.bounds


def test_a_practicum_that_leaves_room_for_talks_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A leader who welcomes two a day has both in the week that they prefer."""
    monkeypatch.setattr(narrowed, "FEW_DAYS", 0)
    search = searching(_welcomed(2, "u2"), _Noting)
    found = search.run()
    assert search.within == [("framed", True), ("talks", True)]
    assert found.values["dates"] == 0
